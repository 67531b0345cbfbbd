"""Where the tables of finance are entered."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from finance.models import ExpenditureLine, RevenueLine, StatementOfActivities
from finance.models.classification import economic_row_key
from reports.core.registry import OfficeRow, OfficeTable, entered_in
from reports.models import FiscalYear

BUDGET_OUTCOME = "finance.budget_outcome"


def _budget(
    model: type[ExpenditureLine | RevenueLine], side: str
) -> Callable[[FiscalYear], Iterable[OfficeRow]]:
    """A line counts in its code at level 1 and among the lines below it.

    The outcome is a sum over all of them, so it leads to the list.
    """
    name = f"finance.{side}"

    def rows(year: FiscalYear) -> Iterable[OfficeRow]:
        yield OfficeRow(BUDGET_OUTCOME, side, pk=None)
        for line in model._default_manager.filter(year=year).select_related("code"):
            root = line.code.root_code
            yield OfficeRow(name, economic_row_key(root), line.pk, query=f"q={root}")
            if line.code.level > 1:
                yield OfficeRow(f"{name}_lines", line.row_key, line.pk)

    return rows


OFFICE: tuple[OfficeTable, ...] = (
    OfficeTable(
        "finance.expenditureline",
        ("finance.expenditure", "finance.expenditure_lines", BUDGET_OUTCOME),
        _budget(ExpenditureLine, "expenditure"),
        fields={"economic_code": "code"},
    ),
    OfficeTable(
        "finance.revenueline",
        ("finance.revenue", "finance.revenue_lines", BUDGET_OUTCOME),
        _budget(RevenueLine, "revenue"),
        fields={"economic_code": "code"},
    ),
    entered_in(StatementOfActivities, "finance.statement_of_activities", fields={"label": "item"}),
)
