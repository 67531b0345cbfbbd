"""The form of a result: card, past, values of the periods, reason; what is missing is said."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from performance.enums import Measure, ReportingPeriod
from performance.models import (
    Indicator,
    IndicatorResult,
    IndicatorSuccession,
    IndicatorValue,
    StrategicPlan,
)
from reports.models import FiscalYear, Report
from tests.departments.office import add, address, change, no_inline_rows, sentences

from .conftest import MakeIndicator

pytestmark = pytest.mark.django_db

D = Decimal
NO_EVIDENCE = no_inline_rows("evidence")


@pytest.fixture
def quarterly(year: FiscalYear, indicator: MakeIndicator) -> IndicatorResult:
    made = indicator(
        "1.1.1",
        target="100",
        period=ReportingPeriod.QUARTERLY,
        measure=Measure.CUMULATIVE,
        definition="Örnek tanım",
    )
    return IndicatorResult.objects.get(indicator=made)


def values(*numbers: str, initial: int = 0, **cells: Any) -> dict[str, Any]:
    """The lines of the periods as the page offers them."""
    form: dict[str, Any] = {"values-TOTAL_FORMS": "4", "values-INITIAL_FORMS": str(initial)}
    for line, number in enumerate(numbers):
        form |= {f"values-{line}-period": str(line + 1), f"values-{line}-value": number}
    return form | cells


def page(client: Client, result: IndicatorResult) -> str:
    response = client.get(address(IndicatorResult, "change", result.pk))
    assert response.status_code == 200
    return response.content.decode()


def test_all_periods_are_offered_and_only_filled_ones_are_kept(
    admin_client: Client, quarterly: IndicatorResult
) -> None:
    shown = page(admin_client, quarterly)
    assert all(f'name="values-{line}-value"' in shown for line in range(4))
    assert 'name="actual"' not in shown

    form = {"target": "100", **values("40", "", "0", ""), **NO_EVIDENCE}
    assert sentences(change(admin_client, quarterly, **form)) == []

    kept = IndicatorValue.objects.order_by("period").values_list("period", "value")
    assert list(kept) == [(1, D(40)), (3, D(0))]
    assert "40 (eksik: 2. ve 4. dönem)" in page(admin_client, quarterly)


def test_a_value_that_is_no_number_is_said_at_its_cell_and_nothing_is_saved(
    admin_client: Client, quarterly: IndicatorResult
) -> None:
    form = {"target": "90", **values("40", "kırk", "", ""), **NO_EVIDENCE}

    response = change(admin_client, quarterly, **form)

    formset = next(f for f in response.context["inline_admin_formsets"] if f.opts.amid_fields)
    assert list(formset.formset.errors[1]) == ["value"]
    quarterly.refresh_from_db()
    assert (quarterly.target, IndicatorValue.objects.count()) == (D(100), 0)


def test_the_form_follows_the_order_of_the_work(
    admin_client: Client, quarterly: IndicatorResult
) -> None:
    shown = page(admin_client, quarterly)
    places = [
        shown.index(mark)
        for mark in (
            "Örnek tanım",
            'name="target"',
            'name="values-0-value"',
            "Yıl sonucu",
            'name="reason_category"',
            'name="explanation"',
            'name="evidence-0-file"',
        )
    ]

    assert places == sorted(places)


def test_last_year_stands_beside_the_target_also_under_another_name(
    admin_client: Client, quarterly: IndicatorResult, indicator: MakeIndicator
) -> None:
    assert "önceki yıllara ait sonucu yok" in page(admin_client, quarterly)
    old = indicator("1.1.7", name="Eski adıyla örnek")
    last = FiscalYear.objects.create(year=2023)
    IndicatorResult.objects.create(year=last, indicator=old, target=D(88), actual=D("77.5"))
    IndicatorSuccession.objects.create(
        predecessor=old, successor=quarterly.indicator, year=2024, kind="renamed"
    )

    shown = page(admin_client, quarterly)

    assert "Eski adıyla örnek" in shown
    assert "77,5" in shown


def test_a_deviation_is_saved_and_said(admin_client: Client, quarterly: IndicatorResult) -> None:
    StrategicPlan.objects.update(reasons_from_year=2024)
    form = {
        "target": "100",
        "explanation": "Örnek neden",
        **values("10", "10", "10", "10"),
        **NO_EVIDENCE,
    }

    response = change(admin_client, quarterly, **form)

    assert response.status_code == 302
    (said,) = (str(m) for m in get_messages(response.wsgi_request) if "sapma" in str(m))
    assert "Eksik: neden grubu, alınacak önlem ve yeni tarih." in said
    assert "teslim edilemez" in said
    shown = page(admin_client, quarterly)
    assert shown.count("Sapma nedeniyle bu alan doldurulmalıdır.") == 3


def test_a_small_deviation_asks_for_its_text_alone(
    admin_client: Client, year: FiscalYear, indicator: MakeIndicator
) -> None:
    indicator("1.1.1", target="100", actual="50")
    result = IndicatorResult.objects.get()

    response = change(admin_client, result, target="100", actual="95", **NO_EVIDENCE)

    (said,) = (str(m) for m in get_messages(response.wsgi_request) if "sapma" in str(m))
    assert said.endswith("Eksik: sapmanın nedeni.")


def test_a_new_date_lies_after_the_year(
    admin_client: Client, year: FiscalYear, indicator: MakeIndicator
) -> None:
    indicator("1.1.1", target="100", actual="50")
    result = IndicatorResult.objects.get()
    form = {"target": "100", "actual": "50", **NO_EVIDENCE}

    assert sentences(change(admin_client, result, **form, new_date="31.12.2024")) == [
        "Yeni tarih 2024 yılından sonra olmalıdır; örneğin 30.06.2025."
    ]
    assert sentences(change(admin_client, result, **form, new_date="30.06.2025")) == []


def test_an_outcome_is_not_typed_where_periods_are_reported(
    admin_client: Client, quarterly: IndicatorResult
) -> None:
    other = Indicator.objects.create(
        objective=quarterly.indicator.objective,
        code="1.1.2",
        name="Örnek",
        period=ReportingPeriod.HALF_YEARLY,
    )
    (said,) = sentences(
        add(admin_client, IndicatorResult, year=2024, indicator=other.pk, actual="5")
    )
    assert said.startswith("Bu gösterge yıl içinde izleniyor; yıl sonucu yazılmaz")

    # In the list the cell is closed: what is sent for it is not taken.
    admin_client.post(
        address(IndicatorResult, "changelist"),
        {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "1",
            "form-0-id": quarterly.pk,
            "form-0-target": "80",
            "form-0-actual": "30",
            "_save": "Kaydet",
        },
    )
    quarterly.refresh_from_db()
    assert (quarterly.target, quarterly.actual) == (D(80), None)


def test_a_result_is_not_moved_to_another_indicator(
    admin_client: Client, year: FiscalYear, indicator: MakeIndicator
) -> None:
    indicator("1.1.1", target="1", actual="1")
    other = indicator("1.1.2")
    result = IndicatorResult.objects.get()

    form = {"indicator": other.pk, "target": "1", "actual": "1", **NO_EVIDENCE}
    assert sentences(change(admin_client, result, **form)) == []

    result.refresh_from_db()
    assert result.indicator.code == "1.1.1"


def test_a_form_of_a_year_with_a_report_is_marked_at_the_outcome(
    admin_client: Client, quarterly: IndicatorResult, year: FiscalYear
) -> None:
    Report.objects.create(
        year=year, institution="Örnek Belediyesi", province="Örnek", title="Faaliyet Raporu"
    )
    IndicatorValue.objects.create(result=quarterly, period=1, value=D(30))

    shown = page(admin_client, quarterly)

    assert "PRF-016" in shown
    assert "2., 3. ve 4. dönem değeri girilmemiş" in shown


@pytest.mark.parametrize("model", [IndicatorResult, IndicatorValue])
def test_a_list_of_measured_indicators_takes_the_same_queries_for_one_and_for_thirty(
    admin_client: Client, year: FiscalYear, indicator: MakeIndicator, model: Any
) -> None:
    def make(number: int) -> None:
        made = indicator(f"1.1.{number}", target="1", period=ReportingPeriod.QUARTERLY)
        result = IndicatorResult.objects.get(indicator=made)
        IndicatorValue.objects.create(result=result, period=1, value=D(1))

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
