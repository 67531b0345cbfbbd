"""The 2024 report, and 2025 opened from it once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from reports.collect.opening import Choices, Texts, open_year, prepare
from reports.collect.packages import load_package
from reports.models import FiscalYear, Report
from tests import lasting

FIXTURES = Path(__file__).resolve().parents[4] / "fixtures" / "2024"


@pytest.fixture(scope="package", autouse=True)
def rows_of_both_years(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load and open inside one outer transaction; every test runs in a savepoint of it."""
    with lasting.rows(django_db_blocker):
        load_package(FIXTURES)
        open_year(prepare(2025, 2024, Choices(Texts.KEEP, answers={"plan": "carry"})))
        yield


@pytest.fixture
def years(db: None) -> tuple[FiscalYear, FiscalYear]:
    return FiscalYear.objects.get(year=2024), FiscalYear.objects.get(year=2025)


@pytest.fixture
def report(db: None) -> Report:
    return Report.objects.select_related("year").get(year_id=2025)
