"""Plan, goals, objectives and indicator cards in the office."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from performance.models import Goal, Indicator, Objective, StrategicPlan
from reports.models import FiscalYear
from tests.departments.office import add, change, delete, no_inline_rows, sentences

from .conftest import MakeIndicator

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("constraints of codes and years")]

NO_GOALS = no_inline_rows("goals")
NO_OBJECTIVES = no_inline_rows("objectives")
NO_INDICATORS = no_inline_rows("indicators")
NO_SUCCESSIONS = no_inline_rows("successions")
LIMITS = {"warn_above": "0", "block_above": "20", "reasons_from_year": "2025"}


def card(objective: Objective, code: str, **values: Any) -> dict[str, Any]:
    return {
        "objective": objective.pk,
        "code": code,
        "name": "Örnek gösterge",
        "unit": "number",
        "direction": "higher",
        "period": "yearly",
        "measure": "last",
        **NO_SUCCESSIONS,
        **values,
    }


def test_a_plan_is_added_changed_and_deleted_in_the_office(admin_client: Client) -> None:
    form = {"code": "2025_2029", "title": "Örnek Plan", "first_year": 2025, "last_year": 2029}

    assert sentences(add(admin_client, StrategicPlan, **form, **LIMITS, **NO_GOALS)) == []
    plan = StrategicPlan.objects.get()
    assert (str(plan), plan.position) == ("Örnek Plan", 1)

    changed = form | {"vision": "Örnek vizyon"}
    assert sentences(change(admin_client, plan, **changed, **LIMITS, **NO_GOALS)) == []
    plan.refresh_from_db()
    assert plan.vision == "Örnek vizyon"

    assert delete(admin_client, plan).status_code == 302
    assert not StrategicPlan.objects.exists()


def test_a_plan_that_ends_before_it_begins_is_refused(admin_client: Client) -> None:
    form = {"code": "ornek", "title": "Örnek", "first_year": 2025, "last_year": 2024}

    assert sentences(add(admin_client, StrategicPlan, **form, **LIMITS, **NO_GOALS)) == [
        "Planın son yılı ilk yılından önce olamaz; yıllardan biri düzeltilmelidir."
    ]


def test_a_goal_is_added_changed_and_deleted_in_the_office(
    admin_client: Client, plan: StrategicPlan
) -> None:
    form = {"plan": plan.pk, "code": "3", "title": "Örnek"}

    assert sentences(add(admin_client, Goal, **form, **NO_OBJECTIVES)) == []
    goal = Goal.objects.get(code="3")
    assert str(goal) == "A3 Örnek"

    changed = form | {"title": "Başka"}
    assert sentences(change(admin_client, goal, **changed, **NO_OBJECTIVES)) == []
    goal.refresh_from_db()
    assert goal.title == "Başka"

    assert delete(admin_client, goal).status_code == 302
    assert not Goal.objects.filter(code="3").exists()


def test_an_objective_is_added_changed_and_deleted_in_the_office(
    admin_client: Client, plan: StrategicPlan
) -> None:
    form = {"goal": plan.goals.get(code="1").pk, "code": "1.2", "title": "Örnek"}

    assert sentences(add(admin_client, Objective, **form, **NO_INDICATORS)) == []
    objective = Objective.objects.get(code="1.2")
    assert (str(objective), objective.row_key) == ("H1.2 Örnek", "1-2")

    changed = form | {"performance_target": "Örnek hedef"}
    assert sentences(change(admin_client, objective, **changed, **NO_INDICATORS)) == []
    objective.refresh_from_db()
    assert objective.performance_target == "Örnek hedef"

    assert delete(admin_client, objective).status_code == 302
    assert not Objective.objects.filter(code="1.2").exists()


def test_an_indicator_is_added_changed_and_deleted_in_the_office(
    admin_client: Client, plan: StrategicPlan
) -> None:
    objective = Objective.objects.get(code="1.1")

    assert sentences(add(admin_client, Indicator, **card(objective, "1.1.10"))) == []
    indicator = Indicator.objects.get()
    assert (str(indicator), indicator.row_key) == ("1.1.10 Örnek gösterge", "1-1-10")

    changed = card(objective, "1.1.10", definition="Örnek tanım")
    assert sentences(change(admin_client, indicator, **changed)) == []
    indicator.refresh_from_db()
    assert indicator.definition == "Örnek tanım"

    assert delete(admin_client, indicator).status_code == 302
    assert not Indicator.objects.exists()


def test_objectives_are_typed_as_a_table_inside_their_goal(
    admin_client: Client, plan: StrategicPlan
) -> None:
    goal = plan.goals.get(code="2")
    known = goal.objectives.get()
    rows = {
        "objectives-TOTAL_FORMS": "2",
        "objectives-INITIAL_FORMS": "1",
        "objectives-0-id": known.pk,
        "objectives-0-goal": goal.pk,
        "objectives-0-code": "2.1",
        "objectives-0-title": "Değişen hedef",
        "objectives-1-goal": goal.pk,
        "objectives-1-code": "2.2",
        "objectives-1-title": "Yeni hedef",
    }

    response = change(admin_client, goal, plan=plan.pk, code="2", title=goal.title, **rows)

    assert response.status_code == 302
    assert list(goal.objectives.values_list("code", "title")) == [
        ("2.1", "Değişen hedef"),
        ("2.2", "Yeni hedef"),
    ]


def test_the_same_code_is_refused_with_its_cure(
    admin_client: Client, plan: StrategicPlan, indicator: MakeIndicator
) -> None:
    goal = plan.goals.get(code="1")
    objective = goal.objectives.get()
    indicator("1.1.1")

    refused = [
        sentences(
            add(admin_client, StrategicPlan, code="2020_2024", title="Örnek", **LIMITS, **NO_GOALS)
        ),
        sentences(add(admin_client, Goal, plan=plan.pk, code="1", title="Ö", **NO_OBJECTIVES)),
        sentences(
            add(admin_client, Objective, goal=goal.pk, code="1.1", title="Ö", **NO_INDICATORS)
        ),
        sentences(add(admin_client, Indicator, **card(objective, "1.1.1"))),
    ]

    cure = "mevcut kayıt düzenlenmeli ya da başka bir kod verilmelidir."
    assert refused == [
        [f"Bu kodla bir stratejik plan zaten var; {cure}"],
        [f"Bu planda bu kodla bir amaç zaten var; {cure}"],
        [f"Bu amaçta bu kodla bir hedef zaten var; {cure}"],
        [f"Bu hedefte bu kodla bir gösterge zaten var; {cure}"],
    ]


def test_a_code_continues_the_code_above_it(admin_client: Client, plan: StrategicPlan) -> None:
    goal = plan.goals.get(code="1")
    objective = goal.objectives.get()

    refused = [
        sentences(add(admin_client, Goal, plan=plan.pk, code="A", title="Ö", **NO_OBJECTIVES)),
        sentences(
            add(admin_client, Objective, goal=goal.pk, code="2.7", title="Ö", **NO_INDICATORS)
        ),
        sentences(add(admin_client, Indicator, **card(objective, "1.2.1"))),
    ]

    assert refused == [
        ["Amaç kodu bir sayıdır: 1, 2, 3 …"],
        ["Hedef kodu, amacın koduyla başlamalıdır: 1.1, 1.2 gibi."],
        ["Gösterge kodu, hedefin koduyla başlamalıdır: 1.1.1, 1.1.2 gibi."],
    ]


@pytest.mark.parametrize(
    ("plans", "code"),
    [
        ([("a", 2020, 2024)], "a"),
        ([("a", 2015, 2023)], None),
        ([("a", 2025, 2029)], None),
        ([("a", 2020, 2024), ("b", 2024, 2028)], "b"),
        ([("a", None, None)], "a"),
        ([("a", None, None), ("b", 2020, 2024)], "b"),
        ([], None),
    ],
)
def test_a_year_has_the_newest_plan_that_covers_it(
    year: FiscalYear, plans: list[tuple[str, int | None, int | None]], code: str | None
) -> None:
    for name, first, last in plans:
        StrategicPlan.objects.create(code=name, title=name, first_year=first, last_year=last)

    plan = StrategicPlan.objects.in_force(year)

    assert (plan.code if plan else None) == code
