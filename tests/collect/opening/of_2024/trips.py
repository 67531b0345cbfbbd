"""Files that the portal makes of its tables, put over the rows that they were made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.apps import apps
from django.contrib import admin
from django.db import transaction

from departments.resources.rows import rows_of
from departments.sheets.free import FreeTableSheet
from kars_portal.lib.confined import Answer
from reports.collect.intake.filling import Decisions
from reports.collect.intake.origins import published_as, refusal
from reports.collect.intake.preview import Attempt, attempt
from reports.collect.intake.settling import recognise_for
from reports.collect.intake.tables import table_of
from reports.collect.reading.cells import Book
from reports.collect.reading.child import read
from reports.collect.reading.files import _book
from reports.collect.recognising.headings import find_heading
from reports.collect.recognising.recognise import Chosen, Recognised
from reports.collect.recognising.rows import RowKind
from reports.collect.sheets import Reading, Sheet, sheets_of
from reports.collect.sheets.grid import in_order
from reports.core.tables import Table
from reports.ground.actors import Actor
from reports.models import FiscalYear, Section
from reports.office.tables import exporting
from reports.present import downloads, spreadsheets
from reports.present.editions import Edition

Rows = exporting.Rows

OFFICE: dict[str, Callable[[Rows], bytes]] = {
    "xlsx": exporting.as_xlsx,
    "ods": exporting.as_ods,
    "excel.csv": exporting.as_excel_csv,
    "csv": exporting.as_csv,
}
PUBLIC: dict[str, Callable[[Table, Edition], bytes]] = {
    "xlsx": downloads.as_xlsx,
    "ods": spreadsheets.as_ods,
    "excel.csv": lambda table, _edition: spreadsheets.as_excel_csv(table),
    "csv": lambda table, _edition: downloads.as_csv(table),
}


CONDENSED = frozenset({"tables.staff_movements"})
"""Published with its rows counted: each of them is a person."""


def grids(year: FiscalYear) -> list[Sheet]:
    """All entry sheets of a year that are filled in on a grid."""
    sections = list(Section.objects.filter(year=year).select_related("year"))
    reading = Reading(sections)
    found = (sheet for section in sections for sheet in sheets_of(section, reading))
    return [sheet for sheet in found if sheet.kind == "grid"]


@lru_cache(maxsize=512)
def book_of(content: bytes) -> Book:
    """The file as the confined child reads it, without the process."""
    return _book(Answer(tuple(read(content, "page"))))


class Exports:
    """Files of the office's exports, each made once."""

    def __init__(self, year: FiscalYear) -> None:
        self.year = year
        self._rows: dict[str, Rows] = {}
        self._files: dict[tuple[str, str], bytes] = {}

    def file(self, sheet: Sheet, name: str) -> bytes:
        """A sheet's file in one of the formats."""
        if isinstance(sheet, FreeTableSheet):
            return OFFICE[name](rows_of(sheet.table))
        key = (sheet.row_model, name)
        if key not in self._files:
            self._files[key] = OFFICE[name](self._of(sheet))
        return self._files[key]

    def _of(self, sheet: Sheet) -> Rows:
        if sheet.row_model not in self._rows:
            screen = admin.site._registry[apps.get_model(sheet.row_model)]
            (resource,) = screen.resource_classes  # type: ignore[attr-defined]
            data = resource(year=self.year).export(force_native_type=True)
            self._rows[sheet.row_model] = [list(data.headers or ()), *data]
        return self._rows[sheet.row_model]


@dataclass
class Trips:
    """Files tried on sheets, and what came of them that should not."""

    by: Actor
    tried: int = 0
    rows: int = 0
    wrong: list[str] = field(default_factory=list)

    def take(self, sheet: Sheet, name: str, content: bytes, *, is_whole: bool = True) -> None:
        """Put a file over a sheet's rows. `is_whole`: it has all of them."""
        self.tried += 1
        place = f"{sheet.address} {name}"
        try:
            found, made = self._attempt(sheet, content)
        except AssertionError as error:
            self.wrong.append(f"{place}: {error}")
            return
        self.rows += len(made.filling.rows)
        self.wrong += [f"{place}: {text}" for text in _faults(found, made, is_whole=is_whole)]

    def _attempt(self, sheet: Sheet, content: bytes) -> tuple[Recognised, Attempt]:
        book = book_of(content)
        refused = refusal(sheet, book)
        assert not refused, refused
        stored = sheet.rows()
        rows = in_order(stored, sheet.offers(stored))
        table = table_of(sheet, rows)
        of_file = next((s for s in book.shown if find_heading(s, table)), None)
        assert of_file is not None, "no heading"
        found = recognise_for(sheet, rows, book, of_file, table, Chosen())
        mark = transaction.savepoint()
        try:
            return found, attempt(sheet, found, Decisions(), self.by)
        finally:
            transaction.savepoint_rollback(mark)


def _faults(found: Recognised, made: Attempt, *, is_whole: bool) -> Iterable[str]:
    """Whatever a person would see beside "0 değişiklik"."""
    if found.mapping.unknown or found.mapping.twice:
        yield f"columns {found.mapping.unknown} {found.mapping.twice}"
    if not found.is_settled:
        yield f"open {[column.target.key for column in found.open_columns]}"
    for trouble in made.troubles[:3]:
        yield f"{trouble.address} {trouble.value!r} {trouble.text}"
    for unknown in made.filling.unknown[:3]:
        yield f"new row {unknown.name}"
    if made.filling.erasures or not made.merged.is_nothing or not made.merged.is_clean:
        changed = [(p.typed.id, sorted(p.changed)) for p in made.merged.writes[:3]]
        yield f"changes {changed} {made.filling.erasures[:3]} {len(made.merged.creates)} new"
    kinds = {row.kind for row in found.aside} - {RowKind.TOTAL}
    if kinds:
        yield f"aside {[(row.kind.value, row.name) for row in found.aside[:3]]}"
    stored = {row.id for row in made.rows}
    if is_whole and stored - made.filling.rows.keys():
        yield f"{len(stored - made.filling.rows.keys())} of {len(stored)} rows were not found"


def office(trips: Trips, year: FiscalYear, *, in_turns: bool = False) -> None:
    """Every table's export of the office, in every format or in one after the other."""
    exports = Exports(year)
    for number, sheet in enumerate(grids(year)):
        for name in _formats(sheet, number, in_turns=in_turns):
            trips.take(sheet, f"office {name}", exports.file(sheet, name))


def public(
    trips: Trips,
    year: FiscalYear,
    tables: Mapping[str, Table],
    edition: Edition,
    *,
    in_turns: bool = False,
) -> set[str]:
    """The same for the files of the public site; gives the tables that were taken."""
    taken: set[str] = set()
    files: dict[tuple[str, str], bytes] = {}
    for number, sheet in enumerate(grids(year)):
        for dataset in published_as(sheet):
            if dataset.id not in tables or dataset.id in CONDENSED:
                continue
            taken.add(dataset.id)
            for name in _formats(sheet, number, in_turns=in_turns):
                key = (dataset.id, name)
                if key not in files:
                    files[key] = PUBLIC[name](tables[dataset.id], edition)
                is_whole = bool(tables[dataset.id].rows)
                trips.take(sheet, f"public {dataset.id} {name}", files[key], is_whole=is_whole)
    return taken


def _formats(sheet: Sheet, number: int, *, in_turns: bool) -> Iterable[str]:
    """All of them; one after the other for the sheets of a table that has many."""
    names = list(OFFICE)
    return [names[number % len(names)]] if sheet.given or in_turns else names
