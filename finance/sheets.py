"""Yearly tables of finance whose entry sheets are no usual ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

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
from reports.collect.sheets import Link, ModelTable
from reports.models import FiscalYear, Section


def _codes(kind: CodeKind) -> Callable[[Section], Iterable[EconomicCode]]:
    def records(_section: Section) -> Iterable[EconomicCode]:
        return EconomicCode.objects.filter(kind=kind)

    return records


def _departments(section: Section) -> Iterable[Department]:
    return Department.objects.valid_in(FiscalYear(year=section.year_id))


def _trial_balance(section: Section) -> Iterable[Link]:
    address = reverse("admin:trial_balance", args=[section.year_id])
    return [Link(_("Mizandan al"), address, writes=True)]


TABLES: tuple[ModelTable, ...] = (
    ModelTable(
        ExpenditureLine,
        "finance.expenditure_lines",
        records={"code": _codes(CodeKind.EXPENDITURE)},
        key="butce-giderleri",
        title="Bütçe giderleri",
        more_links=_trial_balance,
    ),
    ModelTable(
        RevenueLine,
        "finance.revenue_lines",
        records={"code": _codes(CodeKind.REVENUE)},
        key="butce-gelirleri",
        title="Bütçe gelirleri",
        more_links=_trial_balance,
    ),
    ModelTable(
        DepartmentBudget, "finance.department_budgets", records={"department": _departments}
    ),
    ModelTable(StatementOfActivities, "finance.statement_of_activities", more_links=_trial_balance),
    ModelTable(AuditRemark, "finance.audit_remarks", carried=False),
    ModelTable(AidedBody, "finance.aided_bodies", carried=False),
)
