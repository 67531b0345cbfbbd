"""Results of indicators on the grid: yearly values, periods, reasons; targets are only shown."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client

from departments.models import Department
from performance.models import (
    Goal,
    Indicator,
    IndicatorResult,
    IndicatorSuccession,
    IndicatorValue,
    Objective,
    StrategicPlan,
)
from reports.collect.sheets import Progress, Sheet
from reports.collect.workflow.actions import open_sections
from reports.models import FiscalYear, OutlineSection, Report, Section

from .filling import Filling, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("rows are locked across tables")]

YEARLY, PERIODIC = "1.1.1 Yol", "1.1.2 Park"


@pytest.fixture
def indicators(report: Report, people: dict[str, User]) -> dict[str, Indicator]:
    OutlineSection.objects.create(code="III.B.2", number="2", title="Performans", position=3)
    plan = StrategicPlan.objects.create(code="2023_2027", title="Örnek", first_year=2023)
    goal = Goal.objects.create(plan=plan, code="1", title="Amaç")
    objective = Objective.objects.create(goal=goal, code="1.1", title="Hedef")
    department = Department.objects.get(code="fen-isleri")

    def make(code: str, name: str, **card: str) -> Indicator:
        return Indicator.objects.create(
            objective=objective, code=code, name=name, department=department, **card
        )

    made = {
        YEARLY: make("1.1.1", "Yol"),
        PERIODIC: make("1.1.2", "Park", period="quarter", measure="cumulative"),
    }
    open_sections(report.year)
    for indicator in made.values():
        IndicatorResult.objects.create(year=report.year, indicator=indicator, target=100)
    before = FiscalYear.objects.create(year=2023)
    IndicatorResult.objects.create(year=before, indicator=made[YEARLY], target=90, actual=80)
    return made


@pytest.fixture
def results(indicators: dict[str, Indicator]) -> Sheet:
    section = Section.objects.get(year=2024, code="III.B.2/fen-isleri")
    return sheet(section, "gostergeler")


@pytest.fixture
def grid(results: Sheet, editor: Client) -> Filling:
    return Filling(editor, results)


def shown(grid: Filling, row: int, column: str) -> str:
    cells = {cell.column.key: cell.text for cell in grid.response.context["page"].rows[row].cells}
    return str(cells[column])


def test_a_yearly_value_and_its_reason_are_saved(grid: Filling) -> None:
    assert "2023: <b>80</b>" in grid.text
    grid.put(
        {
            f"{YEARLY}: Gerçekleşme": "75,5",
            f"{YEARLY}: Neden grubu": "economy",
            f"{YEARLY}: Sapmanın nedeni": "Fiyatlar arttı.",
            f"{YEARLY}: Yeni tarih": "30.06.2025",
        }
    )
    assert grid.save().status_code == 302
    result = IndicatorResult.objects.get(year=2024, indicator__code="1.1.1")
    assert (result.actual, result.target) == (Decimal("75.5"), 100)
    assert (result.reason_category, str(result.new_date)) == ("economy", "2025-06-30")


def test_targets_are_not_entered_here(grid: Filling) -> None:
    assert shown(grid, 0, "target") == "100"
    assert f"{YEARLY}: Hedef" not in grid.labels
    result = IndicatorResult.objects.get(year=2024, indicator__code="1.1.1")
    grid.put({f"h.{result.indicator_id}.target": "1"}).save()
    result.refresh_from_db()
    assert result.target == 100


def test_the_outcome_follows_from_the_periods(
    grid: Filling, editor: Client, results: Sheet
) -> None:
    assert f"{PERIODIC}: Gerçekleşme" not in grid.labels
    assert f"{YEARLY}: 1. dönem" not in grid.labels
    grid.put({f"{PERIODIC}: 1. dönem": "20", f"{PERIODIC}: 2. dönem": "30,5"}).save()

    values = IndicatorValue.objects.order_by("period").values_list("period", "value")
    assert list(values) == [(1, 20), (2, Decimal("30.5"))]
    again = Filling(editor, results)
    assert shown(again, 1, "actual") == "50,5"
    assert shown(again, 1, "rate") == "%50,5"
    again.put({f"{PERIODIC}: 2. dönem": ""}).save()
    assert IndicatorValue.objects.get(period=2).value is None


def test_a_date_within_the_year_is_refused_at_its_cell(grid: Filling) -> None:
    grid.put({f"{YEARLY}: Yeni tarih": "30.06.2024", f"{PERIODIC}: 1. dönem": "4"}).save()
    (problem,) = grid.problems
    assert problem.startswith(f"{YEARLY}, Yeni tarih: Yeni tarih 2024 yılından sonra olmalıdır")
    assert not IndicatorValue.objects.exists()


def test_a_result_is_made_where_there_is_none(
    indicators: dict[str, Indicator], editor: Client
) -> None:
    IndicatorResult.objects.filter(year=2024).delete()
    section = Section.objects.get(year=2024, code="III.B.2/fen-isleri")
    grid = Filling(editor, sheet(section, "gostergeler"))
    grid.put({f"{PERIODIC}: 1. dönem": "4"}).save()
    result = IndicatorResult.objects.get(year=2024)
    assert (result.indicator, result.target) == (indicators[PERIODIC], None)


def test_two_people_meet_at_a_period(grid: Filling, colleague: Client, results: Sheet) -> None:
    Filling(colleague, results).put({f"{PERIODIC}: 1. dönem": "5"}).save()
    assert grid.put({f"{PERIODIC}: 1. dönem": "6"}).save().status_code == 409
    assert 'onunki <b>5</b> <span class="sheet-who">Örnek Other, ' in grid.text


def test_last_years_result_of_a_renamed_indicator_stands_beside(
    indicators: dict[str, Indicator], editor: Client
) -> None:
    old = Indicator.objects.create(
        objective=indicators[YEARLY].objective, code="1.1.9", name="Eski ad"
    )
    IndicatorSuccession.objects.create(
        predecessor=old, successor=indicators[PERIODIC], year=2024, kind="renamed"
    )
    IndicatorResult.objects.create(year_id=2023, indicator=old, target=5, actual=44)
    section = Section.objects.get(year=2024, code="III.B.2/fen-isleri")
    assert "2023: <b>44</b>" in Filling(editor, sheet(section, "gostergeler")).text


def test_rows_are_neither_added_nor_deleted(grid: Filling) -> None:
    page = grid.response.context["page"]
    assert (page.template, page.may_delete) == (None, False)
    assert not any(name.startswith("sil.") for name in grid.labels)


def test_a_block_finds_indicators_by_their_names(grid: Filling) -> None:
    grid.paste(f"Gösterge\t1. dönem\tGerçekleşme\n{PERIODIC}\t7\t\n{YEARLY}\t\t60")
    assert grid.save().status_code == 302
    assert IndicatorResult.objects.get(year=2024, indicator__code="1.1.1").actual == 60
    assert IndicatorValue.objects.get().value == 7


def test_progress_counts_values_not_reasons(grid: Filling, results: Sheet) -> None:
    assert results.progress() == Progress(filled=0, expected=5, rows=2, last_year_rows=1)
