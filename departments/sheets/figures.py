"""Lists of key figures as entry sheets: a number, a date or a text for each, or a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

    def write(
        self, row: GridRow, cells: Cells, changed: frozenset[str], by: Actor | None
    ) -> KeyFigure:
        record: KeyFigure = row.record
        for name in changed:
            setattr(record, name, self.by_key[name].stored(cells[name]))
        return self._save(record, by)

    def create(self, cells: Cells, by: Actor | None, offer: GridRow | None = None) -> KeyFigure:
        record = KeyFigure(group=self.group)
        for column in self.inputs:
            setattr(record, column.key, column.stored(cells.get(column.key, "")))
        last = KeyFigure.objects.filter(group=self.group).aggregate(last=models.Max("no"))
        record.no = (last["last"] or 0) + 1
        return self._save(record, by)

    def _save(self, record: KeyFigure, by: Actor | None) -> KeyFigure:
        refuse(by, record)
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
            Link(_("Excel olarak indir"), reverse("admin:departments_keyfigure_export")),
            Link(_("Formülleri düzenle"), form, writes=True),
        ]
        if user.has_perm("departments.add_keyfigure"):
            found.insert(
                1,
                Link(
                    _("Excel'den yükle"), reverse("admin:departments_keyfigure_import"), writes=True
                ),
            )
        return found

    def datasets(self) -> tuple[str, ...]:
        return (f"figures.{self.group.code}",)

    def trail(self, rows: Iterable[str]) -> Iterable[Trail]:
        fields = {column.key: column.key for column in self.inputs}
        return [Trail(row, KeyFigure, row, fields) for row in rows]


def _number(exact: str) -> Decimal | None:
    return Decimal(exact) if exact else None
