"""Computed columns of a file beside what the report computes of the same rows.

Nothing of them is taken. A sum that does not hold says that a cell was read wrong or is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kars_portal.lib.numbers import round_half_up
from reports.collect.recognising.found import Recognised
from reports.collect.recognising.printed import Printed
from reports.collect.sheets.columns import GridColumn
from reports.collect.sheets.grid import GridRow, Sheet
from reports.collect.sheets.merging import Merged
from reports.core.registry import Kind
from reports.core.tables.values import as_decimal

_PLACES: Mapping[Kind, int] = {Kind.MONEY: 2, Kind.PERCENT: 1, Kind.INTEGER: 0}
"""Decimals with which a column is shown; of the others those that the file has."""


@dataclass(frozen=True)
class Contradiction:
    """A cell of the file, and the figure that its row makes."""

    number: int
    address: str
    column: GridColumn
    said: str
    computed: Decimal


def contradictions(
    sheet: Sheet,
    found: Recognised,
    placed: Mapping[str, int],
    rows: Sequence[GridRow],
    merged: Merged,
) -> Iterator[Contradiction]:
    """Cells that say another figure than the rows as they would be. `placed`: id → row of file."""
    columns = [c for c in sheet.columns if not c.is_input and c.is_number]
    if not found.printed or not columns:
        return
    # With the keys that they have: a sheet may compute a row by what its key names.
    after = {row.id: row for row in rows}
    for plan in (*merged.creates, *merged.writes):
        row = after.get(plan.typed.id) or GridRow(plan.typed.id, "", {})
        after[row.id] = replace(row, cells=dict(plan.cells))
    wanted = [after[name] for name in placed if name in after]
    table = sheet.computed(wanted)
    for name in (row.id for row in wanted):
        number = placed[name]
        for column in columns:
            printed = found.printed.get(number, {}).get(column.key)
            value = as_decimal(table.value(name, column.key)) if printed else None
            if printed is None or value is None or _agrees(column, printed, value):
                continue
            yield Contradiction(number, printed.address, column, printed.said, value)


def _agrees(column: GridColumn, printed: Printed, value: Decimal) -> bool:
    for said in printed.values:
        exponent = said.normalize().as_tuple().exponent
        own = max(0, -exponent) if isinstance(exponent, int) else 0
        places = _PLACES.get(column.kind, own)
        if round_half_up(said, places) == round_half_up(value, places):
            return True
    return False
