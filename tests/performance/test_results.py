"""Yearly rows of performance in the office: results, higher plans, strengths and weaknesses."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from performance.models import HigherPlanReference, Indicator, IndicatorResult, SwotItem
from reports.models import FiscalYear
from tests.departments.office import add, address, change, delete, no_inline_rows, sentences

from .conftest import MakeIndicator

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("computed rates and constraints")]

D = Decimal


def test_a_result_is_added_changed_and_deleted_in_the_office(
    admin_client: Client, year: FiscalYear, indicator: MakeIndicator
) -> None:
    form = {"year": year.pk, "indicator": indicator("1.1.1").pk, "target": "40.5", "actual": "20"}

    assert sentences(add(admin_client, IndicatorResult, **form)) == []
    result = IndicatorResult.objects.get()
    assert (result.row_key, result.target, result.actual) == ("1-1-1", D("40.5"), D(20))

    changed = form | {"actual": "41", "explanation": "Örnek neden"} | no_inline_rows("evidence")
    assert sentences(change(admin_client, result, **changed)) == []
    result.refresh_from_db()
    assert (result.actual, result.explanation) == (D(41), "Örnek neden")

    assert delete(admin_client, result).status_code == 302
    assert not IndicatorResult.objects.exists()


def test_results_are_typed_in_the_list_and_the_rate_follows(
    admin_client: Client, year: FiscalYear, indicator: MakeIndicator
) -> None:
    indicator("1.1.1", target="40", actual="10")
    result = IndicatorResult.objects.get()
    page = address(IndicatorResult, "changelist")
    assert "Ulaşılamadı" in admin_client.get(page).content.decode()

    admin_client.post(
        page,
        {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "1",
            "form-0-id": result.pk,
            "form-0-target": "40",
            "form-0-actual": "30",
            "form-0-explanation": "Örnek neden",
            "_save": "Kaydet",
        },
    )

    result.refresh_from_db()
    assert (result.actual, result.explanation) == (D(30), "Örnek neden")
    assert "Kısmen ulaşıldı" in admin_client.get(page).content.decode()


def test_an_indicator_has_one_result_in_a_year(
    admin_client: Client, year: FiscalYear, indicator: MakeIndicator
) -> None:
    made = indicator("1.1.1", target="1")

    assert sentences(add(admin_client, IndicatorResult, year=year.pk, indicator=made.pk)) == [
        "Bu göstergenin bu yıl için sonucu zaten var; mevcut satır düzenlenmelidir."
    ]


def test_a_negative_target_is_refused_but_an_outcome_may_fall_below_zero(
    admin_client: Client, year: FiscalYear, indicator: MakeIndicator
) -> None:
    form = {"year": year.pk, "indicator": indicator("1.1.1").pk, "actual": "-5"}

    assert sentences(add(admin_client, IndicatorResult, **form, target="-1")) == [
        "Hedef eksi olamaz; değer bilinmiyorsa alan boş bırakılmalıdır."
    ]
    assert sentences(add(admin_client, IndicatorResult, **form, target="1")) == []


def test_a_result_outside_the_years_of_its_plan_is_refused(
    admin_client: Client, indicator: MakeIndicator
) -> None:
    later = FiscalYear.objects.create(year=2025)
    made = indicator("1.1.1")

    assert sentences(add(admin_client, IndicatorResult, year=later.pk, indicator=made.pk)) == [
        "Örnek Plan 2025 yılını kapsamıyor; o yılın planındaki gösterge seçilmelidir."
    ]


def test_a_reference_to_a_higher_plan_is_added_once_changed_and_deleted(
    admin_client: Client, year: FiscalYear
) -> None:
    form = {"year": year.pk, "plan_name": "Örnek Plan", "item": "263.7", "parent": "263"}

    assert sentences(add(admin_client, HigherPlanReference, **form)) == []
    row = HigherPlanReference.objects.get()
    assert row.row_key == "263-7"

    assert sentences(add(admin_client, HigherPlanReference, **form)) == [
        "Bu madde bu yıl için zaten girilmiş; mevcut satır düzenlenmelidir."
    ]
    changed = form | {"key": row.key, "summary": "Örnek özet"}
    assert sentences(change(admin_client, row, **changed)) == []
    row.refresh_from_db()
    assert row.summary == "Örnek özet"
    assert delete(admin_client, row).status_code == 302
    assert not HigherPlanReference.objects.exists()


def test_a_strength_is_added_once_changed_and_deleted(
    admin_client: Client, year: FiscalYear
) -> None:
    form = {"year": year.pk, "kind": "strength", "no": 1, "text": "Örnek üstünlük"}

    assert sentences(add(admin_client, SwotItem, **form)) == []
    row = SwotItem.objects.get()
    assert row.row_key == "strength-1"

    assert sentences(add(admin_client, SwotItem, **form)) == [
        "Bu numara bu türde zaten var; başka bir numara verilmelidir."
    ]
    assert sentences(add(admin_client, SwotItem, **form | {"no": 0})) == ["Numara 1'den başlar."]
    assert sentences(add(admin_client, SwotItem, **form | {"kind": "weakness"})) == []
    assert sentences(change(admin_client, row, **form | {"text": "Başka"})) == []
    row.refresh_from_db()
    assert row.text == "Başka"
    assert delete(admin_client, row).status_code == 302
    assert SwotItem.objects.count() == 1


@pytest.mark.parametrize("model", [Indicator, IndicatorResult, HigherPlanReference, SwotItem])
def test_a_list_takes_the_same_queries_for_one_row_and_for_thirty(
    admin_client: Client, year: FiscalYear, indicator: MakeIndicator, model: type[Model]
) -> None:
    def make(number: int) -> None:
        indicator(f"1.1.{number}", target="1")
        HigherPlanReference.objects.create(
            year=year, key=f"ornek-{number}", plan_name="Örnek", item=str(number)
        )
        SwotItem.objects.create(year=year, kind="strength", no=number, text="Örnek")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert admin_client.get(address(model, "changelist")).status_code == 200
        return len(caught)

    make(1)
    admin_client.get(address(model, "changelist"))
    with_one = queries()
    for number in range(2, 31):
        make(number)

    assert queries() == with_one
