"""Who is reminded of what on a day: pure reading, nothing is claimed or sent here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from django.contrib.auth import get_user_model

from reports.collect.workflow.units import units_of
from reports.core.registry import Unit
from reports.ground.actors import Actor
from reports.models import Milestone, Section

from .deadlines import UNDELIVERED, Deadlines, step_on
from .milestones import milestone_of

MANAGE = "reports.manage_deadlines"
_PASSWORDS = "django.contrib.auth.backends.ModelBackend"

ItemKey: TypeAlias = tuple[int | None, int | None, str, date | None]
"""Section, milestone, step and due date: what tells one thing to be reminded of from another."""


@dataclass(frozen=True)
class Item:
    """One thing that one person is reminded of."""

    step: str
    due_on: date | None
    left: int | None
    """Days until the due date, negative when late; None where there is no due date."""
    section: Section | None = None
    milestone: Milestone | None = None
    unanswered: bool = False
    """Nobody of the section's unit can be reached, so those who keep the deadlines are told."""

    @property
    def key(self) -> ItemKey:
        return (
            self.section.pk if self.section else None,
            self.milestone.pk if self.milestone else None,
            self.step,
            self.due_on,
        )


@dataclass
class Plan:
    """What each person is reminded of, the most urgent first; and who has no e-mail address."""

    people: dict[int, Actor] = field(default_factory=dict)
    items: dict[int, list[Item]] = field(default_factory=dict)
    without_address: dict[int, Actor] = field(default_factory=dict)

    def add(self, person: Actor, item: Item) -> None:
        self.people.setdefault(person.pk, person)
        self.items.setdefault(person.pk, []).append(item)

    def sorted(self) -> Iterable[tuple[Actor, list[Item]]]:
        for pk in sorted(self.people):
            yield self.people[pk], sorted(self.items[pk], key=_urgency)


def _urgency(item: Item) -> tuple[date, int, str]:
    place = item.section.position if item.section else -1
    return (item.due_on or date.max, place, item.section.code if item.section else "")


class Addressees:
    """Whom a reminder of a section goes to; people without an address are noted down."""

    def __init__(self, sections: Iterable[Section], plan: Plan) -> None:
        self.units = units_of(sections)
        self.plan = plan
        self._finance: list[Actor] | None = None

    def add(self, section: Section, step: str, deadlines: Deadlines) -> None:
        """Put a section on the plan of everybody whom its reminder goes to."""
        late = deadlines.is_late(section)
        people = self.of_unit(section, late=late)
        item = Item(
            step,
            section.due_on,
            deadlines.days_left(section),
            section=section,
            unanswered=not people,
        )
        for person in people or self.finance():
            self.plan.add(person, item)

    def of_unit(self, section: Section, *, late: bool) -> list[Actor]:
        """Owner and deputy, else everybody with a duty in the unit; heads too when it is late."""
        unit = self.units.get(section.pk, Unit("", ""))
        found = self._reachable(unit.owner, unit.deputy) or self._reachable(*unit.members)
        if late:
            found |= self._reachable(*unit.heads)
        return list(found.values())

    def finance(self) -> list[Actor]:
        """Those who keep the deadlines; superusers only where there is nobody else."""
        if self._finance is None:
            users = get_user_model().objects
            keepers = users.with_perm(MANAGE, backend=_PASSWORDS, include_superusers=False)
            found = self._reachable(*keepers.order_by("pk"))
            if not found:
                found = self._reachable(*users.filter(is_superuser=True).order_by("pk"))
            self._finance = list(found.values())
        return self._finance

    def _reachable(self, *people: Actor | None) -> dict[int, Actor]:
        found: dict[int, Actor] = {}
        for person in people:
            if person is None or not person.is_active:
                continue
            if person.email:
                found[person.pk] = person
            else:
                self.plan.without_address[person.pk] = person
        return found


def plan_for(day: date) -> Plan:
    """Everything that is due on a day, whether it was sent already or not."""
    plan = Plan()
    sections = list(
        Section.objects.filter(due_on__isnull=False, state__in=UNDELIVERED).select_related("year")
    )
    deadlines = Deadlines.of(sections, day)
    due = [(section, step) for section in sections if (step := deadlines.step(section)) is not None]
    addressees = Addressees([section for section, _step in due], plan)
    for section, step in due:
        addressees.add(section, str(step), deadlines)
    for milestone in open_milestones():
        reached = step_on(milestone.due_on, day)
        if reached is not None:
            left = (milestone.due_on - day).days
            item = Item(str(reached), milestone.due_on, left, milestone=milestone)
            for person in addressees.finance():
                plan.add(person, item)
    return plan


def open_milestones() -> list[Milestone]:
    """Milestones that are not done; one about sections is done when these are delivered."""
    milestones = list(
        Milestone.objects.filter(done_on__isnull=True).select_related("rule").order_by("due_on")
    )
    years = {milestone.year_id for milestone in milestones}
    about: set[int] = set()
    waiting: set[int] = set()
    for section in Section.objects.filter(year__in=years):
        own = [m for m in milestones if m.year_id == section.year_id]
        milestone = milestone_of(section, own)
        if milestone is not None:
            about.add(milestone.pk)
            if section.stage in UNDELIVERED:
                waiting.add(milestone.pk)
    return [m for m in milestones if m.pk not in about or m.pk in waiting]
