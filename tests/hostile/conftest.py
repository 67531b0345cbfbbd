"""Somebody who may do everything, in a year with one table."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from departments.models import Vehicle
from reports.models import FiscalYear, Report


@pytest.fixture
def report(db: None) -> Report:
    year = FiscalYear.objects.create(year=2024)
    return Report.objects.create(year=year, institution="Örnek Belediyesi", title="Faaliyet Raporu")


@pytest.fixture
def truck(report: Report) -> Vehicle:
    return Vehicle.objects.create(year=report.year, name="Örnek kamyon", key="ornek", owned=3)


@pytest.fixture
def office(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("ornek-boss", "boss@ornek.test"))
    return client
