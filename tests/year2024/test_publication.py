"""The document is a pure function of the rows; a publication is what it was for ever."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from departments.models import Vehicle
from reports.documents import build_document, canonical_json, from_json
from reports.models import Publication, Report
from reports.publishing import (
    PublishError,
    edition,
    open_correction,
    publish_report,
    waive_stated_figures,
)

pytestmark = pytest.mark.postgresql("triggers; the document has the same bytes on both")


def test_building_twice_gives_the_same_bytes(report: Report) -> None:
    assert canonical_json(build_document(report)) == canonical_json(build_document(report))


def test_a_document_survives_json(report: Report) -> None:
    text = canonical_json(build_document(report))
    assert canonical_json(from_json(text)) == text


def test_no_reference_in_the_prose_leads_nowhere(report: Report) -> None:
    problems = [
        problem
        for node in build_document(report).nodes()
        for block in node.blocks
        if block.type == "prose"
        for problem in block.problems
    ]
    assert problems == []


def test_changed_rows_show_only_after_the_next_version(report: Report) -> None:
    publish_report(report)
    Vehicle.objects.filter(year=report.year, key="greyder").update(owned=99)
    first = edition(2024)
    assert first is not None
    before = first.document.tables["departments.vehicles"].number("greyder", "owned")
    waive_stated_figures(report)  # the printed report says otherwise
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
    publish_report(report)
    with pytest.raises(PublishError, match="gerekçe"):
        publish_report(report)


def test_the_same_data_are_not_published_twice(report: Report) -> None:
    publish_report(report)
    open_correction(report, kind="figure", reason="Örnek: araç sayısı yanlış yazılmış.")
    with pytest.raises(PublishError, match="aynı"):
        publish_report(report)


def test_who_may_not_publish_is_refused(report: Report) -> None:
    user = User.objects.create_user("ornek")
    with pytest.raises(PermissionDenied):
        publish_report(report, by=user)
    assert Publication.objects.count() == 0


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
def test_a_publication_resists_sql(report: Report, sql: str) -> None:
    published = publish_report(report)
    connection.check_constraints()  # TRUNCATE asks for deferred checks before the trigger
    with (
        pytest.raises(DatabaseError, match="değiştirilemez"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Publication.objects.get().sha256 == published.sha256


def test_a_publication_resists_the_orm(report: Report) -> None:
    published = publish_report(report)
    published.reason = "Örnek"
    with pytest.raises(DatabaseError, match="değiştirilemez"), transaction.atomic():
        published.save()
    # What was frozen points at its version, so Django refuses before the database is asked.
    attempts: list[Any] = [published.delete, Publication.objects.all().delete]
    for attempt in attempts:
        with pytest.raises(ProtectedError), transaction.atomic():
            attempt()


def test_an_open_error_stops_the_publication_and_is_named(report: Report) -> None:
    Vehicle.objects.filter(year=report.year, key="greyder").update(owned=99)
    with pytest.raises(PublishError) as refusal:
        publish_report(report)
    assert "açık hata var" in str(refusal.value)
    assert "RPR-001: «Araç ve iş makineleri», TOPLAM, Belediyeye ait" in str(refusal.value)
    assert Publication.objects.count() == 0


def test_an_unknown_figure_in_the_prose_stops_the_publication(report: Report) -> None:
    from reports.models import Narrative

    narrative = Narrative.objects.filter(year=report.year).first()
    assert narrative is not None
    narrative.body += "\n\n{{ finance.expenditure.total.yok | money }}"
    narrative.save()
    with pytest.raises(PublishError, match="«yok» sütunu yok"):
        publish_report(report)
