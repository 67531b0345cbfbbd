"""Published tables, sections, charts and headlines of performance."""

from __future__ import annotations

from decimal import Decimal

import pytest

from performance import datasets
from performance.charts import CHARTS
from performance.kit import HEADLINES, objective_sections
from performance.models import SwotItem
from reports.core.charts import draw
from reports.core.materialising import materialise
from reports.core.registry import Dataset, Tables
from reports.models import FiscalYear

from .conftest import MakeIndicator

pytestmark = pytest.mark.django_db

D = Decimal


def tables_of(year: FiscalYear) -> Tables:
    return {dataset.id: materialise(dataset, year) for dataset in datasets.DATASETS}


@pytest.fixture
def figures(year: FiscalYear, indicator: MakeIndicator) -> Tables:
    indicator("1.1.1", target="3", actual="2")
    indicator("1.1.2", target="4", actual="4")
    indicator("1.1.3", target="0", actual="0")
    indicator("2.1.1", target="10", actual="1")
    return tables_of(year)


@pytest.mark.postgresql("order and rounding")
def test_indicators_are_published_with_rate_and_state(figures: Tables) -> None:
    table = figures["performance.indicators"]
    columns = ("code", "objective", "target", "actual", "rate", "status")

    assert [[table.value(row.key, column) for column in columns] for row in table.rows] == [
        ["1.1.1", "1.1", D(3), D(2), D("66.666667"), "Kısmen ulaşıldı"],
        ["1.1.2", "1.1", D(4), D(4), D(100), "Ulaşıldı"],
        ["1.1.3", "1.1", D(0), D(0), None, "Değerlendirilemedi"],
        ["2.1.1", "2.1", D(10), D(1), D(10), "Ulaşılamadı"],
    ]
    assert [row.key for row in table.rows] == ["1-1-1", "1-1-2", "1-1-3", "2-1-1"]


@pytest.mark.postgresql("order and rounding")
def test_the_total_rate_leaves_out_what_could_not_be_assessed(figures: Tables) -> None:
    table = figures["performance.goal_results"]
    columns = ("indicator_count", "achieved", "partly", "missed", "no_data", "achieved_rate")

    assert [table.value("total", column) for column in columns] == [4, 1, 1, 1, 1, D("33.333333")]
    assert [table.value("1", column) for column in columns] == [3, 1, 1, 0, 1, D(50)]


@pytest.mark.postgresql("order and rounding")
def test_goals_and_objectives_count_what_is_below_them(figures: Tables) -> None:
    goals, objectives = figures["performance.goals"], figures["performance.objectives"]

    assert [row.cells for row in goals.rows] == [
        ("1", "Örnek amaç 1", 1, 3),
        ("2", "Örnek amaç 2", 1, 1),
    ]
    assert objectives.value("1-1", "performance_target") == "Örnek performans hedefi"
    assert objectives.value("total", "indicator_count") == 4


def test_strengths_and_weaknesses_have_their_own_sections(year: FiscalYear) -> None:
    for kind, no in (("weakness", 1), ("strength", 2), ("strength", 1)):
        SwotItem.objects.create(year=year, kind=kind, no=no, text=f"Örnek {kind} {no}")

    tables = tables_of(year)

    assert {
        name: [row.key for row in tables[f"performance.{name}"].rows]
        for name in ("strengths", "weaknesses", "swot")
    } == {
        "strengths": ["strength-1", "strength-2"],
        "weaknesses": ["weakness-1"],
        "swot": ["strength-1", "strength-2", "weakness-1"],
    }
    assert tables["performance.swot"].in_section is False


def test_each_objective_is_a_section_with_its_indicators(year: FiscalYear, figures: Tables) -> None:
    first, second = objective_sections(year)

    assert (first.code, first.number, first.title) == (
        "III.B.2/1-1",
        "1.1",
        "Örnek hedef 1.1",
    )
    assert first.facts == {"kind": "objective", "goal": "1", "objective": "1.1"}
    (part,) = first.parts
    assert (part.dataset, part.rows) == ("performance.indicators", ("1-1-1", "1-1-2", "1-1-3"))
    shown = figures[part.dataset].selection(part.rows, part.columns)
    assert [column.key for column in shown.columns] == [
        "code",
        "name",
        "unit",
        "target",
        "actual",
        "rate",
        "status",
        "explanation",
    ]
    assert second.parts[0].rows == ("2-1-1",)


def test_an_objective_without_indicators_has_no_table(year: FiscalYear, plan: object) -> None:
    assert [section.parts for section in objective_sections(year)] == [(), ()]


def test_charts_state_their_finding_and_can_be_drawn(figures: Tables) -> None:
    assert {chart.id: chart.title(figures) for chart in CHARTS} == {
        "performance.states_by_goal": (
            "Değerlendirilebilen 3 göstergeden 1 tanesinde hedefe ulaşıldı (%33,3)"
        ),
        "performance.average_by_goal": (
            "Ortalama gerçekleşme en yüksek Amaç 1 (%83,3), en düşük Amaç 2 (%10)"
        ),
    }
    assert CHARTS[0].description(figures) == (
        "Yığılmış çubuk grafik, amaçlara göre gösterge sayısı ve durumu: Amaç 1: ulaşıldı 1, "
        "kısmen ulaşıldı 1, değerlendirilemedi 1; Amaç 2: ulaşılamadı 1."
    )
    for chart in CHARTS:
        spec = chart.spec(figures)
        assert spec is not None
        assert draw(spec, chart.id).startswith("<svg")


def test_nothing_is_drawn_before_results_are_known(
    year: FiscalYear, indicator: MakeIndicator
) -> None:
    assert [chart.spec(tables_of(year)) for chart in CHARTS] == [None, None]
    indicator("1.1.1", target="5")
    assert [chart.spec(tables_of(year)) for chart in CHARTS] == [None, None]


def test_headlines_name_figures_that_exist(figures: Tables) -> None:
    assert {h.key: str(figures[h.dataset].value(h.row, h.column)) for h in HEADLINES} == {
        "indicators": "4",
        "achieved_rate": "33.333333",
    }


@pytest.mark.parametrize("dataset", datasets.DATASETS, ids=lambda dataset: dataset.id)
def test_every_table_is_published_empty_and_says_its_basis(
    year: FiscalYear, dataset: Dataset
) -> None:
    table = materialise(dataset, year)

    assert (table.rows, table.total) == ((), None)
    assert dataset.basis
    assert dataset.description
