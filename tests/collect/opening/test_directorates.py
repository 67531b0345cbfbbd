"""Directorates that were renamed, merged, split or ended; who answers; lines through the years."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from departments.models import (
    Department,
    DepartmentSuccession,
    FigureGroup,
    FreeTable,
    Membership,
    SectionAssignment,
)
from finance.models import DepartmentBudget
from reports.collect.opening import Lines, Plan, Texts, previous_key
from reports.models import FiscalYear, Narrative

from .conftest import assign, section

pytestmark = pytest.mark.django_db

Open = Callable[..., Plan]
Person = Callable[..., User]


def become(old: str, *new: str, kind: str, year: int = 2025, ends: bool = True) -> None:
    """Record what became of a directorate."""
    before = Department.objects.get(code=old)
    if ends:
        before.valid_to = date(year - 1, 12, 31)
        before.save()
    for code in new or (None,):
        after = None
        if code is not None:
            after, _made = Department.objects.get_or_create(
                code=code, defaults={"name": f"Örnek {code} Müdürlüğü"}
            )
        DepartmentSuccession.objects.create(
            predecessor=before, successor=after, year=year, kind=kind
        )


def owner_of(code: str) -> tuple[str, str, str]:
    found = section(code).assignment
    return found.department.code, str(found.owner or ""), str(found.deputy or "")


# -- who answers --------------------------------------------------------------------------------


@pytest.mark.postgresql("dates decide")
def test_owner_and_deputy_go_on(open_2025: Open, person: Person) -> None:
    assign("III.B.1/park", person("ayse", "park"), person("ali", "park"))

    open_2025()

    assert owner_of("III.B.1/park") == ("park", "ayse", "ali")
    assert owner_of("III.A.1") == ("mali", "", "")


def test_a_section_stays_with_the_directorate_that_it_was_given_to(open_2025: Open) -> None:
    assignment = assign("I.C.1")
    assignment.department = Department.objects.get(code="park")
    assignment.save()

    open_2025()

    assert owner_of("I.C.1")[0] == "park"


def test_who_left_does_not_answer_any_more_and_is_named(open_2025: Open, person: Person) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    gone = person("giden", "park", valid_to=yesterday)
    inactive = person("kapali", "park")
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    assign("III.B.1/park", gone, inactive)

    plan = open_2025()

    assert owner_of("III.B.1/park") == ("park", "", "")
    named = [d.text for d in plan.decisions if "sorumlu" in d.text]
    assert len(named) == 1
    assert "Örnek giden" in named[0]
    assert "Örnek kapali" in named[0]


def test_assignments_that_were_changed_since_stay(open_2025: Open, person: Person) -> None:
    assign("III.B.1/park", person("ayse", "park"))
    open_2025()
    SectionAssignment.objects.filter(section=section("III.B.1/park")).update(
        owner=person("veli", "park")
    )

    open_2025()

    assert owner_of("III.B.1/park")[1] == "veli"


# -- what became of directorates ----------------------------------------------------------------


@pytest.mark.parametrize("ends", [True, False], ids=["with dates", "without dates"])
def test_a_renamed_directorate_goes_on_under_its_new_name(
    open_2025: Open, person: Person, ends: bool
) -> None:
    ayse = person("ayse", "park")
    assign("III.B.1/park", ayse)
    become("park", "yesil", kind="renamed", ends=ends)
    Membership.objects.create(user=ayse, department=Department.objects.get(code="yesil"))

    open_2025(texts=Texts.KEEP)

    assert owner_of("III.B.1/yesil") == ("yesil", "ayse", "")
    assert FigureGroup.objects.get(year_id=2025).department.code == "yesil"
    assert Narrative.objects.filter(year_id=2025, section="III.B.1/yesil").exists()
    assert not Narrative.objects.filter(year_id=2025, section="III.B.1/park").exists()


def test_a_merged_directorate_brings_its_tables_and_the_texts_are_named(
    open_2025: Open, person: Person
) -> None:
    assign("III.B.1/fen-isleri", person("fenci", "fen-isleri"))
    assign("III.B.1/park", person("ayse", "park"))
    become("park", "fen-isleri", kind="merged")

    plan = open_2025(texts=Texts.KEEP)

    assert owner_of("III.B.1/fen-isleri") == ("fen-isleri", "fenci", "")
    assert FigureGroup.objects.get(year_id=2025).department.code == "fen-isleri"
    text = Narrative.objects.get(year_id=2025, section="III.B.1/fen-isleri")
    assert text.body == "Yolların çalışmaları."
    assert any("birleştirilmesi" in d.text and "III.B.1/park" in d.text for d in plan.decisions)


def test_of_a_split_directorate_the_first_successor_takes_over_until_it_is_decided(
    open_2025: Open,
) -> None:
    become("park", "yesil", "mezarlik", kind="split")

    plan = open_2025()

    assert FigureGroup.objects.get(year_id=2025).department.code == "yesil"
    decision = next(d for d in plan.decisions if "ayrıldı" in d.text)
    assert "Örnek yesil Müdürlüğü, Örnek mezarlik Müdürlüğü" in decision.text
    assert decision.href
    assert owner_of("III.B.1/mezarlik")[0] == "mezarlik"


def test_a_directorate_that_gave_a_part_away_keeps_its_own(open_2025: Open) -> None:
    become("park", "mezarlik", kind="split", ends=False)

    open_2025()

    assert FigureGroup.objects.get(year_id=2025).department.code == "park"
    assert owner_of("III.B.1/park")[0] == "park"


def test_the_tables_of_an_ended_directorate_stay_behind_and_that_is_said(open_2025: Open) -> None:
    become("park", kind="ended")

    plan = open_2025()

    assert not FigureGroup.objects.filter(year_id=2025).exists()
    assert FreeTable.objects.filter(year_id=2025).count() == 1
    assert not DepartmentBudget.objects.filter(year_id=2025, department__code="park").exists()
    assert any("Örnek park Müdürlüğü 2025 yılında yok" in d.text for d in plan.decisions)


def test_changes_of_later_years_do_not_count_yet(open_2025: Open) -> None:
    become("park", "yesil", kind="renamed", year=2026)

    open_2025()

    assert FigureGroup.objects.get(year_id=2025).department.code == "park"


@pytest.mark.postgresql("dates decide")
def test_a_chain_of_changes_is_followed_to_its_end(open_2025: Open) -> None:
    become("park", "yesil", kind="renamed")
    become("yesil", "cevre", kind="renamed", ends=False)

    open_2025()

    assert FigureGroup.objects.get(year_id=2025).department.code == "cevre"


def test_a_year_without_the_compiling_unit_says_so(open_2025: Open) -> None:
    Department.objects.filter(code="mali").update(valid_to=date(2024, 12, 31))

    plan = open_2025()

    assert any("raporu derleyen birim belli değil" in d.text for d in plan.decisions)


# -- lines --------------------------------------------------------------------------------------


def test_the_line_of_a_directorate_follows_its_changes(open_2025: Open) -> None:
    become("park", "yesil", kind="renamed")
    become("fen-isleri", "yesil", kind="merged")
    open_2025()
    lines = Lines(FiscalYear.objects.get(year=2025))

    assert lines.previous("finance.department_budgets", "yesil") == ("yesil", "park", "fen-isleri")
    assert lines.previous("finance.department_budgets", "mali") == ("mali",)
    assert lines.previous("departments.vehicles", "kamyon") == ("kamyon",)
    assert previous_key(lines.year, "finance.department_budgets", "mali") == "mali"
    assert previous_key(lines.year, "finance.department_budgets", "yesil") == ""


def test_lines_of_a_year_are_read_once(
    open_2025: Open, django_assert_num_queries: Callable[..., object]
) -> None:
    open_2025()
    lines = Lines(FiscalYear.objects.get(year=2025))
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        for code in ("mali", "park", "fen-isleri") * 10:
            lines.previous("finance.department_budgets", code)
