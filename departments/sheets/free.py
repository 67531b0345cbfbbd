"""Free tables as entry sheets: the columns are those that the table has, all cells are entered."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from departments.cells import spelled
from departments.datasets.free import published_columns
from departments.enums import CellKind
from departments.models import FreeColumn, FreeRow, FreeTable
from departments.models.free_rules import make_row_key, row_problems
from departments.resources.rows import cell_widget
from reports.collect.sheets import (
    ROW,
    Cells,
    GridColumn,
    GridRow,
    Link,
    Reading,
    Refused,
    Sheet,
    Trail,
)
from reports.collect.sheets.numbering import Numbering
from reports.collect.sheets.storing import discard, refuse
from reports.core import registry
from reports.core.registry import Column, Kind
from reports.core.tables import TOTAL_ROW
from reports.ground.actors import Actor, Visitor
from reports.models import Section

LABELS = frozenset({CellKind.TEXT, CellKind.CODE})
LINE = 60
"""Longer texts get a field of several lines."""


def sheet_key(table: FreeTable) -> str:
    """By which addresses name the table's sheet."""
    return f"tablo-{table.code}"


def free_table_sheets(section: Section, reading: Reading) -> Iterable[FreeTableSheet]:
    """One sheet for each free table of a section."""
    tables = _tables(reading, section.year_id)
    before = _last_year(reading, section.year_id) if tables else {}
    for table in tables:
        if table.published_section == section.code:
            yield FreeTableSheet(section, reading, table, before.get(table.code))


def _tables(reading: Reading, year: int) -> list[FreeTable]:
    """The tables that stand in the sections that are read."""

    def read() -> list[FreeTable]:
        work = registry.work_tables()[FreeTable._meta.label_lower]
        found = FreeTable.objects.filter(year=year).filter(work.within(reading.codes[year]))
        return _with_rows(found)

    return reading.once(("free tables", year), read)


def _last_year(reading: Reading, year: int) -> dict[str, FreeTable]:
    """By their codes: the directorate may have another name now."""

    def read() -> dict[str, FreeTable]:
        codes = [table.code for table in _tables(reading, year)]
        found = FreeTable.objects.filter(year=year - 1, code__in=codes)
        return {table.code: table for table in _with_rows(found)}

    return reading.once(("free tables before", year), read)


def _with_rows(found: models.QuerySet[FreeTable]) -> list[FreeTable]:
    known = found.select_related("department").prefetch_related("columns", "rows")
    return list(known.order_by("position", "pk"))


class FreeTableSheet(Sheet):
    """The rows of one free table."""

    many_of = FreeRow

    def __init__(
        self, section: Section, reading: Reading, table: FreeTable, before: FreeTable | None
    ) -> None:
        super().__init__(section, reading, sheet_key(table), table.title, "departments.freetable")
        self.table = table
        self.before = before
        self.note = table.note

    @property
    def row_model(self) -> str:
        return "departments.freerow"

    # -- columns ----------------------------------------------------------------------------

    @cached_property
    def _free_columns(self) -> list[FreeColumn]:
        return list(self.table.columns.all())

    @cached_property
    def columns(self) -> tuple[GridColumn, ...]:
        pairs = zip(self._free_columns, published_columns(self._free_columns), strict=True)
        return tuple(self._column(free, published) for free, published in pairs)

    def _column(self, free: FreeColumn, published: Column) -> GridColumn:
        return GridColumn(
            key=free.key,
            title=free.title,
            kind=published.kind,
            unit=free.unit,
            reader=None if free.formula else cell_widget(free.kind, free.unit),
            # Names and remarks are not what is owed.
            is_optional=free.kind in LABELS,
            is_long=free.kind == CellKind.TEXT and self._longest(free.key) > LINE,
            help=free.description or published.description,
            total=published.total,
            formula=published.formula,
        )

    def _longest(self, key: str) -> int:
        """Length of a column's longest text, this year's or last year's."""
        rows = [*self.table.rows.all(), *(self.before.rows.all() if self.before else ())]
        return max((len(row.values.get(key, "")) for row in rows), default=0)

    def row_label(self, cells: Cells) -> str:
        """The first text, else the first code."""
        for kind in (CellKind.TEXT, CellKind.CODE):
            for column in self._free_columns:
                if column.kind == kind and not column.formula and cells.get(column.key):
                    return cells[column.key]
        return ""

    # -- rows -------------------------------------------------------------------------------

    def rows(self, *, lock: bool = False) -> list[GridRow]:
        if lock:
            found = FreeRow.objects.filter(table=self.table).order_by("position", "pk")
            return [self._row(row) for row in found.select_for_update(of=("self",))]
        return [self._row(row) for row in self.table.rows.all()]

    def last_year(self) -> dict[str, GridRow]:
        if self.before is None:
            return {}
        return {row.key: self._row(row) for row in self.before.rows.all()}

    def _row(self, row: FreeRow) -> GridRow:
        cells = {c.key: _plain(c, row.values.get(c.key, "")) for c in self.inputs}
        return GridRow(str(row.pk), row.key, cells, row, position=row.position)

    def key_of(self, cells: Cells) -> str:
        return make_row_key(cells, self._free_columns, ()) if self.row_label(cells) else ""

    # -- writing ----------------------------------------------------------------------------

    def prepare(
        self,
        row: GridRow | None,
        cells: Cells,
        changed: frozenset[str],
        by: Actor | None,
        offer: GridRow | None,
        numbers: Numbering,
    ) -> FreeRow:
        record: FreeRow = row.record if row else FreeRow(table=self.table)
        given = changed if row else frozenset(column.key for column in self.inputs)
        values = {key: text for key, text in record.values.items() if key not in changed}
        self._fill(record, values | self._values(cells, given), by)
        if row is None:
            taken = numbers.taken("key", self._keys)
            record.key = make_row_key(record.values, self._free_columns, taken)
            taken.add(record.key)
            record.position = numbers.next("position", self._last_position)
        return record

    def _keys(self) -> set[str]:
        keys = FreeRow.objects.filter(table=self.table).values_list("key", flat=True)
        return {*keys, TOTAL_ROW}

    def _last_position(self) -> int | None:
        last = FreeRow.objects.filter(table=self.table).aggregate(last=models.Max("position"))
        found: int | None = last["last"]
        return found

    def write(
        self, row: GridRow, cells: Cells, changed: frozenset[str], by: Actor | None
    ) -> FreeRow:
        return self._store(self.prepare(row, cells, changed, by, None, Numbering()))

    def create(self, cells: Cells, by: Actor | None, offer: GridRow | None = None) -> FreeRow:
        return self._store(self.prepare(None, cells, frozenset(), by, offer, Numbering()))

    @staticmethod
    def _store(record: FreeRow) -> FreeRow:
        record.save()
        return record

    def _values(self, cells: Cells, keys: frozenset[str]) -> dict[str, str]:
        """Cells in the spelling in which they are kept: amounts with two places."""
        return {
            c.key: spelled(c.kind, self.by_key[c.key].stored(cells[c.key]))
            for c in self._free_columns
            if c.key in keys and cells.get(c.key)
        }

    def _fill(self, record: FreeRow, values: dict[str, str], by: Actor | None) -> None:
        refuse(by, record)
        problems = row_problems(values, self._free_columns)
        if problems:
            known = {c.key for c in self.inputs}
            raise Refused({key if key in known else ROW: [text] for key, text in problems.items()})
        record.values = values
        try:
            record.clean_fields(exclude=("table",))
        except ValidationError as error:
            raise Refused({ROW: error.messages}) from error

    def remove(self, row: GridRow, by: Actor | None) -> FreeRow:
        record: FreeRow = row.record
        refuse(by, record)
        discard(record)
        return record

    # -- around it --------------------------------------------------------------------------

    def links(self, user: Visitor) -> list[Link]:
        change = "admin:departments_freetable_change"
        file = reverse("admin:departments_freetable_download_rows", args=[self.table.pk])
        found = [
            Link(_("Excel olarak indir"), file),
            Link(_("ODS olarak indir"), f"{file}?bicim=ods"),
            Link(_("CSV olarak indir"), f"{file}?bicim=csv"),
        ]
        if user.has_perm(self.permission("change")):
            found.append(Link(_("Excel'den yükle"), self.upload_address, writes=True))
        return [
            *found,
            Link(_("Sütunları düzenle"), reverse(change, args=[self.table.pk]), writes=True),
        ]

    def datasets(self) -> tuple[str, ...]:
        return (f"tables.{self.table.code}",)

    def trail(self, rows: Iterable[str]) -> Iterable[Trail]:
        fields = {f"values.{column.key}": column.key for column in self.inputs}
        return [Trail(row, FreeRow, row, fields) for row in rows]


def _plain(column: GridColumn, text: str) -> str:
    """A kept cell in the spelling in which sheets compare: 1234.50 → 1234.5."""
    if text and column.kind in (Kind.DECIMAL, Kind.MONEY, Kind.PERCENT):
        return column.spelled(Decimal(text))
    return text.replace("\r\n", "\n")
