"""Yearly tables of finance whose entry sheets are no usual ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from departments.models import Department
from finance.enums import CodeKind
from finance.models import (
    AidedBody,
    AuditRemark,
    DepartmentBudget,
    EconomicCode,
    ExpenditureLine,
    RevenueLine,
    StatementOfActivities,
)
from reports.collect.sheets import ModelTable
from reports.models import FiscalYear, Section


def _codes(kind: CodeKind) -> Callable[[Section], Iterable[EconomicCode]]:
    def records(_section: Section) -> Iterable[EconomicCode]:
        return EconomicCode.objects.filter(kind=kind)

    return records


def _departments(section: Section) -> Iterable[Department]:
    return Department.objects.valid_in(FiscalYear(year=section.year_id))


TABLES: tuple[ModelTable, ...] = (
    ModelTable(
        ExpenditureLine,
        "finance.expenditure_lines",
        records={"code": _codes(CodeKind.EXPENDITURE)},
        key="butce-giderleri",
        title="Bütçe giderleri",
    ),
    ModelTable(
        RevenueLine,
        "finance.revenue_lines",
        records={"code": _codes(CodeKind.REVENUE)},
        key="butce-gelirleri",
        title="Bütçe gelirleri",
    ),
    ModelTable(
        DepartmentBudget, "finance.department_budgets", records={"department": _departments}
    ),
    ModelTable(StatementOfActivities, "finance.statement_of_activities"),
    ModelTable(AuditRemark, "finance.audit_remarks", carried=False),
    ModelTable(AidedBody, "finance.aided_bodies", carried=False),
)
