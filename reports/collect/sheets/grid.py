"""An entry sheet as a value: its columns, its rows in exact spelling, how far it is filled in.

A sheet is one table of one section and year on one page. The apps declare them (`AppKit.sheets`);
what is the same for all, such as saving and telling conflicts, is in the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.urls import reverse

from reports.core.materialising import materialise
from reports.core.registry import Column, Dataset
from reports.core.tables import Table, Value
from reports.ground.actors import Actor, Visitor
from reports.models import FiscalYear, Section

from .columns import GridColumn
from .reading import Reading

Cells = dict[str, str]
"""Column → value in its exact spelling; empty is missing."""

ROW = ""
"""In place of a column: the row as a whole."""


@dataclass
class GridRow:
    """A row as it is stored, or as it is offered for entry.

    `id` names it on the page, `key` in the table. `fixed` are cells that are not entered in this
    row, `formulas` those that are computed from other rows.
    """

    id: str
    key: str
    cells: Cells
    record: Any = None
    fixed: frozenset[str] = frozenset()
    formulas: Mapping[str, str] = field(default_factory=dict)
    position: int = 0

    @property
    def is_offer(self) -> bool:
        """Not stored yet: last year's table had it."""
        return self.record is None


@dataclass(frozen=True)
class Progress:
    """How much of a sheet is filled in: cells that are to be entered, and rows."""

    filled: int
    expected: int
    rows: int
    last_year_rows: int


@dataclass(frozen=True)
class Link:
    """A way from the sheet to another page: the form, the file."""

    label: str
    href: str
    writes: bool = False
    """Leads to where rows are changed."""


@dataclass(frozen=True)
class Trail:
    """A record behind a row; `fields` maps what the trail names to the sheet's columns."""

    row: str
    model: type[Model]
    pk: str
    fields: Mapping[str, str]


class Refused(Exception):
    """A row can't be stored; `problems` says why at each column, or at the row."""

    def __init__(self, problems: Mapping[str, Sequence[str]]) -> None:
        self.problems = {column: list(sentences) for column, sentences in problems.items()}
        super().__init__(self.problems)


class Sheet:
    """One table to fill in. Subclasses know the models.

    `model` is the label of the rows' model: its permissions are asked, its findings are shown.
    """

    kind = "grid"
    has_deletions = True
    note = ""

    def __init__(self, section: Section, reading: Reading, key: str, title: str, model: str):
        self.section = section
        self.reading = reading
        self.key = key
        self.title = title
        self.model = model

    def __str__(self) -> str:
        return self.title

    @cached_property
    def year(self) -> FiscalYear:
        return FiscalYear(year=self.section.year_id)

    @property
    def address(self) -> str:
        return reverse("admin:sheet", args=[self.section.year_id, self.section.code, self.key])

    @property
    def row_model(self) -> str:
        """Label of the model whose permissions are asked."""
        return self.model

    def permission(self, action: str) -> str:
        app, _dot, name = self.row_model.partition(".")
        return f"{app}.{action}_{name}"

    @property
    def has_new_rows(self) -> bool:
        """Whether rows can be added."""
        return True

    # -- what stands in it ------------------------------------------------------------------

    @cached_property
    def columns(self) -> tuple[GridColumn, ...]:
        raise NotImplementedError

    @cached_property
    def inputs(self) -> tuple[GridColumn, ...]:
        """Columns that are entered in some row."""
        return tuple(column for column in self.columns if column.is_input)

    @cached_property
    def by_key(self) -> dict[str, GridColumn]:
        return {column.key: column for column in self.columns}

    def rows(self, *, lock: bool = False) -> list[GridRow]:
        """The stored rows; `lock` reads them anew and keeps others from changing them."""
        raise NotImplementedError

    def last_year(self) -> dict[str, GridRow]:
        """Last year's rows by their keys."""
        return {}

    def offers(self, rows: Sequence[GridRow]) -> list[GridRow]:
        """Rows that are not there yet and most likely will be, with what is known of them."""
        return []

    def row_label(self, cells: Cells) -> str:
        """What a row is called on the page."""
        named = [c.text(cells.get(c.key, "")) for c in self.columns if c.is_key]
        return " ".join(filter(None, named))

    def key_of(self, cells: Cells) -> str:
        """The key that a new row would get; empty where it can't be told."""
        return ""

    # -- how far it is ----------------------------------------------------------------------

    def progress(self) -> Progress:
        """Cells that are to be entered, and how many of them have a value.

        A cell counts when it had a value last year or has one now; in a row that is new, every
        cell that is not optional. Sheets without figures count their rows.
        """
        rows, before = self.rows(), self.last_year()
        # Where nothing stands yet, what last year's table had is what is missing.
        wanted = [*rows, *self.offers(rows)] or list(before.values())
        counted = [c.key for c in self.inputs if not c.is_key and not c.is_optional]
        if not counted:
            return Progress(len(rows), len(wanted), len(rows), len(before))
        filled = expected = 0
        for row in wanted:
            is_stored = row.record is not None and bool(rows)
            known = before.get(row.key)
            for key in counted:
                if key in row.fixed or key in row.formulas:
                    continue
                has_value = is_stored and bool(row.cells.get(key))
                was_there = known is None or bool(known.cells.get(key))
                filled += has_value
                expected += has_value or was_there
        return Progress(filled, expected, len(rows), len(before))

    # -- what follows from it ---------------------------------------------------------------

    def computed(self, rows: Iterable[GridRow]) -> Table:
        """Computed columns and totals of rows that are stored or only typed."""
        published = tuple(column.published for column in self.columns)
        values = [
            {"row": row.id, **{c.key: c.value(row.cells.get(c.key, "")) for c in self.columns}}
            for row in rows
        ]
        return materialise(_dataset(published, values), self.year)

    # -- writing ----------------------------------------------------------------------------

    def write(self, row: GridRow, cells: Cells, changed: frozenset[str], by: Actor | None) -> Model:
        """Store changed cells of a row. Raises Refused."""
        raise NotImplementedError

    def create(self, cells: Cells, by: Actor | None, offer: GridRow | None = None) -> Model:
        """Store a new row, or one that was offered. Raises Refused."""
        raise NotImplementedError

    def remove(self, row: GridRow, by: Actor | None) -> Model:
        """Delete a row; returns the record for the history of the section. Raises Refused."""
        raise NotImplementedError

    # -- around it --------------------------------------------------------------------------

    def links(self, user: Visitor) -> list[Link]:
        """Excel and forms of the same rows."""
        return []

    def datasets(self) -> tuple[str, ...]:
        """Published tables that the rows make, for the findings."""
        return ()

    def places(self, rows: Iterable[GridRow]) -> dict[tuple[str, str], str]:
        """(dataset, row of it) → id of the row on the page."""
        return {(name, row.key): row.id for name in self.datasets() for row in rows}

    def column_of(self, dataset: str, column: str) -> str:
        """The sheet's column in which a column of a published table is entered."""
        return column

    def row_link(self, row: GridRow) -> Link | None:
        """Where a row has more than the grid shows."""
        return None

    def trail(self, rows: Iterable[str]) -> Iterable[Trail]:
        """The records whose changes tell who changed the rows; also of rows that are gone."""
        return ()


class FormSheet(Sheet):
    """Records that keep a form of their own; the sheet is the way there."""

    kind = "form"

    def __init__(
        self, section: Section, reading: Reading, key: str, title: str, model: str, href: str
    ) -> None:
        super().__init__(section, reading, key, title, model)
        self.href = href

    @property
    def address(self) -> str:
        return self.href

    def count(self, year: int) -> int:
        """Records of a year."""
        raise NotImplementedError

    def progress(self) -> Progress:
        rows, before = self.count(self.section.year_id), self.count(self.section.year_id - 1)
        return Progress(rows, rows or before, rows, before)


def in_order(rows: Iterable[GridRow], offers: Iterable[GridRow]) -> list[GridRow]:
    """As they stand on the page: last year's rows at the place that they had."""
    return sorted([*rows, *offers], key=lambda row: row.position)


def _dataset(columns: tuple[Column, ...], values: list[dict[str, Value]]) -> Dataset:
    return Dataset(
        id="sheet",
        slug="sheet",
        title="",
        section="",
        columns=columns,
        rows=lambda _year: values,
        row_key=lambda row: str(row["row"]),
    )
