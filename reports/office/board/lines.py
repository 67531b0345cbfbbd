"""What the board shows: one line for each section, from a fixed number of queries for a year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.collect.calendar.deadlines import UNDELIVERED, Deadlines
from reports.collect.calendar.lacking import standings
from reports.collect.checking import Counts
from reports.collect.owed import Filled, entry_states, filled, owed
from reports.collect.workflow import access
from reports.collect.workflow.units import units_of
from reports.core.registry import Unit
from reports.enums import EntryState, SectionEventKind, SectionState
from reports.ground.actors import Visitor
from reports.models import FiscalYear, ReminderLog, Section, SectionEvent
from reports.office.shared.wording import ICONS, person_name


@dataclass(frozen=True)
class Activity:
    """The last thing that was done at a section."""

    who: str
    what: str
    when: datetime


@dataclass(frozen=True)
class Line:
    """One section on the board."""

    section: Section
    unit: Unit | None
    left: int | None
    is_late: bool
    activity: Activity | None
    standing: Counts
    filled: Filled
    states: tuple[tuple[EntryState, int], ...] = ()
    """How many of its tables are in each state."""
    reminders: int = 0
    reminded_on: date | None = None
    assign_href: str = ""
    """Form that names owner and deputy; empty for who may not change them."""

    @property
    def unit_name(self) -> str:
        return self.unit.name if self.unit else ""

    @property
    def owner(self) -> str:
        return person_name(self.unit.owner) if self.unit else ""

    @property
    def deputy(self) -> str:
        return person_name(self.unit.deputy) if self.unit else ""

    @property
    def is_delivered(self) -> bool:
        return self.section.stage not in UNDELIVERED

    @property
    def awaits_approval(self) -> bool:
        """Delivered by an editor, not yet approved by the head."""
        return self.section.stage == SectionState.SUBMITTED and not self.section.approved

    @property
    def days_late(self) -> int:
        return -self.left if self.left is not None and self.left < 0 else 0

    @property
    def href(self) -> str:
        return self.section.get_absolute_url()

    @property
    def icon(self) -> str:
        return ICONS[self.section.stage]


@dataclass(frozen=True)
class Group:
    """The lines of one unit, or all lines where the order is another one."""

    label: str
    code: str
    lines: tuple[Line, ...]

    @property
    def delivered(self) -> int:
        return sum(line.is_delivered for line in self.lines)


@dataclass
class Summary:
    """How far a year is."""

    total: int = 0
    delivered: int = 0
    awaiting: int = 0
    """Delivered, not yet accepted."""
    late: int = 0
    returned: int = 0
    reopened: int = 0
    """Open for a correction of the published report."""
    errors: int = 0
    """Sections with open errors."""


def board_lines(
    user: Visitor, year: FiscalYear, codes: Collection[str] | None = None
) -> list[Line]:
    """All sections of a year that a user may see, or some of them, in the order of the report."""
    visible = access.visible_sections(user).filter(year=year)
    sections = list(
        (visible if codes is None else visible.filter(code__in=codes))
        .select_related("year", "last_edited_by")
        .order_by("position", "code")
    )
    units = units_of(sections)
    deadlines = Deadlines.of(sections)
    found = standings(year)
    items = owed(AnonymousUser(), sections)  # where they lead is not shown here
    events = _last_events(sections)
    reminders = _reminders(sections)
    lines = []
    for section in sections:
        number, day = reminders.get(section.pk, (0, None))
        lines.append(
            Line(
                section=section,
                unit=units.get(section.pk),
                left=deadlines.days_left(section),
                is_late=deadlines.is_late(section),
                activity=_activity(section, events.get(section.pk)),
                standing=found.get(section.code, Counts()),
                filled=filled(items[section.pk]),
                states=entry_states(items[section.pk]),
                reminders=number,
                reminded_on=day,
                assign_href=_assign_href(user, units.get(section.pk)),
            )
        )
    return lines


def summary_of(lines: Iterable[Line]) -> Summary:
    found = Summary()
    for line in lines:
        found.total += 1
        found.delivered += line.is_delivered
        found.awaiting += line.section.stage == SectionState.SUBMITTED
        found.late += line.is_late
        found.returned += line.section.stage == SectionState.RETURNED
        found.reopened += line.section.stage == SectionState.REOPENED
        found.errors += line.standing.errors > 0
    return found


def grouped(lines: Sequence[Line], *, by_unit: bool) -> list[Group]:
    """The lines under their units, in the order in which these appear; else one group."""
    if not by_unit:
        return [Group("", "", tuple(lines))] if lines else []
    found: dict[str, list[Line]] = {}
    names: dict[str, str] = {}
    for line in lines:
        code = line.unit.code if line.unit else ""
        names[code] = line.unit_name or _("Sorumlu birimi olmayan bölümler")
        found.setdefault(code, []).append(line)
    return [Group(names[code], code, tuple(own)) for code, own in found.items()]


def _assign_href(user: Visitor, unit: Unit | None) -> str:
    if unit is None or not user.has_perm(unit.assign_permission):
        return ""
    return unit.assign_href


def _last_events(sections: Iterable[Section]) -> dict[int, SectionEvent]:
    """The last step or note of each section; a reminder is nothing that was done at it."""
    newest = (
        SectionEvent.objects.filter(section__in=[section.pk for section in sections])
        .exclude(kind__in=(SectionEventKind.REMINDED, SectionEventKind.UNCHANGED))
        .order_by()
        .values("section")
        .annotate(last=Max("pk"))
        .values("last")
    )
    return {event.section_id: event for event in SectionEvent.objects.filter(pk__in=newest)}


def _activity(section: Section, event: SectionEvent | None) -> Activity | None:
    edited = section.last_edited_at
    if edited is not None and (event is None or edited > event.at):
        return Activity(person_name(section.last_edited_by), _("değiştirildi"), edited)
    if event is None:
        return None
    return Activity(event.by_name, event.get_kind_display(), event.at)


def _reminders(sections: Iterable[Section]) -> dict[int, tuple[int, date]]:
    """How many reminders were sent for each section, and when the last one was."""
    rows = (
        ReminderLog.objects.filter(
            section__in=[section.pk for section in sections], sent_at__isnull=False
        )
        .order_by()
        .values("section")
        .annotate(number=Count("pk"), last=Max("sent_at"))
    )
    return {row["section"]: (row["number"], timezone.localdate(row["last"])) for row in rows}
