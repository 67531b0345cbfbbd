"""Lists of the back office take as many queries for thirty rows as for one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from departments.models import Department
from finance.enums import CodeKind
from finance.models import (
    AidedBody,
    AuditRemark,
    Company,
    Debt,
    DepartmentBudget,
    EconomicCode,
    ExpenditureLine,
    RevenueLine,
)
from reports.models import FiscalYear
from tests.departments.office import address

pytestmark = pytest.mark.django_db


def code(kind: CodeKind, number: int) -> EconomicCode:
    return EconomicCode.objects.create(kind=kind, code=f"{number:02}", name=f"Örnek {number}")


def row_of(model: type[Model], number: int) -> dict[str, Any]:
    if model is ExpenditureLine:
        return {"code": code(CodeKind.EXPENDITURE, number)}
    if model is RevenueLine:
        return {"code": code(CodeKind.REVENUE, number)}
    if model is DepartmentBudget:
        return {
            "department": Department.objects.create(code=f"ornek-{number}", name=f"Örnek {number}")
        }
    if model is AuditRemark:
        return {"no": number, "body": "internal", "subject": "Örnek"}
    if model is Debt:
        return {"kind": "bank", "creditor": f"Örnek {number}"}
    return {"name": f"Örnek {number}"}


@pytest.mark.parametrize(
    "model",
    [ExpenditureLine, RevenueLine, DepartmentBudget, Debt, AuditRemark, AidedBody, Company],
)
def test_a_list_takes_the_same_queries_for_one_row_and_for_thirty(
    admin_client: Client, year: FiscalYear, model: type[Model]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert admin_client.get(address(model, "changelist")).status_code == 200
        return len(caught)

    model._default_manager.create(year=year, **row_of(model, 1))
    admin_client.get(address(model, "changelist"))
    with_one = queries()
    for number in range(2, 31):
        model._default_manager.create(year=year, **row_of(model, number))

    assert queries() == with_one
