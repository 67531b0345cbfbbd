"""The small year of the workflow's tests, with a browser for each person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from departments.models import Department, FigureGroup, KeyFigure
from reports.models import Report
from tests.collect.workflow.conftest import assignment, people, report, section, shared, stands
from tests.office.findings.conftest import desk_rules

__all__ = ["assignment", "desk_rules", "people", "report", "section", "shared", "stands"]


@pytest.fixture
def browser(people: dict[str, User]) -> Callable[[str], Client]:
    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(people[name])
        return client

    return signed_in


@pytest.fixture
def lists(report: Report) -> dict[str, FigureGroup]:
    """One list for each directorate, each with a figure that a rule of the tests finds."""
    made = {}
    for department in Department.objects.all():
        group = FigureGroup.objects.create(
            year=report.year,
            department=department,
            code=department.code,
            title=f"{department.code} listesi",
        )
        KeyFigure.objects.create(group=group, no=1, label="Örnek", value=13)
        made[department.code] = group
    return made
