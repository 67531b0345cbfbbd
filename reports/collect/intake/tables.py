"""An entry sheet as the recogniser asks for it, with all names under which files know its columns.

The portal's own files are among them: exports of the office name columns by the fields of the
model, those of the public site by the published table.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from django.apps import apps

from kars_portal.lib.turkish import capfirst, search_key
from reports.collect.imports.widgets import TurkishDecimalWidget
from reports.collect.recognising.targets import ROW_KEY, Table, Target
from reports.collect.sheets.columns import GridColumn
from reports.collect.sheets.grid import GridRow, Sheet
from reports.core.registry import Column, Dataset, Kind
from reports.core.tables import SMALL, WITHHELD

from .origins import published_as

KEY_TITLE = "Satır anahtarı"
_KEY_NAMES = ("satır anahtarı", "row_key", "row key", "anahtar", "key", "row")
_WHOLE = re.compile(r"[1-9][0-9]{0,8}")
SIGNS = frozenset({str(SMALL), str(WITHHELD)})
"""What stands in public files in place of counts that are withheld."""

__all__ = ["KEY_TITLE", "ROW_KEY", "SIGNS", "table_of", "unit_of"]


def table_of(sheet: Sheet, rows: Sequence[GridRow]) -> Table:
    """The sheet's columns and the names that its rows have already."""
    targets = _Targets(sheet, rows).all()
    return Table(
        sheet.title,
        tuple(targets),
        frozenset(_names(sheet, rows)),
        frozenset(row.key for row in rows if row.key),
        sheet.section.year_id,
        bool(sheet.numbered),
    )


class _Targets:
    """The columns as files may name them; no name stands for two of them."""

    def __init__(self, sheet: Sheet, rows: Sequence[GridRow]) -> None:
        self.sheet = sheet
        self.rows = rows
        self.published = published_as(sheet)
        self.taken: set[str] = set()

    def all(self) -> list[Target]:
        """What is entered and shown, then the key, then what files have beside it."""
        own = [(column, _target(self.sheet, column, self.rows)) for column in self.sheet.columns]
        for _column, target in own:
            self.taken |= target.spellings()
        found = [self._named(target, self._further(column)) for column, target in own]
        for column, _value in self.sheet.given:
            target = _given(column, self.taken)
            self.taken |= target.spellings()
            found.append(self._named(target, [column.title, *self._in_public(column)]))
        key = Target(ROW_KEY, KEY_TITLE, is_key=True)
        found.append(self._named(key, _KEY_NAMES))
        return [*found, *self._beside()]

    def _named(self, target: Target, names: Iterable[str]) -> Target:
        """The column with those of the names that are free."""
        further: list[str] = []
        for name in names:
            if (folded := search_key(name)) and folded not in self.taken:
                self.taken.add(folded)
                further.append(name)
        return replace(target, names=(*target.names, *further))

    def _further(self, column: GridColumn) -> Iterator[str]:
        for dataset in self.published:
            is_own = any(public.key == column.key for public in dataset.columns)
            for public in dataset.columns:
                is_meant = self.sheet.column_of(dataset.id, public.key) == column.key
                if public.key == column.key or (is_meant and not is_own):
                    yield from _spelled(dataset, public)
        yield from self._in_public(column)

    def _in_public(self, column: GridColumn) -> Iterator[str]:
        """Names of a published column that has another key and the same title."""
        for dataset in self.published:
            for public in dataset.columns:
                if search_key(public.title) in (search_key(column.title), search_key(column.key)):
                    yield from _spelled(dataset, public)

    def _beside(self) -> Iterator[Target]:
        """Columns of the portal's files that are computed or entered elsewhere: never taken."""
        for dataset in self.published:
            for public in dataset.columns:
                yield from self._known(public.key, public.title, [*_spelled(dataset, public)])
        for field in apps.get_model(self.sheet.row_model)._meta.concrete_fields:
            yield from self._known(field.name, capfirst(str(field.verbose_name)), [])

    def _known(self, key: str, title: str, names: Sequence[str]) -> Iterator[Target]:
        if search_key(key) in self.taken:
            return
        free = [name for name in (title, *names) if search_key(name) not in self.taken]
        self.taken |= {search_key(name) for name in (key, *free)}
        yield Target(key, free[0] if free else key, tuple(free), is_computed=True)


def _spelled(dataset: Dataset, column: Column) -> Iterator[str]:
    """How a published table's files may head a column."""
    yield column.key
    yield column.title
    unit = column.unit or (dataset.unit if column.kind.is_numeric else "")
    if unit:
        yield f"{column.title} ({unit})"


def _target(sheet: Sheet, column: GridColumn, rows: Sequence[GridRow]) -> Target:
    reader = column.reader
    said = {text for row in rows if (text := row.cells.get(column.key, ""))}
    return Target(
        key=column.key,
        title=column.title,
        names=(column.label, column.published.key),
        is_figure=column.is_number,
        places=reader.places if isinstance(reader, TurkishDecimalWidget) else None,
        unit=unit_of(column),
        is_name=column in sheet.names,
        is_computed=not (column.is_input or column in sheet.names),
        is_date=column.kind is Kind.DATE,
        # A code of a list that was typed as a number is found in it, or refused. Where all rows
        # have whole numbers (years, a running number), no zero in front of one can be lost.
        takes_number=bool(column.options) or (bool(said) and all(map(_WHOLE.fullmatch, said))),
        withheld=SIGNS if column.is_number else frozenset(),
    )


def _given(column: GridColumn, taken: Collection[str]) -> Target:
    title = column.key if search_key(column.title) in taken else column.title
    return Target(column.key, title, is_name=True, takes_number=True)


def unit_of(column: GridColumn) -> str:
    """The unit in which a column's cells are read."""
    if column.kind is Kind.MONEY:
        return "TL"
    return "%" if column.kind is Kind.PERCENT else column.unit


def _names(sheet: Sheet, rows: Sequence[GridRow]) -> set[str]:
    """What a file may call the rows: as they are kept, and as people read them, alone and behind
    what all of them have in common.
    """
    found: set[str] = set()
    for row in rows:
        cells = [(column, row.cells.get(column.key, "")) for column in sheet.names]
        found.add(search_key(" / ".join(exact for _column, exact in cells)))
        found.add(search_key(" / ".join(column.text(exact) for column, exact in cells)))
    found -= {""}
    for column, value in sheet.given:
        for said in {value, column.text(value)}:
            found |= {f"{search_key(said)} / {name}" for name in found}
    return found
