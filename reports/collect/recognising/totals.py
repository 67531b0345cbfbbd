"""Totals that a file prints, beside the sums of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .figures import FigureColumn, read_column
from .headings import Mapping_
from .rows import RowKind, SheetRow
from .spelling import Way


@dataclass(frozen=True)
class PrintedTotal:
    """A total that the file prints, beside the sum of the rows that it may add up."""

    row: int
    key: str
    printed: Decimal
    computed: Decimal

    @property
    def holds(self) -> bool:
        return self.printed == self.computed


def printed_totals(
    aside: Sequence[SheetRow],
    mapping: Mapping_,
    columns: Mapping[str, FigureColumn],
    ways: Mapping[str, Way],
    factors: Mapping[int, Decimal],
    codes: Mapping[int, str],
) -> Iterator[PrintedTotal]:
    """Each printed total beside the rows since the one before, all above it, or those below it.

    `codes` are the names of the rows: where some are parts of others, only the highest add up.
    """
    below = _parts(codes)
    places = {target.key: place for place, target in mapping.taken.items()}
    totals = [row for row in aside if row.kind is RowKind.TOTAL]
    for place, row in enumerate(totals):
        before = totals[place - 1].number if place else 0
        after = totals[place + 1].number if place + 1 < len(totals) else None
        for key, column in columns.items():
            cell = row.cells.get(places[key])
            # Percentages add up to nothing.
            if column.readings or cell is None or column.target.unit == "%":
                continue
            factor = factors.get(places[key], Decimal(1))
            read = read_column(column.target, {row.number: cell}, way=ways.get(key), factor=factor)
            printed = read.values.get(row.number)
            if printed is None:
                continue
            sums = [
                _sum(column, first, last, left_out)
                for left_out in (frozenset[int](), below)
                for first, last in (
                    (before, row.number),
                    (0, row.number),
                    (row.number, after),
                    (row.number, None),
                )
            ]
            above = sums[1] if any(n < row.number for n in column.values) else sums[3]
            yield PrintedTotal(row.number, key, printed, printed if printed in sums else above)


def _parts(codes: Mapping[int, str]) -> frozenset[int]:
    """Rows whose code goes on from another row's: "01.1" from "01"."""
    known = set(codes.values()) - {""}
    return frozenset(
        row
        for row, code in codes.items()
        if any(code[:place] in known for place, sign in enumerate(code) if sign == ".")
    )


def _sum(column: FigureColumn, after: int, before: int | None, left_out: frozenset[int]) -> Decimal:
    values = (
        value
        for row, value in column.values.items()
        if value is not None
        and row > after
        and (before is None or row < before)
        and row not in left_out
    )
    return sum(values, Decimal())
