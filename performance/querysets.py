"""Questions that rows of performance are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from performance.models import StrategicPlan
    from reports.models import FiscalYear


class StrategicPlanQuerySet(models.QuerySet["StrategicPlan"]):
    def in_force(self, year: FiscalYear) -> StrategicPlan | None:
        """The plan of a year; where two overlap, the newer one. None before the first plan."""
        return (
            self.filter(
                Q(first_year__isnull=True) | Q(first_year__lte=year.year),
                Q(last_year__isnull=True) | Q(last_year__gte=year.year),
            )
            .order_by(F("first_year").desc(nulls_last=True), "-pk")
            .first()
        )
