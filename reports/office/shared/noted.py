"""Notes of returns and comments as pages show them: what they say, what about, the way there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.collect.workflow.notes import TEXT
from reports.core.documents import Document
from reports.core.registry import Kind
from reports.core.tables import Table, Value
from reports.ground.actors import Visitor
from reports.models import FiscalYear, Section, SectionEvent

from .places import Places, Spot


@dataclass(frozen=True)
class Noted:
    """A note with its place in words and the form in which it is answered."""

    note: SectionEvent
    place: str
    href: str


def noted(
    section: Section, notes: Iterable[SectionEvent], document: Document | None, user: Visitor
) -> tuple[Noted, ...]:
    """The notes of a section; links lead where the user may go."""
    places = Places(FiscalYear(year=section.year_id))
    return tuple(
        Noted(note, place_name(note, document), _href(note, section, places, user))
        for note in notes
    )


def _href(note: SectionEvent, section: Section, places: Places, user: Visitor) -> str:
    if not note.dataset:
        return ""
    dataset = "" if note.dataset == TEXT else note.dataset
    return places.href(Spot(dataset, note.row, note.column, section.code), user)


def row_name(table: Table, cells: Iterable[Value]) -> str:
    """The first text of a row that is no number of its place."""
    named = [
        str(cell)
        for column, cell in zip(table.columns, cells, strict=True)
        if column.kind is Kind.TEXT and cell not in (None, "")
    ]
    return named[0] if named else ""


def place_name(event: SectionEvent, document: Document | None) -> str:
    """Table, row and column of a note in words; the keys where the table is gone."""
    if not event.dataset:
        return ""
    if event.dataset == TEXT:
        return _("Bölüm metni")
    table = document.tables.get(event.dataset) if document is not None else None
    if table is None:
        return " · ".join(filter(None, (event.dataset, event.row, event.column)))
    row = table.by_key.get(event.row)
    name = row_name(table, row.cells) or event.row if row is not None else event.row
    titles = {column.key: column.title for column in table.columns}
    return " · ".join(filter(None, (table.title, name, titles.get(event.column, event.column))))
