"""Where the tables of performance are entered."""

from __future__ import annotations

from collections.abc import Iterable

from performance.enums import SwotKind
from performance.models import (
    Goal,
    Indicator,
    IndicatorResult,
    Objective,
    StrategicPlan,
    SwotItem,
)
from performance.models.plan import plan_row_key
from reports.core.registry import OfficeRow, OfficeTable, entered_in
from reports.models import FiscalYear

INDICATORS = "performance.indicators"


def _plan(year: FiscalYear) -> Iterable[OfficeRow]:
    plan = StrategicPlan.objects.in_force(year)
    if plan is not None:
        yield OfficeRow("performance.mission_vision", "", plan.pk)
        yield OfficeRow("performance.limits", "", plan.pk)


def _goals(year: FiscalYear) -> Iterable[OfficeRow]:
    plan = StrategicPlan.objects.in_force(year)
    for goal in Goal.objects.filter(plan=plan) if plan else ():
        yield OfficeRow("performance.goals", plan_row_key(goal.code), goal.pk)


def _goal_results(year: FiscalYear) -> Iterable[OfficeRow]:
    """A goal's results are a sum over its indicators' results, so they lead to their list."""
    for goal in _goals(year):
        code = goal.row.replace("-", ".")
        yield OfficeRow("performance.goal_results", goal.row, None, query=f"q={code}.")


def _objectives(year: FiscalYear) -> Iterable[OfficeRow]:
    plan = StrategicPlan.objects.in_force(year)
    for objective in Objective.objects.filter(goal__plan=plan) if plan else ():
        yield OfficeRow("performance.objectives", objective.row_key, objective.pk)


def _cards(year: FiscalYear) -> Iterable[OfficeRow]:
    plan = StrategicPlan.objects.in_force(year)
    for indicator in Indicator.objects.filter(objective__goal__plan=plan) if plan else ():
        for dataset in (INDICATORS, "performance.cards"):
            yield OfficeRow(dataset, indicator.row_key, indicator.pk)


def _swot(year: FiscalYear) -> Iterable[OfficeRow]:
    parts = {
        SwotKind.STRENGTH: "performance.strengths",
        SwotKind.WEAKNESS: "performance.weaknesses",
    }
    for item in SwotItem.objects.filter(year=year):
        for dataset in ("performance.swot", parts[SwotKind(item.kind)]):
            yield OfficeRow(dataset, item.row_key, item.pk)


OFFICE: tuple[OfficeTable, ...] = (
    OfficeTable(
        "performance.strategicplan", ("performance.mission_vision", "performance.limits"), _plan
    ),
    OfficeTable("performance.goal", ("performance.goals",), _goals),
    OfficeTable("performance.objective", ("performance.objectives",), _objectives),
    entered_in(
        IndicatorResult,
        INDICATORS,
        "performance.periods",
        "performance.measures",
        related=("indicator",),
        columns=(
            "target",
            "actual",
            "rate",
            "status",
            "explanation",
            "reason_category",
            "corrective_action",
            "new_date",
            "value",
            "missing",
            "p1",
            "p2",
            "p3",
            "p4",
        ),
        fields={"value": "outcome", "missing": "outcome"},
    ),
    OfficeTable("performance.indicator", (INDICATORS, "performance.cards"), _cards),
    OfficeTable("performance.indicatorresult", ("performance.goal_results",), _goal_results),
    OfficeTable(
        "performance.swotitem",
        ("performance.swot", "performance.strengths", "performance.weaknesses"),
        _swot,
        fields={"kind_label": "kind"},
    ),
)
