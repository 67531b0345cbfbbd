"""Rules become the milestones of a year and the due dates of its sections; repeating is safe."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from reports.collect.calendar.milestones import create_milestones
from reports.collect.calendar.rules import default_rules, ensure_rules, rules_for
from reports.models import Milestone, MilestoneRule, Report, Section

pytestmark = pytest.mark.postgresql("unique rows and ranges are its constraints")


def rule(**values: object) -> MilestoneRule:
    return MilestoneRule(**{"code": "ornek", "title": "Örnek", "month": 2, "day": 31, **values})


def test_every_default_rule_is_valid_and_there_from_the_start(db: None) -> None:
    values_of_all = list(default_rules())
    assert values_of_all
    for values in values_of_all:
        found = MilestoneRule.objects.get(code=values["code"])
        found.full_clean()
        assert found.basis or not found.verified


def test_default_rules_come_back_neither_twice_nor_changed(db: None) -> None:
    MilestoneRule.objects.filter(code="meclis").update(day=10)

    assert ensure_rules() == []
    assert MilestoneRule.objects.get(code="meclis").day == 10


@pytest.mark.parametrize(
    ("year", "day"),
    [(2025, date(2026, 2, 28)), (2027, date(2028, 2, 29)), (2026, date(2027, 2, 28))],
)
def test_the_last_day_of_february(year: int, day: date) -> None:
    assert rule().due_on(year) == day


@pytest.mark.parametrize(
    ("sections", "code", "covered"),
    [
        ("III.A", "III.A", True),
        ("III.A", "III.A.1", True),
        ("I", "II.A", False),
        ("III.B.1/", "III.B.1/fen", True),
        ("III.B.1/", "III.B.1", False),
        ("III.B.1", "III.B.1/fen", True),
        ("", "III.A", False),
        ("I III.A", "III.A.2", True),
    ],
)
def test_which_sections_a_rule_names(sections: str, code: str, covered: bool) -> None:
    assert (rule(sections=sections).nearness(code) > 0) is covered


def test_a_later_rule_takes_over_from_its_first_day(db: None) -> None:
    MilestoneRule.objects.filter(code="meclis").update(valid_to=date(2026, 12, 31))
    later = MilestoneRule.objects.get(code="meclis")
    later.pk, later.month, later.valid_from, later.valid_to = None, 5, date(2027, 1, 1), None
    later.full_clean()
    later.save()

    def due(year: int) -> list[date]:
        return [day for day, found in rules_for(year) if found.code == "meclis"]

    assert due(2025) == [date(2026, 4, 30)]
    assert due(2026) == [date(2027, 5, 30)]


def test_two_rules_of_one_code_do_not_hold_on_the_same_day(db: None) -> None:
    twin = MilestoneRule.objects.get(code="meclis")
    twin.pk, twin.valid_from = None, date(2020, 1, 1)

    with pytest.raises(ValidationError, match="yürürlük sonu"):
        twin.full_clean()


def test_the_year_gets_its_milestones_and_sections_their_due_dates(report: Report) -> None:
    made = create_milestones(report.year)

    assert {m.code for m in made} == {values["code"] for values in default_rules()}
    assert Milestone.objects.get(code="beklentiler").due_on == date(2025, 7, 31)
    assert dict(Section.objects.values_list("code", "due_on")) == {
        "I.C.1": date(2026, 3, 15),
        "III.A.1": date(2026, 3, 15),
        "III.B.1": date(2026, 3, 15),
        "III.B.1/fen": date(2026, 2, 28),
        "III.B.1/mali": date(2026, 2, 28),
        "III.B.1/park": date(2026, 2, 28),
    }


def test_repeating_changes_nothing_that_staff_moved(report: Report) -> None:
    create_milestones(report.year)
    Milestone.objects.filter(code="meclis").update(due_on=date(2026, 4, 7))
    Section.objects.filter(code="III.A.1").update(due_on=date(2026, 3, 20))

    assert create_milestones(report.year) == []
    assert Milestone.objects.get(code="meclis").due_on == date(2026, 4, 7)
    assert Section.objects.get(code="III.A.1").due_on == date(2026, 3, 20)


def test_a_new_section_gets_the_due_date_that_staff_moved(report: Report) -> None:
    """The milestone of the year counts, not the rule."""
    create_milestones(report.year)
    Milestone.objects.filter(code="birim-raporlari").update(due_on=date(2026, 2, 20))
    Section.objects.create(year=report.year, code="III.B.1/yeni", title="Yeni")

    create_milestones(report.year)

    assert Section.objects.get(code="III.B.1/yeni").due_on == date(2026, 2, 20)
