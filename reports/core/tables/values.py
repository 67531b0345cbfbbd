"""A published table as a value: schema, rows, totals. Built from rows once, then only read.

The same value feeds the page, the PDF, the downloads, the charts, the checks and the publication.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from kars_portal.lib import texts
from kars_portal.lib.numbers import plain, round_half_up
from reports.ground.formula import evaluate, names_in

from .columns import LATER, Column, Kind, Total

Present = str | int | Decimal | date | bool
Value = Present | None

TOTAL_ROW = "total"

# Computed quotients are kept to six places: far below any printed precision, far above noise.
RATIO_PLACES = 6


class UnknownFigure(KeyError):
    """A reference names a table, row or column that the year does not have."""


class Suppressed(str):
    """A count of people that is not published, as readers see it in its place.

    A text, so that nothing adds it up; in JSON it is `{"suppressed": …}` and never a plain string.
    """

    __slots__ = ()


SMALL = Suppressed("<5")
"""Between one and four people."""
WITHHELD = Suppressed("gizli")
"""Another figure, withheld because a small one would follow from it."""


@dataclass(frozen=True)
class Row:
    """One row; `cells` stand in the order of the table's columns."""

    key: str
    cells: tuple[Value, ...]
    link: str = ""
    people: str = field(default="", metadata=LATER)
    """A `People` where the rows of a list count different things, or empty."""
    parts: str = field(default="", metadata=LATER)
    """The formula by which the row follows from other rows; for checks, never published."""


@dataclass(frozen=True)
class Table:
    """One published table of one year."""

    id: str
    slug: str
    title: str
    section: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None
    basis: str = ""
    unit: str = ""
    description: str = ""
    note: str = ""
    total_label: str = "Toplam"
    order: int = 100
    in_section: bool = True

    @cached_property
    def index(self) -> dict[str, int]:
        return {column.key: position for position, column in enumerate(self.columns)}

    @cached_property
    def by_key(self) -> dict[str, Row]:
        found = {row.key: row for row in self.rows}
        if self.total is not None:
            found[TOTAL_ROW] = self.total
        return found

    def column(self, key: str) -> Column:
        try:
            return self.columns[self.index[key]]
        except KeyError:
            raise UnknownFigure(f"{self.id}: «{key}» sütunu yok") from None

    def value(self, row: str, column: str) -> Value:
        """The figure at a row and column. Raises UnknownFigure with a Turkish sentence."""
        position = self.index.get(column)
        if position is None:
            raise UnknownFigure(f"{self.id}: «{column}» sütunu yok")
        found = self.by_key.get(row)
        if found is None:
            raise UnknownFigure(f"{self.id}: «{row}» satırı yok")
        return found.cells[position]

    def number(self, row: str, column: str) -> Decimal | None:
        """Like `value`, for numeric columns; integers come as Decimal."""
        return as_decimal(self.value(row, column))

    def column_values(self, column: str) -> tuple[Value, ...]:
        position = self.index[self.column(column).key]
        return tuple(row.cells[position] for row in self.rows)

    def selection(
        self, rows: Sequence[str] | None, columns: Sequence[str] | None, title: str = ""
    ) -> Table:
        """The same table with some rows and columns; totals follow the rows that are left."""
        if rows is None and columns is None and not title:
            return self
        wanted = self.rows if rows is None else tuple(self.by_key[key] for key in rows)
        total = self.total
        if rows is not None and total is not None:
            # A share stays a share of the whole table, also in the total of a part of it.
            whole = _numbers(self.columns, total.cells)
            total = total_row(self.columns, wanted, self.total_label, whole)
        if columns is not None:
            keep = [self.index[self.column(key).key] for key in columns]
            wanted = tuple(replace(row, cells=tuple(row.cells[i] for i in keep)) for row in wanted)
            if all(self.columns[i].total is Total.NONE for i in keep):
                total = None  # nothing of it is left but the label
            if total is not None:
                total = Row(TOTAL_ROW, tuple(total.cells[i] for i in keep))
        return replace(
            self,
            title=title or self.title,
            rows=wanted,
            total=total,
            columns=self.columns if columns is None else tuple(self.column(key) for key in columns),
        )


Tables = Mapping[str, Table]
"""The tables of a year by their names."""


def as_decimal(value: Value) -> Decimal | None:
    if value is None or isinstance(value, str | date):
        return None
    return value if isinstance(value, Decimal) else Decimal(int(value))


def normalise(value: Any, kind: Kind) -> Value:
    """A row's value in the one type that its column kind has; empty text is missing.

    Raises TypeError for a value that does not belong in such a column (a programming error).
    """
    if value is None or value == "":
        return None
    match kind:
        case Kind.INTEGER:
            return int(value)
        case Kind.DECIMAL | Kind.MONEY | Kind.PERCENT:
            if isinstance(value, float):
                raise TypeError(f"float {value!r} in a {kind} column")
            number = value if isinstance(value, Decimal) else Decimal(value)
            if kind is Kind.MONEY:
                return round_half_up(number, 2)
            return plain(_fit(number)) if kind is Kind.PERCENT else plain(number)
        case Kind.DATE:
            if not isinstance(value, date):
                raise TypeError(f"{value!r} is not a date")
            return value
        case Kind.BOOLEAN:
            return bool(value)
        case _:
            # What was entered before texts were asked for it may still hold what no file can.
            return texts.plain(str(value)) or None


def compute_formulas(columns: Sequence[Column], raw: list[list[Value]]) -> list[list[Value]]:
    """Fill the formula columns, in their order, so that a formula may use an earlier one."""
    for position, column in enumerate(columns):
        if not column.formula:
            continue
        totals = _column_total(columns, raw)
        for cells in raw:
            known = _numbers(columns, cells)
            result = evaluate(column.formula, known, column_total=totals)
            cells[position] = _rounded(result, column)
    return raw


def _numbers(columns: Sequence[Column], cells: Iterable[Value]) -> dict[str, Decimal | None]:
    return {
        column.key: as_decimal(cell)
        for column, cell in zip(columns, cells, strict=True)
        if column.kind.is_numeric
    }


def _column_total(
    columns: Sequence[Column], raw: Sequence[Sequence[Value]]
) -> Callable[[str], Decimal | None]:
    index = {column.key: position for position, column in enumerate(columns)}

    def total(key: str) -> Decimal | None:
        return _sum(cells[index[key]] for cells in raw)

    return total


def _rounded(value: Decimal | None, column: Column) -> Value:
    if value is None:
        return None
    if column.kind is Kind.INTEGER and value == value.to_integral_value():
        return int(value)
    if column.kind is Kind.MONEY:
        return round_half_up(value, 2)
    return plain(_fit(value))


def _fit(value: Decimal) -> Decimal:
    """A quotient at RATIO_PLACES; a figure with fewer places keeps its own."""
    places = value.as_tuple().exponent
    if isinstance(places, int) and -places > RATIO_PLACES:
        return round_half_up(value, RATIO_PLACES)
    return value


def _sum(values: Iterable[Value]) -> Decimal | None:
    known = [number for number in map(as_decimal, values) if number is not None]
    return sum(known, Decimal(0)) if known else None


def total_row(
    columns: Sequence[Column],
    rows: Sequence[Row],
    label: str,
    whole: dict[str, Decimal | None] | None = None,
) -> Row | None:
    """The computed total row, or None where no column has a total.

    `whole` are the totals of the complete table when `rows` are a part of it.
    """
    if all(column.total is Total.NONE for column in columns) or not rows:
        return None
    cells: list[Value] = []
    for position, column in enumerate(columns):
        if column.total is not Total.NONE and _hides(rows, position):
            cells.append(WITHHELD)  # a total of what is left would be wrong
        elif column.total is Total.SUM:
            cells.append(_rounded(_sum(row.cells[position] for row in rows), column))
        elif column.total is Total.COUNT:
            cells.append(sum(1 for row in rows if row.cells[position] is not None))
        else:
            cells.append(None)
    for position, column in enumerate(columns):
        if column.total is Total.RATIO and cells[position] is None:
            sums = _numbers(columns, cells)
            share_of = sums if whole is None else whole
            result = evaluate(column.formula, sums, column_total=share_of.__getitem__)
            cells[position] = _rounded(result, column)
            if any(isinstance(cells[n], Suppressed) for n in _read_by(column, columns)):
                cells[position] = WITHHELD
    named = _label_column(columns, cells)
    if named is not None:
        cells[named] = label
    return Row(TOTAL_ROW, tuple(cells))


def _hides(rows: Sequence[Row], position: int) -> bool:
    return any(isinstance(row.cells[position], Suppressed) for row in rows)


def _read_by(column: Column, columns: Sequence[Column]) -> list[int]:
    """Places of the columns that a column's formula names."""
    names = names_in(column.formula)
    return [place for place, other in enumerate(columns) if other.key in names]


def _label_column(columns: Sequence[Column], cells: Sequence[Value]) -> int | None:
    """Where the total row carries its label: the first empty text, else the first empty code."""
    for kinds in ((Kind.TEXT,), (Kind.CODE, Kind.BOOLEAN)):
        for position, column in enumerate(columns):
            if column.kind in kinds and cells[position] is None:
                return position
    return None
