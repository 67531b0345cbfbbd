"""Which sheets a section has, and how far they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reports import registry
from reports.models import Section

from .grid import Progress, Sheet
from .reading import Reading


def sheets_of(section: Section, reading: Reading | None = None) -> list[Sheet]:
    """The sheets of a section, in the order in which the apps declare them.

    `reading` serves several sections at once.
    """
    reading = reading or Reading([section])
    return [
        sheet
        for kit in registry.kits()
        if kit.sheets is not None
        for sheet in kit.sheets(section, reading)
    ]


def sheets_for(user: Any, section: Section, reading: Reading | None = None) -> list[Sheet]:
    """Those that a user may open; whether he or she may see the section is asked elsewhere."""
    return [sheet for sheet in sheets_of(section, reading) if may_open(user, sheet)]


def may_open(user: Any, sheet: Sheet) -> bool:
    return bool(
        user.has_perm(sheet.permission("view")) or user.has_perm(sheet.permission("change"))
    )


def progress_of(sections: Iterable[Section]) -> dict[Section, list[tuple[Sheet, Progress]]]:
    """Sheets with their progress, for many sections with a few queries for each table."""
    wanted = list(sections)
    reading = Reading(wanted)
    return {
        section: [(sheet, sheet.progress()) for sheet in sheets_of(section, reading)]
        for section in wanted
    }
