"""Free tables: cells that fit their column, columns that make sense, formulas."""

from __future__ import annotations

import pytest

from departments.models import FreeColumn, FreeRow
from reports.models import FiscalYear

from .free import (
    make_row,
    make_table,
    problems,
)

pytestmark = pytest.mark.django_db


# -- cells ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        (
            "adet",
            "1.5",
            "«Adet» sütunundaki «1.5» bir tam sayı değildir; binlik ayırıcı ve ondalık olmadan "
            "yazılmalıdır.",
        ),
        (
            "tutar",
            "12,50",
            "«Tutar» sütunundaki «12,50» bir tutar değildir; kuruş iki basamakla yazılmalıdır.",
        ),
        (
            "tarih",
            "2024-06-31",
            "«Tarih» sütunundaki «2024-06-31» takvimde olan bir tarih değildir; 31.12.2024 gibi "
            "yazılmalıdır.",
        ),
        (
            "oran",
            "50",
            "«Oran» sütunu hesaplanır («olumlu / adet * 100»); değer yazılamaz.",
        ),
        (
            "yok",
            "1",
            "«yok» diye bir sütun yok. Tablonun sütunları: ad, adet, olumlu, tutar, tarih, oran.",
        ),
    ],
)
def test_a_cell_that_does_not_fit_is_named_with_its_column_and_value(
    year: FiscalYear, column: str, value: str, sentence: str
) -> None:
    row = FreeRow(table=make_table(year), values={"ad": "Örnek", column: value})

    assert problems(row) == {"values": [sentence]}


@pytest.mark.postgresql("cells are kept as JSON; constraints")
def test_a_row_gets_its_key_from_its_first_text_and_a_number_when_it_is_taken(
    year: FiscalYear,
) -> None:
    table = make_table(year)

    assert [make_row(table, ad="Işıklı Örnek").key for _ in range(3)] == [
        "isikli-ornek",
        "isikli-ornek-2",
        "isikli-ornek-3",
    ]


def test_the_key_of_the_total_row_is_not_for_rows(year: FiscalYear) -> None:
    table = make_table(year)

    assert problems(FreeRow(table=table, key="total", values={"ad": "Örnek"})) == {
        "key": ["«total» toplam satırına ayrılmıştır; başka bir anahtar verilmelidir."]
    }
    assert make_row(table, ad="Total").key == "total-2"


@pytest.mark.postgresql("cells are kept as JSON; constraints")
def test_a_row_key_stands_once_in_a_table(year: FiscalYear) -> None:
    table = make_table(year)
    make_row(table, "bir", ad="Örnek")

    assert problems(FreeRow(table=table, key="bir", values={})) == {
        "__all__": [
            "Bu satır anahtarı tabloda zaten var; başka bir anahtar verilmeli ya da mevcut satır "
            "düzenlenmelidir."
        ]
    }


# -- columns -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        (
            {"kind": "decimal", "formula": "adet + fazla"},
            "formula",
            "«adet + fazla» formülündeki «fazla» diye sayısal bir sütun yok. Kullanılabilecekler: "
            "adet, olumlu, oran, tutar.",
        ),
        (
            {"kind": "decimal", "formula": "ad * 2"},
            "formula",
            "«ad * 2» formülündeki «ad» diye sayısal bir sütun yok. Kullanılabilecekler: adet, "
            "olumlu, oran, tutar.",
        ),
        (
            {"kind": "decimal", "formula": "adet ** 2"},
            "formula",
            "«adet ** 2» formülünde izin verilmeyen bir bölüm var: yalnız sütun adları, sayılar, "
            "+ − * /, parantez ve share(sütun) kullanılabilir.",
        ),
        (
            {"kind": "decimal", "formula": "1 + 1"},
            "formula",
            "«1 + 1» formülü hiçbir sütun adı kullanmıyor; değer doğrudan yazılmalıdır.",
        ),
        (
            {"kind": "text", "formula": "adet + olumlu"},
            "formula",
            "Formül yalnız sayısal bir sütunda olabilir; tür değiştirilmelidir.",
        ),
        (
            {"kind": "percent", "total": "sum"},
            "total",
            "Yüzdeler toplanmaz; toplam «Formülle, toplamlardan» veya «Toplam yok» olmalıdır.",
        ),
        (
            {"kind": "text", "total": "sum"},
            "total",
            "Yalnız sayısal bir sütun toplanabilir; satır sayısı için «Satırlar sayılır» "
            "seçilmelidir.",
        ),
        (
            {"kind": "decimal", "total": "ratio"},
            "total",
            "Toplamı formülle bulunan bir sütunun formülü de yazılmalıdır.",
        ),
        (
            {"key": "row"},
            "key",
            "«row» ayrılmış bir sözcüktür; başka bir anahtar verilmelidir.",
        ),
        (
            {"key": "iki__alt"},
            "key",
            "Anahtar küçük harfle (a-z) başlar; yalnız küçük harf, rakam ve tek alt çizgi içerir.",
        ),
    ],
)
def test_a_column_that_makes_no_sense_is_refused(
    year: FiscalYear, values: dict[str, str], field: str, sentence: str
) -> None:
    column = FreeColumn(table=make_table(year), title="Yeni", **{"key": "yeni", **values})

    assert problems(column) == {field: [sentence]}


def test_a_formula_may_use_an_earlier_formula_but_not_a_later_one(year: FiscalYear) -> None:
    table = make_table(year)
    FreeColumn(table=table, title="Ek", key="ek", kind="decimal", formula="oran * 2").full_clean()
    earlier = FreeColumn.objects.get(table=table, key="olumlu")
    earlier.formula = "oran * 2"

    assert problems(earlier)["formula"] == [
        "«oran * 2» formülündeki «oran» diye sayısal bir sütun yok. Kullanılabilecekler: adet, "
        "tutar."
    ]


def test_a_column_with_values_keeps_a_kind_that_they_fit(year: FiscalYear) -> None:
    table = make_table(year)
    make_row(table, ad="Örnek", adet="3")
    column = FreeColumn.objects.get(table=table, key="ad")
    column.kind = "integer"

    assert problems(column) == {
        "kind": [
            "Tür değiştirilemez: «Ad» sütunundaki «Örnek» bir tam sayı değildir; binlik ayırıcı "
            "ve ondalık olmadan yazılmalıdır."
        ]
    }


@pytest.mark.postgresql("cells are kept as JSON; constraints")
def test_rows_follow_a_column_that_is_renamed_or_removed(year: FiscalYear) -> None:
    table = make_table(year)
    row = make_row(table, ad="Örnek", adet="3", tutar="5.00")

    column = FreeColumn.objects.get(table=table, key="tutar")
    column.key = "bedel"
    column.save()
    row.refresh_from_db()
    assert row.values == {"ad": "Örnek", "adet": "3", "bedel": "5.00"}

    column.delete()
    row.refresh_from_db()
    assert row.values == {"ad": "Örnek", "adet": "3"}


def test_a_column_key_is_made_from_its_title(year: FiscalYear) -> None:
    column = FreeColumn(table=make_table(year), title="2024’te kapanan")
    column.full_clean()

    assert column.key == "s_2024te_kapanan"
