"""A small year with the sections of finance, economic codes and the rules that come along."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from finance.enums import CodeKind
from finance.models import EconomicCode, ExpenditureLine, RevenueLine
from finance.trial_balance.rules import ensure_rules
from reports.models import FiscalYear, Report, Section
from tests.collect.workflow.conftest import people, report
from tests.office.conftest import browser

__all__ = ["browser", "people", "report"]

EXPENDITURE = ("01", "01.1", "01.1.1", "01.1.1.01", "03", "03.2", "05")
REVENUE = ("01", "03", "05")


@pytest.fixture
def finance_year(report: Report) -> FiscalYear:
    """2024, in which finance has two sections; 2023 stands beside it and is open, too."""
    before = FiscalYear.objects.create(year=2023)
    for year in (report.year, before):
        for code in ("III.A.1", "III.A.2"):
            Section.objects.create(year=year, code=code, title="Örnek mali bölüm")
    for kind, codes in ((CodeKind.EXPENDITURE, EXPENDITURE), (CodeKind.REVENUE, REVENUE)):
        for code in codes:
            EconomicCode.objects.create(kind=kind, code=code, name=f"Örnek {code}")
    ensure_rules()
    return report.year


@pytest.fixture
def lines(finance_year: FiscalYear) -> None:
    """Lines at the first level in both years, as a report has them."""
    for year in (finance_year, FiscalYear.objects.get(year=2023)):
        for position, code in enumerate(("01", "03"), start=1):
            spent = EconomicCode.objects.get(kind=CodeKind.EXPENDITURE, code=code)
            earned = EconomicCode.objects.get(kind=CodeKind.REVENUE, code=code)
            ExpenditureLine.objects.create(year=year, code=spent, budget=5000, position=position)
            RevenueLine.objects.create(year=year, code=earned, estimate=9000, position=position)


@pytest.fixture
def finance(people: dict[str, User], browser: Callable[[str], Client]) -> Client:
    return browser("finance")
