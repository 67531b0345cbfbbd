"""Charts of licences, water, payments and purchases: findings computed, nothing drawn in vain."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from departments.charts_works import CHARTS
from reports.core.charts import draw
from reports.core.registry import Chart, Column, Kind, Tables
from reports.core.tables import Row, Table

BY_ID = {chart.id: chart for chart in CHARTS}


def table(id_: str, columns: dict[str, tuple[str, Kind]], *rows: tuple[Any, ...]) -> Table:
    return Table(
        id=id_,
        slug=id_.replace(".", "-"),
        title="Örnek",
        section="III.B.1",
        columns=tuple(Column(key, title, kind) for key, (title, kind) in columns.items()),
        rows=tuple(Row(str(row[0]), row[1:]) for row in rows),
        total=None,
    )


TABLES: Tables = {
    t.id: t
    for t in (
        table(
            "tables.licences_by_year",
            {
                "years": ("Yıl", Kind.CODE),
                "opening_licences": ("Açılış", Kind.INTEGER),
                "weekend_licences": ("Hafta tatili", Kind.INTEGER),
            },
            ("2022", "2022", 300, 1200),
            ("2023", "2023", 100, None),
            ("2024", "2024", 230, 380),
        ),
        table(
            "tables.water_sources",
            {"source": ("Kaynak", Kind.TEXT), "allocation_m3_day": ("Tahsis", Kind.DECIMAL)},
            ("a", "Küçük", Decimal("10.5")),
            ("b", "Büyük", Decimal("31.5")),
        ),
        table(
            "tables.accruals_bimonthly",
            {
                "period": ("Dönem", Kind.TEXT),
                "public_accrual": ("Resmî", Kind.MONEY),
                "normal_accrual": ("Normal", Kind.MONEY),
            },
            ("a", "Ocak-Şubat", Decimal("1000000.00"), Decimal("2000000.00")),
            ("b", "Mart-Nisan", Decimal("1500000.00"), Decimal("2500000.00")),
        ),
        table(
            "departments.contracts",
            {"title": ("İş", Kind.TEXT), "amount": ("Bedel", Kind.MONEY)},
            ("kucuk-is", "Küçük iş", Decimal(1)),
            ("buyuk-is", "Büyük iş", Decimal(9)),
            ("odemesiz", "Ödemesiz iş", Decimal(99)),
        ),
        table(
            "payments.buyuk_is",
            {
                "no": ("No", Kind.CODE),
                "date": ("Tarih", Kind.DATE),
                "accrual": ("Tahakkuk", Kind.MONEY),
            },
            ("1", "1", None, Decimal("1500000.00")),
            ("2", "2", None, Decimal("2500000.00")),
        ),
        table(
            "departments.direct_procurements",
            {"department": ("Müdürlük", Kind.TEXT), "amount_incl_vat": ("Tutar", Kind.MONEY)},
            ("a-1", "Örnek A", Decimal("1000000.00")),
            ("b-1", "Örnek B", Decimal("2000000.00")),
            ("b-2", "Örnek B", Decimal("1000000.00")),
        ),
    )
}


@pytest.mark.parametrize(
    ("chart", "title"),
    [
        (
            "departments.licences_by_year",
            "2024 yılında 610 ruhsat verildi; en çok ruhsat 2022 yılında verilmişti (1.500)",
        ),
        ("departments.water_sources", "İçme suyu tahsisinin %75'i tek kaynaktan: Büyük"),
        (
            "departments.water_accruals",
            "Su tahakkuku en çok Mart-Nisan döneminde yapıldı: 4 milyon TL",
        ),
        ("departments.payments", "Büyük iş: 2 hakedişte 4 milyon TL tahakkuk etti"),
        (
            "departments.direct_procurements",
            "4 milyon TL tutarındaki doğrudan teminin %75'i tek müdürlükte: Örnek B",
        ),
    ],
)
def test_a_title_states_the_finding(chart: str, title: str) -> None:
    assert BY_ID[chart].title(TABLES) == title


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_a_chart_is_drawn_from_its_table(chart: Chart) -> None:
    spec = chart.spec(TABLES)
    assert spec is not None
    assert "<svg" in draw(spec, chart.id)[:200]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_without_its_table_a_chart_is_not_drawn(chart: Chart) -> None:
    assert chart.spec({}) is None


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_with_an_empty_table_or_without_its_columns_a_chart_is_not_drawn(chart: Chart) -> None:
    empty = table(chart.dataset, {"title": ("Ad", Kind.TEXT), "amount": ("Tutar", Kind.MONEY)})

    assert chart.spec({chart.dataset: empty}) is None


def test_a_missing_figure_is_left_out_of_words_and_drawing() -> None:
    chart = BY_ID["departments.licences_by_year"]
    spec = chart.spec(TABLES)
    assert spec is not None

    assert chart.description(TABLES) == (
        "Sütun grafik, yıllara göre verilen ruhsatları gösterir. 2022: Açılış 300, Hafta tatili "
        "1.200; 2023: Açılış 100; 2024: Açılış 230, Hafta tatili 380."
    )
    assert [(v["grup"], v["dizi"], v["deger"]) for v in spec["data"]["values"]] == [
        ("2022", "Açılış", 300),
        ("2022", "Hafta tatili", 1200),
        ("2023", "Açılış", 100),
        ("2024", "Açılış", 230),
        ("2024", "Hafta tatili", 380),
    ]
