"""What is settled can't be replaced either: SQLite's OR REPLACE asks no trigger of DELETE."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from pytest_django import Settings

from reports.enums import FigureStatus, JobState
from reports.ground.append_only import AppendOnly
from reports.ground.settled import Held, Settled
from reports.models import (
    Correction,
    FiscalYear,
    FrozenReport,
    Publication,
    SignatureUpload,
)
from reports.publish.council.actions import publish_council_record, publish_delivery
from reports.publish.council.triggers import DELIVERIES, DOCUMENTS, QUESTIONS, RECORDS
from reports.publish.signing.immutability import UPLOADS
from reports.publish.versions.correction_triggers import CORRECTIONS
from reports.publish.versions.immutability import FROZEN
from tests.publish.council import samples

pytestmark = pytest.mark.postgresql("triggers of its own dialect")

TABLES: tuple[Settled | Held, ...] = (
    CORRECTIONS, FROZEN, RECORDS, DELIVERIES, QUESTIONS, DOCUMENTS,
)  # fmt: skip
NEVER_DELETED = (CORRECTIONS, FROZEN)
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


def _frozen(**more: Any) -> FrozenReport:
    return FrozenReport.objects.create(
        year_id=2024, document="{}", sha256="0" * 64, frozen_at=timezone.now(), **more
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
    _frozen(publication=publication)
    return {
        FROZEN.table: _frozen(),
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


def _rows(table: Settled | Held | AppendOnly) -> list[tuple[object, ...]]:
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
    "table",
    [table for table in TABLES if table not in NEVER_DELETED],
    ids=lambda table: table.table,
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
    frozen = _frozen()
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


@on_sqlite
@pytest.mark.parametrize("state", [JobState.WAITING, JobState.RUNNING])
def test_no_upload_at_work_is_taken_away_by_another_of_its_file(
    publication: Publication, state: JobState
) -> None:
    frozen = _frozen()
    SignatureUpload.objects.create(frozen=frozen, sha256="1" * 64, size=1, state=state)
    other = SignatureUpload.objects.create(frozen=frozen, sha256="2" * 64, size=1)
    before = _rows(UPLOADS)

    _refused(
        f"UPDATE OR REPLACE {UPLOADS.table} SET sha256 = '{'1' * 64}' "  # noqa: S608
        f"WHERE id = {other.pk}",
        UPLOADS.message,
    )
    _refused(
        f"INSERT OR REPLACE INTO {UPLOADS.table} "  # noqa: S608
        "(frozen_id, uploaded_at, sha256, size, file, state, refusal, sentence) "
        f"SELECT frozen_id, uploaded_at, '{'1' * 64}', size, file, state, refusal, sentence "
        f"FROM {UPLOADS.table} WHERE id = {other.pk}",
        UPLOADS.message,
    )

    assert _rows(UPLOADS) == before


def test_a_file_that_was_judged_may_be_judged_again(publication: Publication) -> None:
    frozen = _frozen()
    for state in (JobState.DONE, JobState.WAITING):
        SignatureUpload.objects.create(frozen=frozen, sha256="1" * 64, size=1, state=state)
    assert SignatureUpload.objects.count() == 2


# -- what was frozen ----------------------------------------------------------------------------

CHANGES = (
    ("year_id", "2023"),
    ("version", "7"),
    ("document", "'{\"a\": 1}'"),
    ("sha256", f"'{'1' * 64}'"),
    ("drawings", '\'{"a": ""}\''),
    ("reason", "'Örnek'"),
    ("frozen_at", "'2024-01-01 00:00:00+00:00'"),
)


@pytest.mark.parametrize("ends", ["in force", "released", "published"])
@pytest.mark.parametrize(("column", "value"), CHANGES, ids=[column for column, _ in CHANGES])
def test_what_was_frozen_does_not_change(
    publication: Publication, column: str, value: str, ends: str
) -> None:
    FiscalYear.objects.create(year=2023)
    frozen = _frozen()
    _end(frozen, publication, ends)
    before = _rows(FROZEN)

    for written in {value, column} if ends != "in force" else {value}:
        _refused(f"UPDATE {FROZEN.table} SET {column} = {written}", FROZEN.message)  # noqa: S608
    _refused(f"DELETE FROM {FROZEN.table}", FROZEN.message)  # noqa: S608

    assert _rows(FROZEN) == before


def _end(frozen: FrozenReport, publication: Publication, how: str) -> None:
    if how == "released":
        frozen.released_at, frozen.released_for = timezone.now(), REASON
    elif how == "published":
        frozen.publication = publication
    frozen.save()


@pytest.mark.parametrize("ends", ["released", "published"])
def test_what_became_of_a_freeze_is_written_once(publication: Publication, ends: str) -> None:
    frozen = _frozen()
    _end(frozen, publication, ends)

    for change in (
        "released_at = NULL, publication_id = NULL",
        "released_for = 'Örnek: başka gerekçe'",
        "released_at = frozen_at",
        f"publication_id = {publication.pk}",
    ):
        _refused(f"UPDATE {FROZEN.table} SET {change}", FROZEN.message)  # noqa: S608

    frozen.refresh_from_db()
    assert (frozen.released_at is not None, frozen.publication_id is not None) == (
        ends == "released",
        ends == "published",
    )
    assert _frozen().pk != frozen.pk


@on_sqlite
def test_a_freeze_in_force_is_not_replaced_by_another(publication: Publication) -> None:
    _frozen()
    before = _rows(FROZEN)
    _refused(
        f"INSERT OR REPLACE INTO {FROZEN.table} "  # noqa: S608
        "(year_id, version, document, sha256, drawings, reason, frozen_at, released_for) "
        "SELECT year_id, version, document, sha256, drawings, reason, frozen_at, released_for "
        f"FROM {FROZEN.table}",
        FROZEN.message,
    )
    assert _rows(FROZEN) == before


@each_table
def test_every_key_of_the_table_is_held(db: None, table: Settled | Held) -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table.table)
    unique = {
        tuple(sorted(about["columns"]))
        for about in found.values()
        if about["unique"] or about["primary_key"]
    }
    partial = table.partial_keys if isinstance(table, Settled) else ()
    keys = [*table.keys, *(key.columns for key in partial)]
    assert unique == {tuple(sorted(key)) for key in keys}
