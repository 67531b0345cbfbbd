"""The former wordings of a text, as the audit trail holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from auditlog.models import LogEntry as AuditEntry
from django.utils import timezone

from reports.collect.audit.reading import actor_of, channel_label
from reports.models import Narrative


@dataclass(frozen=True)
class Wording:
    """A text as it stood after one change."""

    number: int
    """Counted from 1, the first wording."""
    body: str
    when: datetime
    actor: str
    channel: str
    reason: str


def wordings(text: Narrative) -> list[Wording]:
    """All wordings of a text, the newest first; empty for one that was never saved."""
    entries = AuditEntry.objects.get_for_object(text).order_by("timestamp", "pk")
    found: list[Wording] = []
    for entry in entries.select_related("actor"):
        change = (entry.changes or {}).get("body")
        if not change or entry.action == AuditEntry.Action.DELETE:
            continue
        about = entry.additional_data or {}
        found.append(
            Wording(
                len(found) + 1,
                str(change[1]),
                timezone.localtime(entry.timestamp),
                actor_of(entry),
                channel_label(about.get("channel", "")),
                about.get("reason", ""),
            )
        )
    return found[::-1]
