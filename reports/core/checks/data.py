"""What rules see: the tables, stated figures and texts of one document, with quick look-ups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from kars_portal.lib.numbers import NumberFormatError, parse_decimal, round_half_up
from reports.core.registry import Column, Total
from reports.core.tables import TOTAL_ROW, Table, UnknownFigure
from reports.ground.formula import FormulaError, evaluate, names_in

if TYPE_CHECKING:
    from reports.core.documents.model import Document, ProseBlock, StatedValue

Number = Decimal | None
Shared = TypeVar("Shared")


REFERENCE_TABLE = "reports.reference_numbers"


@dataclass(frozen=True)
class Stated:
    """A stated figure with its number, where it is one."""

    value: StatedValue
    number: Number

    @property
    def place(self) -> tuple[str, str, str]:
        return (self.value.dataset, self.value.row, self.value.column)


@dataclass
class CheckData:
    """A document as the rules read it. `previous` is last year's, where there is one."""

    document: Document
    previous: Document | None = None
    numbers: dict[str, Number] = field(default_factory=dict)
    """Reference figures that the law needs (population, revaluation rate …).

    They stand in the document as a table of their own; given here, they are used instead.
    """

    def __post_init__(self) -> None:
        table = self.document.tables.get(REFERENCE_TABLE)
        if not self.numbers and table is not None:
            self.numbers = {row.key: table.number(row.key, "value") for row in table.rows}

    known: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: Hashable, compute: Callable[[], Shared]) -> Shared:
        """What several rules need, computed when the first of them asks; rules only read it."""
        if key not in self.known:
            self.known[key] = compute()
        found: Shared = self.known[key]
        return found

    @property
    def year(self) -> int:
        return self.document.header.year

    @property
    def tables(self) -> dict[str, Table]:
        return self.document.tables

    def table(self, dataset: str) -> Table | None:
        return self.document.tables.get(dataset)

    def family(self, prefix: str) -> Iterator[Table]:
        """Tables of a family: `payments.` gives every contract's payments."""
        for dataset, table in self.document.tables.items():
            if dataset.startswith(prefix):
                yield table

    def number(self, dataset: str, row: str, column: str) -> Number:
        """A figure of a table; None when the table, row, column or figure is not there."""
        table = self.document.tables.get(dataset)
        if table is None:
            return None
        try:
            return table.number(row, column)
        except UnknownFigure:
            return None

    @cached_property
    def stated(self) -> tuple[Stated, ...]:
        return tuple(Stated(value, as_number(value.value)) for value in self.document.stated)

    @cached_property
    def _stated_by_place(self) -> dict[tuple[str, str, str, str], Stated]:
        found: dict[tuple[str, str, str, str], Stated] = {}
        for stated in self.stated:
            found.setdefault((stated.value.source_table, *stated.place), stated)
        return found

    @cached_property
    def stated_in_column(self) -> dict[tuple[str, str, str], list[Stated]]:
        """Stated figures by (source table, dataset, column)."""
        found: dict[tuple[str, str, str], list[Stated]] = defaultdict(list)
        for stated in self.stated:
            key = (stated.value.source_table, stated.value.dataset, stated.value.column)
            found[key].append(stated)
        return found

    def printed(self, source: str, table: Table, row: str, column: Column) -> Number:
        """A figure as the printed table has it: what it states, else what was carried over."""
        stated = self._stated_by_place.get((source, table.id, row, column.key))
        if stated is not None and stated.number is not None:
            return stated.number
        return table.number(row, column.key)

    def printed_row(self, source: str, table: Table, row: str) -> dict[str, Number]:
        return {
            column.key: self.printed(source, table, row, column)
            for column in table.columns
            if column.kind.is_numeric
        }

    def texts(self) -> Iterator[tuple[str, ProseBlock]]:
        """(section code, prose) of every section."""
        for node in self.document.nodes():
            for block in node.blocks:
                if block.type == "prose":
                    yield node.code, block


def as_number(text: str) -> Number:
    try:
        return parse_decimal(text)
    except NumberFormatError:
        return None


def places_of(number: Decimal) -> int:
    """Decimals that a figure is printed with."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def real_places(numbers: list[Decimal]) -> int:
    """Decimals that a printed column really has: `95.00` and `34.00` are whole percents."""
    return max((places_of(number.normalize()) for number in numbers), default=0)


def agrees(stated: Decimal, computed: Decimal, places: int) -> bool:
    """Equal at the precision printed, halves rounded away from zero."""
    return round_half_up(computed, places) == round_half_up(stated, places)


def is_truncated(stated: Decimal, computed: Decimal, places: int) -> bool:
    """The stated figure is the computed one with its further digits cut off."""
    step = Decimal(1).scaleb(-places)
    return stated != round_half_up(computed, places) and Decimal(0) <= computed - stated < step


def row_formula(column: Column) -> str:
    """What a column follows from within its row, whether computed here or by the database."""
    return column.formula or column.parts


def from_row(formula: str, values: dict[str, Number], whole: dict[str, Number]) -> Number:
    """A formula over printed values; None where it cannot be computed."""
    try:
        if not names_in(formula) <= values.keys():
            return None
        return evaluate(formula, values, column_total=whole.get)
    except FormulaError:
        return None


def is_total_of_rows(column: Column, row: str) -> bool:
    return row == TOTAL_ROW and column.total in {Total.SUM, Total.COUNT}
