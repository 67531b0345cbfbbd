"""All rows of the portal as text, to tell whether anything changed."""

from __future__ import annotations

from django.core import serializers
from django.db.models import Model

from reports.collect.audit.registration import portal_models
from reports.models import AuditEntry, SectionEvent


def rows() -> dict[str, list[str]]:
    """Model → its rows, serialised; the trail and the stories of sections too."""
    kept: list[type[Model]] = [*portal_models(), SectionEvent, AuditEntry]
    return {
        model._meta.label: [
            serializers.serialize("json", [row])
            for row in model._base_manager.order_by("pk").iterator()
        ]
        for model in kept
    }


def changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
    """Models whose rows are not the same."""
    return [label for label in after if before.get(label) != after[label]]
