"""A year that is being collected: two directorates with people, finance services, due dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from departments.enums import DutyKind
from departments.models import Department, Membership, SectionAssignment
from reports.collect import checking
from reports.collect.workflow.actions import open_sections
from reports.core.roles import ROLES
from reports.models import FiscalYear, OutlineSection, Report, Section

ROLE_NAMES = {role.code: role.name for role in ROLES}
DUE = date(2026, 2, 28)


@pytest.fixture
def report(db: None) -> Report:
    """Sections I.C.1, III.A.1, III.B.1 and the unit reports of two directorates."""
    checking.refresh()
    year = FiscalYear.objects.create(year=2025)
    for position, code in enumerate(("I.C.1", "III.A.1", "III.B.1"), start=1):
        OutlineSection.objects.create(
            code=code, number="1", title=f"Başlık {code}", position=position
        )
    Department.objects.create(
        code="mali", name="Mali Hizmetler Müdürlüğü", position=1, compiles_report=True
    )
    Department.objects.create(code="fen", name="Fen İşleri Müdürlüğü", position=2)
    Department.objects.create(code="park", name="Park ve Bahçeler Müdürlüğü", position=3)
    report = Report.objects.create(
        year=year, institution="Örnek Belediyesi", title="2025 Yılı Faaliyet Raporu"
    )
    open_sections(year)
    return report


@pytest.fixture
def person(report: Report) -> Callable[..., User]:
    """Make an account: a role, and a duty in a directorate."""

    def make(
        name: str, *, role: str = "", unit: str = "", kind: DutyKind = DutyKind.EDITOR
    ) -> User:
        user = User.objects.create_user(
            name, f"{name}@example.org", "x", is_staff=True, first_name=name.title()
        )
        if role:
            user.groups.add(Group.objects.get(name=ROLE_NAMES[role]))
        if unit:
            Membership.objects.create(
                user=user, department=Department.objects.get(code=unit), kind=kind
            )
        return user

    return make


@pytest.fixture
def fen(report: Report, person: Callable[..., User]) -> Section:
    """The unit report of «fen», with owner, deputy, head and a colleague; due on 28.02.2026."""
    owner = person("sahip", role="department-editor", unit="fen")
    deputy = person("vekil", role="department-editor", unit="fen")
    person("mudur", role="department-head", unit="fen", kind=DutyKind.HEAD)
    person("memur", role="department-editor", unit="fen")
    section = Section.objects.get(code="III.B.1/fen")
    SectionAssignment.objects.filter(section=section).update(owner=owner, deputy=deputy)
    Section.objects.filter(pk=section.pk).update(due_on=DUE)
    section.refresh_from_db()
    return section


@pytest.fixture
def park(report: Report, person: Callable[..., User]) -> Section:
    """The unit report of «park», without owner: an editor and a head; due on 28.02.2026."""
    person("parkci", role="department-editor", unit="park")
    person("parkmudur", role="department-head", unit="park", kind=DutyKind.HEAD)
    section = Section.objects.get(code="III.B.1/park")
    Section.objects.filter(pk=section.pk).update(due_on=DUE)
    section.refresh_from_db()
    return section


@pytest.fixture
def keeper(person: Callable[..., User]) -> User:
    """Somebody of finance services, who keeps the deadlines."""
    return person("mali", role="finance-editor")


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def browser(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser
