"""Indicators in a new year: under the plan that holds, or carried on where it ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from departments.models import Department
from performance.figures import achievements
from performance.models import (
    Goal,
    Indicator,
    IndicatorResult,
    IndicatorSuccession,
    Objective,
    StrategicPlan,
)
from reports.collect.opening import LEAVE, Choices, Lines, OpeningError, Plan, plan_year, prepare
from reports.models import FiscalYear

pytestmark = pytest.mark.django_db

Open = Callable[..., Plan]
TABLE = "performance.indicators"


def carrying(**answers: str) -> dict[str, str]:
    return {"plan": "carry", **answers}


def test_under_the_same_plan_every_indicator_gets_an_empty_row(open_2025: Open) -> None:
    StrategicPlan.objects.update(last_year=2029)

    plan = open_2025()

    found = IndicatorResult.objects.filter(year_id=2025)
    assert [(r.row_key, r.target, r.actual, r.explanation) for r in found] == [
        ("1-1-1", None, None, ""),
        ("1-1-2", None, None, ""),
    ]
    assert not any("plan" in decision.text for decision in plan.decisions)
    assert Indicator.objects.count() == 2


def test_a_target_that_was_entered_before_stays(open_2025: Open, source: FiscalYear) -> None:
    StrategicPlan.objects.update(last_year=2029)
    year = FiscalYear.objects.create(year=2025)
    IndicatorResult.objects.create(
        year=year, indicator=Indicator.objects.get(code="1.1.1"), target=7
    )

    open_2025()

    targets = IndicatorResult.objects.filter(year=year).values_list("indicator__code", "target")
    assert sorted(targets) == [("1.1.1", 7), ("1.1.2", None)]


def test_an_indicator_that_ended_gets_no_row(open_2025: Open, source: FiscalYear) -> None:
    StrategicPlan.objects.update(last_year=2029)
    IndicatorSuccession.objects.create(
        predecessor=Indicator.objects.get(code="1.1.1"), year=2025, kind="ended"
    )

    open_2025()

    assert [r.row_key for r in IndicatorResult.objects.filter(year_id=2025)] == ["1-1-2"]


def test_without_a_plan_the_year_opens_without_indicators_and_says_so(open_2025: Open) -> None:
    plan = open_2025()

    assert not IndicatorResult.objects.filter(year_id=2025).exists()
    decision = next(d for d in plan.decisions if "2025 için plan yok" in d.text)
    assert decision.href == "/yonetim/performance/strategicplan/add/"


@pytest.mark.postgresql("constraints of codes and years")
def test_after_the_new_plan_was_entered_repeating_brings_its_indicators(open_2025: Open) -> None:
    open_2025()
    plan = StrategicPlan.objects.create(
        code="2025_2029", title="Yeni plan", first_year=2025, last_year=2029
    )
    goal = Goal.objects.create(plan=plan, code="1", title="Amaç")
    objective = Objective.objects.create(goal=goal, code="1.1", title="Hedef")
    Indicator.objects.create(objective=objective, code="1.1.1", name="Yeni gösterge")

    open_2025()

    result = IndicatorResult.objects.get(year_id=2025)
    assert result.indicator.name == "Yeni gösterge"
    # The same number in another plan is another indicator.
    assert Lines(FiscalYear.objects.get(year=2025)).previous(TABLE, "1-1-1") == ()


@pytest.mark.postgresql("constraints of codes and years")
def test_indicators_are_carried_on_into_a_new_plan_with_their_cards(open_2025: Open) -> None:
    plan = open_2025(answers=carrying())

    new = StrategicPlan.objects.get(code="2025_2029")
    assert (new.title, new.first_year, new.last_year) == ("Örnek 2025-2029 Planı", 2025, 2029)
    assert (new.mission, new.block_above) == ("Görev", 30)
    indicators = Indicator.objects.filter(objective__goal__plan=new)
    assert [(i.code, i.definition) for i in indicators] == [("1.1.1", "Tanım"), ("1.1.2", "Tanım")]
    assert {i.department.code for i in indicators if i.department} == {"park"}
    assert IndicatorResult.objects.filter(year_id=2025, indicator__in=indicators).count() == 2
    steps = IndicatorSuccession.objects.values_list("predecessor__code", "successor__code", "kind")
    assert sorted(steps) == [
        ("1.1.1", "1.1.1", "continued"),
        ("1.1.2", "1.1.2", "continued"),
    ]
    assert any("meclisin kabul ettiği" in decision.text for decision in plan.decisions)
    assert [a.row_key for a in achievements(FiscalYear.objects.get(year=2025))] == [
        "1-1-1",
        "1-1-2",
    ]


def test_a_carried_indicator_knows_its_line_under_any_number(open_2025: Open) -> None:
    open_2025(answers=carrying())
    Indicator.objects.filter(objective__goal__plan__code="2025_2029", code="1.1.2").update(
        code="1.1.9"
    )
    lines = Lines(FiscalYear.objects.get(year=2025))

    assert lines.previous(TABLE, "1-1-9") == ("1-1-2",)
    assert lines.previous("performance.periods", "1-1-1") == ("1-1-1",)
    assert lines.previous(TABLE, "9-9-9") == ()


def test_within_a_plan_an_indicator_is_its_own_line(open_2025: Open) -> None:
    StrategicPlan.objects.update(last_year=2029)
    old = Indicator.objects.get(code="1.1.1")
    new = Indicator.objects.create(objective=old.objective, code="1.1.3", name="Yeni adı")
    IndicatorSuccession.objects.create(predecessor=old, successor=new, year=2025, kind="renamed")
    open_2025()
    lines = Lines(FiscalYear.objects.get(year=2025))

    assert lines.previous(TABLE, "1-1-2") == ("1-1-2",)
    assert lines.previous(TABLE, "1-1-3") == ("1-1-3", "1-1-1")


def test_indicators_that_are_left_behind_are_not_in_the_new_plan(open_2025: Open) -> None:
    left = Indicator.objects.get(code="1.1.1")

    open_2025(answers=carrying(), options={f"performance.indicatorresult:{left.pk}": LEAVE})

    new = Indicator.objects.filter(objective__goal__plan__code="2025_2029")
    assert [indicator.code for indicator in new] == ["1.1.2"]


def test_the_directorate_of_a_carried_indicator_is_the_one_that_took_over(open_2025: Open) -> None:
    park = Department.objects.get(code="park")
    new = Department.objects.create(code="yesil", name="Yeşil")
    park.successions.create(successor=new, year=2025, kind="renamed")

    open_2025(answers=carrying())

    found = Indicator.objects.filter(objective__goal__plan__code="2025_2029")
    assert {indicator.department for indicator in found} == {new}


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        ({"plan_code": ""}, "plan_code"),
        ({"plan_code": "Yeni Plan"}, "plan_code"),
        ({"plan_code": "2020_2024"}, "plan_code"),
        ({"plan_title": ""}, "plan_title"),
        ({"plan_first": "x"}, "plan_first"),
        ({"plan_first": "2026"}, "plan_last"),
        ({"plan_last": "2020"}, "plan_last"),
    ],
)
def test_a_new_plan_that_can_not_be_is_refused_at_its_question(
    source: FiscalYear, open_2025: Open, answers: dict[str, str], name: str
) -> None:
    opening = prepare(2025, 2024, Choices(answers=carrying(**answers)))

    assert name in plan_year(opening).problems
    with pytest.raises(OpeningError):
        open_2025(answers=carrying(**answers))
    assert not FiscalYear.objects.filter(year=2025).exists()
