"""What is only added to can't be replaced either: INSERT OR REPLACE asks no other trigger."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from reports.collect.audit.triggers import ENTRIES
from reports.collect.workflow.history import EVENTS, MENTIONS
from reports.enums import FigureStatus, SectionEventKind
from reports.ground.append_only import AppendOnly
from reports.models import FiscalYear, Publication, Section, SectionEvent
from reports.publish.versions.immutability import PUBLICATIONS

pytestmark = pytest.mark.postgresql("triggers of its own dialect")

HELD = (ENTRIES, EVENTS, MENTIONS, PUBLICATIONS)

on_sqlite = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="INSERT OR REPLACE is SQLite's"
)


@pytest.fixture
def a_row_of_each(db: None) -> None:
    year = FiscalYear.objects.create(year=2024)
    section = Section.objects.create(year=year, code="I.C.1", title="Fiziksel Yapı")
    event = SectionEvent.objects.create(
        section=section, by_name="Örnek", kind=SectionEventKind.COMMENTED, note="Örnek"
    )
    event.mentions.add(User.objects.create_user("ornek"))
    Publication.objects.create(
        year=year,
        version=1,
        document="{}",
        sha256="0" * 64,
        figure_status=FigureStatus.PROVISIONAL,
        published_at=timezone.now(),
    )


def rows(table: AppendOnly) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table.table} ORDER BY id")  # noqa: S608
        return list(cursor.fetchall())


@on_sqlite
@pytest.mark.parametrize("table", HELD, ids=lambda table: table.table)
def test_no_row_is_replaced(a_row_of_each: None, table: AppendOnly) -> None:
    before = rows(table)
    with connection.cursor() as cursor:
        names = [
            c.name for c in connection.introspection.get_table_description(cursor, table.table)
        ]
    for key in table.keys:
        # Another row, but for this key.
        values = ", ".join(
            name if name in key or name.endswith("_id") else "NULL" if name == "id" else name
            for name in names
        )
        statement = (
            f"INSERT OR REPLACE INTO {table.table} ({', '.join(names)}) "  # noqa: S608
            f"SELECT {values} FROM {table.table} LIMIT 1"
        )
        with (
            pytest.raises(DatabaseError, match=table.message),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert rows(table) == before != []


@on_sqlite
@pytest.mark.parametrize("table", HELD, ids=lambda table: table.table)
def test_a_row_is_not_changed_in_place_of_being_added(
    a_row_of_each: None, table: AppendOnly
) -> None:
    before = rows(table)
    with (
        pytest.raises(DatabaseError, match=table.message),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT INTO {table.table} SELECT * FROM {table.table} WHERE true "  # noqa: S608
            "ON CONFLICT (id) DO UPDATE SET id = id + 1000"
        )
    assert rows(table) == before != []


@pytest.mark.parametrize("table", HELD, ids=lambda table: table.table)
def test_every_key_of_the_table_is_held(db: None, table: AppendOnly) -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table.table)
    unique = {
        tuple(sorted(about["columns"]))
        for about in found.values()
        if about["unique"] or about["primary_key"]
    }
    assert unique == {tuple(sorted(key)) for key in table.keys}
