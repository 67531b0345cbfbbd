"""Lists of key figures as entry sheets: a number, a date or a text for each, or a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from departments.formulas import resolve
from departments.models import FigureGroup, KeyFigure
from departments.models.figures import keyed, row_keys
from departments.models.free_tables import DEPARTMENT_SECTION
from reports.collect.imports.limits import never_negative
from reports.collect.imports.widgets import ChoiceWidget, TurkishDecimalWidget
from reports.collect.sheets import (
    Cells,
    GridColumn,
    GridRow,
    Link,
    Reading,
    Sheet,
    Trail,
    model_column,
)
from reports.collect.sheets.numbering import Numbering
from reports.collect.sheets.storing import discard, refuse, store
from reports.core import registry
from reports.core.tables import Table
from reports.ground.actors import Actor, Visitor
from reports.models import Section

VALUE, UNIT, DATE, TEXT = "value", "unit", "date", "text"
KEYS = ("label",)


def figure_sheets(section: Section, reading: Reading) -> Iterable[FigureSheet]:
    """One sheet for each list of a directorate."""
    parent, _slash, code = section.code.partition("/")
    if parent != DEPARTMENT_SECTION or not code:
        return
    groups = _groups(reading, section.year_id)
    before = _last_year(reading, section.year_id) if groups else {}
    for group in groups:
        if group.department.code == code:
            yield FigureSheet(section, reading, group, before.get(group.code))


def _groups(reading: Reading, year: int) -> list[FigureGroup]:
    """The lists of the sections that are read."""

    def read() -> list[FigureGroup]:
        work = registry.work_tables()[FigureGroup._meta.label_lower]
        return _with_figures(
            FigureGroup.objects.filter(year=year).filter(work.within(reading.codes[year]))
        )

    return reading.once(("figure groups", year), read)


def _last_year(reading: Reading, year: int) -> dict[str, FigureGroup]:
    """By their codes: the directorate may have another name now."""

    def read() -> dict[str, FigureGroup]:
        codes = [group.code for group in _groups(reading, year)]
        found = FigureGroup.objects.filter(year=year - 1, code__in=codes)
        return {group.code: group for group in _with_figures(found)}

    return reading.once(("figure groups before", year), read)


def _with_figures(found: models.QuerySet[FigureGroup]) -> list[FigureGroup]:
    known = found.select_related("department").prefetch_related("figures")
    return list(known.order_by("position", "pk"))


class FigureSheet(Sheet):
    """The figures of one list."""

    many_of = KeyFigure

    def __init__(
        self, section: Section, reading: Reading, group: FigureGroup, before: FigureGroup | None
    ) -> None:
        super().__init__(
            section, reading, f"liste-{group.code}", group.title, "departments.figuregroup"
        )
        self.group = group
        self.before = before

    @property
    def row_model(self) -> str:
        return "departments.keyfigure"

    # -- columns ----------------------------------------------------------------------------

    @cached_property
    def columns(self) -> tuple[GridColumn, ...]:
        """Dates and texts have columns where some figure of the list is one."""
        figures = [*self.group.figures.all(), *(self.before.figures.all() if self.before else ())]
        names = [*KEYS, VALUE, UNIT]
        names += [DATE] if any(figure.date for figure in figures) else []
        names += [TEXT] if any(figure.text for figure in figures) else []
        return tuple(self._column(name) for name in names)

    @staticmethod
    def _column(name: str) -> GridColumn:
        made = model_column(KeyFigure, name, is_key=name in KEYS, is_optional=name == UNIT)
        made.is_long = False
        return made

    @cached_property
    def given(self) -> tuple[tuple[GridColumn, str], ...]:
        codes = [(g.code, g.title) for g in FigureGroup.objects.filter(year=self.year)]
        column = GridColumn(
            "group", _("Liste"), reader=ChoiceWidget(codes), options=tuple(codes), is_key=True
        )
        return ((column, self.group.code),)

    def fitted(self, row: GridRow | None, said: Cells) -> Cells:
        """Files that are published have one column for dates and texts."""
        found = super().fitted(row, said)
        text = said.get(TEXT, "")
        closed = row.fixed if row else frozenset()
        if text and DATE in self.by_key and (TEXT not in self.by_key or TEXT in closed):
            found.pop(TEXT, None)
            found[DATE] = found.get(DATE) or text
        return found

    def column_for(self, key: str, cells: Cells) -> GridColumn:
        """A figure is read in the unit that stands beside it."""
        column, unit = self.by_key[key], cells.get(UNIT, "")
        if key != VALUE or not unit or not isinstance(column.reader, TurkishDecimalWidget):
            return column
        reader = copy(column.reader)
        reader.unit, reader.never_negative = unit, never_negative(unit)
        return replace(column, reader=reader)

    def row_label(self, cells: Cells) -> str:
        return cells.get("label", "")

    # -- rows -------------------------------------------------------------------------------

    def rows(self, *, lock: bool = False) -> list[GridRow]:
        if lock:
            locked = KeyFigure.objects.filter(group=self.group).select_for_update(of=("self",))
            return self._rows(list(locked))
        return self._rows(list(self.group.figures.all()))

    def last_year(self) -> dict[str, GridRow]:
        if self.before is None:
            return {}
        return {row.key: row for row in self._rows(list(self.before.figures.all()))}

    def _rows(self, figures: Sequence[KeyFigure]) -> list[GridRow]:
        return [self._row(key, figure) for key, figure in keyed(figures)]

    def _row(self, key: str, figure: KeyFigure) -> GridRow:
        fixed = set(KEYS)
        if figure.formula:
            fixed |= {DATE, TEXT}
        else:
            fixed |= self._others(figure)
        return GridRow(
            id=str(figure.pk),
            key=key,
            cells={c.key: c.spelled(getattr(figure, c.key)) for c in self.inputs},
            record=figure,
            fixed=frozenset(fixed),
            formulas={VALUE: figure.formula} if figure.formula else {},
            position=figure.no,
        )

    def _others(self, figure: KeyFigure) -> set[str]:
        """A figure is a number, a date or a text; what it was, or is, closes the others."""
        earlier = self._earlier.get(figure.label)
        for known in (figure, earlier):
            if known is None:
                continue
            found = [name for name in (VALUE, DATE, TEXT) if getattr(known, name) not in (None, "")]
            if found:
                return {VALUE, DATE, TEXT} - set(found)
        return set()

    @cached_property
    def _earlier(self) -> dict[str, KeyFigure]:
        return {f.label: f for f in self.before.figures.all()} if self.before else {}

    def key_of(self, cells: Cells) -> str:
        return row_keys([cells["label"]])[0] if cells.get("label") else ""

    # -- what follows from it ---------------------------------------------------------------

    def computed(self, rows: Iterable[GridRow]) -> Table:
        """A list has no totals; a figure with a formula is computed from the others."""
        rows = list(rows)
        table = super().computed(rows)
        # Under the keys that the formulas use; a row that is only typed has none yet.
        names = {row.key or row.id: row for row in rows}
        values = resolve(
            {name: _number(row.cells.get(VALUE, "")) for name, row in names.items()},
            {name: row.formulas[VALUE] for name, row in names.items() if row.formulas},
        )
        place = table.index[VALUE]
        by_id = {row.id: values[name] for name, row in names.items() if row.formulas}
        return replace(
            table,
            rows=tuple(
                replace(row, cells=(*row.cells[:place], by_id[row.key], *row.cells[place + 1 :]))
                if row.key in by_id
                else row
                for row in table.rows
            ),
        )

    # -- writing ----------------------------------------------------------------------------

    def prepare(
        self,
        row: GridRow | None,
        cells: Cells,
        changed: frozenset[str],
        by: Actor | None,
        offer: GridRow | None,
        numbers: Numbering,
    ) -> KeyFigure:
        record: KeyFigure = row.record if row else KeyFigure(group=self.group)
        for name in changed if row else (column.key for column in self.inputs):
            setattr(record, name, self.by_key[name].stored(cells.get(name, "")))
        if row is None:
            record.no = numbers.next("no", self._last_number)
        refuse(by, record)
        return record

    def _last_number(self) -> int | None:
        last = KeyFigure.objects.filter(group=self.group).aggregate(last=models.Max("no"))
        found: int | None = last["last"]
        return found

    def write(
        self, row: GridRow, cells: Cells, changed: frozenset[str], by: Actor | None
    ) -> KeyFigure:
        return self._store(self.prepare(row, cells, changed, by, None, Numbering()))

    def create(self, cells: Cells, by: Actor | None, offer: GridRow | None = None) -> KeyFigure:
        return self._store(self.prepare(None, cells, frozenset(), by, offer, Numbering()))

    def _store(self, record: KeyFigure) -> KeyFigure:
        store(record, self.inputs)
        return record

    def remove(self, row: GridRow, by: Actor | None) -> KeyFigure:
        record: KeyFigure = row.record
        refuse(by, record)
        discard(record)
        return record

    # -- around it --------------------------------------------------------------------------

    def links(self, user: Visitor) -> list[Link]:
        form = reverse("admin:departments_figuregroup_change", args=[self.group.pk])
        found = [
            Link(_("Excel olarak indir"), self.file_address("admin:departments_keyfigure_export")),
            Link(_("Formülleri düzenle"), form, writes=True),
        ]
        if user.has_perm("departments.add_keyfigure"):
            found.insert(1, Link(_("Excel'den yükle"), self.upload_address, writes=True))
        return found

    def datasets(self) -> tuple[str, ...]:
        return (f"figures.{self.group.code}",)

    def trail(self, rows: Iterable[str]) -> Iterable[Trail]:
        fields = {column.key: column.key for column in self.inputs}
        return [Trail(row, KeyFigure, row, fields) for row in rows]


def _number(exact: str) -> Decimal | None:
    return Decimal(exact) if exact else None
