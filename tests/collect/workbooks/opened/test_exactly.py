"""Texts, figures and days of every kind, out into a workbook and back; and at which cost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from departments.models import FreeRow, FreeTable
from reports.collect.workbooks.units import directorate
from tests.collect.workbooks.office_hand import made, rows_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "_x0041_ ve _x000D_",
        "iki\nsatır", "  boşluk  ", "'tırnak", "İıŞşĞğ “—” ₺", "<&>\"", "\tsekme",
        "x" * 2000, "TRUE", "1.5", "31.12.2024", "12E5", "#N/A", "kars:3.1",
    ],
)  # fmt: skip
def test_a_text_comes_back_as_it_was(text: str) -> None:
    row = FreeRow.objects.get(table__year=2025, table__code="tamir", key="ornek")
    FreeRow.objects.filter(pk=row.pk).update(values={"ad": text, "kod": text[:20]})

    rows, problems = rows_of(made("fen-isleri"), "tablo-tamir")

    assert problems == []
    assert (rows[2].cells["ad"], rows[2].cells["kod"]) == (text, text[:20])


@pytest.mark.parametrize(
    ("key", "exact"),
    [
        ("tutar", "1234567890123456.78"), ("tutar", "-0.10"), ("adet", "123456789012345678"),
        ("alan", "0.000001"), ("alan", "123456789012345678.123456"), ("pay", "0.000001"),
        ("pay", "123456789012.123456"), ("pay", "-12.3"), ("tarih", "1899-12-31"),
        ("tarih", "1900-02-28"), ("tarih", "9999-12-31"),
    ],
)  # fmt: skip
def test_a_figure_or_day_comes_back_to_the_last_digit(key: str, exact: str) -> None:
    row = FreeRow.objects.get(table__year=2025, table__code="tamir", key="ornek")
    FreeRow.objects.filter(pk=row.pk).update(values={"ad": "Örnek", key: exact})
    unit = directorate(2025, "fen-isleri")
    assert unit is not None
    column = next(s for s in unit.sheets() if s.key == "tablo-tamir").by_key[key]

    rows, problems = rows_of(made("fen-isleri"), "tablo-tamir")

    assert problems == []
    read = column.read(rows[2].cells[key])
    assert (Decimal(read) == Decimal(exact)) if column.is_number else (read == exact)


def test_a_workbook_costs_as_many_queries_for_thirty_rows_as_for_one() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            made("fen-isleri")
        return len(context)

    before = queries()
    table = FreeTable.objects.get(year=2025, code="tamir")
    FreeRow.objects.bulk_create(
        FreeRow(table=table, key=f"ek-{n}", values={"ad": f"Ek {n}"}) for n in range(30)
    )

    assert queries() == before
