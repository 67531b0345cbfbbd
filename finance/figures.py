"""Figures across rows and tables of finance; used by datasets, headlines and charts alike.

Sums leave out what is missing and are missing when nothing is known; a difference or a rate needs
both of its sides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from finance.enums import CodeKind, StatementItem
from finance.models import EconomicCode, ExpenditureLine, RevenueLine, StatementOfActivities
from finance.models.budget import BudgetLine
from finance.models.classification import economic_row_key
from reports.models import FiscalYear

Amount = Decimal | None
Line = TypeVar("Line", bound=BudgetLine)


def total(amounts: Iterable[Amount]) -> Amount:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def difference(left: Amount, right: Amount) -> Amount:
    return None if left is None or right is None else left - right


def rate(part: Amount, whole: Amount) -> Amount:
    """`part` in percent of `whole`; nothing can be compared with zero."""
    return None if part is None or not whole else part / whole * 100


@dataclass(frozen=True, slots=True)
class ExpenditureOfCode:
    """Expenditure of one code at level 1: the sum of the lines entered for it or below it."""

    code: str
    name: str
    carried_in: Amount
    budget: Amount
    supplementary: Amount
    transfer: Amount
    total_appropriation: Amount
    spent: Amount
    carried_out: Amount
    remaining: Amount
    cancelled: Amount

    @property
    def row_key(self) -> str:
        return economic_row_key(self.code)


@dataclass(frozen=True, slots=True)
class RevenueOfCode:
    """Revenue of one code at level 1: the sum of the lines entered for it or below it."""

    code: str
    name: str
    estimate: Amount
    supplementary: Amount
    revised_estimate: Amount
    gross: Amount
    refunds: Amount
    net: Amount

    @property
    def row_key(self) -> str:
        return economic_row_key(self.code)


@dataclass(frozen=True, slots=True)
class BudgetOutcome:
    """One side of the budget, or their balance: what was expected and what became of it."""

    row_key: str
    label: str
    initial_estimate: Amount
    estimate: Amount
    actual: Amount
    rate: Amount
    initial_rate: Amount


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One row of the statement of activities; the result is computed."""

    row_key: str
    label: str
    amount: Amount


def expenditure_by_code(year: FiscalYear) -> tuple[ExpenditureOfCode, ...]:
    """Expenditure at level 1, in the order of the codes."""
    found = []
    lines = list(ExpenditureLine.objects.for_year(year))
    for code, name, members in _by_root(lines, CodeKind.EXPENDITURE):
        found.append(
            ExpenditureOfCode(
                code,
                name,
                carried_in=total(line.carried_in for line in members),
                budget=total(line.budget for line in members),
                supplementary=total(line.supplementary for line in members),
                transfer=total(line.transfer for line in members),
                total_appropriation=total(line.total_appropriation for line in members),
                spent=total(line.spent for line in members),
                carried_out=total(line.carried_out for line in members),
                remaining=total(line.remaining for line in members),
                cancelled=total(line.cancelled for line in members),
            )
        )
    return tuple(found)


def revenue_by_code(year: FiscalYear) -> tuple[RevenueOfCode, ...]:
    """Revenue at level 1, in the order of the codes."""
    found = []
    lines = list(RevenueLine.objects.for_year(year))
    for code, name, members in _by_root(lines, CodeKind.REVENUE):
        found.append(
            RevenueOfCode(
                code,
                name,
                estimate=total(line.estimate for line in members),
                supplementary=total(line.supplementary for line in members),
                revised_estimate=total(line.revised_estimate for line in members),
                gross=total(line.gross for line in members),
                refunds=total(line.refunds for line in members),
                net=total(line.net for line in members),
            )
        )
    return tuple(found)


def budget_outcome(year: FiscalYear) -> tuple[BudgetOutcome, ...]:
    """Revenue, expenditure and their balance; empty when neither table has a row.

    Both sides are measured against the budget with its supplement, since the revenue table often
    gives only that estimate; otherwise the balance would compare two different things.
    """
    expenditure = expenditure_by_code(year)
    revenue = revenue_by_code(year)
    if not expenditure and not revenue:
        return ()
    expected_in = total(row.revised_estimate for row in revenue)
    actual_in = total(row.net for row in revenue)
    expected_out = total(
        amount for row in expenditure for amount in (row.budget, row.supplementary)
    )
    actual_out = total(row.spent for row in expenditure)
    # The revenue table knows estimates before the supplement only where it gives both apart.
    supplemented = any(row.supplementary is not None for row in revenue)
    initial_in = total(row.estimate for row in revenue) if supplemented else None
    initial_out = total(row.budget for row in expenditure)
    return (
        BudgetOutcome(
            "revenue",
            "Bütçe gelirleri",
            initial_in,
            expected_in,
            actual_in,
            rate(actual_in, expected_in),
            rate(actual_in, initial_in),
        ),
        BudgetOutcome(
            "expenditure",
            "Bütçe giderleri",
            initial_out,
            expected_out,
            actual_out,
            rate(actual_out, expected_out),
            rate(actual_out, initial_out),
        ),
        BudgetOutcome(
            "balance",
            "Bütçe dengesi (gelir − gider)",
            difference(initial_in, initial_out),
            difference(expected_in, expected_out),
            difference(actual_in, actual_out),
            None,
            None,
        ),
    )


def statement_of_activities(year: FiscalYear) -> tuple[StatementRow, ...]:
    """Revenue, expense and their result; empty when the statement was not entered."""
    amounts = {row.item: row.amount for row in StatementOfActivities.objects.filter(year=year)}
    if not amounts:
        return ()
    revenue = amounts.get(StatementItem.REVENUE)
    expense = amounts.get(StatementItem.EXPENSE)
    return (
        StatementRow("revenue", StatementItem.REVENUE.label, revenue),
        StatementRow("expense", StatementItem.EXPENSE.label, expense),
        StatementRow("result", "Dönem faaliyet sonucu", difference(revenue, expense)),
    )


def _by_root(lines: list[Line], kind: CodeKind) -> Iterable[tuple[str, str, list[Line]]]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.code.root_code, []).append(line)
    names = dict(
        EconomicCode.objects.filter(kind=kind, code__in=groups).values_list("code", "name")
    )
    for code in sorted(groups):
        yield code, names.get(code, ""), groups[code]
