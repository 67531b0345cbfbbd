"""Notes that wait for an answer: what a directorate was told since its last delivery."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from reports.enums import SectionEventKind
from reports.models import Section, SectionEvent, TextRemark

Kind = SectionEventKind

TEXT = "-"
"""In place of a table: the note is about the section's text."""

NOTES = frozenset({Kind.RETURNED, Kind.REOPENED, Kind.COMMENTED})


def open_notes(section: Section) -> list[SectionEvent]:
    """Reasons of returns and comments since the last delivery, oldest first."""
    return open_notes_of([section])[section.pk]


def open_notes_of(sections: Iterable[Section]) -> dict[int, list[SectionEvent]]:
    """The same for many sections with one query."""
    found: dict[int, list[SectionEvent]] = {section.pk: [] for section in sections}
    last = TextRemark.objects.filter(root=OuterRef("remark")).order_by("-pk").values("settles")
    events = (
        SectionEvent.objects.filter(section__in=list(found), kind__in=NOTES | {Kind.SUBMITTED})
        # An answer stands with what it answers; a settled thread waits for nobody.
        .exclude(remark__root__isnull=False)
        .annotate(is_settled=Coalesce(Subquery(last[:1]), False))
        .exclude(is_settled=True)
        .order_by("at", "pk")
    )
    for event in events:
        if event.kind in NOTES:
            found[event.section_id].append(event)
        else:
            # What was written before has been answered by the delivery.
            found[event.section_id] = []
    return found
