"""Numbers that checks need: entered in the office, read by the rules that asked for them."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.test import Client

from reports.core.building import build_document
from reports.core.checks import CheckData
from reports.models import FiscalYear, ReferenceNumber, Report

pytestmark = pytest.mark.django_db

ADDRESS = "/yonetim/reports/referencenumber/add/"


@pytest.fixture
def report() -> Report:
    year = FiscalYear.objects.create(year=2031)
    return Report.objects.create(year=year, institution="Örnek Belediyesi", title="Örnek rapor")


def test_a_number_is_entered_in_the_office_and_reaches_the_rules(
    admin_client: Client, report: Report
) -> None:
    before = {f.code for f in build_document(report).checks.findings}
    typed = {"year": "2031", "key": "population", "label": "Nüfus", "value": "12.345,00"}
    answer = admin_client.post(ADDRESS, typed)

    assert answer.status_code == 302
    assert ReferenceNumber.objects.get().value == D("12345")
    document = build_document(report)
    assert CheckData(document).numbers == {"population": D("12345")}
    assert {f.code for f in document.checks.findings} <= before


def test_a_key_stands_once_in_a_year(admin_client: Client, report: Report) -> None:
    ReferenceNumber.objects.create(year=report.year, key="population", label="Nüfus", value=D(1))
    typed = {"year": "2031", "key": "population", "label": "Nüfus", "value": "2"}
    answer = admin_client.post(ADDRESS, typed)

    assert "Bu anahtarla bir sayı bu yıl zaten var" in answer.content.decode()
    assert ReferenceNumber.objects.count() == 1
