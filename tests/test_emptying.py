"""What a test has committed is gone afterwards, and what migrating made is there again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError, transaction

from reports.models import FiscalYear, Publication

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql("tables are emptied in another way, with its triggers at rest"),
]


def a_publication() -> Publication:
    """Which triggers hold: it can be neither changed nor deleted."""
    return Publication.objects.create(
        year=FiscalYear.objects.create(year=2024),
        version=1,
        document="{}",
        sha256="0" * 64,
        figure_status="provisional",
        published_at=datetime(2025, 4, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize("time", [1, 2])
def test_each_test_begins_with_what_migrating_made(time: int) -> None:
    assert not FiscalYear.objects.exists()
    assert Group.objects.exists()
    assert Permission.objects.filter(codename="change_report").count() == 1

    publication = a_publication()
    Group.objects.all().delete()
    Permission.objects.filter(codename="change_report").delete()

    with pytest.raises(DatabaseError), transaction.atomic():
        publication.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.all().update(version=7)
