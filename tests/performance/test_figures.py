"""Achievement of targets: rates, states, their thresholds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from performance.enums import AchievementStatus
from performance.figures import (
    achievement_rate,
    achievement_status,
    average_rate,
    by_objective,
    goals,
    objectives,
    statements,
)
from performance.figures import achievements as achievements_of
from performance.models import StrategicPlan
from reports.models import FiscalYear

from .conftest import MakeIndicator

pytestmark = pytest.mark.postgresql("order of codes, averages")

D = Decimal
ACHIEVED, PARTLY, MISSED, NO_DATA = AchievementStatus


@pytest.mark.parametrize(
    ("direction", "target", "actual", "rate", "status"),
    [
        # more is better
        ("higher", "40", "40", "100", ACHIEVED),
        ("higher", "40", "50", "125", ACHIEVED),
        ("higher", "40", "39.9", "99.75", PARTLY),
        ("higher", "40", "20", "50", PARTLY),
        ("higher", "40", "19.9", "49.75", MISSED),
        ("higher", "40", "0", "0", MISSED),
        ("higher", "40", "-10", "-25", MISSED),
        ("higher", "0", "0", None, NO_DATA),
        ("higher", "0", "5", None, NO_DATA),
        # less is better
        ("lower", "10", "10", "100", ACHIEVED),
        ("lower", "10", "8", "125", ACHIEVED),
        ("lower", "10", "16", "62.5", PARTLY),
        ("lower", "10", "40", "25", MISSED),
        ("lower", "10", "0", None, ACHIEVED),
        ("lower", "0", "0", None, ACHIEVED),
        ("lower", "0", "1", None, MISSED),
        # near the target is better, on either side
        ("range", "50", "50", "100", ACHIEVED),
        ("range", "50", "40", "80", PARTLY),
        ("range", "50", "60", "80", PARTLY),
        ("range", "50", "150", "0", MISSED),
        ("range", "0", "1", None, NO_DATA),
        # reached or not
        ("milestone", "1", "1", "100", ACHIEVED),
        ("milestone", "100", "99", "0", MISSED),
        ("milestone", "0", "0", None, NO_DATA),
        # nothing to compare
        ("higher", None, "5", None, NO_DATA),
        ("higher", "5", None, None, NO_DATA),
        ("lower", None, None, None, NO_DATA),
        ("lower", None, "0", None, NO_DATA),
    ],
)
def test_rate_and_state_follow_from_target_actual_and_direction(
    direction: str,
    target: str | None,
    actual: str | None,
    rate: str | None,
    status: AchievementStatus,
) -> None:
    promised = None if target is None else D(target)
    became = None if actual is None else D(actual)

    assert achievement_rate(promised, became, direction) == (None if rate is None else D(rate))
    assert achievement_status(promised, became, direction) is status


def test_an_average_lets_no_excess_hide_a_failure() -> None:
    assert average_rate([D(300), D(50), D(-20)]) == D(50)
    assert average_rate([]) is None


@pytest.mark.django_db
def test_indicators_stand_in_the_order_of_their_codes(
    year: FiscalYear, indicator: MakeIndicator
) -> None:
    indicator("2.1.1", target="4", actual="3")
    indicator("1.1.10", target="10", actual="12", unit="percent")
    indicator("1.1.2")

    found = achievements_of(year)

    assert [(a.code, a.row_key, a.unit, a.rate, a.status) for a in found] == [
        ("1.1.2", "1-1-2", "sayı", None, "Değerlendirilemedi"),
        ("1.1.10", "1-1-10", "%", D(120), "Ulaşıldı"),
        ("2.1.1", "2-1-1", "sayı", D(75), "Kısmen ulaşıldı"),
    ]
    assert {code: len(members) for code, members in by_objective(found).items()} == {
        "1.1": 2,
        "2.1": 1,
    }


@pytest.mark.django_db
def test_goals_count_the_states_of_their_indicators(
    year: FiscalYear, indicator: MakeIndicator
) -> None:
    indicator("1.1.1", target="10", actual="30")
    indicator("1.1.2", target="10", actual="5")
    indicator("1.1.3", target="10", actual="0")
    indicator("1.1.4", target="0", actual="0")

    first, second = goals(year)

    assert (
        first.objective_count,
        first.indicator_count,
        first.achieved,
        first.partly,
        first.missed,
        first.no_data,
        first.average_rate,
    ) == (1, 4, 1, 1, 1, 1, D(50))
    assert (second.indicator_count, second.average_rate) == (0, None)
    assert [(row.code, row.indicator_count) for row in objectives(year)] == [("1.1", 4), ("2.1", 0)]


@pytest.mark.django_db
def test_mission_and_vision_are_those_of_the_plan_in_force(
    year: FiscalYear, plan: StrategicPlan
) -> None:
    assert statements(year) == ()
    StrategicPlan.objects.filter(pk=plan.pk).update(vision="Örnek vizyon")

    (vision,) = statements(year)

    assert (vision.row_key, vision.label, vision.text) == ("vision", "Vizyon", "Örnek vizyon")


@pytest.mark.django_db
def test_a_year_without_a_plan_has_nothing_to_assess(plan: StrategicPlan) -> None:
    later = FiscalYear.objects.create(year=2030)

    assert (achievements_of(later), objectives(later), goals(later), statements(later)) == (
        (),
        (),
        (),
        (),
    )
