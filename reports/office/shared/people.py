"""People whom a section concerns, as forms offer them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import QuerySet

from reports.collect.workflow import access
from reports.collect.workflow.notices import people_of
from reports.models import Section


def readers(section: Section) -> QuerySet[User]:
    """People who may see a section: its directorate, and those who see every section."""
    own = [person.pk for person in people_of(section)]
    everybody = User.objects.with_perm(
        access.SEE_ALL, backend="django.contrib.auth.backends.ModelBackend"
    )
    found = User.objects.filter(pk__in=own) | User.objects.filter(pk__in=everybody.values("pk"))
    return found.filter(is_active=True, is_staff=True).order_by("first_name", "last_name", "pk")
