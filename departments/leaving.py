"""Duties of a person in the directorates, and their end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from django.db.models import Q, QuerySet

from departments.models import Membership, SectionAssignment
from kars_portal.lib.numbers import format_date
from kars_portal.lib.turkish import sort_key
from reports.collect.workflow.actions import record
from reports.core.registry import Handover, Leaving
from reports.enums import SectionEventKind, SectionState
from reports.ground.actors import Actor

FINISHED = (SectionState.ACCEPTED, SectionState.SEALED)
ROLES = {"owner": "Sorumlu", "deputy": "Yedek"}


class Answered(Protocol):
    """Something that a directorate answers for, with an owner and a deputy."""

    @property
    def department_id(self) -> int | None: ...

    @property
    def owner_id(self) -> int | None: ...

    @property
    def deputy_id(self) -> int | None: ...


class Successors:
    """Who may take over from a person: colleagues with a duty in the same directorate today."""

    def __init__(self, person: Actor) -> None:
        self.known: dict[int | None, dict[int, str]] = {}
        for duty in Membership.objects.on().exclude(user=person).select_related("user"):
            self.known.setdefault(duty.department_id, {})[duty.user_id] = full_name(duty.user)

    def of(self, duty: Answered) -> tuple[tuple[int, str], ...]:
        """For something that has a directorate, an owner and a deputy; in the names' order."""
        taken = {duty.owner_id, duty.deputy_id}
        found = self.known.get(duty.department_id, {}).items()
        return tuple(
            sorted((pair for pair in found if pair[0] not in taken), key=lambda p: sort_key(p[1]))
        )


def full_name(person: Actor) -> str:
    return str(person.get_full_name() or person.get_username())


def _memberships(person: Actor, day: date) -> QuerySet[Membership]:
    """Duties that are not over yet."""
    open_ended = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    return Membership.objects.filter(open_ended, user=person).select_related("department")


def _assignments(person: Actor) -> QuerySet[SectionAssignment]:
    """Unfinished sections that the person answers for; finished ones keep the name."""
    return (
        SectionAssignment.objects.filter(Q(owner=person) | Q(deputy=person))
        .exclude(section__state__in=FINISHED)
        .select_related("section", "department", "owner", "deputy")
        .order_by("-section__year_id", "section__position", "pk")
    )


def _held(assignment: SectionAssignment, person: Actor) -> Iterator[str]:
    for name in ROLES:
        if getattr(assignment, f"{name}_id") == person.pk:
            yield name


def _key(assignment: SectionAssignment, name: str) -> str:
    return f"section-{assignment.pk}-{name}"


def _duties(person: Actor) -> Iterator[Handover]:
    for membership in _memberships(person, date.min):
        yield Handover(
            f"membership-{membership.pk}",
            membership.department.name,
            membership.get_kind_display() + (" (vekil)" if membership.is_deputy else ""),
        )
    successors = Successors(person)
    for assignment in _assignments(person):
        for name in _held(assignment, person):
            section = assignment.section
            yield Handover(
                _key(assignment, name),
                f"{section.year_id} {section.code} {section.title}",
                ROLES[name],
                successors.of(assignment),
            )


def _leave(person: Actor, day: date, successors: Mapping[str, Actor], by: Actor) -> None:
    for membership in _memberships(person, day):
        # One that had not begun ends on the day on which it would have begun.
        membership.valid_to = max(day, membership.valid_from or day)
        membership.save(update_fields=["valid_to"])
    for assignment in _assignments(person):
        told = []
        held = list(_held(assignment, person))
        for name in held:
            successor = successors.get(_key(assignment, name))
            setattr(assignment, name, successor)
            after = full_name(successor) if successor else "boş"
            told.append(f"{ROLES[name]}: {after}.")
        assignment.save(update_fields=held)
        note = f"{full_name(person)} {format_date(day)} günü ayrıldı. {' '.join(told)}"
        record(assignment.section, SectionEventKind.ASSIGNED, by=by, note=note)


LEAVING = Leaving(_duties, _leave)
