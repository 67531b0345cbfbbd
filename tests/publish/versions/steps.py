"""Corrections of the example year, and a change that is made under one."""

from __future__ import annotations

from typing import Any

from departments.models import Activity, Department
from reports.collect.workflow.actions import accept_section, edited, reopen_section, submit_section
from reports.models import Correction, Report, Section
from reports.publish.versions import open_correction

REASON = "Örnek: bir faaliyet rapora yazılmamıştır."
OTHER = "Örnek: bir cümledeki yazım yanlışı düzeltilir."


def opened(report: Report, kind: str = "figure", **options: Any) -> Correction:
    return open_correction(report, kind=kind, reason=options.pop("reason", REASON), **options)


def change(report: Report, section: Section, correction: Correction) -> None:
    """A section is opened, an activity is added, the section is accepted again."""
    reopen_section(section, by=None, correction=correction)
    department = Department.objects.get(code="fen-isleri")
    activity = Activity.objects.create(year=report.year, department=department, no=1, title="Örnek")
    edited(None, activity)
    accept(section)


def accept(section: Section) -> None:
    submit_section(section, by=None)
    accept_section(section, by=None)
