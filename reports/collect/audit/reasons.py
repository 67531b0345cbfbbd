"""Why a row is being changed: what the person wrote, else why its section was opened again."""

from __future__ import annotations

from django.db.models import Model

from reports.core.registry import work_tables
from reports.models import Section

from .context import Recording, current


def reason_for(instance: Model) -> str:
    """The reason of a change; empty where none was asked for.

    After sealing, a section is opened with a reason, which goes with every change made under it.
    """
    recording = current()
    return recording.reason or _reopened_for(instance, recording)


def _reopened_for(instance: Model, recording: Recording) -> str:
    table = work_tables().get(instance._meta.label_lower)
    if table is None or not table.year:
        return ""
    year = table.year_of(instance)
    reasons = _reasons(year, recording)
    code = table.section(instance) if reasons else ""
    return reasons.get(code) or reasons.get(code.partition("/")[0], "")


def _reasons(year: int | None, recording: Recording) -> dict[str, str]:
    """Code → reason of the sections of a year that are open again; read once for a block."""
    if year not in recording.reopened:
        opened = Section.objects.filter(year_id=year).exclude(reopened_for="")
        recording.reopened[year] = dict(opened.values_list("code", "reopened_for"))
    return recording.reopened[year]
