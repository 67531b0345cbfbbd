"""Notes of returns and comments as pages show them: what they say, what about, the way there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from reports.collect.workflow.notes import TEXT
from reports.core.documents import Document
from reports.models import FiscalYear, Section, SectionEvent
from reports.office.sections.forms import place_name

from .places import Places


@dataclass(frozen=True)
class Noted:
    """A note with its place in words and the form in which it is answered."""

    note: SectionEvent
    place: str
    href: str


def noted(
    section: Section, notes: Iterable[SectionEvent], document: Document | None, user: Any
) -> tuple[Noted, ...]:
    """The notes of a section; links lead where the user may go."""
    places = Places(FiscalYear(year=section.year_id))
    return tuple(
        Noted(note, place_name(note, document), _href(note, section, places, user))
        for note in notes
    )


def _href(note: SectionEvent, section: Section, places: Places, user: Any) -> str:
    if not note.dataset:
        return ""
    about: Any = SimpleNamespace(
        dataset="" if note.dataset == TEXT else note.dataset,
        row=note.row,
        column=note.column,
        section=section.code,
    )
    return places.href(about, user)
