"""The one table of an uploaded file, as a resource takes it: a heading, and rows of typed cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

import tablib

from kars_portal.lib.numbers import format_decimal, plain
from kars_portal.lib.turkish import casefold
from reports.collect.reading import formats
from reports.collect.reading.cells import Book, Cell, ErrorValue, Sheet, letters
from reports.collect.reading.files import Unreadable, read_file
from reports.collect.recognising.headings import LOOKED_AT

FIRST_LINE = 2
"""Line of a file's first row where nothing is said of it: below a heading of one row."""
MOST_TOLD = 10
"""Cells and sheets that a refusal names."""


def read_table(content: bytes, names: Collection[str]) -> tablib.Dataset:
    """The table of a file whose heading has some of the names (folded). Raises Unreadable.

    It carries `first_line`, where its first row stands as a spreadsheet counts, and `notes`: what
    was left aside.
    """
    book = read_file(content)
    sheet, heading = _place(book, names)
    table = _table(sheet, heading)
    table.notes = [*book.notes, *_left_aside(book, sheet)]
    return table


def _place(book: Book, names: Collection[str]) -> tuple[Sheet, int]:
    """The sheet and the row of the heading. Of several that could be meant none is guessed."""
    shown = book.shown or [sheet for sheet in book.sheets if sheet.rows]
    found = [(sheet, row) for sheet in shown if (row := heading_row(sheet, names))]
    if len(found) > 1:
        raise Unreadable(
            f"Bu tablonun başlığı dosyanın {len(found)} sayfasında var: "
            f"{_named([sheet for sheet, _row in found])}. Yalnız yüklenecek sayfa yeni bir dosyaya "
            "kopyalanıp o yüklenmelidir."
        )
    if found:
        return found[0]
    if len(shown) == 1:
        return shown[0], min(shown[0].rows)
    if not shown:
        raise Unreadable("Dosyada değer olan bir hücre yok; tablonun dosyası seçilmelidir.")
    raise Unreadable(
        f"Dosyanın {len(shown)} dolu sayfası var ({_named(shown)}), hiçbirinde bu tablonun başlığı "
        "yok. Yalnız bu tablo yeni bir dosyaya kopyalanıp o yüklenmelidir."
    )


def _named(sheets: Sequence[Sheet]) -> str:
    named = ", ".join(f"«{sheet.name}»" for sheet in sheets[:MOST_TOLD])
    return f"{named} …" if len(sheets) > MOST_TOLD else named


def heading_row(sheet: Sheet, names: Collection[str]) -> int:
    """The row of which most cells, at least half, are names of columns; 0 where there is none."""
    best, most = 0, 0
    for number in sorted(sheet.rows)[:LOOKED_AT]:
        cells = sheet.rows[number]
        fitting = sum(casefold(str(cell.value).strip()) in names for cell in cells)
        if fitting > most and fitting * 2 >= len(cells):
            best, most = number, fitting
    return best


def _table(sheet: Sheet, heading: int) -> tablib.Dataset:
    columns = {cell.column: str(cell.value).strip() for cell in sheet.rows[heading]}
    columns = {column: words for column, words in columns.items() if words}
    below = {number: cells for number, cells in sheet.rows.items() if number > heading}
    problems = [*_too_wide(sheet, heading, below), *_problems(columns, below)]
    if problems:
        more = len(problems) - MOST_TOLD
        rest = [f"… ve {more} hücre daha."] if more > 0 else []
        raise Unreadable(" ".join([*problems[:MOST_TOLD], *rest]))
    table = tablib.Dataset(headers=list(columns.values()))
    table.first_line = heading + 1
    for number in range(heading + 1, max(below, default=heading) + 1):
        # Empty rows stay, so that rows are counted as the spreadsheet counts them.
        found = {cell.column: value_of(cell) for cell in below.get(number, ())}
        table.append([found.get(column) for column in columns])
    return table


def _too_wide(sheet: Sheet, heading: int, below: Collection[int]) -> Iterator[str]:
    """Rows of a text divided by commas with more cells than the heading: a decimal's comma has
    divided a figure.
    """
    wanted = sheet.widths.get(heading, 0)
    for number in below:
        found = sheet.widths.get(number, 0)
        if found > wanted:
            yield (
                f"Dosyanın {number}. satırında {found} hücre, başlıkta {wanted} sütun var; fazla "
                "hücreler silinmeli ya da tırnak işaretleri kontrol edilmelidir."
            )


def _problems(columns: Collection[int], below: dict[int, list[Cell]]) -> Iterator[str]:
    for cells in below.values():
        for cell in cells:
            problem = _problem(cell, has_heading=cell.column in columns)
            if problem:
                yield f"{cell.address} hücresi: {problem}"


def _problem(cell: Cell, *, has_heading: bool) -> str:
    value = cell.value
    if isinstance(value, str) and not value.strip():
        return ""
    if not has_heading:
        return (
            f"{letters(cell.column)} sütununun başlığı yok; başlık yazılmalı ya da hücre "
            "silinmelidir."
        )
    if cell.is_uncomputed:
        return (
            f"Formülün ({cell.formula[:40]}) sonucu dosyada yok; dosya Excel'de açılıp "
            "hesaplatılarak kaydedilmeli ya da değer elle yazılmalıdır."
        )
    if isinstance(value, ErrorValue):
        return f"Formül hatası var ({value}); formül düzeltilmeli ya da hücre boş bırakılmalıdır."
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    if formats.is_percentage(cell.format):
        return (
            f"%{_spelled(Decimal(str(value)) * 100)} olarak görünüyor, dosyada "
            f"{_spelled(Decimal(str(value)))} olarak duruyor; biçim sayı yapılıp değer yeniden "
            "yazılmalıdır."
        )
    is_negative = value < 0
    if value and (
        formats.turns_sign(cell.format, is_negative=is_negative)
        or formats.shows_words_only(cell.format, is_negative=is_negative)
    ):
        return (
            f"Biçimi ({cell.format}) {_spelled(Decimal(str(value)))} sayısını başka gösteriyor; "
            "biçim sayı yapılıp değer yeniden yazılmalıdır."
        )
    return ""


def _spelled(value: Decimal) -> str:
    return format_decimal(plain(value))


def value_of(cell: Cell) -> object:
    """What a cell says: a number that is shown with zeros before it ("007") is a code."""
    value = cell.value
    digits = formats.padded(cell.format)
    if digits and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return str(value).zfill(digits)
    return value


def _left_aside(book: Book, read: Sheet) -> Iterator[str]:
    others = [sheet for sheet in book.sheets if sheet.rows and sheet is not read]
    if others:
        yield f"Yalnız «{read.name}» sayfası okundu; okunmayan dolu sayfalar: {_named(others)}."
