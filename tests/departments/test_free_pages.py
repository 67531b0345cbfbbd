"""The page of a free table in the office: columns, rows and formulas on one form."""

from __future__ import annotations

import pytest
from django.test import Client

from departments.actions import roll_tables_forward
from departments.models import FreeColumn, FreeRow, FreeTable
from reports.models import FiscalYear

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
        **row_data(table, {"ad": "Örnek", "adet": "6,5", "tutar": "1,234", "tarih": "31.06.2024"}),
    )

    assert inline_errors(response, "rows") == [
        {
            "cell_adet": [
                "«6,5» bu alan için fazla ayrıntılı: tam sayı olmalı. Yuvarlayıp yeniden yazın."
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


@pytest.mark.postgresql("cells are kept as JSON; constraints")
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


@pytest.mark.postgresql("cells are kept as JSON; constraints")
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

    assert len(roll_tables_forward(tables=[table], to=following)) == 1
    assert roll_tables_forward(tables=[table], to=following) == []

    new = FreeTable.objects.get(year=following)
    assert [column.key for column in new.column_list] == [
        "ad", "adet", "olumlu", "tutar", "tarih", "oran",
    ]  # fmt: skip
    assert [(row.key, row.values) for row in new.rows.all()] == [("bir", {"ad": "Örnek"})]
