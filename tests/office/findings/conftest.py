"""A small year with findings, and people of every role, for tests of the findings desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from departments.models import Department, Facility, FigureGroup, KeyFigure
from reports.collect import checking
from reports.core import registry
from reports.core.roles import ROLES
from reports.models import FiscalYear, OutlineSection, Report, Waiver

from .helper import REASON, RULES, finding

ROLE_NAMES = {role.code: role.name for role in ROLES}


@pytest.fixture
def desk_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "rules", lambda: RULES)
    checking.refresh()


@pytest.fixture
def report(desk_rules: None) -> Report:
    year = FiscalYear.objects.create(year=2024)
    OutlineSection.objects.create(code="I.C.1", number="1", title="Fiziksel Yapı", position=1)
    OutlineSection.objects.create(code="III.B.1", number="1", title="Faaliyetler", position=2)
    return Report.objects.create(
        year=year, institution="Örnek Belediyesi", title="2024 Yılı Faaliyet Raporu"
    )


@pytest.fixture
def garage(report: Report) -> Facility:
    return Facility.objects.create(year=report.year, name="Garaj", area=100, closed_area=140)


@pytest.fixture
def as_role() -> Callable[[str], Client]:

    def login(code: str) -> Client:
        client = Client()
        if code != "anonymous":
            user = User.objects.create_user(code, password="x", is_staff=True)
            user.first_name, user.last_name = "Örnek", code
            user.save()
            if code in ROLE_NAMES:
                user.groups.add(Group.objects.get(name=ROLE_NAMES[code]))
            client.force_login(user)
        return client

    return login


@pytest.fixture
def reviewer(as_role: Callable[[str], Client]) -> Client:
    return as_role("reviewer")


@pytest.fixture
def boss() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("yonetici"))
    return client


@pytest.fixture
def several(report: Report, garage: Facility) -> Report:
    """Two errors, one of them accepted, a warning, and an error in a directorate's table."""
    year = report.year
    Facility.objects.create(year=year, name="Işık Evi", area=1, closed_area=2, note="?")
    department = Department.objects.create(code="fen-isleri", name="Fen İşleri Müdürlüğü")
    group = FigureGroup.objects.create(
        year=year, department=department, code="yol", title="Yol yapımı"
    )
    KeyFigure.objects.create(group=group, no=1, label="Yama", value=13)
    done = finding(report)
    Waiver.objects.create(
        year=year,
        code=done.code,
        dataset=done.dataset,
        row=done.row,
        column=done.column,
        stated=done.stated,
        computed=done.computed,
        reason=REASON,
        granted_by="Örnek Kişi",
        granted_on=date(2025, 3, 1),
    )
    return report
