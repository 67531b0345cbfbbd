"""How many days a section has left: one answer for board, calendar and reminders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max
from django.utils import timezone

from reports.enums import SectionEventKind, SectionState
from reports.models import Section, SectionEvent

UNDELIVERED = tuple(state for state in SectionState if state.is_editable)


@dataclass
class Deadlines:
    """Due dates of some sections on a day, with what moved them; one query for all."""

    today: date
    extended: dict[int, date] = field(default_factory=dict)
    reopened: dict[int, date] = field(default_factory=dict)

    @classmethod
    def of(cls, sections: Iterable[Section], today: date | None = None) -> Deadlines:
        found = cls(today or timezone.localdate())
        kinds = {
            SectionEventKind.EXTENDED: found.extended,
            SectionEventKind.REOPENED: found.reopened,
        }
        events = (
            SectionEvent.objects.filter(
                section__in=[section.pk for section in sections], kind__in=list(kinds)
            )
            .order_by()
            .values("section", "kind")
            .annotate(last=Max("at"))
        )
        for event in events:
            day = timezone.localdate(event["last"])
            kinds[SectionEventKind(event["kind"])][event["section"]] = day
        return found

    def days_left(self, section: Section) -> int | None:
        """Days until the due date, negative when late; None where nothing is due.

        Nothing is due of a delivered section, and of one that was opened again for a correction
        after its due date: that date was kept once; a new one comes by extending.
        """
        if section.due_on is None or section.stage not in UNDELIVERED:
            return None
        if section.reopened_for and section.due_on <= self.reopened.get(section.pk, date.min):
            return None
        return (section.due_on - self.today).days

    def is_late(self, section: Section) -> bool:
        left = self.days_left(section)
        return left is not None and left < 0

    def step(self, section: Section) -> int | None:
        """The newest reminder that is due (see `step_on`); None where none is.

        Steps up to the day of the last extension are passed over: that day the people were told.
        """
        if section.due_on is None or self.days_left(section) is None:
            return None
        step = step_on(section.due_on, self.today)
        if step is None:
            return None
        told = self.extended.get(section.pk)
        if told is not None and (told - section.due_on).days >= step:
            return None
        return step


BEFORE = (-21, -14, -7, -1)
LATE_EVERY = 7


def step_on(due_on: date, day: date) -> int | None:
    """The newest step reached on a day, in days from the due date; None before the first one.

    Before: 21, 14, 7 and 1 days; late: the first day, then every week.
    """
    days = (day - due_on).days
    if days >= 1:
        return 1 + (days - 1) // LATE_EVERY * LATE_EVERY
    return max((step for step in BEFORE if step <= days), default=None)
