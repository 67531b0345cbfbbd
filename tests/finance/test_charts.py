"""Charts of finance say their finding in Turkish and draw nothing without figures."""

from __future__ import annotations

import pytest

from departments.models import Department
from finance.charts import CHARTS
from finance.datasets import DATASETS
from finance.kit import HEADLINES
from finance.models import DepartmentBudget, ExpenditureLine, RevenueLine
from reports.core.charts import draw
from reports.core.materialising import materialise
from reports.core.registry import Tables
from reports.models import FiscalYear

from .conftest import MakeCode

pytestmark = pytest.mark.django_db


def tables_of(year: FiscalYear) -> Tables:
    return {dataset.id: materialise(dataset, year) for dataset in DATASETS}


@pytest.fixture
def figures(year: FiscalYear, spending: MakeCode, earning: MakeCode) -> Tables:
    million = 1_000_000
    for code, budget, carried_in, spent in (("01", 40, 5, 40), ("03", 60, 0, 50)):
        ExpenditureLine.objects.create(
            year=year,
            code=spending(code),
            budget=budget * million,
            carried_in=carried_in * million,
            spent=spent * million,
            carried_out=0,
        )
    for code, estimate, gross in (("01", 30, 20), ("05", 70, 60)):
        RevenueLine.objects.create(
            year=year,
            code=earning(code),
            estimate=estimate * million,
            gross=gross * million,
            refunds=0,
        )
    for number, spent in enumerate((75, 15)):
        DepartmentBudget.objects.create(
            year=year,
            department=Department.objects.create(code=f"ornek-{number}", name=f"Örnek {number}"),
            appropriation=100 * million,
            spent=spent * million,
        )
    return tables_of(year)


def test_titles_state_the_finding(figures: Tables) -> None:
    assert {chart.id: chart.title(figures) for chart in CHARTS} == {
        "finance.budget_and_outcome": "Bütçelenene göre gerçekleşme: gelir %80, gider %90",
        "finance.spending_by_code": "Bütçe giderinde en büyük pay: Örnek gider 03, %55,6",
        "finance.appropriation_flow": "Toplam ödenekten %85,7 harcandı, %14,3 iptal edildi",
        "finance.revenue_by_source": "Net tahsilatta en büyük pay: Örnek gelir 05, %75",
        "finance.department_budgets": (
            "En çok harcayan birim: Örnek 0, toplam harcamanın %83,3 kadarı"
        ),
    }


def test_descriptions_say_every_figure_in_words(figures: Tables) -> None:
    found = {chart.id: chart.description(figures) for chart in CHARTS}

    assert found["finance.spending_by_code"] == (
        "Çubuk grafik, ekonomik koda göre bütçe giderleri, büyükten küçüğe: "
        "Örnek gider 03 50 milyon TL; Örnek gider 01 40 milyon TL."
    )
    assert found["finance.appropriation_flow"] == (
        "Basamaklı çubuk grafik. Ödeneğin kaynakları: Devreden ödenek 5 milyon TL; Bütçe ödeneği "
        "100 milyon TL. Toplam ödenek 105 milyon TL. Kullanımı: Bütçe gideri 90 milyon TL; İptal "
        "edilen 15 milyon TL."
    )
    assert all(found.values())


def test_every_chart_can_be_drawn(figures: Tables) -> None:
    for chart in CHARTS:
        spec = chart.spec(figures)
        assert spec is not None
        assert draw(spec, chart.id).startswith("<svg")


def test_bars_have_the_length_of_their_amount(figures: Tables) -> None:
    (chart,) = [chart for chart in CHARTS if chart.id == "finance.revenue_by_source"]
    spec = chart.spec(figures)

    assert spec is not None
    assert spec["data"]["values"] == [
        {"label": "Örnek gelir 05", "amount": 60.0, "text": "60 milyon TL"},
        {"label": "Örnek gelir 01", "amount": 20.0, "text": "20 milyon TL"},
    ]


def test_nothing_is_drawn_without_figures(year: FiscalYear) -> None:
    tables = tables_of(year)

    assert [chart.spec(tables) for chart in CHARTS] == [None] * len(CHARTS)


def test_a_line_without_spending_draws_no_flow(year: FiscalYear, spending: MakeCode) -> None:
    ExpenditureLine.objects.create(year=year, code=spending("01"), budget=10)

    assert [chart.spec(tables_of(year)) for chart in CHARTS] == [None] * len(CHARTS)


def test_headlines_name_figures_that_exist(figures: Tables) -> None:
    found = {h.key: figures[h.dataset].value(h.row, h.column) for h in HEADLINES}

    assert {key: str(value) for key, value in found.items()} == {
        "spending": "90000000.00",
        "realisation_rate": "85.714286",
        "net_revenue": "80000000.00",
        "budget_balance": "-10000000.00",
    }
