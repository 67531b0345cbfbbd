"""Of which published table a file of the public site is, and whether a sheet takes it.

A file of a table that follows from others is refused with the table's name: nobody enters it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeAlias

from django.utils.translation import gettext as _

from kars_portal.lib.turkish import search_key
from reports.collect.reading.cells import Book
from reports.collect.sheets.grid import Sheet
from reports.collect.sheets.listing import sheets_of, yearly_sheets
from reports.core import registry
from reports.core.registry import Column, Dataset
from reports.core.tables.columns import People
from reports.models import Section

ID_LABEL = "Tablonun kimliği"
"""Stands beside the table's id on the sheet that explains a workbook of the public site."""
Heading: TypeAlias = frozenset[str]
"""Folded titles, in no order."""
_KEYS = frozenset({"row", "satir anahtari"})


def datasets_of_year(sheet: Sheet) -> Sequence[Dataset]:
    """All tables that are published for a sheet's year."""
    return sheet.reading.once(
        ("datasets", sheet.section.year_id), lambda: registry.datasets_for(sheet.year)
    )


def published_as(sheet: Sheet) -> list[Dataset]:
    """The published tables whose rows are those of a sheet, so that their files can be taken."""
    names = sheet.datasets()
    mains = {table.dataset for tables in yearly_sheets().values() for table in tables}
    own = [*names[:1], *(name for name in names[1:] if name not in mains)]
    known = {dataset.id: dataset for dataset in datasets_of_year(sheet)}
    return [known[name] for name in own if name in known and _is_entered(sheet, known[name])]


def _is_entered(sheet: Sheet, dataset: Dataset) -> bool:
    """Whether a table names the sheet's rows, and has a cell that is entered in them."""
    found = {
        key
        for column in dataset.columns
        for key in (sheet.column_of(dataset.id, column.key), _titled(sheet, column))
    }
    names = {column.key for column in sheet.names}
    return bool(found & names) and bool(found & {column.key for column in sheet.inputs})


def _titled(sheet: Sheet, column: Column) -> str:
    wanted = search_key(column.title)
    return next((c.key for c in sheet.columns if search_key(c.title) == wanted), "")


def refusal(sheet: Sheet, book: Book) -> str:
    """Why a file of the public site is none for a sheet, with the cure; empty where it may be."""
    datasets = datasets_of_year(sheet)
    headings = [*_first_lines(book)]
    condensed = next((d for d in datasets if _condensed(d) & {*headings}), None)
    if condensed is not None:
        return _(
            "Dosya, yayımlanan «%(table)s» tablosunundur; kişi satırları sayılarak yayımlandığı "
            "için dosyadan alınmaz. Satırlar bu sayfadan indirilen dosyada düzeltilmelidir."
        ) % {"table": condensed.title}
    found = _origins(book, headings, datasets)
    own = {dataset.id for dataset in published_as(sheet)}
    if not found:
        return ""
    if own & {dataset.id for dataset in found}:
        return _of_twin(sheet, book, {dataset.id for dataset in found} - own)
    return _(
        "Dosya, yayımlanan «%(table)s» tablosunundur; bu sayfada girilen tablo «%(sheet)s». "
        "Yayımlanan tablo başka tablolardan hesaplanıyorsa dosyadan alınmaz: değerler, "
        "hesaplandığı tablolarda düzeltilmelidir."
    ) % {"table": found[0].title, "sheet": sheet.title}


def _of_twin(sheet: Sheet, book: Book, others: Collection[str]) -> str:
    """Why a file is that of another table, whose headings are the same: it has the keys of rows
    that the other has, and none of this one's.
    """
    keys = set(_keys_in(book)) if others else set()
    if not keys or keys & {row.key for row in sheet.rows()}:
        return ""
    for other in _sheets_of_year(sheet):
        is_meant = set(others) & {dataset.id for dataset in published_as(other)}
        if is_meant and keys & {row.key for row in other.rows()}:
            return _(
                "Dosya «%(other)s» tablosunun satır anahtarlarını taşıyor; bu sayfada girilen "
                "tablo «%(sheet)s». Başlıkları aynı olan iki tablodan ötekinin dosyasıdır: o "
                "tablonun sayfasından yüklenmelidir."
            ) % {"other": other.title, "sheet": sheet.title}
    return ""


def _sheets_of_year(sheet: Sheet) -> Iterator[Sheet]:
    for section in Section.objects.filter(year_id=sheet.section.year_id).select_related("year"):
        for other in sheets_of(section):
            if other.kind == "grid" and other.address != sheet.address:
                yield other


def _keys_in(book: Book) -> Iterator[str]:
    """What stands under the heading of the row keys, in the first line of a sheet."""
    for tab in book.sheets:
        first = tab.rows[min(tab.rows)] if tab.rows else []
        named = {c.column for c in first if search_key(str(c.value)) in _KEYS}
        for cell in tab.cells():
            if cell.column in named and cell.row > first[0].row and cell.value is not None:
                yield str(cell.value)


def _origins(book: Book, headings: Sequence[Heading], datasets: Iterable[Dataset]) -> list[Dataset]:
    """By the id that the file gives, else by the whole of its first line."""
    said = {
        str(row[1].value)
        for sheet in book.sheets
        for row in sheet.rows.values()
        if len(row) > 1 and row[0].value == ID_LABEL
    }
    if said:
        return [dataset for dataset in datasets if dataset.id in said]
    return [d for d in datasets if any(heading in _headings(d) for heading in headings)]


def _first_lines(book: Book) -> Iterator[Heading]:
    """The first line of each sheet that names the column of row keys, without that."""
    for sheet in book.sheets:
        first = sheet.rows[min(sheet.rows)] if sheet.rows else []
        heading = frozenset(search_key(str(c.value)) for c in first if c.value is not None)
        if heading & _KEYS:
            yield heading - _KEYS


def _headings(dataset: Dataset) -> list[Heading]:
    """As files for machines and as files for people head its columns."""
    return _of_columns(dataset, dataset.columns)


def _of_columns(dataset: Dataset, columns: Iterable[Column]) -> list[Heading]:
    keys = frozenset(search_key(column.key) for column in columns)
    titles = frozenset(
        search_key(f"{c.title} ({unit})" if unit else c.title)
        for c in columns
        for unit in [c.unit or (dataset.unit if c.kind.is_numeric else "")]
    )
    return [keys, titles]


def _condensed(dataset: Dataset) -> set[Heading]:
    """The headings of a list of people as it is published: a name of theirs, and how many."""
    named = [c for c in dataset.columns if c.people == People.SENSITIVE and not c.kind.is_numeric]
    return {
        heading
        for column in named[:1]
        for heading in _of_columns(dataset, (column, Column("people", "Kişi", unit="kişi")))
    }
