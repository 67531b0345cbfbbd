"""Free tables: columns and cells that fit, formulas that can be computed, one page for staff."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from departments.actions import roll_tables_forward
from departments.datasets.free import free_table_datasets
from departments.models import FreeColumn, FreeRow, FreeTable
from reports.models import FiscalYear, OutlineSection
from reports.tables import Table, materialise

from .free import (
    column_data,
    make_department,
    make_row,
    make_table,
    queries_of_list,
    row_data,
    table_data,
)
from .office import add, address, change, delete

pytestmark = pytest.mark.django_db


def published(year: FiscalYear) -> list[Table]:
    return [materialise(dataset, year) for dataset in free_table_datasets(year)]


def problems(row: FreeRow | FreeColumn | FreeTable) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    found: dict[str, list[str]] = caught.value.message_dict
    return found


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


# -- tables --------------------------------------------------------------------------------------


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


# -- the page of a table -------------------------------------------------------------------------


def test_a_table_is_added_with_its_columns_then_filled_and_deleted(
    admin_client: Client, year: FiscalYear
) -> None:
    department = make_department()
    response = add(
        admin_client,
        FreeTable,
        year=year.pk,
        code="yeni",
        department=department.pk,
        section="III.B.1",
        title="Yeni örnek",
        **column_data(
            None,
            {"title": "Ad"},
            {"title": "Yarısı", "kind": "decimal", "formula": "sayi / 2", "position": "9"},
            {"title": "Sayı", "kind": "integer", "total": "sum", "position": "5"},
        ),
    )
    assert response.status_code == 302
    table = FreeTable.objects.get()
    assert sorted(FreeColumn.objects.values_list("key", flat=True)) == ["ad", "sayi", "yarisi"]

    response = change(
        admin_client,
        table,
        **table_data(table),
        **column_data(table),
        **row_data(table, {"ad": "Örnek", "sayi": "1.250.000"}, {"ad": "Örnek", "sayi": "3"}, {}),
    )
    assert response.status_code == 302
    assert [(row.key, row.values) for row in FreeRow.objects.all()] == [
        ("ornek", {"ad": "Örnek", "sayi": "1250000"}),
        ("ornek-2", {"ad": "Örnek", "sayi": "3"}),
    ]

    assert delete(admin_client, table).status_code == 302
    assert (FreeTable.objects.count(), FreeRow.objects.count()) == (0, 0)


def inline_errors(response: object, prefix: str) -> list[dict[str, list[str]]]:
    formsets = response.context["inline_admin_formsets"]  # type: ignore[attr-defined]
    (formset,) = [f.formset for f in formsets if f.formset.prefix == prefix]
    return [{name: list(items) for name, items in form.errors.items()} for form in formset.forms]


def test_a_wrong_cell_is_named_at_the_cell(admin_client: Client, year: FiscalYear) -> None:
    table = make_table(year)

    response = change(
        admin_client,
        table,
        **table_data(table),
        **column_data(table),
        **row_data(
            table, {"ad": "Örnek", "adet": "6.600", "tutar": "1,234", "tarih": "31.06.2024"}
        ),
    )

    assert inline_errors(response, "rows") == [
        {
            "cell_adet": [
                "«6.600» iki türlü okunabilir: 6600 ya da 6,600. Tam sayıysa 6600, ondalıklıysa "
                "6,600 yazın."
            ],
            "cell_tutar": [
                "«1,234» bu alan için fazla ayrıntılı: en çok 2 ondalık basamak olmalı. "
                "Yuvarlayıp yeniden yazın."
            ],
            "cell_tarih": [
                "«31.06.2024» diye bir tarih yok. Günü ve ayı denetleyip 30.09.2024 ya da "
                "2024-09-30 biçiminde yazın."
            ],
        }
    ]
    assert not FreeRow.objects.exists()


def test_a_row_key_typed_twice_is_named_at_the_second_row(
    admin_client: Client, year: FiscalYear
) -> None:
    table = make_table(year)
    make_row(table, "bir", ad="Örnek")

    response = change(
        admin_client,
        table,
        **table_data(table),
        **column_data(table),
        **row_data(table, {"row_key": "bir", "ad": "İkinci"}),
    )

    assert inline_errors(response, "rows") == [
        {},
        {"row_key": ["Bu anahtar tabloda iki kez var; başka bir anahtar verilmelidir."]},
    ]


def test_what_the_page_shows_can_be_saved_unchanged(admin_client: Client, year: FiscalYear) -> None:
    table = make_table(year)
    cells = {"ad": "Örnek", "adet": "6600", "tutar": "1234567.50", "tarih": "2024-09-30"}
    row = make_row(table, **cells)
    page = admin_client.get(address(FreeTable, "change", table.pk))
    formset = page.context["inline_admin_formsets"][1].formset
    typed = {f"rows-0-{name}": value for name, value in formset.forms[0].initial.items()}
    assert typed["rows-0-cell_tutar"] == "1234567,50"

    response = change(
        admin_client,
        table,
        **table_data(table),
        **column_data(table),
        **row_data(table)
        | {k: v for k, v in typed.items() if "cell_" in k}
        | {"rows-0-cell_ad": "Öbür"},
    )

    assert response.status_code == 302
    row.refresh_from_db()
    assert row.values == cells | {"ad": "Öbür"}


def test_a_column_removed_on_the_page_takes_the_cells_typed_there_along(
    admin_client: Client, year: FiscalYear
) -> None:
    table = make_table(year)
    row = make_row(table, ad="Örnek", tutar="5.00")

    response = change(
        admin_client,
        table,
        **table_data(table),
        **column_data(table) | {"columns-3-DELETE": "on"},
        **row_data(table) | {"rows-0-cell_tutar": "6,00", "rows-0-cell_adet": "4"},
    )

    assert response.status_code == 302
    row.refresh_from_db()
    assert row.values == {"ad": "Örnek", "adet": "4"}


def test_a_column_that_a_formula_names_can_not_be_removed(
    admin_client: Client, year: FiscalYear
) -> None:
    table = make_table(year)

    response = change(
        admin_client,
        table,
        **table_data(table),
        **column_data(table) | {"columns-2-DELETE": "on"},
        **row_data(table),
    )

    assert inline_errors(response, "columns")[5] == {
        "formula": [
            "«olumlu / adet * 100» formülündeki «olumlu» diye sayısal bir sütun yok. "
            "Kullanılabilecekler: adet, tutar."
        ]
    }


def test_the_list_of_tables_asks_the_same_questions_for_one_table_and_for_thirty(
    admin_client: Client, year: FiscalYear
) -> None:
    make_table(year, "t0", title="Örnek 0")
    queries_of_list(admin_client, FreeTable)  # what is read once and kept
    one = queries_of_list(admin_client, FreeTable)
    for number in range(1, 30):
        make_table(year, f"t{number}", title=f"Örnek {number}")

    assert queries_of_list(admin_client, FreeTable) == one


def test_a_table_goes_on_into_the_next_year_without_its_figures(
    admin_client: Client, year: FiscalYear
) -> None:
    table = make_table(year)
    make_row(table, "bir", ad="Örnek", adet="3", tutar="5.00")
    following = FiscalYear.objects.create(year=2025)

    assert roll_tables_forward(tables=[table], to=following) == 1
    assert roll_tables_forward(tables=[table], to=following) == 0

    new = FreeTable.objects.get(year=following)
    assert [column.key for column in new.column_list] == [
        "ad", "adet", "olumlu", "tutar", "tarih", "oran",
    ]  # fmt: skip
    assert [(row.key, row.values) for row in new.rows.all()] == [("bir", {"ad": "Örnek"})]
