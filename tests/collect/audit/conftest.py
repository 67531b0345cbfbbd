"""A small year, people of some roles, and the entries that a test's own writes leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from departments.models import Department, Facility
from reports.core.roles import ROLES
from reports.models import AuditEntry, FiscalYear, OutlineSection, Report

ROLE_NAMES = {role.code: role.name for role in ROLES}


@pytest.fixture
def report(db: None) -> Report:
    year = FiscalYear.objects.create(year=2024)
    OutlineSection.objects.create(code="I.C.1", number="1", title="Fiziksel Yapı", position=1)
    OutlineSection.objects.create(code="III.B.1", number="1", title="Faaliyetler", position=2)
    return Report.objects.create(
        year=year, institution="Örnek Belediyesi", title="2024 Yılı Faaliyet Raporu"
    )


@pytest.fixture
def year(report: Report) -> FiscalYear:
    return report.year


@pytest.fixture
def garage(year: FiscalYear) -> Facility:
    return Facility.objects.create(year=year, name="Örnek garaj", area="140.50")


@pytest.fixture
def directorate(db: None) -> Department:
    return Department.objects.create(code="ornek", name="Örnek İşler Müdürlüğü")


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_superuser("yonetici", first_name="Örnek", last_name="Yönetici")


@pytest.fixture
def office(boss: User) -> Client:
    client = Client()
    client.force_login(boss)
    return client


@pytest.fixture
def as_role(db: None) -> Callable[[str], Client]:

    def login(code: str) -> Client:
        user = User.objects.create_user(code, is_staff=True)
        if code in ROLE_NAMES:
            user.groups.add(Group.objects.get(name=ROLE_NAMES[code]))
        client = Client()
        client.force_login(user)
        return client

    return login


class Trail:
    """What has been written since it was made."""

    def __init__(self) -> None:
        last = AuditEntry.objects.order_by("pk").last()
        self.after = last.pk if last else 0

    @property
    def entries(self) -> list[Any]:
        return list(AuditEntry.objects.filter(pk__gt=self.after).order_by("pk"))

    def of(self, model: Any) -> list[Any]:
        return [e for e in self.entries if e.content_type.model_class() is model]

    def one(self, model: Any) -> Any:
        (entry,) = self.of(model)
        return entry


@pytest.fixture
def trail(request: pytest.FixtureRequest) -> Callable[[], Trail]:
    """Begin to look: `since = trail()`."""
    return Trail


@pytest.fixture(autouse=True)
def no_second_factor(settings: Any) -> None:
    """How one signs in is tested elsewhere."""
    settings.SECOND_FACTOR_ROLES = ()
