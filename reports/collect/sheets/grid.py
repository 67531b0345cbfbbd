"""An entry sheet as a value: its columns, its rows in exact spelling, how far it is filled in.

A sheet is one table of one section and year on one page. The apps declare them (`AppKit.sheets`);
what is the same for all, such as saving and telling conflicts, is in the modules beside this one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.http import urlencode

from kars_portal.lib.turkish import search_key
from reports.collect.workflow import access
from reports.core.materialising import materialise
from reports.core.registry import Column, Dataset, Kind
from reports.core.tables import Table, Value
from reports.enums import EntryState
from reports.ground.actors import Actor, Visitor
from reports.models import FiscalYear, Section

from .columns import GridColumn
from .numbering import Numbering
from .reading import Reading

Cells = dict[str, str]
"""Column → value in its exact spelling; empty is missing."""

ORDINALS = frozenset({"sira no", "sira", "sira numarasi", "s no", "sn", "no"})
"""Titles of columns that number the rows, in the spelling of `search_key`."""

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
    state: EntryState = field(default=EntryState.EMPTY, compare=False)


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
    can_be_confirmed = True
    """Whether it can be said of the whole table that nothing changed."""
    note = ""
    many_of: type[Model] | None = None
    """The model of which many rows are stored at once; None: one after the other."""

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

    numbered = ""
    """Column that numbers new rows itself where it is left empty."""

    @property
    def upload_address(self) -> str:
        """The page on which a file of the rows is taken."""
        place = [self.section.year_id, self.section.code, self.key]
        return reverse("admin:sheet_upload", args=place)

    @property
    def row_model(self) -> str:
        """Label of the model whose permissions are asked."""
        return self.model

    def permission(self, action: str) -> str:
        app, _dot, name = self.row_model.partition(".")
        return f"{app}.{action}_{name}"

    def may(self, user: Visitor, action: str) -> bool:
        """Whether a user may see (view) or write (add, change, delete) rows of this kind at all."""
        return user.has_perm(self.permission(action))

    def is_entered_by(self, user: Visitor) -> bool:
        """Whether a user answers for what stands here."""
        return access.answers_for(user, self.section)

    def is_about(self, row: str) -> bool:
        """Whether findings of a row of its tables belong on its page."""
        return True

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
    def names(self) -> tuple[GridColumn, ...]:
        """Columns that say which row is meant: the keys, else the texts left of the first figure,
        else the first text. A running number says no row: it is another one in every file.
        """
        keys = tuple(column for column in self.columns if column.is_key)
        texts = (Kind.TEXT, Kind.CODE)
        named = [column for column in self.inputs if column is not self.ordinal]
        before = tuple(takewhile(lambda column: column.kind in texts, named))
        return keys or before or tuple(c for c in named if c.kind is Kind.TEXT)[:1]

    @cached_property
    def ordinal(self) -> GridColumn | None:
        """The running number left of the names, where rows have names."""
        first, *others = self.inputs or (None,)
        if first is None or search_key(first.title) not in ORDINALS:
            return None
        return first if any(column.kind is Kind.TEXT for column in others) else None

    @cached_property
    def by_key(self) -> dict[str, GridColumn]:
        return {column.key: column for column in self.columns}

    @cached_property
    def given(self) -> tuple[tuple[GridColumn, str], ...]:
        """Columns that only files have, and the one value that all rows of this sheet have there:
        their directorate, their list.
        """
        return ()

    def is_elsewhere(self, key: str) -> bool:
        """Whether a key is that of a row that is published with these, and not entered here."""
        return False

    def fitted(self, row: GridRow | None, said: Cells) -> Cells:
        """What a file says of a row, under the columns in which it is entered here."""
        return {key: text for key, text in said.items() if key in self.by_key}

    def column_for(self, key: str, cells: Cells) -> GridColumn:
        """The column as one row has it: its unit may stand in another cell."""
        return self.by_key[key]

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
        state = self._state(rows, before)
        # Where nothing stands yet, what last year's table had is what is missing.
        wanted = [*rows, *self.offers(rows)] or list(before.values())
        counted = [c.key for c in self.inputs if not c.is_key and not c.is_optional]
        if not counted:
            return Progress(len(rows), len(wanted), len(rows), len(before), state)
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
        return Progress(filled, expected, len(rows), len(before), state)

    def row_state(self, row: GridRow, before: GridRow | None) -> EntryState:
        """Whether somebody has said something of a row this year.

        Names go on into a new year; a row has been entered when a figure or an answer stands in it
        or, in a table of names and texts, when it differs from last year's.
        """
        if row.record is None:
            return EntryState.EMPTY
        counted = [c.key for c in self.inputs if not c.is_key and not c.is_optional]
        if counted:
            has_value = any(row.cells.get(key) for key in counted if key not in row.formulas)
            return EntryState.ENTERED if has_value else EntryState.EMPTY
        is_same = before is not None and before.cells == row.cells
        return EntryState.CARRIED if is_same else EntryState.ENTERED

    def _state(self, rows: Sequence[GridRow], before: Mapping[str, GridRow]) -> EntryState:
        """A table is entered when one of its rows is; else it is as last year left it, or empty."""
        found = {self.row_state(row, before.get(row.key)) for row in rows}
        for state in (EntryState.ENTERED, EntryState.CARRIED):
            if state in found:
                # A row that was taken away is a change, too.
                left = state is EntryState.CARRIED and len(rows) < len(before)
                return EntryState.ENTERED if left else state
        return EntryState.EMPTY

    def digest(self) -> str:
        """A mark of what stands in the sheet; what was confirmed holds while it is the same."""
        content = [[row.key, sorted(row.cells.items())] for row in self.rows()]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]

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

    def prepare(
        self,
        row: GridRow | None,
        cells: Cells,
        changed: frozenset[str],
        by: Actor | None,
        offer: GridRow | None,
        numbers: Numbering,
    ) -> Model:
        """The record as `write` or, without `row`, `create` would store it. Raises Refused."""
        raise NotImplementedError

    def remove(self, row: GridRow, by: Actor | None) -> Model:
        """Delete a row; returns the record for the history of the section. Raises Refused."""
        raise NotImplementedError

    # -- around it --------------------------------------------------------------------------

    def links(self, user: Visitor) -> list[Link]:
        """Excel and forms of the same rows."""
        return []

    def file_address(self, page: str) -> str:
        """The page on which a file of the rows is made or read, for this sheet's year."""
        query = urlencode({"year__year__exact": self.section.year_id})
        return f"{reverse(page)}?{query}"

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
