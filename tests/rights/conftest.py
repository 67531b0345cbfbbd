"""The 2024 report while it is being collected: every section a draft, everybody at work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from reports.enums import SectionState
from reports.models import Report, Section
from reports.packages import load_package
from reports.publishing import publish_report

from .actors import clients, people
from .samples import make_samples

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "2024"


@pytest.fixture(scope="package", autouse=True)
def at_work(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Load and publish inside one outer transaction, then open every section again."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        outer = transaction.atomic()
        outer.__enter__()
        try:
            load_package(FIXTURES)
            publish_report(Report.objects.get(year_id=2024))
            Section.objects.update(state=SectionState.DRAFT)
            make_samples(people())
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def browsers(db: None) -> dict[str, Client]:
    from django.contrib.auth.models import User

    users = {
        user.username.removeprefix("ornek-"): user
        for user in User.objects.filter(username__startswith="ornek-")
    }
    return clients(users)
