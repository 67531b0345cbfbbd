"""Rows of the tables that the entry of results adds: limits, periods, cards, measures taken.

A table that would be empty does not exist in a year: a report of the past, which has neither
periods nor measures, is shown as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kars_portal.lib.turkish import sort_key
from performance.deviations import Tolerance
from performance.figures import Amount, achievement_of, outcome_of, results_of
from performance.models import Indicator, IndicatorResult, StrategicPlan
from reports.core.registry import Dataset
from reports.models import FiscalYear

SHORT = "Sapmanın nedeni yazılır."
BLOCKS = "Sapmanın nedeni yazılmadan rapor yayımlanmaz."
FULL = (
    "Neden grubu, sapmanın nedeni ve alınacak önlem, hedefe ulaşılmamışsa yeni tarih de yazılmadan "
    "rapor yayımlanmaz."
)


@dataclass(frozen=True, slots=True)
class Limit:
    """From which deviation on something is owed, and what."""

    row_key: str
    label: str
    above: Decimal
    duty: str
    full: bool


def tolerance(year: FiscalYear) -> Tolerance:
    """The limits of the plan in force."""
    plan = StrategicPlan.objects.in_force(year)
    if plan is None:
        return Tolerance()
    return Tolerance(plan.warn_above, plan.block_above, full=year.year >= plan.reasons_from_year)


def limits(year: FiscalYear) -> tuple[Limit, ...]:
    if StrategicPlan.objects.in_force(year) is None:
        return ()
    found = tolerance(year)
    return (
        Limit("warn", "Uyarı sınırı", found.warn_above, SHORT, full=False),
        Limit(
            "block",
            "Engelleme sınırı",
            found.block_above,
            FULL if found.full else BLOCKS,
            full=found.full,
        ),
    )


@dataclass(frozen=True, slots=True)
class Periods:
    """An indicator that is measured within the year: its values and what they give."""

    row_key: str
    code: str
    name: str
    unit: str
    measure: str
    p1: Amount
    p2: Amount
    p3: Amount
    p4: Amount
    value: Amount
    missing: str


def periods(year: FiscalYear) -> tuple[Periods, ...]:
    return tuple(_periods(result) for result in _in_force(year) if result.indicator.periods)


def _periods(result: IndicatorResult) -> Periods:
    indicator, found = result.indicator, outcome_of(result)
    p1, p2, p3, p4 = (*found.values, None, None)[:4]
    return Periods(
        row_key=result.row_key,
        code=indicator.code,
        name=indicator.name,
        unit=indicator.get_unit_display(),
        measure=indicator.get_measure_display(),
        p1=p1,
        p2=p2,
        p3=p3,
        p4=p4,
        value=found.value,
        missing=period_names(found.missing),
    )


def period_names(numbers: Iterable[int]) -> str:
    """`3. ve 4. dönem`; empty for none."""
    names = [f"{number}." for number in numbers]
    if not names:
        return ""
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} ve {names[-1]}"
    return f"{listed} dönem"


@dataclass(frozen=True, slots=True)
class Measures:
    """Why a target was departed from, and what is done about it."""

    row_key: str
    code: str
    name: str
    department: str
    rate: Amount
    reason_category: str
    explanation: str
    corrective_action: str
    new_date: date | None


def measures(year: FiscalYear) -> tuple[Measures, ...]:
    """Results whose reason says more than its text."""
    return tuple(
        Measures(
            row_key=result.row_key,
            code=result.indicator.code,
            name=result.indicator.name,
            department=result.indicator.department.name if result.indicator.department else "",
            rate=achievement_of(result)[0],
            reason_category=result.get_reason_category_display(),
            explanation=result.explanation,
            corrective_action=result.corrective_action,
            new_date=result.new_date,
        )
        for result in _in_force(year)
        if result.reason_category or result.corrective_action or result.new_date
    )


@dataclass(frozen=True, slots=True)
class Card:
    """What is counted, how and from which source. Who answers for it is nobody else's business."""

    row_key: str
    code: str
    name: str
    definition: str
    formula: str
    unit: str
    direction: str
    period: str
    measure: str
    source: str
    method: str


def cards(year: FiscalYear) -> tuple[Card, ...]:
    """Indicators of the plan in force whose cards say something."""
    plan = StrategicPlan.objects.in_force(year)
    found = Indicator.objects.filter(objective__goal__plan=plan) if plan else ()
    return tuple(
        card_of(indicator)
        for indicator in sorted(found, key=lambda row: sort_key(row.code))
        if any((indicator.definition, indicator.formula, indicator.source, indicator.method))
    )


def card_of(indicator: Indicator) -> Card:
    return Card(
        row_key=indicator.row_key,
        code=indicator.code,
        name=indicator.name,
        definition=indicator.definition,
        formula=indicator.formula,
        unit=indicator.get_unit_display(),
        direction=indicator.get_direction_display(),
        period=indicator.get_period_display(),
        measure=indicator.get_measure_display() if indicator.periods else "",
        source=indicator.source,
        method=indicator.method,
    )


def where_filled(dataset: Dataset) -> Callable[[FiscalYear], Iterable[Dataset]]:
    """A dataset of the years for which it has rows."""

    def build(year: FiscalYear) -> Iterable[Dataset]:
        if any(True for _ in dataset.rows(year)):
            yield dataset

    return build


def _in_force(year: FiscalYear) -> list[IndicatorResult]:
    plan = StrategicPlan.objects.in_force(year)
    found = results_of(year).filter(indicator__objective__goal__plan=plan) if plan else ()
    return sorted(found, key=lambda result: sort_key(result.indicator.code))
