"""Questions that rows of the directorates are asked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from departments.models import Department  # noqa: F401
    from reports.models import FiscalYear


class DepartmentQuerySet(models.QuerySet["Department"]):
    def valid_in(self, year: FiscalYear) -> DepartmentQuerySet:
        """Directorates that existed at any time of the year, in their order."""
        first, last = date(year.year, 1, 1), date(year.year, 12, 31)
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=last),
            Q(valid_to__isnull=True) | Q(valid_to__gte=first),
        )
