"""The 2024 report, loaded once for all tests of this folder through the real package loader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from reports.collect.packages import load_package
from reports.models import FiscalYear, Report

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "2024"


@pytest.fixture(scope="package", autouse=True)
def rows_of_2024(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Load inside one outer transaction; every test runs in a savepoint of it."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        outer = transaction.atomic()
        outer.__enter__()
        try:
            load_package(FIXTURES)
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def report(db: None) -> Report:
    return Report.objects.select_related("year").get(year_id=2024)


@pytest.fixture
def year(report: Report) -> FiscalYear:
    return report.year
