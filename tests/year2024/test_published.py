"""A publication is what it was for ever. The first version is published once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from departments.models import Vehicle
from reports.core.building import build_document
from reports.models import Publication, Report
from reports.present.editions import edition
from reports.publish.versions import (
    PublishError,
    open_correction,
    publish_report,
    waive_finding,
)

pytestmark = pytest.mark.postgresql("triggers, and what is kept of a version")


@pytest.fixture(scope="module", autouse=True)
def version_1(rows_of_2024: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Inside a savepoint of the loaded rows; every test runs in one of its own."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        publish_report(Report.objects.get(year_id=2024))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def published(report: Report) -> Publication:
    return Publication.objects.get()


def test_changed_rows_show_only_after_the_next_version(report: Report) -> None:
    Vehicle.objects.filter(year=report.year, key="greyder").update(owned=99)
    first = edition(2024)
    assert first is not None
    before = first.document.tables["departments.vehicles"].number("greyder", "owned")
    for finding in build_document(report).checks.open_errors:
        waive_finding(report, finding.mark, reason="Örnek: basılı toplamda eski sayı duruyor.")
    open_correction(report, kind="figure", reason="Örnek: araç sayısı yanlış yazılmış.")
    publish_report(report)
    second = edition(2024)
    assert second is not None
    assert before == 2
    assert second.document.tables["departments.vehicles"].number("greyder", "owned") == 99
    old = edition(2024, 1)
    assert old is not None
    assert old.document.tables["departments.vehicles"].number("greyder", "owned") == 2
    assert (old.is_current, second.is_current, second.version) == (False, True, 2)


def test_a_correction_needs_a_reason(report: Report) -> None:
    with pytest.raises(PublishError, match="gerekçe"):
        publish_report(report)


def test_the_same_data_are_not_published_twice(report: Report) -> None:
    open_correction(report, kind="figure", reason="Örnek: araç sayısı yanlış yazılmış.")
    with pytest.raises(PublishError, match="aynı"):
        publish_report(report)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reports_publication SET reason = 'x'",
        "UPDATE reports_publication SET document = '{}'",
        "DELETE FROM reports_publication",
        pytest.param(
            "TRUNCATE reports_publication CASCADE",
            marks=pytest.mark.skipif(
                connection.vendor != "postgresql", reason="SQLite has no TRUNCATE"
            ),
        ),
    ],
)
def test_a_publication_resists_sql(published: Publication, sql: str) -> None:
    connection.check_constraints()  # TRUNCATE asks for deferred checks before the trigger
    with (
        pytest.raises(DatabaseError, match="değiştirilemez"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Publication.objects.get().sha256 == published.sha256


def test_a_publication_resists_the_orm(published: Publication) -> None:
    published.reason = "Örnek"
    with pytest.raises(DatabaseError, match="değiştirilemez"), transaction.atomic():
        published.save()
    # What was frozen points at its version, so Django refuses before the database is asked.
    attempts: list[Any] = [published.delete, Publication.objects.all().delete]
    for attempt in attempts:
        with pytest.raises(ProtectedError), transaction.atomic():
            attempt()
