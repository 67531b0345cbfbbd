"""A small plan: two goals, objectives 1.1 and 2.1, and indicators to be added."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from performance.models import Goal, Indicator, IndicatorResult, Objective, StrategicPlan
from reports.models import FiscalYear

if TYPE_CHECKING:
    from pytest_django import Settings

MakeIndicator = Callable[..., Indicator]


@pytest.fixture(autouse=True)
def evidence_folder(settings: Settings, tmp_path: Path) -> Path:
    """No test sees another one's evidence."""
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return tmp_path / "evidence"


@pytest.fixture
def year(db: None) -> FiscalYear:
    return FiscalYear.objects.create(year=2024)


@pytest.fixture
def plan(db: None) -> StrategicPlan:
    plan = StrategicPlan.objects.create(
        code="2020_2024", title="Örnek Plan", first_year=2020, last_year=2024
    )
    for code in ("1", "2"):
        goal = Goal.objects.create(plan=plan, code=code, title=f"Örnek amaç {code}")
        Objective.objects.create(
            goal=goal,
            code=f"{code}.1",
            title=f"Örnek hedef {code}.1",
            performance_target="Örnek performans hedefi",
        )
    return plan


@pytest.fixture
def indicator(plan: StrategicPlan, year: FiscalYear) -> MakeIndicator:
    """Make an indicator with its result: `indicator("1.1.1", target="10", actual="5")`."""

    def make(
        code: str, *, target: str | None = None, actual: str | None = None, **values: object
    ) -> Indicator:
        objective = Objective.objects.get(goal__plan=plan, code=code.rpartition(".")[0])
        made = Indicator.objects.create(
            **{"objective": objective, "code": code, "name": f"Örnek gösterge {code}", **values}
        )
        if target is not None or actual is not None:
            IndicatorResult.objects.create(year=year, indicator=made, target=target, actual=actual)
        return made

    return make
