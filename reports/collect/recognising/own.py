"""What the portal's own files say beside a table's cells: row keys, and figures that they withhold.

A row that is named by the key of a row of the table is that row, whatever its words look like.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kars_portal.lib.turkish import search_key
from reports.collect.reading.cells import Cell

from .headings import Mapping_
from .rows import RowKind, SheetRow
from .targets import ROW_KEY, Table, Target

_TOTAL = "toplam"
"""Stands in place of a key in the row that adds up the others."""


def with_key(row: SheetRow, mapping: Mapping_, table: Table) -> SheetRow:
    """The row as its key tells what it is; as it was, where it has none of this table's."""
    place = mapping.column_of(ROW_KEY)
    cell = row.cells.get(place) if place is not None else None
    key = str(cell.value).strip() if cell is not None else ""
    if key in table.row_keys:
        return replace(row, kind=RowKind.DATA)
    return replace(row, kind=RowKind.TOTAL) if search_key(key) == _TOTAL else row


def identity(cells: Mapping[str, str], name: str) -> str:
    """What no two rows of a file may have in common: the key that it gives, else the name."""
    key = cells.get(ROW_KEY, "")
    return f"{ROW_KEY}{key}" if key else search_key(name)


def take_withheld(target: Target, cells: dict[int, Cell | None]) -> dict[int, str]:
    """Take out of a column of figures what stands for one that is not published: row → sign."""
    found = {
        row: text
        for row, cell in cells.items()
        if cell is not None
        and isinstance(cell.value, str)
        and (text := cell.value.strip()) in target.withheld
    }
    for row in found:
        del cells[row]
    return found
