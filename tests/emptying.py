"""After a test that commits, the database is again what migrating had left.

Django's way empties all tables, which our triggers refuse, and then makes permissions and types
of content anew, but not the rows that migrations have made: a quarter of a second, and another
state than before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from django.db import connection, transaction

KEPT = "kept_by_tests"
"""A schema of PostgreSQL with the rows that migrating has made."""


def restoring() -> Callable[[], None]:
    """Remember the database as it is; what is returned brings it back to that."""
    connection.ensure_connection()
    return _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite()


def _on_sqlite() -> Callable[[], None]:
    # Connections of other threads share it, and so does the check in which thread it is used.
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(kept)

    def restore() -> None:
        connection.ensure_connection()
        kept.backup(connection.connection)

    return restore


def _on_postgresql() -> Callable[[], None]:
    """One round trip. Triggers rest meanwhile; keys are looked at when all of it is committed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal ORDER BY relname"
        )
        guarded = [name for (name,) in cursor.fetchall()]
        tables = sorted(connection.introspection.table_names(cursor))
        cursor.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE; CREATE SCHEMA {KEPT}")
        refilled = []
        for table in tables:
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')  # noqa: S608
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE {KEPT}."{table}" AS TABLE "{table}"')
                refilled.append((table, _columns(table)))
    statements = [
        *(f'ALTER TABLE "{table}" DISABLE TRIGGER USER' for table in guarded),
        *(f'DELETE FROM "{table}"' for table in tables),  # noqa: S608
        *(
            f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM {KEPT}."{table}"'  # noqa: S608
            for table, columns in refilled
        ),
        # What is to be looked at at the end would forbid to change the tables again.
        "SET CONSTRAINTS ALL IMMEDIATE",
        *(f'ALTER TABLE "{table}" ENABLE TRIGGER USER' for table in guarded),
    ]

    def restore() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("; ".join(statements))

    return restore


def _columns(table: str) -> str:
    """Those that are written; the database computes the others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
            "AND table_schema = current_schema() AND is_generated = 'NEVER' "
            "ORDER BY ordinal_position",
            [table],
        )
        return ", ".join(f'"{name}"' for (name,) in cursor.fetchall())
