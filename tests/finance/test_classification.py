"""Economic codes: form, level and parent follow from the code; two sides share the numbers."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from finance.enums import CodeKind
from finance.models import EconomicCode, ExpenditureLine
from reports.models import FiscalYear
from tests.departments.office import add, change, delete, sentences

from .conftest import MakeCode

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql("codes are cut, ordered and constrained by the database"),
]


def test_a_code_is_added_changed_and_deleted_in_the_office(admin_client: Client) -> None:
    form = {"kind": "expenditure", "code": "03", "name": "Örnek gider"}

    assert sentences(add(admin_client, EconomicCode, **form)) == []
    row = EconomicCode.objects.get()
    assert (row.code, row.level, row.parent, str(row)) == ("03", 1, None, "03 Örnek gider")

    assert sentences(change(admin_client, row, **form | {"name": "Başka ad"})) == []
    row.refresh_from_db()
    assert row.name == "Başka ad"

    assert delete(admin_client, row).status_code == 302
    assert not EconomicCode.objects.exists()


def test_level_and_parent_follow_from_the_dots(spending: MakeCode) -> None:
    codes = [spending(code) for code in ("03", "03.2", "03.2.1", "03.2.1.01")]

    assert [code.level for code in codes] == [1, 2, 3, 4]
    assert [str(code.parent and code.parent.code) for code in codes] == [
        "None",
        "03",
        "03.2",
        "03.2.1",
    ]
    assert codes[3].root_code == "03"
    assert codes[3].row_key == "03-2-1-01"


def test_both_sides_of_the_budget_may_use_the_same_code(
    spending: MakeCode, earning: MakeCode
) -> None:
    assert spending("01").code == earning("01").code


@pytest.mark.parametrize("code", ["1", "001", "01.", "01.12", "01.1.1.1", "A1", "01,1"])
def test_a_code_of_another_form_is_refused(admin_client: Client, code: str) -> None:
    response = add(admin_client, EconomicCode, kind="revenue", code=code, name="Örnek")

    assert "Ekonomik kod 01, 01.1, 01.1.1 veya 01.1.1.01 biçiminde yazılmalıdır." in sentences(
        response
    )


def test_the_same_code_on_the_same_side_is_refused(
    admin_client: Client, spending: MakeCode
) -> None:
    spending("01")

    response = add(admin_client, EconomicCode, kind="expenditure", code="01", name="İkinci")

    assert sentences(response) == [
        "Bu kod bütçenin bu tarafında zaten var; mevcut kayıt düzenlenmelidir."
    ]


def test_a_code_below_an_unknown_one_is_refused(admin_client: Client) -> None:
    response = add(admin_client, EconomicCode, kind="expenditure", code="03.2", name="Örnek")

    assert sentences(response) == ["Üst kod 03 tanımlı değil; önce o kod eklenmelidir."]


def test_a_code_with_codes_below_it_keeps_its_number(
    admin_client: Client, spending: MakeCode
) -> None:
    top = spending("03")
    spending("03.2")

    response = change(admin_client, top, kind="expenditure", code="04", name="Örnek")

    assert sentences(response) == [
        "Alt kodları olan bir kodun numarası ve bütçe tarafı değiştirilemez."
    ]


def test_dates_must_be_in_order(admin_client: Client) -> None:
    response = add(
        admin_client,
        EconomicCode,
        kind="expenditure",
        code="03",
        name="Örnek",
        valid_from="2024-01-01",
        valid_to="2023-12-31",
    )

    assert sentences(response) == [
        "Yürürlük sonu başlangıcından önce olamaz; tarihlerden biri düzeltilmelidir."
    ]


def test_a_code_out_of_force_takes_no_line_of_the_year(
    year: FiscalYear, spending: MakeCode
) -> None:
    old = spending("03", valid_to=date(2023, 12, 31))

    with pytest.raises(ValidationError) as caught:
        ExpenditureLine(year=year, code=old).full_clean()

    assert caught.value.message_dict == {
        "code": ["03 Örnek gider 03 2024 yılında yürürlükte değil."]
    }


def test_codes_are_asked_for_by_side(spending: MakeCode, earning: MakeCode) -> None:
    expenditure, revenue = spending("01"), earning("01")

    assert list(EconomicCode.objects.of_expenditure()) == [expenditure]
    assert list(EconomicCode.objects.of_revenue()) == [revenue]
    assert CodeKind.REVENUE.label == "Gelir"
