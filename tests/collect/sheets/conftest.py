"""The small year of the workflow's tests, with last year's vehicles beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from departments.enums import DutyKind
from departments.models import Department, Membership, SectionAssignment, Vehicle
from reports.models import FiscalYear, Report, Section
from tests.collect.workflow.conftest import assignment, people, report, section, shared, stands
from tests.office.conftest import browser
from tests.office.findings.conftest import desk_rules

__all__ = [
    "assignment",
    "browser",
    "desk_rules",
    "people",
    "report",
    "section",
    "shared",
    "stands",
]


@pytest.fixture
def garage(report: Report, people: dict[str, User]) -> Section:
    """The section of the vehicles, for which «fen-isleri» answers."""
    section = Section.objects.get(code="I.C.1")
    SectionAssignment.objects.update_or_create(
        section=section, defaults={"department": Department.objects.get(code="fen-isleri")}
    )
    return section


@pytest.fixture
def vehicles(garage: Section) -> dict[str, Vehicle]:
    """Two of this year, three of the year before."""
    before = FiscalYear.objects.create(year=2023)
    for position, (name, owned) in enumerate((("Kamyon", 6), ("Otobüs", 4), ("Traktör", 2)), 1):
        Vehicle.objects.create(year=before, name=name, owned=owned, leased=1, position=position)
    year = FiscalYear.objects.get(year=2024)
    return {
        name: Vehicle.objects.create(year=year, name=name, owned=owned, position=position)
        for position, (name, owned) in enumerate((("Kamyon", 5), ("Otobüs", 3)), 1)
    }


@pytest.fixture
def editor(people: dict[str, User], browser: Callable[[str], Client]) -> Client:
    return browser("editor")


@pytest.fixture
def colleague(people: dict[str, User], browser: Callable[[str], Client]) -> Client:
    """Another editor of the same directorate."""
    Membership.objects.create(
        user=people["other"],
        department=Department.objects.get(code="fen-isleri"),
        kind=DutyKind.EDITOR,
    )
    return browser("other")
