"""Which errors say that the database is away, and which that something is wrong."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection

from reports.ground.away import is_away

SQLITE = connection.vendor == "sqlite"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OperationalError("database is locked"), True),
        (OperationalError("unable to open database file"), True),
        (OperationalError("no such table: reports_report"), True),
        (OperationalError('near "SELCT": syntax error'), not SQLITE),
        (InterfaceError("the cursor is closed"), not SQLITE),
        (IntegrityError("UNIQUE constraint failed"), False),
        (DatabaseError("database is locked"), False),
        (ValueError("database is locked"), False),
        (None, False),
    ],
)
def test_what_counts(error: Exception | None, expected: bool) -> None:
    assert is_away(error) == expected


def test_what_was_raised_from_it_counts_too() -> None:
    error = RuntimeError("the page could not be made")
    error.__cause__ = OperationalError("database is locked")

    assert is_away(error)
