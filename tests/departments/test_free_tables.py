"""Free tables: where they stand in the report, what they compute, and how they go on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from departments.datasets.free import free_table_datasets
from departments.models import FreeColumn, FreeTable
from reports.core.materialising import materialise
from reports.core.tables import Table
from reports.models import FiscalYear, OutlineSection

from .free import (
    make_department,
    make_row,
    make_table,
    problems,
)

pytestmark = pytest.mark.django_db


def published(year: FiscalYear) -> list[Table]:
    return [materialise(dataset, year) for dataset in free_table_datasets(year)]


def test_a_table_of_a_directorate_stands_in_its_section(year: FiscalYear) -> None:
    make_table(year)
    make_table(year, "genel", section="I.A", title="Genel örnek")

    assert [(table.id, table.section, table.slug) for table in published(year)] == [
        ("tables.ornek_tablo", "III.B.1/ornek", "ornek-tablo"),
        ("tables.genel", "I.A", "genel-ornek"),
    ]


def test_a_table_of_a_directorate_can_not_stand_in_another_section(year: FiscalYear) -> None:
    table = FreeTable(
        year=year, code="t", title="Örnek", department=make_department(), section="I.A"
    )

    assert problems(table) == {
        "section": [
            "Müdürlük tabloları III.B.1 bölümünde yer alır; bölüm III.B.1 yapılmalı ya da müdürlük "
            "boş bırakılmalıdır."
        ]
    }


def test_a_section_that_the_outline_does_not_have_is_refused(year: FiscalYear) -> None:
    OutlineSection.objects.create(code="I.A", title="Örnek bölüm")

    assert problems(FreeTable(year=year, code="t", title="Örnek", section="I.Z")) == {
        "section": ["«I.Z» diye bir rapor bölümü yok; kod düzeltilmelidir."]
    }


def test_two_tables_with_one_title_have_two_addresses(year: FiscalYear) -> None:
    for code, title in [
        ("bir", "Örnek tablo"),
        ("iki", "Örnek tablo"),
        ("uc", "Sözleşmeler"),
        ("dort", "Rakamlar örneği"),
    ]:
        make_table(year, code, title=title)

    assert [table.slug for table in published(year)] == [
        "ornek-tablo",
        "ornek-tablo-iki",
        "sozlesmeler-uc",
        "tablo-rakamlar-ornegi-dort",
    ]


@pytest.mark.postgresql("cells are kept as JSON")
def test_a_free_table_has_typed_cells_formulas_and_totals(year: FiscalYear) -> None:
    table = make_table(year)
    make_row(table, ad="Bir", adet="8", olumlu="6", tutar="10.10", tarih="2024-09-30")
    make_row(table, ad="İki", adet="2", tutar="0.20")

    (found,) = published(year)

    assert [str(column.kind) for column in found.columns] == [
        "text", "integer", "integer", "money", "date", "percent",
    ]  # fmt: skip
    assert found.value("bir", "oran") == Decimal(75)
    assert found.value("iki", "oran") is None
    assert found.value("bir", "tarih").isoformat() == "2024-09-30"  # type: ignore[union-attr]
    assert found.total is not None
    assert found.total.cells == ("Toplam", 10, 6, Decimal("10.30"), None, Decimal(60))


def test_a_formula_that_lost_its_column_leaves_its_column_empty(year: FiscalYear) -> None:
    table = make_table(year)
    make_row(table, ad="Bir", adet="8", olumlu="6")
    FreeColumn.objects.filter(table=table, key="olumlu").delete()

    (found,) = published(year)

    assert found.value("bir", "oran") is None
    assert found.value("total", "adet") == 8
