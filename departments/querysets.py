"""Questions that rows of the directorates are asked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from departments.models import Department, Membership  # noqa: F401
    from reports.models import FiscalYear


class DepartmentQuerySet(models.QuerySet["Department"]):
    def valid_in(self, year: FiscalYear) -> DepartmentQuerySet:
        """Directorates that existed at any time of the year, in their order."""
        first, last = date(year.year, 1, 1), date(year.year, 12, 31)
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=last),
            Q(valid_to__isnull=True) | Q(valid_to__gte=first),
        )


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date | None = None) -> MembershipQuerySet:
        """Duties in force on a day, by default today, of people who have not left."""
        day = day or timezone.localdate()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            user__is_active=True,
        )

    def of(self, user: Any) -> MembershipQuerySet:
        """Duties that a user has today."""
        return self.on().filter(user=user)
