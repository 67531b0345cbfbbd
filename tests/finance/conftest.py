"""The year, the directorates and the economic codes that the tests of finance work with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from departments.models import Department
from finance.enums import CodeKind
from finance.models import EconomicCode
from reports.models import FiscalYear

MakeCode = Callable[..., EconomicCode]


@pytest.fixture
def year(db: None) -> FiscalYear:
    return FiscalYear.objects.create(year=2024)


@pytest.fixture
def department(db: None) -> Department:
    return Department.objects.create(code="ornek", name="Örnek Müdürlüğü")


@pytest.fixture
def spending(db: None) -> MakeCode:
    """Make an expenditure code: `spending("03")`."""

    def make(code: str, **values: object) -> EconomicCode:
        return EconomicCode.objects.create(
            kind=CodeKind.EXPENDITURE, code=code, name=f"Örnek gider {code}", **values
        )

    return make


@pytest.fixture
def earning(db: None) -> MakeCode:
    """Make a revenue code: `earning("01")`."""

    def make(code: str, **values: object) -> EconomicCode:
        return EconomicCode.objects.create(
            kind=CodeKind.REVENUE, code=code, name=f"Örnek gelir {code}", **values
        )

    return make
