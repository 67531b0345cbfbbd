"""What a correction is and what became of it stays: the database holds both."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from reports.models import Correction, Report, Section
from reports.publish.versions import publish_report, withdraw_correction

from .steps import OTHER, change, opened

pytestmark = pytest.mark.postgresql("triggers")

HELD = "Düzeltme silinemez"


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_correction SET kind = 'text'",
        "UPDATE reports_correction SET reason = 'x'",
        "UPDATE reports_correction SET number = 9",
        "UPDATE reports_correction SET basis = 'x'",
        "UPDATE reports_correction SET opened_as = 'x'",
        "UPDATE reports_correction SET opened_at = '2020-01-01 00:00:00+00:00'",
        "DELETE FROM reports_correction",
    ],
)
def test_what_a_correction_is_stays(statement: str, published: Report) -> None:
    opened(published)
    before = list(Correction.objects.values())

    with pytest.raises(DatabaseError, match=HELD), transaction.atomic():
        _sql(statement)

    assert list(Correction.objects.values()) == before


@pytest.mark.parametrize("outcome", ["published", "withdrawn"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_correction SET publication_id = NULL, withdrawn_at = NULL",
        "UPDATE reports_correction SET withdrawn_for = 'başka'",
        "UPDATE reports_correction SET publication_id = "
        "(SELECT id FROM reports_publication WHERE version = 1)",
    ],
)
def test_the_outcome_is_set_once(
    statement: str, outcome: str, published: Report, section: Section
) -> None:
    correction = opened(published)
    if outcome == "withdrawn":
        withdraw_correction(correction, reason=OTHER)
    else:
        change(published, section, correction)
        publish_report(published)
    before = list(Correction.objects.values())

    with pytest.raises(DatabaseError, match=HELD), transaction.atomic():
        _sql(statement)

    assert list(Correction.objects.values()) == before


def test_a_correction_has_one_outcome(published: Report) -> None:
    opened(published)

    with pytest.raises(DatabaseError), transaction.atomic():
        _sql(
            "UPDATE reports_correction SET withdrawn_at = opened_at, withdrawn_for = 'x', "
            "publication_id = base_id"
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        _sql("UPDATE reports_correction SET withdrawn_at = opened_at")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_the_table_is_not_emptied(published: Report) -> None:
    opened(published)
    connection.check_constraints()

    with pytest.raises(DatabaseError, match=HELD), transaction.atomic():
        _sql("TRUNCATE reports_correction CASCADE")
