"""Statement of activities, debts, audit remarks, aided bodies and companies in the office."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from finance.models import AidedBody, AuditRemark, Company, Debt, StatementOfActivities
from reports.models import FiscalYear
from tests.departments.office import add, change, delete, sentences

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("computed columns and constraints")]

TABLES = [
    pytest.param(
        StatementOfActivities,
        {"item": "revenue", "amount": "10.50"},
        {"amount": "11.00"},
        "revenue",
        "Bu kalemin bu yıl için satırı zaten var; mevcut satır düzenlenmelidir.",
        id="statement",
    ),
    pytest.param(
        Debt,
        {"kind": "ilbank", "creditor": "Örnek Banka", "opening": "10", "repaid": "0"},
        {"opening": "12.00"},
        "ilbank-ornek-banka",
        "Bu alacaklının bu yıl için satırı zaten var; mevcut satır düzenlenmelidir.",
        id="debt",
    ),
    pytest.param(
        AuditRemark,
        {"body": "external", "no": "2", "subject": "Örnek bulgu", "status": "open"},
        {"status": "resolved"},
        "external-2",
        "Bu denetimin bu numaralı bulgusu zaten var; başka bir numara verilmelidir.",
        id="audit remark",
    ),
    pytest.param(
        AidedBody,
        {"name": "Örnek Derneği", "purpose": "Örnek amaç", "amount": "5"},
        {"amount": "6.00"},
        "ornek-dernegi-ornek-amac",
        "Bu kuruluşa bu amaçla yapılan yardım zaten girilmiş; mevcut satır düzenlenmelidir.",
        id="aided body",
    ),
    pytest.param(
        Company,
        {"name": "Örnek A.Ş.", "share": "99.5", "profit": "-3"},
        {"profit": "-4.00"},
        "ornek-a-s",
        "Bu şirketin bu yıl için satırı zaten var; mevcut satır düzenlenmelidir.",
        id="company",
    ),
]


@pytest.mark.parametrize(("model", "form", "changed", "key", "duplicate"), TABLES)
def test_a_row_is_added_once_changed_and_deleted_in_the_office(
    admin_client: Client,
    year: FiscalYear,
    model: type[Model],
    form: dict[str, Any],
    changed: dict[str, str],
    key: str,
    duplicate: str,
) -> None:
    form = {"year": year.pk, **form}

    assert sentences(add(admin_client, model, **form)) == []
    row: Any = model._default_manager.get()
    assert row.row_key == key

    assert sentences(add(admin_client, model, **form)) == [duplicate]

    assert sentences(change(admin_client, row, **form | changed)) == []
    row.refresh_from_db()
    assert {field: str(getattr(row, field)) for field in changed} == changed

    assert delete(admin_client, row).status_code == 302
    assert not model._default_manager.exists()


@pytest.mark.parametrize(
    ("model", "form", "sentence"),
    [
        (
            StatementOfActivities,
            {"item": "expense", "amount": "-1"},
            "Tutar eksi olamaz; değer bilinmiyorsa alan boş bırakılmalıdır.",
        ),
        (
            Debt,
            {"kind": "bank", "repaid": "-1"},
            "Yıl içinde ödenen eksi olamaz; değer bilinmiyorsa alan boş bırakılmalıdır.",
        ),
        (
            AidedBody,
            {"name": "Örnek", "amount": "-1"},
            "Tutar eksi olamaz; değer bilinmiyorsa alan boş bırakılmalıdır.",
        ),
        (
            Company,
            {"name": "Örnek", "capital": "-1"},
            "Sermaye eksi olamaz; değer bilinmiyorsa alan boş bırakılmalıdır.",
        ),
        (
            Company,
            {"name": "Örnek", "share": "101"},
            "Pay yüzde 0 ile 100 arasında olmalıdır.",
        ),
        (
            AuditRemark,
            {"body": "internal", "no": "0", "subject": "Örnek", "status": "open"},
            "Bulgu numarası 1'den başlar.",
        ),
    ],
)
def test_an_impossible_figure_is_refused_in_turkish(
    admin_client: Client,
    year: FiscalYear,
    model: type[Model],
    form: dict[str, str],
    sentence: str,
) -> None:
    found = sentences(add(admin_client, model, year=year.pk, **form))

    assert set(found) == {sentence}
    assert not model._default_manager.exists()


@pytest.mark.parametrize(
    ("opening", "borrowed", "repaid", "closing"),
    [
        ("100", "50", "30", Decimal("120.00")),
        ("100", None, "30", Decimal("70.00")),
        ("100", "50", None, None),
        (None, None, "30", None),
    ],
)
def test_the_closing_debt_follows_from_its_parts(
    year: FiscalYear,
    opening: str | None,
    borrowed: str | None,
    repaid: str | None,
    closing: Decimal | None,
) -> None:
    Debt.objects.create(year=year, kind="bank", opening=opening, borrowed=borrowed, repaid=repaid)

    assert Debt.objects.get().closing == closing


def test_a_debt_without_a_name_is_called_after_its_kind(year: FiscalYear) -> None:
    assert Debt.objects.create(year=year, kind="ilbank").label == "İller Bankası"
