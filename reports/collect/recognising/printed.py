"""What a file has in columns that the report computes: read to be compared, never taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reports.collect.reading.cells import Cell

from .figures import read_column
from .spelling import Way
from .targets import Target


@dataclass(frozen=True)
class Printed:
    """A cell of a computed column. `values` are all figures that it may stand for."""

    address: str
    said: str
    values: tuple[Decimal, ...]


def printed_in(
    target: Target, cells: Mapping[int, Cell | None], way: Way | None, factor: Decimal
) -> dict[int, Printed]:
    """Row → what the cells of a computed column say; whatever is no figure says nothing."""
    found = {}
    for row, cell in cells.items():
        if cell is None:
            continue
        column = read_column(target, {row: cell}, way=way, factor=factor)
        values = [column.values.get(row), *(r.values.get(row) for r in column.readings)]
        known = [value for value in values if value is not None]
        if column.asks_share and known:
            known.append(known[0] * 100)
        if known:
            shown = str(cell.value).replace(".", ",") if _is_number(cell) else str(cell.value)
            found[row] = Printed(cell.address, shown, tuple(known))
    return found


def _is_number(cell: Cell) -> bool:
    return isinstance(cell.value, int | float)
