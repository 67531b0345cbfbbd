"""Tables of which somebody has said that nothing changed, or that the year has nothing of them.

The answer is an event of the section, so that its history tells it. It holds while the table is as
it was: an entry afterwards makes it void.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from reports.collect.workflow import access
from reports.collect.workflow.actions import record
from reports.enums import EntryState, SectionEventKind
from reports.ground.actors import Actor
from reports.models import Section, SectionEvent

from .grid import Progress, Sheet

Confirmed = Mapping[tuple[int, str], str]
"""Section and key of a sheet → what stood in it when it was confirmed last."""


def confirmed(sections: Iterable[Section]) -> Confirmed:
    """For many sections with one query."""
    events = SectionEvent.objects.filter(
        section__in=[section.pk for section in sections], kind=SectionEventKind.UNCHANGED
    ).order_by("pk")
    return {(event.section_id, event.row): event.column for event in events}


def progress_with(sheet: Sheet, known: Confirmed) -> Progress:
    """How far a sheet is: the one answer that every page shows and counts."""
    progress = sheet.progress()
    mark = known.get((sheet.section.pk, sheet.key))
    if mark is not None and progress.state.is_open and mark == sheet.digest():
        return replace(progress, state=EntryState.CONFIRMED)
    return progress


@transaction.atomic
def confirm(sheet: Sheet, by: Actor | None) -> None:
    """Say that a table stays as it is this year. Raises PermissionDenied."""
    section = Section.objects.select_for_update().get(pk=sheet.section.pk)
    problem = access.state_problem(section)
    if problem or (by is not None and not access.answers_for(by, section)):
        raise PermissionDenied(problem or access.NOT_YOURS)
    note_unchanged(section, sheet, by)


def note_unchanged(section: Section, sheet: Sheet, by: Actor | None) -> None:
    """Write the answer of a person who holds the section."""
    state = sheet.progress().state
    said = (
        _("«%(title)s»: geçen yıldan bu yana değişiklik yok.")
        if state is EntryState.CARRIED
        else _("«%(title)s»: bu yıl için veri yok.")
    )
    note = said % {"title": sheet.title}
    place = ("", sheet.key, sheet.digest())
    record(section, SectionEventKind.UNCHANGED, by=by, note=note, place=place)
