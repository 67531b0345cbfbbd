"""Rows that a file says of another year than the report's: listed, never taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from reports.collect.reading.cells import Cell, Sheet

from .headings import Mapping_
from .knowing import Heading
from .rows import RowKind, SheetRow
from .units import plain_words, stated

_COLUMNS: Final = frozenset({"yil", "mali yil", "butce yili", "rapor yili", "donem yili"})
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_TITLES: Final = frozenset({RowKind.GROUP, RowKind.NOTE})


def of_year(
    rows: Sequence[SheetRow], sheet: Sheet, heading: Heading, mapping: Mapping_, year: int | None
) -> Iterator[SheetRow]:
    """The rows; those below a title of another year, or beside it, are of that year."""
    if year is None:
        yield from rows
        return
    titled = [_titled(row, after) for row, after in zip(rows, [*rows, None][1:], strict=True)]
    column = _column_of_years(heading, mapping)
    above = {
        said
        for number, cells in sheet.rows.items()
        if number < heading.first_row
        for cell in cells
        for said in stated(str(cell.value)).years
    }
    # A title above the whole table may be wrong, and is told; not where the right one follows.
    is_other = bool(above) and year not in above and any(year in years for years in titled)
    beside = 0
    for row, years in zip(rows, titled, strict=True):
        if years:
            is_other = year not in years
        beside = (_year(row.cells.get(column)) if column else 0) or beside
        is_beside = beside not in (0, year)
        is_theirs = (is_other or is_beside) and row.kind in (RowKind.DATA, RowKind.TOTAL)
        yield replace(row, kind=RowKind.OTHER_YEAR) if is_theirs else row


def _titled(row: SheetRow, after: SheetRow | None) -> frozenset[int]:
    """The years of a title between rows: a year alone, or a line above a repeated heading."""
    if row.kind not in _TITLES:
        return frozenset()
    said = stated(row.name)
    is_title = not said.name or (after is not None and after.kind is RowKind.REPEATED)
    return said.years if is_title else frozenset()


def _column_of_years(heading: Heading, mapping: Mapping_) -> int | None:
    """The column that says of each row which year it is of, and is none of the table's."""
    return next(
        (
            column
            for column, words in heading.words.items()
            if column not in mapping.taken and plain_words(words) in _COLUMNS
        ),
        None,
    )


def _year(cell: Cell | None) -> int:
    """The year that a cell says, 0 for none."""
    value = cell.value if cell is not None else None
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return int(text) if _YEAR.fullmatch(text.strip()) else 0
