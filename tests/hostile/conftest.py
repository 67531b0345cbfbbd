"""Somebody who may do everything, in a year with one table."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from reports.models import FiscalYear, ReferenceNumber, Report


@pytest.fixture
def report(db: None) -> Report:
    year = FiscalYear.objects.create(year=2024)
    return Report.objects.create(year=year, institution="Örnek Belediyesi", title="Faaliyet Raporu")


@pytest.fixture
def people(report: Report) -> ReferenceNumber:
    """A row of a table that no entry sheet has: its files are taken on its import page."""
    return ReferenceNumber.objects.create(
        year=report.year, key="population", label="Örnek nüfus", value=3
    )


@pytest.fixture
def office(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("ornek-boss", "boss@ornek.test"))
    return client
