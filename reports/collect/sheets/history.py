"""Who changed a cell last, and when: for the conflict that somebody else's save makes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from .grid import ROW, Sheet, Trail

_LOOKED_AT = 1000


@dataclass(frozen=True)
class Author:
    """Who and when, as the page says it."""

    name: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.name}, {self.at:%d.%m.%Y %H:%M}"


def authors(sheet: Sheet, rows: Iterable[str]) -> dict[tuple[str, str], Author]:
    """(row, column) → who changed it last; column "" for the row. One query for each model."""
    groups: dict[type[Model], dict[str, Trail]] = defaultdict(dict)
    for trail in sheet.trail(rows):
        groups[trail.model][trail.pk] = trail
    found: dict[tuple[str, str], Author] = {}
    for model, trails in groups.items():
        entries = (
            LogEntry.objects.filter(
                content_type=ContentType.objects.get_for_model(model), object_pk__in=trails
            )
            .select_related("actor")
            .order_by("-timestamp", "-pk")[:_LOOKED_AT]
        )
        for entry in entries:
            trail = trails[entry.object_pk]
            author = Author(_name(entry), timezone.localtime(entry.timestamp))
            found.setdefault((trail.row, ROW), author)
            for name in entry.changes or {}:
                if name in trail.fields:
                    found.setdefault((trail.row, trail.fields[name]), author)
    return found


def _name(entry: LogEntry) -> str:
    """The person's name without the account."""
    if entry.actor is not None:
        return str(entry.actor.get_full_name() or entry.actor.get_username())
    return str((entry.additional_data or {}).get("actor", "")) or "?"
