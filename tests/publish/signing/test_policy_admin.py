"""Who has to sign, as publishers keep it: explained, checked, recorded, never showing a number."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.models import AuditEntry, SignaturePolicy
from reports.office.release.policies import is_citizen_number
from reports.publish.signing.people import citizen_hash
from reports.publish.versions import publish_report

from .report import Browser, Desk
from .test_page import text

LIST = "/yonetim/reports/signaturepolicy/"
NUMBER = "10000000146"


def form(**changes: object) -> dict[str, object]:
    return {
        "from_year": 2024,
        "ordered": "on",
        "first": "accounting_officer",
        "minimum_level": "B-LT",
        "finance_rule": "declaration",
        "finance_name": "",
        "finance_citizen": "",
        "top_manager_rule": "declaration",
        "top_manager_name": "",
        "top_manager_citizen": "",
        **changes,
    }


@pytest.mark.parametrize(
    ("number", "right"),
    [(NUMBER, True), ("10000000147", False), ("00000000001", False), ("1000000014", False)],
)
def test_check_digits_of_a_citizen_number(number: str, right: bool) -> None:
    assert is_citizen_number(number) is right


@pytest.mark.postgresql("constraints and triggers")
def test_a_publisher_makes_a_policy_and_the_number_is_never_shown(
    browser: Browser, desk: Desk
) -> None:
    client = browser("publisher")
    assert "Hiçbir kural yazılmamışsa imza zorunlu değildir" in text(client.get(f"{LIST}add/"))

    answer = client.post(f"{LIST}add/", form(compulsory="on", finance_citizen="100 000 00146"))

    assert answer.status_code == 302
    policy = SignaturePolicy.objects.get()
    assert policy.compulsory
    assert policy.finance_citizen_hash == citizen_hash(NUMBER)
    page = text(client.get(f"{LIST}{policy.pk}/change/"))
    assert "Kayıtlı" in page
    assert NUMBER not in page
    assert policy.finance_citizen_hash not in page
    entry = AuditEntry.objects.filter(object_pk=str(policy.pk)).latest("pk")
    assert entry.changes["compulsory"] == [None, True]
    assert policy.finance_citizen_hash not in str(entry.changes)

    client.post(f"{LIST}{policy.pk}/change/", form())
    policy.refresh_from_db()
    assert policy.finance_citizen_hash  # what is left empty stays
    client.post(f"{LIST}{policy.pk}/change/", form(finance_forget="on"))
    policy.refresh_from_db()
    assert policy.finance_citizen_hash == ""


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"finance_rule": "name"}, "sertifikadaki ad yazılmalıdır"),
        ({"top_manager_name": "Örnek Kişi"}, "kural değiştirilmeli ya da ad silinmelidir"),
        ({"finance_citizen": "12345678901"}, "son iki rakamı öncekilere uymalıdır"),
        ({"from_year": 1999}, "2006"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    browser: Browser, desk: Desk, changes: dict[str, object], sentence: str
) -> None:
    page = text(browser("publisher").post(f"{LIST}add/", form(**changes)))

    assert sentence in page
    assert not SignaturePolicy.objects.exists()


def test_while_a_report_is_being_signed_the_rules_stand(
    browser: Browser, desk: Desk, first: bytes
) -> None:
    policy = SignaturePolicy.objects.create(from_year=2023)
    desk.upload(first)
    client = browser("publisher")
    change = f"{LIST}{policy.pk}/change/"

    page = text(client.post(change, form(from_year=2023, compulsory="on")))
    assert "2024 raporunda kabul edilmiş imza var" in page
    assert "kabul edilmiş imza var" in text(client.post(f"{LIST}add/", form()))
    # A rule that begins later does not concern it.
    assert client.post(f"{LIST}add/", form(from_year=2025)).status_code == 302

    publish_report(desk.report)
    assert client.post(change, form(from_year=2023, compulsory="on")).status_code == 302
    assert SignaturePolicy.objects.get(from_year=2023).compulsory


@pytest.mark.parametrize("person", ["finance", "auditor", "signatory", "editor", "reviewer"])
def test_others_change_nothing(browser: Browser, desk: Desk, person: str) -> None:
    policy = SignaturePolicy.objects.create(from_year=2024)
    client = browser(person)

    client.post(f"{LIST}{policy.pk}/change/", form(compulsory="on"))
    client.post(f"{LIST}add/", form(from_year=2025))

    policy.refresh_from_db()
    assert not policy.compulsory
    assert SignaturePolicy.objects.count() == 1


@pytest.mark.postgresql("constraints and triggers")
def test_a_policy_is_not_deleted(browser: Browser, desk: Desk) -> None:
    policy = SignaturePolicy.objects.create(from_year=2024)

    for person in ("publisher", "boss"):
        client: Client = browser(person)
        assert client.post(f"{LIST}{policy.pk}/delete/", {"post": "yes"}).status_code == 403
    assert SignaturePolicy.objects.exists()


def test_thirty_policies_ask_for_no_more_queries_than_one(browser: Browser, desk: Desk) -> None:
    client = browser("publisher")

    def queries() -> int:
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    SignaturePolicy.objects.create(from_year=2010)
    one = queries()
    for year in range(2011, 2040):
        SignaturePolicy.objects.create(from_year=year)
    assert queries() == one
