"""What stands where on the worksheet of one table: its columns with their part, and its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reports.collect.sheets import GridColumn, GridRow, Sheet
from reports.collect.sheets.grid import in_order
from reports.collect.workflow import access
from reports.core.registry import Kind, Total
from reports.core.tables import Table
from reports.ground.formula import FormulaError, names_in

from .cells import is_too_long
from .looks import COMPUTED, ENTRY, GIVEN, LAST
from .manifest import RowMark, SheetMark

EMPTY_ROWS = 10
"""New rows below those that are known; more are inserted in Excel."""
KEY = 0
"""The hidden first column, which says what each row is."""
TITLE, PLACE, HINT, NOTE, KEYS, HEADING, FIRST = range(7)
"""Rows above the table, from 0; the one of keys is hidden."""


@dataclass(frozen=True)
class Placed:
    """A column of the worksheet, from 0."""

    place: int
    column: GridColumn
    role: str


class Layout:
    """One table on its worksheet. Reads rows; writes nothing."""

    def __init__(self, number: int, sheet: Sheet, name: str) -> None:
        self.number = number
        self.sheet = sheet
        self.name = name
        self.stored = sheet.rows()
        self.before = sheet.last_year()

    @cached_property
    def is_open(self) -> bool:
        """Whether the section's rows can be changed now."""
        return not access.state_problem(self.sheet.section)

    @cached_property
    def rows(self) -> list[GridRow]:
        """What is stored, and what last year's table had, in the order of the page."""
        offers = self.sheet.offers(self.stored) if self.is_open else []
        return in_order(self.stored, offers)

    @cached_property
    def new_rows(self) -> int:
        return EMPTY_ROWS if self.is_open and self.sheet.has_new_rows else 0

    @cached_property
    def computed(self) -> Table:
        """What the portal computes of the stored rows: the results that formulas show at first."""
        return self.sheet.computed(self.stored)

    @cached_property
    def computed_before(self) -> Table:
        return self.sheet.computed(self.before.values())

    # -- columns ----------------------------------------------------------------------------

    @cached_property
    def columns(self) -> tuple[Placed, ...]:
        found: list[Placed] = []

        def place(column: GridColumn, role: str) -> None:
            found.append(Placed(KEY + 1 + len(found), column, role))

        for column in self.sheet.columns:
            role = self._role(column)
            if role:
                place(column, role)
            if role and self._has_last(column, role):
                place(column, LAST)
        return tuple(found)

    def _role(self, column: GridColumn) -> str:
        if column.is_input:
            return ENTRY
        if column.formula:
            return COMPUTED if self._can_compute(column) else ""
        rows = (*self.rows, *self.before.values())
        return GIVEN if any(row.cells.get(column.key) for row in rows) else ""

    def _can_compute(self, column: GridColumn) -> bool:
        """Whether everything that the formula names stands on the worksheet as a number."""
        try:
            names = names_in(column.formula)
        except FormulaError:
            return False
        known = {c.key for c in self.sheet.columns if c.is_number and (c.is_input or c.formula)}
        return names <= known

    def _has_last(self, column: GridColumn, role: str) -> bool:
        """Last year's figures stand beside this year's; a text that stayed is not said twice."""
        if column.is_key or not self.before:
            return False
        if role == COMPUTED and column.total is not Total.SUM:
            return False  # shares follow from figures that stand beside them
        for row in self.rows:
            was = self.last(row, column)
            if was and (self._is_figure(column) or was != row.cells.get(column.key)):
                return True
        return False

    @staticmethod
    def _is_figure(column: GridColumn) -> bool:
        return column.is_number or column.kind is Kind.DATE

    def last(self, row: GridRow, column: GridColumn) -> str:
        """Last year's value in exact spelling; of a computed one what the portal computes."""
        before = self.before.get(row.key) if row.key else None
        if before is None:
            return ""
        if (column.is_input or not column.formula) and column.key not in before.formulas:
            return before.cells.get(column.key, "")
        value = self.computed_before.value(before.id, column.key)
        return column.spelled(value) if not isinstance(value, str) else ""

    @cached_property
    def left_out(self) -> list[GridColumn]:
        """Columns that only the portal computes."""
        placed = {item.column.key for item in self.columns}
        return [column for column in self.sheet.columns if column.key not in placed]

    @cached_property
    def by_key(self) -> Mapping[str, Placed]:
        """The columns but last year's."""
        return {item.column.key: item for item in self.columns if item.role != LAST}

    @cached_property
    def names(self) -> int:
        """How many columns at the left say which row it is: they stay in view."""
        number = 0
        for item in self.columns:
            if item.role == LAST or self._is_figure(item.column):
                break
            if item.column not in self.sheet.names and not item.column.is_key:
                break
            number += 1
        return number

    @property
    def width(self) -> int:
        return len(self.columns)

    # -- rows -------------------------------------------------------------------------------

    @property
    def last_row(self) -> int:
        """Of the table, from 0; the row of keys where there is no row at all."""
        return FIRST + len(self.rows) + self.new_rows - 1

    @property
    def has_rows(self) -> bool:
        return self.last_row >= FIRST

    def role_of(self, item: Placed, row: GridRow) -> str:
        """A cell's part, which may be another one than its column's."""
        if item.role != ENTRY:
            return item.role
        if item.column.key in row.formulas:
            return COMPUTED
        return GIVEN if item.column.key in self.locked(row) else ENTRY

    def locked(self, row: GridRow) -> frozenset[str]:
        """Cells that are not entered in a row, or that no cell of Excel takes."""
        long = {c.key for c in self.sheet.inputs if is_too_long(c, row.cells.get(c.key, ""))}
        return row.fixed | long

    @cached_property
    def mark(self) -> SheetMark:
        """What the hidden worksheet says of it."""
        mark = SheetMark(
            self.number,
            self.sheet.section.code,
            self.sheet.key,
            self.name,
            {item.column.key: item.place + 1 for item in self.columns if item.role == ENTRY},
        )
        rows = tuple(self._row_mark(mark, n, row) for n, row in enumerate(self.rows, start=1))
        return SheetMark(mark.number, mark.section, mark.key, mark.name, mark.columns, rows)

    def _row_mark(self, mark: SheetMark, number: int, row: GridRow) -> RowMark:
        return RowMark(
            mark.row_token(number),
            row.id,
            row.key,
            {column.key: row.cells.get(column.key, "") for column in self.sheet.inputs},
            self.locked(row),
            frozenset(row.formulas),
        )


def layouts(sheets: Sequence[Sheet], names: Sequence[str]) -> list[Layout]:
    """One for each table, numbered from 1."""
    return [
        Layout(number, sheet, name)
        for number, (sheet, name) in enumerate(zip(sheets, names, strict=True), start=1)
    ]
