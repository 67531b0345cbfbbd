"""Whether an error means that the database is not there for now: locked, stopped, out of reach.

Such an error says nothing about what was asked. Whoever meets it waits and asks again, or tells
the person to; nobody takes it for a fault of the program.
"""

from __future__ import annotations

from django.db import InterfaceError, OperationalError, connection

_SQLITE = (
    "is locked",
    "unable to open database",
    "disk i/o error",
    "database or disk is full",
    "attempt to write a readonly database",
    # A file that somebody took away is made anew, empty, by whoever opens it next.
    "no such table",
)
"""SQLite has one class of errors for these and for statements that make no sense."""


def is_away(error: BaseException | None) -> bool:
    """Whether this error, or the one that it was raised from, is of a database that is away."""
    while error is not None:
        if _says_so(error):
            return True
        error = error.__cause__
    return False


def _says_so(error: BaseException) -> bool:
    if connection.vendor == "sqlite":
        text = str(error).lower()
        return isinstance(error, OperationalError) and any(sign in text for sign in _SQLITE)
    return isinstance(error, OperationalError | InterfaceError)
