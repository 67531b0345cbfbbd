"""The wizard: rights, what it shows, choices carried from step to step, the deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from departments.models import FigureGroup, FreeRow, FreeTable, Vehicle
from performance.models import Indicator, IndicatorResult, StrategicPlan
from reports.collect.audit import Channel
from reports.models import AuditEntry, FiscalYear, Narrative
from tests.collect.opening.conftest import assign
from tests.collect.opening.dump import changed, rows

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db

PAGE = "/yonetim/yeni-yil/"
Person = Callable[..., User]
SignedIn = Callable[[User], Client]


@pytest.fixture
def finance(source: FiscalYear, person: Person, signed_in: SignedIn) -> Client:
    return signed_in(person("mali", "mali", role="finance-editor"))


def choices(**changes: str) -> dict[str, str]:
    """What the form holds when nothing is changed."""
    usual = {
        "texts": "empty",
        "plan": "later",
        "plan_code": "2025_2029",
        "plan_title": "Yeni plan",
        "plan_first": "2025",
        "plan_last": "2029",
        "departments.freetable:yollar": "rows",
        "departments.figuregroup:agac": "on",
    }
    return {**usual, **changes}


def text_of(response: Response) -> str:
    return response.content.decode()


# -- rights -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "role", ["", "department-editor", "department-head", "reviewer", "auditor"]
)
def test_others_are_refused(
    source: FiscalYear, person: Person, signed_in: SignedIn, role: str
) -> None:
    client = signed_in(person("biri", "park", role=role))
    for answer in (client.get(PAGE), client.post(PAGE, choices(adim="ac"))):
        assert answer.status_code == 403
    assert not FiscalYear.objects.filter(year=2025).exists()


def test_nobody_is_sent_to_the_sign_in(source: FiscalYear, client: Client) -> None:
    answer = client.post(PAGE, choices(adim="ac"))
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/yonetim/login/")


def test_the_link_stands_only_for_who_may_use_it(
    finance: Client, person: Person, signed_in: SignedIn
) -> None:
    assert PAGE in text_of(finance.get("/yonetim/"))
    other = signed_in(person("biri", "park", role="department-editor"))
    assert PAGE not in text_of(other.get("/yonetim/"))


# -- looking ------------------------------------------------------------------------------------


def test_looking_and_reviewing_write_nothing(finance: Client) -> None:
    before = rows()

    first = finance.get(PAGE)
    review = finance.post(PAGE, choices(adim="gozden-gecir", texts="keep", plan="carry"))

    assert (first.status_code, review.status_code) == (200, 200)
    assert changed(before, rows()) == []
    assert "2025 yılını aç" in text_of(first)
    assert "2025 için plan yok" in text_of(first)
    assert "Yollar" in text_of(first)


def test_the_review_carries_the_choices_on(finance: Client) -> None:
    review = finance.post(
        PAGE,
        choices(adim="gozden-gecir", texts="keep", **{"departments.freetable:yollar": "columns"}),
    )

    html = text_of(review)
    assert '<input type="hidden" name="texts" value="keep">' in html
    assert '<input type="hidden" name="departments.freetable:yollar" value="columns">' in html
    assert '<input type="hidden" name="departments.figuregroup:agac" value="on">' in html


def test_one_can_go_back_to_the_choices(finance: Client) -> None:
    back = finance.post(PAGE, choices(adim="secimler", texts="keep"))

    assert 'value="keep"' in text_of(back)
    assert back.context["form"]["texts"].value() == "keep"


def test_a_new_plan_is_refused_at_its_field(finance: Client) -> None:
    answer = finance.post(PAGE, choices(adim="gozden-gecir", plan="carry", plan_code="2020_2024"))

    errors = answer.context["form"].errors
    assert list(errors) == ["plan_code"]
    assert "Bu kodla bir stratejik plan zaten var" in text_of(answer)


def test_years_are_chosen_by_the_address(finance: Client) -> None:
    assert "2026 yılını aç" in text_of(finance.get(PAGE, {"yil": 2026, "kaynak": 2024}))
    refused = finance.get(PAGE, {"yil": 2024, "kaynak": 2024})
    assert "sonra olmalıdır" in text_of(refused)
    assert finance.get(PAGE, {"yil": "x", "kaynak": "2024"}).status_code == 200


# -- the deed -----------------------------------------------------------------------------------


def opened(client: Client, **changes: str) -> Any:
    return client.post(f"{PAGE}?yil=2025&kaynak=2024", choices(adim="ac", **changes), follow=True)


@pytest.mark.postgresql("one transaction with savepoints")
def test_the_year_is_opened_with_the_choices(finance: Client) -> None:
    left_out = choices(adim="ac", texts="keep", plan="carry")
    del left_out["departments.figuregroup:agac"]
    left_out["departments.freetable:yollar"] = "columns"
    left_out |= {
        f"performance.indicatorresult:{result.indicator_id}": "on"
        for result in IndicatorResult.objects.filter(indicator__code="1.1.2")
    }

    answer = finance.post(f"{PAGE}?yil=2025&kaynak=2024", left_out, follow=True)

    assert answer.redirect_chain == [(f"{PAGE}?yil=2025&kaynak=2024", 302)]
    assert "2025 yılı açıldı" in text_of(answer)
    assert Vehicle.objects.get(year_id=2025).owned is None
    assert Narrative.objects.filter(year_id=2025).count() == 3
    assert FreeTable.objects.filter(year_id=2025).exists()
    assert not FreeRow.objects.filter(table__year_id=2025).exists()
    assert not FigureGroup.objects.filter(year_id=2025).exists()
    assert StrategicPlan.objects.get(code="2025_2029").title == "Yeni plan"
    results = IndicatorResult.objects.filter(year_id=2025)
    assert [result.indicator.code for result in results] == ["1.1.2"]


def test_opening_again_changes_nothing(finance: Client) -> None:
    opened(finance)
    before = rows()

    again = opened(finance)

    assert "hiçbir kayıt değişmedi" in text_of(again)
    assert changed(before, rows()) == []
    assert "yıl açılmış" in text_of(finance.get(PAGE))


def test_the_trail_knows_who_opened_the_year_and_how(finance: Client) -> None:
    opened(finance)

    entry = AuditEntry.objects.of_year(2025).filter(object_repr="Kamyon").get()
    assert entry.actor.username == "mali"
    assert entry.additional_data["channel"] == Channel.BULK
    assert entry.additional_data["reason"] == "2025 yılının 2024 yılından açılışı"
    assert AuditEntry.objects.of_year(2025).values("cid").distinct().count() == 1


def test_the_page_asks_as_often_for_thirty_of_a_kind_as_for_one(
    finance: Client, source: FiscalYear, person: Person
) -> None:
    assign("III.B.1/park", person("ayse", "park"))
    one = queries_of(finance)
    table = FreeTable.objects.get(year=source)
    indicator = Indicator.objects.get(code="1.1.1")
    for number in range(3, 33):
        FreeTable.objects.create(
            year=source, code=f"t{number}", title=f"Tablo {number}", department=table.department
        )
        Vehicle.objects.create(year=source, name=f"Araç {number}")
        indicator.pk, indicator.code = None, f"1.1.{number}"
        indicator.save()
    for place, code in enumerate(("I.C.1", "I.C.4", "II.B", "III.A.1", "IV.A")):
        assign(code, person(f"kisi{place}", "mali"))

    assert queries_of(finance) == one


def queries_of(client: Client) -> int:
    client.get(PAGE)  # the sidebar's findings are kept while nothing changes
    with CaptureQueriesContext(connection) as captured:
        client.get(PAGE)
    return len(captured)
