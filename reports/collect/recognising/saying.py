"""Why a sheet holds no rows of a table, in words: the place and the cure."""

from __future__ import annotations

from reports.collect.reading.cells import Sheet

from .headings import LOOKED_AT
from .targets import Table
from .units import plain_words, stated


def why_no_table(sheet: Sheet, table: Table) -> str:
    """The sentence for a sheet in which no heading of the table was found."""
    name = f"«{sheet.name}» sayfası" if sheet.name else "Dosya"
    if not sheet.rows:
        return f"{name} boş; tablonun bulunduğu sayfa seçilmelidir."
    known = {plain_words(way) for target in table.targets for way in target.spellings()}
    lying = [
        row[0]
        for row in sheet.rows.values()
        if isinstance(row[0].value, str)
        and ({plain_words(row[0].value), stated(row[0].value).name} & known)
    ]
    if len(lying) > 1:
        return (
            f"{name}: sütun başlıkları alt alta yazılmış ({lying[0].address}, {lying[1].address} "
            "…), tablo yan duruyor. Excel'de tablo kopyalanıp «Özel Yapıştır › Devrik Dönüştür» "
            "ile satırlar sütun yapılmalıdır."
        )
    wanted = ", ".join(f"«{target.title}»" for target in table.targets[:4])
    return (
        f"{name}: ilk {LOOKED_AT} satırda bu tablonun başlık satırı bulunamadı. Tablonun üstünde "
        f"başlıklar tek tek hücrelerde yazılı olmalıdır: {wanted}."
    )
