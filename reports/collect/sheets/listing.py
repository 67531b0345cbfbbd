"""Which sheets a section has, and how far they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from django.db.models import Model

from reports.core import registry
from reports.ground.actors import Visitor
from reports.models import Section

from .grid import Progress, Sheet
from .models import ModelTable
from .reading import Reading
from .unchanged import confirmed, progress_with


@cache
def yearly_sheets() -> dict[str, tuple[ModelTable, ...]]:
    """The yearly tables of each app that are entered on a grid, in the order of the report."""
    return {
        kit.app: registry.with_defaults(
            kit,
            kit.tables,
            {t.work.model: ModelTable(t.model, t.dataset.id) for t in registry.yearly_tables(kit)},
            lambda table: table.model._meta.label_lower,
        )
        for kit in registry.kits()
    }


@cache
def _tables_by_model() -> dict[str, tuple[ModelTable, ...]]:
    found: dict[str, list[ModelTable]] = defaultdict(list)
    for table in (table for tables in yearly_sheets().values() for table in tables):
        found[table.model._meta.label_lower].append(table)
    return {label: tuple(tables) for label, tables in found.items()}


def is_on_sheets(model: type[Model]) -> bool:
    """Whether rows of a model are entered whole on sheets, so that their files are taken there."""
    return model._meta.label_lower in _tables_by_model()


def sheets_with(model: type[Model], section: Section, reading: Reading) -> list[Sheet]:
    """The sheets of a section on which such rows are entered."""
    tables = _tables_by_model().get(model._meta.label_lower, ())
    return [sheet for table in tables for sheet in table.sheets(section, reading)]


def sheets_of(section: Section, reading: Reading | None = None) -> list[Sheet]:
    """The sheets of a section, in the order in which the apps declare them.

    `reading` serves several sections at once.
    """
    reading = reading or Reading([section])
    found: list[Sheet] = []
    for kit in registry.kits():
        for table in yearly_sheets()[kit.app]:
            found.extend(table.sheets(section, reading))
        if kit.sheets is not None:
            found.extend(kit.sheets(section, reading))
    return found


def sheets_for(user: Visitor, section: Section, reading: Reading | None = None) -> list[Sheet]:
    """Those that a user may open; whether he or she may see the section is asked elsewhere."""
    return [sheet for sheet in sheets_of(section, reading) if may_open(user, sheet)]


def may_open(user: Visitor, sheet: Sheet) -> bool:
    return sheet.may(user, "view") or sheet.may(user, "change")


def progress_of(sections: Iterable[Section]) -> dict[Section, list[tuple[Sheet, Progress]]]:
    """Sheets with their progress, for many sections with a few queries for each table."""
    wanted = list(sections)
    reading = Reading(wanted)
    known = confirmed(wanted)
    return {
        section: [(sheet, progress_with(sheet, known)) for sheet in sheets_of(section, reading)]
        for section in wanted
    }
