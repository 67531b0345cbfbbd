"""The year's outcome from the values of its periods, by measure; missing is not zero."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from performance import figures
from performance.enums import AchievementStatus, Direction, Measure, ReportingPeriod
from performance.figures import outcome, outcome_of
from performance.models import Indicator, IndicatorResult, IndicatorValue, StrategicPlan
from performance.reporting import period_names, periods
from reports.models import FiscalYear

from .conftest import MakeIndicator

pytestmark = pytest.mark.postgresql("constraints and rounding of periods")

D = Decimal

#   measure            | values of the periods     | outcome   | missing
OUTCOMES = [
    (Measure.CUMULATIVE, ("1", "2", "3", "4"),       "10",       ()),
    (Measure.CUMULATIVE, ("1", None, "3", None),     "4",        (2, 4)),
    (Measure.CUMULATIVE, ("0", None, None, None),    "0",        (2, 3, 4)),
    (Measure.CUMULATIVE, (None, None, None, None),   None,       (1, 2, 3, 4)),
    (Measure.LAST,       ("9", "2", "3", "4"),       "4",        ()),
    (Measure.LAST,       ("9", "2", None, None),     "2",        (3, 4)),
    (Measure.LAST,       ("9", None, None, "0"),     "0",        (2, 3)),
    (Measure.AVERAGE,    ("1", "2", "3", "5"),       "2.75",     ()),
    (Measure.AVERAGE,    ("1", None, "2", "2"),      "1.6667",   (2,)),
    (Measure.AVERAGE,    ("0", None, None, "3"),     "1.5",      (2, 3)),
    (Measure.MAXIMUM,    ("1", "-2", "8", "4"),      "8",        ()),
    (Measure.MAXIMUM,    (None, "-2", None, "-4"),   "-2",       (1, 3)),
    (Measure.MINIMUM,    ("1", "-2", "8", "4"),      "-2",       ()),
    (Measure.MINIMUM,    ("1", None, "8", "4"),      "1",        (2,)),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "values", "expected", "missing"), OUTCOMES)
def test_the_outcome_follows_from_the_periods(
    measure: str, values: tuple[str | None, ...], expected: str | None, missing: tuple[int, ...]
) -> None:
    parts = {n: None if v is None else D(v) for n, v in enumerate(values, start=1)}

    found = outcome(measure, parts, range(1, 5))

    assert found.value == (None if expected is None else D(expected))
    assert found.missing == missing
    assert found.is_complete is not bool(missing)


def test_a_half_year_indicator_has_two_periods() -> None:
    found = outcome(Measure.CUMULATIVE, {1: D(3), 2: D(4)}, range(1, 3))

    assert (found.value, found.is_complete, found.values) == (D(7), True, (D(3), D(4)))


def test_missing_periods_are_named() -> None:
    assert [period_names(n) for n in ((), (3,), (3, 4), (1, 2, 4))] == [
        "",
        "3. dönem",
        "3. ve 4. dönem",
        "1., 2. ve 4. dönem",
    ]


# -- rows ------------------------------------------------------------------------------------------


@pytest.fixture
def quarterly(db: None, indicator: MakeIndicator) -> IndicatorResult:
    made = indicator(
        "1.1.1", target="10", period=ReportingPeriod.QUARTERLY, measure=Measure.CUMULATIVE
    )
    return IndicatorResult.objects.get(indicator=made)


def value(result: IndicatorResult, period: int, number: str | None) -> IndicatorValue:
    row = IndicatorValue(result=result, period=period, value=None if number is None else D(number))
    row.full_clean()
    row.save()
    return row


def test_rate_and_state_follow_from_the_computed_outcome(
    quarterly: IndicatorResult, year: FiscalYear
) -> None:
    for period, number in enumerate(("2", "3", None, "4"), start=1):
        value(quarterly, period, number)

    (found,) = figures.achievements(year)

    assert (found.actual, found.rate, found.state) == (D(9), D(90), AchievementStatus.PARTLY)


def test_a_smaller_outcome_is_better_where_the_card_says_so(
    year: FiscalYear, indicator: MakeIndicator
) -> None:
    indicator(
        "1.1.1",
        target="10",
        period=ReportingPeriod.HALF_YEARLY,
        measure=Measure.AVERAGE,
        direction=Direction.LOWER,
    )
    result = IndicatorResult.objects.get()
    value(result, 1, "4")
    value(result, 2, "12")

    (found,) = figures.achievements(year)

    assert (found.actual, found.rate, found.state) == (D(8), D(125), AchievementStatus.ACHIEVED)


def test_without_any_value_nothing_is_assessed(
    quarterly: IndicatorResult, year: FiscalYear
) -> None:
    (found,) = figures.achievements(year)
    (row,) = periods(year)

    assert (found.actual, found.state) == (None, AchievementStatus.NO_DATA)
    assert row.missing == "1., 2., 3. ve 4. dönem"


def test_an_outcome_typed_before_the_periods_came_stands(
    year: FiscalYear, indicator: MakeIndicator
) -> None:
    made = indicator("1.1.1", target="10", actual="7")
    Indicator.objects.filter(pk=made.pk).update(period=ReportingPeriod.QUARTERLY)
    result = IndicatorResult.objects.get()

    assert (outcome_of(result).value, outcome_of(result).missing) == (D(7), (1, 2, 3, 4))


def test_the_tables_read_all_values_in_a_few_queries(
    year: FiscalYear, indicator: MakeIndicator, django_assert_max_num_queries: object
) -> None:
    for number in range(1, 31):
        made = indicator(
            f"1.1.{number}", target="1", period=ReportingPeriod.QUARTERLY, measure=Measure.MAXIMUM
        )
        value(IndicatorResult.objects.get(indicator=made), 1, "1")

    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert len(figures.achievements(year)) == 30
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert len(periods(year)) == 30


# -- what cannot be --------------------------------------------------------------------------------


def refusal(row: object) -> str:
    with pytest.raises(ValidationError) as refused:
        row.full_clean()  # type: ignore[attr-defined]
    return " ".join(refused.value.messages)


def test_a_typed_outcome_and_values_of_periods_exclude_each_other(
    quarterly: IndicatorResult,
) -> None:
    value(quarterly, 1, "5")
    quarterly.actual = D(5)

    assert "dönem değerleri girilmiş" in refusal(quarterly)
    assert "yıl sonucu elle yazılmış" in refusal(IndicatorValue(result=quarterly, period=2))


def test_periods_fit_the_card(year: FiscalYear, indicator: MakeIndicator) -> None:
    indicator("1.1.1", target="1")
    indicator("1.1.2", target="1", period=ReportingPeriod.HALF_YEARLY)
    yearly, half = IndicatorResult.objects.order_by("indicator__code")

    assert "yıllık izleniyor" in refusal(IndicatorValue(result=yearly, period=1))
    assert "altı aylık izleniyor; dönem numarası 1 ile 2" in refusal(
        IndicatorValue(result=half, period=3)
    )


def test_the_period_of_a_card_stays_once_values_were_entered(quarterly: IndicatorResult) -> None:
    card = quarterly.indicator
    card.period = ReportingPeriod.YEARLY
    card.full_clean()
    card.period = ReportingPeriod.QUARTERLY
    value(quarterly, 1, "5")
    card.period = ReportingPeriod.HALF_YEARLY

    assert "raporlama dönemi değiştirilemez" in refusal(card)


@pytest.mark.parametrize("number", [0, 1, 5])
def test_the_database_knows_the_periods_too(quarterly: IndicatorResult, number: int) -> None:
    value(quarterly, 1, "5")

    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorValue.objects.create(result=quarterly, period=number)


def test_the_database_refuses_an_unknown_category_and_limits_in_disorder(
    quarterly: IndicatorResult, plan: StrategicPlan
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorResult.objects.update(reason_category="tembellik")
    for limits in ({"warn_above": 21}, {"warn_above": -1}, {"reasons_from_year": 1999}):
        with pytest.raises(IntegrityError), transaction.atomic():
            StrategicPlan.objects.update(**limits)
