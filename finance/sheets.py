"""Entry sheets of finance: the tables of the budget, statements and affiliated bodies."""

from __future__ import annotations

from collections.abc import Callable, Iterable

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
    StatementOfActivities,
)
from reports.models import FiscalYear, Section
from reports.sheets import ModelTable, Reading, Sheet


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
        keys=("code",),
        fields=("carried_in", "budget", "supplementary", "transfer", "spent", "carried_out"),
        columns={"code": "economic_code"},
        records={"code": _codes(CodeKind.EXPENDITURE)},
        key="butce-giderleri",
        title="Bütçe giderleri",
    ),
    ModelTable(
        RevenueLine,
        "finance.revenue_lines",
        keys=("code",),
        fields=("estimate", "supplementary", "gross", "refunds"),
        columns={"code": "economic_code"},
        records={"code": _codes(CodeKind.REVENUE)},
        key="butce-gelirleri",
        title="Bütçe gelirleri",
    ),
    ModelTable(
        DepartmentBudget,
        "finance.department_budgets",
        keys=("department",),
        fields=("appropriation", "added", "spent", "carried_out"),
        records={"department": _departments},
    ),
    ModelTable(
        StatementOfActivities,
        "finance.statement_of_activities",
        keys=("item",),
        fields=("amount",),
        columns={"item": "label"},
    ),
    ModelTable(
        Debt,
        "finance.debts",
        keys=("kind", "creditor"),
        fields=("opening", "borrowed", "repaid"),
        columns={"kind": "kind_label", "creditor": "label"},
    ),
    ModelTable(
        AuditRemark,
        "finance.audit_remarks",
        keys=("body", "no"),
        fields=("subject", "response", "status"),
        columns={"body": "body_label", "status": "status_label"},
        carried=False,
    ),
    ModelTable(
        AidedBody,
        "finance.aided_bodies",
        keys=("name", "purpose"),
        fields=("amount",),
        carried=False,
    ),
    ModelTable(
        Company,
        "finance.companies",
        keys=("name",),
        fields=("share", "capital", "personnel", "revenue", "profit"),
    ),
)


def sheets(section: Section, reading: Reading) -> Iterable[Sheet]:
    """The sheets of a section."""
    for table in TABLES:
        yield from table.sheets(section, reading)
