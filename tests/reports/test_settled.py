"""What is settled can't be replaced either: SQLite's OR REPLACE asks no trigger of DELETE."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from pytest_django import Settings

from reports.council.actions import publish_council_record, publish_delivery
from reports.council.triggers import DELIVERIES, DOCUMENTS, QUESTIONS, RECORDS
from reports.enums import FigureStatus, JobState
from reports.models import (
    Correction,
    FiscalYear,
    FrozenReport,
    Publication,
    SignatureUpload,
)
from reports.publishing.correction_triggers import CORRECTIONS
from reports.settled import Held, Settled
from reports.signing.immutability import UPLOADS
from tests.council import samples

TABLES: tuple[Settled | Held, ...] = (CORRECTIONS, RECORDS, DELIVERIES, QUESTIONS, DOCUMENTS)
REASON = "Örnek: bir faaliyet rapora yazılmamıştır."

on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="OR REPLACE is SQLite's")
each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.table)


@pytest.fixture(autouse=True)
def files_folder(settings: Settings, tmp_path: Path) -> None:
    settings.EVIDENCE_DIR = tmp_path / "evidence"


@pytest.fixture
def publication(db: None) -> Publication:
    return Publication.objects.create(
        year=FiscalYear.objects.create(year=2024),
        version=1,
        document="{}",
        sha256="0" * 64,
        figure_status=FigureStatus.PROVISIONAL,
        published_at=timezone.now(),
    )


def _correction(publication: Publication, number: int, **more: Any) -> Correction:
    return Correction.objects.create(
        year_id=2024, number=number, kind="text", reason=REASON, base=publication, **more
    )


@pytest.fixture
def drafts(publication: Publication) -> dict[str, models.Model]:
    """A settled row in each table, and one beside it that is not; those, by table."""
    _correction(publication, 1, withdrawn_at=timezone.now(), withdrawn_for="Örnek")
    older = publish_council_record(samples.session(publication))
    record = samples.session(publication, replaces=older, replaces_for="Örnek")
    samples.question(record)
    samples.document(record)
    publish_council_record(record)
    sent = publish_delivery(samples.delivery(publication))
    publish_delivery(samples.delivery(publication, replaces=sent, replaces_for="Örnek"))
    draft = samples.session(publication)
    return {
        CORRECTIONS.table: _correction(publication, 2),
        RECORDS.table: draft,
        DELIVERIES.table: samples.delivery(publication),
        QUESTIONS.table: samples.question(draft),
        DOCUMENTS.table: samples.document(draft),
    }


def _settled(table: Settled | Held) -> str:
    """SQL that finds the settled row whose keys are all filled."""
    if isinstance(table, Held):
        owner = table.parent
        return (
            f"{table.column} IN (SELECT id FROM {owner.table} "  # noqa: S608
            f"WHERE {owner.when.format(row=owner.table)})"
        )
    filled = " AND ".join(f"{name} IS NOT NULL" for key in table.keys for name in key)
    return f"({table.when.format(row=table.table)}) AND {filled}"


def _rows(table: Settled | Held) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table.table} ORDER BY id")  # noqa: S608
        return list(cursor.fetchall())


def _refused(statement: str, message: str) -> None:
    with (
        pytest.raises(DatabaseError, match=message),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def _message(table: Settled | Held) -> str:
    return table.parent.message if isinstance(table, Held) else table.message


@on_sqlite
@each_table
def test_no_settled_row_is_replaced_by_a_new_one(
    drafts: dict[str, models.Model], table: Settled | Held
) -> None:
    before = _rows(table)
    with connection.cursor() as cursor:
        names = [
            c.name for c in connection.introspection.get_table_description(cursor, table.table)
        ]
    for key in table.keys:
        # Like the draft, but for the key of the settled row.
        values = ", ".join(
            f"(SELECT {name} FROM {table.table} WHERE {_settled(table)})"  # noqa: S608
            if name in key
            else "NULL"
            if name == "id"
            else name
            for name in names
        )
        _refused(
            f"INSERT OR REPLACE INTO {table.table} ({', '.join(names)}) "  # noqa: S608
            f"SELECT {values} FROM {table.table} WHERE id = {drafts[table.table].pk}",
            _message(table),
        )
    assert _rows(table) == before


@on_sqlite
@each_table
def test_no_settled_row_gives_way_to_a_draft_that_takes_its_key(
    drafts: dict[str, models.Model], table: Settled | Held
) -> None:
    before = _rows(table)
    for key in table.keys:
        values = ", ".join(
            f"{name} = (SELECT {name} FROM {table.table} WHERE {_settled(table)})"  # noqa: S608
            for name in key
        )
        _refused(
            f"UPDATE OR REPLACE {table.table} SET {values} "  # noqa: S608
            f"WHERE id = {drafts[table.table].pk}",
            _message(table),
        )
    assert _rows(table) == before


@on_sqlite
@pytest.mark.parametrize(
    "table", [table for table in TABLES if table is not CORRECTIONS], ids=lambda table: table.table
)
def test_a_draft_may_be_replaced_as_it_may_be_deleted(
    drafts: dict[str, models.Model], table: Settled | Held
) -> None:
    before = _rows(table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO {table.table} SELECT * FROM {table.table} "  # noqa: S608
            f"WHERE id = {drafts[table.table].pk}"
        )
    assert _rows(table) == before


@on_sqlite
def test_an_open_correction_is_not_replaced(drafts: dict[str, models.Model]) -> None:
    before = _rows(CORRECTIONS)
    _refused(
        "INSERT OR REPLACE INTO reports_correction SELECT * FROM reports_correction "
        "WHERE number = 2",
        CORRECTIONS.message,
    )
    assert _rows(CORRECTIONS) == before


@on_sqlite
def test_an_upload_at_work_takes_no_judged_one_away(publication: Publication) -> None:
    frozen = FrozenReport.objects.create(
        year_id=2024, document="{}", sha256="0" * 64, frozen_at=timezone.now()
    )
    judged, waiting = (
        SignatureUpload.objects.create(frozen=frozen, sha256=mark * 64, size=1, state=state)
        for mark, state in (("1", JobState.DONE), ("2", JobState.WAITING))
    )
    _refused(
        f"UPDATE OR REPLACE {UPLOADS.table} SET id = {judged.pk} "  # noqa: S608
        f"WHERE id = {waiting.pk}",
        UPLOADS.message,
    )
    assert SignatureUpload.objects.count() == 2


@each_table
def test_every_key_of_the_table_is_held(db: None, table: Settled | Held) -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table.table)
    unique = {
        tuple(sorted(about["columns"]))
        for about in found.values()
        if about["unique"] or about["primary_key"]
    }
    assert unique == {tuple(sorted(key)) for key in table.keys}
