"""Questions that rows of finance are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

if TYPE_CHECKING:
    from finance.models import EconomicCode  # noqa: F401
    from reports.models import FiscalYear

Line = TypeVar("Line", bound=models.Model)


class EconomicCodeQuerySet(models.QuerySet["EconomicCode"]):
    def of_expenditure(self) -> EconomicCodeQuerySet:
        return self.filter(kind="expenditure")

    def of_revenue(self) -> EconomicCodeQuerySet:
        return self.filter(kind="revenue")


class BudgetLineQuerySet(models.QuerySet[Line]):
    """Lines of the expenditure or revenue table."""

    def for_year(self, year: FiscalYear) -> Any:
        """The year's lines with their codes, in the order of the codes."""
        return self.filter(year=year).select_related("code").order_by("code__code")
