"""The 2024 report while it is being collected: every section a draft, everybody at work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from reports.collect.packages import load_package
from reports.enums import SectionState
from reports.models import Report, Section
from reports.publish.versions import publish_report
from tests import lasting

from .actors import clients, people, signed_in
from .samples import make_samples

COOKIES: dict[str, str] = {}
"""The session of each person, signed in once for all tests."""

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "2024"


@pytest.fixture(scope="package", autouse=True)
def at_work(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load and publish inside one outer transaction, then open every section again."""
    with lasting.rows(django_db_blocker):
        load_package(FIXTURES)
        publish_report(Report.objects.get(year_id=2024))
        Section.objects.update(state=SectionState.DRAFT)
        users = people()
        make_samples(users)
        COOKIES.update(signed_in(users))
        yield


@pytest.fixture
def browsers(db: None) -> dict[str, Client]:
    """Browsers that no other test has used."""
    return clients(COOKIES)
