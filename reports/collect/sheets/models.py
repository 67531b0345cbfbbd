"""Sheets whose rows are the records of a yearly model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from functools import cached_property

from django.db import models
from django.utils.translation import gettext as _

from kars_portal.lib.turkish import slugify
from reports.core import registry
from reports.core.registry import Column, Dataset
from reports.ground.actors import Actor, Visitor
from reports.ground.fields import field_of
from reports.models import Section, YearRow

from .columns import GridColumn, ListedReader, computed_column, model_column
from .grid import Cells, GridRow, Link, Sheet, Trail
from .numbering import Numbering
from .reading import Reading
from .storing import discard, refuse, store, stores_plainly


@dataclass(frozen=True)
class ModelTable:
    """A yearly model as a sheet.

    `keys` name a row and are entered once; `fields` are entered. Left out they are those of the
    natural key and all others that a form would ask for. `given` are the values that the section
    decides (None: the section has no such sheet). `carried`: rows that a table usually has again
    next year, so that last year's are offered. `number` is filled in when left empty. `key_from`
    names the row where its key follows from a name.
    """

    model: type[YearRow]
    dataset: str
    keys: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    given: Callable[[Section, Reading], Mapping[str, object] | None] | None = None
    carried: bool = True
    number: str = ""
    key_from: str = ""
    optional: tuple[str, ...] = ()
    records: Mapping[str, Callable[[Section], Iterable[models.Model]]] = default(
        default_factory=dict
    )
    key: str = ""
    title: str = ""
    more_links: Callable[[Section], Iterable[Link]] | None = None
    """Other ways into the table, for whoever may add rows."""

    def __post_init__(self) -> None:
        names = self.model.natural_key_fields
        if not self.keys and names == YearRow.natural_key_fields:
            object.__setattr__(self, "key_from", self.key_from or "name")
        named = (self.key_from,) if self.key_from else names
        object.__setattr__(self, "keys", self.keys or named)
        object.__setattr__(self, "fields", self.fields or self._others())

    def _others(self) -> tuple[str, ...]:
        """What a row says beside its name, in the model's order."""
        known = {"year", *self.model.natural_key_fields, *self.keys}
        return tuple(
            f.name
            for f in self.model._meta.concrete_fields
            if f.editable and not f.primary_key and f.name not in known
        )

    def sheets(self, section: Section, reading: Reading) -> Iterable[ModelSheet]:
        """The sheet of a section, if it has one."""
        work = registry.work_tables()[self.model._meta.label_lower]
        if not work.may_hold(section.code):
            return
        given = self.given(section, reading) if self.given else {}
        if given is not None:
            yield ModelSheet(self, section, reading, given)


class ModelSheet(Sheet):
    """The records of a yearly model that belong to a section."""

    def __init__(
        self, table: ModelTable, section: Section, reading: Reading, given: Mapping[str, object]
    ) -> None:
        self.table = table
        self.of_section = given
        self.many_of = table.model if stores_plainly(table.model) else None
        self.dataset = _dataset(table.dataset)
        self.shown_as = {name: column for column, name in self.dataset.fields.items()}
        super().__init__(
            section,
            reading,
            table.key or self.dataset.slug,
            table.title or self.dataset.title,
            table.model._meta.label_lower,
        )

        self.numbered = table.number

    # -- columns ----------------------------------------------------------------------------

    @cached_property
    def columns(self) -> tuple[GridColumn, ...]:
        """Keys first, then the dataset's columns in its order, then what it does not show."""
        published = {self.shown_as.get(name, name): name for name in self._entered}
        found = {name: self._input(name) for name in self.table.keys}
        for column in self.dataset.columns:
            name = published.get(column.key, column.key)
            if name in self._entered:
                found.setdefault(name, self._input(name, column))
            elif column.formula or column.parts:
                found[column.key] = computed_column(column)
        for name in self.table.fields:
            found.setdefault(name, self._input(name))
        return tuple(found.values())

    @cached_property
    def _entered(self) -> tuple[str, ...]:
        return (*self.table.keys, *self.table.fields)

    def _input(self, name: str, column: Column | None = None) -> GridColumn:
        shown = self.shown_as.get(name, name)
        published = column or next((c for c in self.dataset.columns if c.key == shown), None)
        records = self.table.records.get(name)
        made = model_column(
            self.table.model,
            name,
            published=published,
            records=(lambda: records(self.section)) if records else None,
            is_key=name in self.table.keys,
            is_optional=name in self.table.optional,
        )
        if name == self.table.number:
            made.is_required = False
            made.help = _("Boş bırakılırsa sıradaki numara verilir.")
        return made

    @cached_property
    def given(self) -> tuple[tuple[GridColumn, str], ...]:
        found = [(self._input(name), value) for name, value in self.of_section.items()]
        return tuple((column, column.spelled(value)) for column, value in found)

    def is_elsewhere(self, key: str) -> bool:
        return key in self._published

    @cached_property
    def _published(self) -> frozenset[str]:
        """Keys of all rows of the table: those of other sections, and rows that are computed."""
        name = self.dataset.row_key or (lambda row: str(row.row_key))
        return frozenset(name(row) for row in self.dataset.rows(self.year))

    # -- rows -------------------------------------------------------------------------------

    def rows(self, *, lock: bool = False) -> list[GridRow]:
        reading = Reading([self.section]) if lock else self.reading
        if lock:
            work = registry.work_tables()[self.model]
            found = self.table.model._default_manager.filter(
                **{work.year: self.section.year_id}
            ).filter(work.within([self.section.code]))
            # Held until the transaction ends; read below with what belongs to them.
            list(found.select_for_update(of=("self",)).only("pk"))
        return self._rows(reading, self.section.year_id)

    def last_year(self) -> dict[str, GridRow]:
        return {row.key: row for row in self._rows(self.reading, self.section.year_id - 1)}

    def _rows(self, reading: Reading, year: int) -> list[GridRow]:
        return [self._row(r) for r in reading.records(self.table.model, year, self.section.code)]

    def _row(self, record: YearRow) -> GridRow:
        return GridRow(
            id=str(record.pk),
            key=record.row_key,
            cells={c.key: c.spelled(self._stored(record, c)) for c in self.inputs},
            record=record,
            fixed=frozenset(self.table.keys),
            position=record.position,
        )

    @staticmethod
    def _stored(record: YearRow, column: GridColumn) -> object:
        reader = column.reader
        if column.options and isinstance(reader, ListedReader):
            # Among the options, so that the record itself need not be read.
            pk = getattr(record, f"{column.key}_id")
            known = reader.by_pk.get(pk)
            return known if known or pk is None else getattr(record, column.key)
        return getattr(record, column.key)

    def offers(self, rows: Sequence[GridRow]) -> list[GridRow]:
        if not self.table.carried:
            return []
        there = {row.key for row in rows}
        before = [row for row in self.last_year().values() if row.key not in there]
        return [self._offer(f"s{row.id}", row) for row in before] + [
            self._offer(f"k{row.key}", row)
            for row in self._choices()
            if row.key not in there | {row.key for row in before}
        ]

    def _offer(self, name: str, row: GridRow) -> GridRow:
        return GridRow(
            id=name,
            key=row.key,
            cells={c.key: row.cells.get(c.key, "") if c.is_key else "" for c in self.inputs},
            fixed=frozenset(self.table.keys),
            position=row.position,
        )

    def _choices(self) -> list[GridRow]:
        """One row for each choice, where a single choice names the row."""
        if len(self.table.keys) != 1:
            return []
        name = self.table.keys[0]
        if not field_of(self.table.model, name).choices:
            return []
        options = self.by_key[name].options
        return [
            GridRow(str(number), self.key_of({name: code}), {name: code}, position=number)
            for number, (code, _label) in enumerate(options, start=1)
        ]

    @cached_property
    def has_new_rows(self) -> bool:
        """Where a single choice names the row, all rows are there already."""
        return not self._choices()

    def key_of(self, cells: Cells) -> str:
        if any(not cells.get(name) for name in self.table.keys if name == self.table.number):
            return ""
        if self.table.key_from:
            return slugify(cells.get(self.table.key_from, ""))
        record = self._blank()
        try:
            for name in self.table.keys:
                setattr(record, name, self.by_key[name].stored(cells.get(name, "")))
            return record.row_key
        except (ValueError, AttributeError):  # a key that can't be read has its own error
            return ""

    def _blank(self) -> YearRow:
        return self.table.model(year_id=self.section.year_id, **self.of_section)

    # -- writing ----------------------------------------------------------------------------

    def prepare(
        self,
        row: GridRow | None,
        cells: Cells,
        changed: frozenset[str],
        by: Actor | None,
        offer: GridRow | None,
        numbers: Numbering,
    ) -> YearRow:
        if row is not None:
            record: YearRow = row.record
            refuse(by, record)
            for name in changed:
                setattr(record, name, self.by_key[name].stored(cells[name]))
        else:
            record = self._new(cells, offer, numbers)
        refuse(by, record)
        return record

    def write(
        self, row: GridRow, cells: Cells, changed: frozenset[str], by: Actor | None
    ) -> YearRow:
        return self._store(self.prepare(row, cells, changed, by, None, Numbering()))

    def create(self, cells: Cells, by: Actor | None, offer: GridRow | None = None) -> YearRow:
        return self._store(self.prepare(None, cells, frozenset(), by, offer, Numbering()))

    def _store(self, record: YearRow) -> YearRow:
        store(record, self.inputs)
        return record

    def _new(self, cells: Cells, offer: GridRow | None, numbers: Numbering) -> YearRow:
        record = self._blank()
        for column in self.inputs:
            setattr(record, column.key, column.stored(cells.get(column.key, "")))
        number = self.table.number
        if number and getattr(record, number) is None:
            setattr(record, number, numbers.next(number, self._last_number))
        elif number:
            numbers.seen(number, getattr(record, number), self._last_number)
        if offer is not None:
            # The same row as last year's keeps its key and its place.
            record.position = offer.position
            if self.table.key_from:
                vars(record)["key"] = offer.key
        return record

    def _last_number(self) -> int | None:
        number = self.table.number
        work = registry.work_tables()[self.model]
        mine = self.table.model._default_manager.filter(**{work.year: self.section.year_id})
        last = mine.filter(work.within([self.section.code])).aggregate(last=models.Max(number))
        found: int | None = last["last"]
        return found

    def remove(self, row: GridRow, by: Actor | None) -> YearRow:
        record: YearRow = row.record
        refuse(by, record)
        discard(record)
        return record

    # -- around it --------------------------------------------------------------------------

    def links(self, user: Visitor) -> list[Link]:
        name = f"admin:{self.model.replace('.', '_')}"
        listed = self.file_address(f"{name}_changelist")
        found = [
            Link(_("Excel olarak indir"), self.file_address(f"{name}_export")),
            Link(_("Tek tek düzenle"), listed, writes=True),
        ]
        if user.has_perm(self.permission("add")):
            found.insert(1, Link(_("Excel'den yükle"), self.upload_address, writes=True))
            if self.table.more_links:
                found[2:2] = self.table.more_links(self.section)
        return found

    def datasets(self) -> tuple[str, ...]:
        found = [
            name
            for table in registry.office_tables()
            if table.model == self.model
            for name in table.datasets
            if not name.endswith(".")
        ]
        return tuple(dict.fromkeys((self.table.dataset, *found)))

    def column_of(self, dataset: str, column: str) -> str:
        for table in registry.office_tables():
            if table.model == self.model and table.holds(dataset):
                return table.field_of(column)
        return column

    def places(self, rows: Iterable[GridRow]) -> dict[tuple[str, str], str]:
        there = {row.id for row in rows}
        return {
            (place.dataset, place.row): str(place.pk)
            for table in registry.office_tables()
            if table.model == self.model
            for place in table.rows(self.year)
            if place.row and str(place.pk) in there
        }

    def trail(self, rows: Iterable[str]) -> Iterable[Trail]:
        fields = {column.key: column.key for column in self.inputs}
        return [Trail(row, self.table.model, row, fields) for row in rows]


def _dataset(name: str) -> Dataset:
    return next(dataset for dataset in registry.static_datasets() if dataset.id == name)
