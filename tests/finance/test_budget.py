"""Expenditure, revenue and directorates' budgets: what the database computes, what it refuses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from departments.models import Department
from finance.models import DepartmentBudget, ExpenditureLine, RevenueLine
from reports.models import FiscalYear
from tests.departments.office import add, change, delete, sentences

from .conftest import MakeCode

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql("computed columns, rounding, constraints"),
]

D = Decimal


def test_an_expenditure_line_is_added_changed_and_deleted_in_the_office(
    admin_client: Client, year: FiscalYear, spending: MakeCode
) -> None:
    form = {
        "year": year.pk,
        "code": spending("03").pk,
        "carried_in": "100.50",
        "budget": "1000.00",
        "supplementary": "0",
        "transfer": "-200.25",
        "spent": "700.00",
        "carried_out": "50",
    }

    assert sentences(add(admin_client, ExpenditureLine, **form)) == []
    line = ExpenditureLine.objects.get()
    assert (line.total_appropriation, line.remaining, line.cancelled) == (
        D("900.25"),
        D("200.25"),
        D("150.25"),
    )
    assert line.row_key == "03"

    assert sentences(change(admin_client, line, **form | {"spent": "800.00"})) == []
    line.refresh_from_db()
    assert (line.total_appropriation, line.remaining, line.cancelled) == (
        D("900.25"),
        D("100.25"),
        D("50.25"),
    )

    assert delete(admin_client, line).status_code == 302
    assert not ExpenditureLine.objects.exists()


@pytest.mark.parametrize(
    ("amounts", "total", "remaining", "cancelled"),
    [
        ({}, None, None, None),
        ({"spent": D(5)}, None, None, None),
        ({"budget": D(10)}, D("10.00"), None, None),
        ({"budget": D(10), "spent": D(4)}, D("10.00"), D("6.00"), None),
        ({"budget": D(0), "spent": D(0), "carried_out": D(0)}, D(0), D(0), D(0)),
        ({"transfer": D(-3), "spent": D(4)}, D("-3.00"), D("-7.00"), None),
        (
            {"budget": D("737100000.10"), "transfer": D("0.20"), "spent": D("737100000.29")},
            D("737100000.30"),
            D("0.01"),
            None,
        ),
    ],
)
def test_a_missing_amount_is_left_out_of_a_sum_and_never_read_as_zero(
    year: FiscalYear,
    spending: MakeCode,
    amounts: dict[str, Any],
    total: Decimal | None,
    remaining: Decimal | None,
    cancelled: Decimal | None,
) -> None:
    ExpenditureLine.objects.create(year=year, code=spending("03"), **amounts)

    line = ExpenditureLine.objects.get()
    assert (line.total_appropriation, line.remaining, line.cancelled) == (
        total,
        remaining,
        cancelled,
    )
    known = [n for n in (line.total_appropriation, line.remaining, line.cancelled) if n is not None]
    assert all(isinstance(number, Decimal) for number in known)
    assert [number.as_tuple().exponent for number in known] == [-2] * len(known)


def test_spending_above_the_appropriation_is_kept_for_the_checks_to_find(
    year: FiscalYear, spending: MakeCode
) -> None:
    line = ExpenditureLine(year=year, code=spending("03"), budget=D(10), spent=D(11))
    line.full_clean()
    line.save()

    line.refresh_from_db()
    assert line.remaining == D("-1.00")


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("carried_in", "Devreden ödenek"),
        ("budget", "Bütçe ödeneği"),
        ("supplementary", "Ek bütçe"),
        ("spent", "Bütçe gideri"),
        ("carried_out", "Devredilen ödenek"),
    ],
)
def test_a_negative_expenditure_figure_is_refused_in_turkish(
    admin_client: Client, year: FiscalYear, spending: MakeCode, field: str, label: str
) -> None:
    code = spending("03")

    response = add(admin_client, ExpenditureLine, year=year.pk, code=code.pk, **{field: "-1"})

    assert sentences(response) == [
        f"{label} eksi olamaz; değer bilinmiyorsa alan boş bırakılmalıdır."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpenditureLine.objects.create(year=year, code=code, **{field: D(-1)})


def test_a_code_has_one_line_in_a_year(
    admin_client: Client, year: FiscalYear, spending: MakeCode
) -> None:
    code = spending("03")
    ExpenditureLine.objects.create(year=year, code=code)

    response = add(admin_client, ExpenditureLine, year=year.pk, code=code.pk)

    assert sentences(response) == [
        "Bu kodun bu yıl için gider satırı zaten var; mevcut satır düzenlenmelidir."
    ]
    other = FiscalYear.objects.create(year=2025)
    assert sentences(add(admin_client, ExpenditureLine, year=other.pk, code=code.pk)) == []


@pytest.mark.parametrize(("first", "second"), [("03", "03.2"), ("03.2", "03")])
def test_a_code_and_a_code_above_it_are_not_both_counted(
    year: FiscalYear, spending: MakeCode, first: str, second: str
) -> None:
    codes = {code: spending(code) for code in ("03", "03.2", "04")}
    ExpenditureLine.objects.create(year=year, code=codes[first])
    ExpenditureLine.objects.create(year=year, code=codes["04"])

    with pytest.raises(ValidationError) as caught:
        ExpenditureLine(year=year, code=codes[second]).full_clean()

    assert caught.value.message_dict == {
        "code": [
            f"{first} kodu bu yıl zaten girilmiş; üst ve alt kod birlikte girilirse tutarlar iki "
            "kez toplanır. Satırlardan biri silinmelidir."
        ]
    }


def test_a_revenue_code_takes_no_expenditure(year: FiscalYear, earning: MakeCode) -> None:
    with pytest.raises(ValidationError) as caught:
        ExpenditureLine(year=year, code=earning("01")).full_clean()

    assert "01 Örnek gelir 01 bir gider kodu değildir." in caught.value.message_dict["code"]


def test_a_revenue_line_is_added_changed_and_deleted_in_the_office(
    admin_client: Client, year: FiscalYear, earning: MakeCode
) -> None:
    form = {
        "year": year.pk,
        "code": earning("01").pk,
        "estimate": "1000.00",
        "supplementary": "200.50",
        "gross": "900.40",
        "refunds": "0.40",
    }

    assert sentences(add(admin_client, RevenueLine, **form)) == []
    line = RevenueLine.objects.get()
    assert (line.revised_estimate, line.net) == (D("1200.50"), D("900.00"))

    assert sentences(change(admin_client, line, **form | {"refunds": "0"})) == []
    line.refresh_from_db()
    assert line.net == D("900.40")

    assert delete(admin_client, line).status_code == 302
    assert not RevenueLine.objects.exists()


def test_revenue_without_known_refunds_has_no_net(year: FiscalYear, earning: MakeCode) -> None:
    RevenueLine.objects.create(year=year, code=earning("01"), gross=D(5))

    line = RevenueLine.objects.get()
    assert (line.revised_estimate, line.net) == (None, None)


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("gross", "Tahsilat eksi olamaz; değer bilinmiyorsa alan boş bırakılmalıdır."),
        ("refunds", "Ret ve iadeler eksi olamaz; değer bilinmiyorsa alan boş bırakılmalıdır."),
        ("estimate", "Bütçe tahmini eksi olamaz; yalnız 09 Red ve İadeler kodunda eksi yazılır."),
        ("supplementary", "Ek bütçe eksi olamaz; yalnız 09 Red ve İadeler kodunda eksi yazılır."),
    ],
)
def test_a_negative_revenue_figure_is_refused_in_turkish(
    admin_client: Client, year: FiscalYear, earning: MakeCode, field: str, sentence: str
) -> None:
    code = earning("01")

    response = add(admin_client, RevenueLine, year=year.pk, code=code.pk, **{field: "-1"})

    assert sentences(response) == [sentence]


def test_refunds_are_budgeted_below_zero(
    admin_client: Client, year: FiscalYear, earning: MakeCode
) -> None:
    code = earning("09")

    response = add(admin_client, RevenueLine, year=year.pk, code=code.pk, estimate="-500")

    assert sentences(response) == []
    assert RevenueLine.objects.get().revised_estimate == D("-500.00")


def test_a_budget_of_a_directorate_is_added_changed_and_deleted_in_the_office(
    admin_client: Client, year: FiscalYear, department: Department
) -> None:
    form = {
        "year": year.pk,
        "department": department.pk,
        "appropriation": "350000.00",
        "added": "1000.50",
        "spent": "300000",
        "carried_out": "0",
    }

    assert sentences(add(admin_client, DepartmentBudget, **form)) == []
    budget = DepartmentBudget.objects.get()
    assert (budget.total_appropriation, budget.row_key) == (D("351000.50"), "ornek")

    assert sentences(change(admin_client, budget, **form | {"added": ""})) == []
    budget.refresh_from_db()
    assert (budget.added, budget.total_appropriation) == (None, D("350000.00"))

    assert sentences(add(admin_client, DepartmentBudget, **form)) == [
        "Bu müdürlüğün bu yıl için bütçe satırı zaten var; mevcut satır düzenlenmelidir."
    ]
    assert delete(admin_client, budget).status_code == 302
    assert not DepartmentBudget.objects.exists()


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("appropriation", "Ödenek"),
        ("added", "Eklenen ödenek"),
        ("spent", "Harcama"),
        ("carried_out", "Devredilen ödenek"),
    ],
)
def test_a_negative_budget_figure_is_refused_in_turkish(
    admin_client: Client, year: FiscalYear, department: Department, field: str, label: str
) -> None:
    response = add(
        admin_client, DepartmentBudget, year=year.pk, department=department.pk, **{field: "-1"}
    )

    assert sentences(response) == [
        f"{label} eksi olamaz; değer bilinmiyorsa alan boş bırakılmalıdır."
    ]
