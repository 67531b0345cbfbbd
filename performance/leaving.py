"""Indicators that a person answers for, and their handing over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from departments.leaving import Successors
from performance.models import Indicator
from reports.core.registry import Handover, Leaving
from reports.ground.actors import Actor

ROLES = {"owner": "Gösterge sorumlusu", "deputy": "Gösterge vekili"}


def _indicators(person: Actor) -> QuerySet[Indicator]:
    """Of plans whose reports may still be under way; the cards of older plans keep the name."""
    last = "objective__goal__plan__last_year"
    under_way = Q(**{f"{last}__isnull": True}) | Q(
        **{f"{last}__gte": timezone.localdate().year - 1}
    )
    return (
        Indicator.objects.filter(Q(owner=person) | Q(deputy=person))
        .filter(under_way)
        .order_by("position", "pk")
    )


def _held(indicator: Indicator, person: Actor) -> list[str]:
    return [name for name in ROLES if getattr(indicator, f"{name}_id") == person.pk]


def _key(indicator: Indicator, name: str) -> str:
    return f"indicator-{indicator.pk}-{name}"


def _duties(person: Actor) -> Iterator[Handover]:
    successors = Successors(person)
    for indicator in _indicators(person):
        for name in _held(indicator, person):
            yield Handover(
                _key(indicator, name), str(indicator), ROLES[name], successors.of(indicator)
            )


def _leave(person: Actor, day: date, successors: Mapping[str, Actor], by: Actor) -> None:
    for indicator in _indicators(person):
        held = _held(indicator, person)
        for name in held:
            setattr(indicator, name, successors.get(_key(indicator, name)))
        indicator.save(update_fields=held)


LEAVING = Leaving(_duties, _leave)
