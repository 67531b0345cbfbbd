"""2025 opened from a small 2024 with a table of every kind, once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from departments.models import Department, FigureGroup, FreeColumn, FreeRow, FreeTable, KeyFigure
from performance.models import Indicator
from reports.collect.opening import Choices, open_year, prepare
from reports.models import FiscalYear
from tests import lasting
from tests.collect.opening.conftest import make_2024

COLUMNS = (
    # key, title, kind, unit, total, formula
    ("ad", "Ad", "text", "", "none", ""),
    ("kod", "Kod", "code", "", "none", ""),
    ("adet", "Adet", "integer", "adet", "sum", ""),
    ("olumlu", "Olumlu", "integer", "adet", "sum", ""),
    ("alan", "Alan", "decimal", "m²", "sum", ""),
    ("tutar", "Tutar", "money", "TL", "sum", ""),
    ("pay", "Pay", "percent", "", "none", ""),
    ("tarih", "Tarih", "date", "", "none", ""),
    ("fark", "Fark", "integer", "adet (fark)", "none", "adet - olumlu"),
    ("oran", "Oran", "percent", "", "ratio", "olumlu / adet * 100"),
    ("hisse", "Hisse", "percent", "", "ratio", "share(adet)"),
)
ROWS = (
    {
        "ad": "=1+1",
        "kod": "06",
        "adet": "1200",
        "olumlu": "300",
        "alan": "12.5",
        "tutar": "1234567.89",
        "pay": "51.5",
        "tarih": "2024-03-01",
    },
    {"ad": "+90 hattı", "kod": "07", "adet": "0", "alan": "12", "pay": "0.3"},
    {"ad": "@örnek", "kod": "1-2", "olumlu": "4"},
)


def make_more() -> None:
    """What the small year lacks: all kinds of columns, formulas, an indicator with periods."""
    year = FiscalYear.objects.get(year=2024)
    fen = Department.objects.get(code="fen-isleri")
    table = FreeTable.objects.create(
        year=year, code="tamir", title="Bakım ve onarım: yollar [2024]", department=fen, note="Not"
    )
    for position, (key, title, kind, unit, total, formula) in enumerate(COLUMNS):
        FreeColumn.objects.create(
            table=table,
            position=position,
            key=key,
            title=title,
            kind=kind,
            unit=unit,
            total=total,
            formula=formula,
        )
    for position, values in enumerate(ROWS):
        FreeRow.objects.create(table=table, values=values, position=position)
    group = FigureGroup.objects.create(year=year, code="arac", title="Araçlar", department=fen)
    for number, (label, value, unit, formula) in enumerate(
        (
            ("Dolu", 3, "adet", ""),
            ("Boş", 5, "adet", ""),
            ("Hepsi", None, "adet", "{dolu} + {bos}"),
        ),
        start=1,
    ):
        KeyFigure.objects.create(
            group=group, no=number, label=label, value=value, unit=unit, formula=formula
        )
    Indicator.objects.filter(code="1.1.2").update(period="quarter", measure="cumulative")


@pytest.fixture(scope="package", autouse=True)
def both_years(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with lasting.rows(django_db_blocker):
        make_2024()
        make_more()
        open_year(prepare(2025, 2024, Choices(answers={"plan": "carry"})))
        yield
