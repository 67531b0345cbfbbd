"""Rows of many statements handed to SQLite before the write lock is taken.

A temporary table belongs to its connection and lies in a file of its own: filling it keeps nobody
waiting. Under the lock the rows go from there to their table in one statement, without a single
value passing through Python again.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from django.db import connection

Values: TypeAlias = Sequence[bool | int | float | Decimal | str | bytes | None]

FEW: Final = 3
"""Statements in a row below which the temporary table would cost more than it spares."""

_NAME: Final = r'"\w+"'
_HEAD: Final = re.compile(
    rf'INSERT INTO "(?P<table>\w+)" \((?P<columns>{_NAME}(?:, {_NAME})*)\) VALUES '  # noqa: S608
)
_CHANGE: Final = rf"{_NAME} = EXCLUDED\.{_NAME}"
_TAIL: Final = re.compile(
    rf"(?P<else> ON CONFLICT\({_NAME}\) DO UPDATE SET {_CHANGE}(?:, {_CHANGE})*)?"
    rf"(?: RETURNING {_NAME}\.{_NAME}(?:, {_NAME}\.{_NAME})*)?\Z"
)


@dataclass(frozen=True)
class _Place:
    """Where rows go, and what happens to one whose key is there."""

    table: str
    columns: str
    otherwise: str

    @property
    def width(self) -> int:
        return self.columns.count(",") + 1


@dataclass(frozen=True)
class Statement:
    """Something that was written, and what came of it: the key of the last row that was made, or
    how many rows were made or changed.
    """

    sql: str
    params: Values | None
    many: bool
    outcome: int


@contextmanager
def staged(written: Sequence[Statement]) -> Iterator[list[Statement]]:
    """The same statements, those that put rows into one table one after the other as one.

    What is returned works on this connection and inside of the block alone.
    """
    real: sqlite3.Connection = connection.connection
    tables: list[str] = []
    try:
        yield list(_shorter(written, real, tables))
    finally:
        for table in tables:
            real.execute(f"DROP TABLE temp.{table}")


def _shorter(
    written: Sequence[Statement], real: sqlite3.Connection, tables: list[str]
) -> Iterator[Statement]:
    run: list[Statement] = []
    place: _Place | None = None
    for item in written:
        found = _place(item)
        if found is None or found != place:
            yield from _joined(run, place, real, tables)
            run, place = [], found
        if found is None:
            yield item
        else:
            run.append(item)
    yield from _joined(run, place, real, tables)


def _place(item: Statement) -> _Place | None:
    """Of a statement that does nothing but store rows of plain values."""
    head = _HEAD.match(item.sql)
    if head is None or item.many or item.params is None:
        return None
    width = head["columns"].count(",") + 1
    rows, rest = divmod(len(item.params), width)
    values = ", ".join([f"({', '.join(['%s'] * width)})"] * rows)
    if rest or not item.sql.startswith(values, head.end()):
        return None
    tail = _TAIL.match(item.sql, head.end() + len(values))
    return _Place(head["table"], head["columns"], tail["else"] or "") if tail else None


def _joined(
    run: Sequence[Statement],
    place: _Place | None,
    real: sqlite3.Connection,
    tables: list[str],
) -> Iterator[Statement]:
    if place is None or len(run) < FEW:
        yield from run
        return
    name = f"staged_{len(tables)}"
    marks = ", ".join("?" * place.width)
    # Columns without a type keep each value as it is; its own table gives it one, as ever. The
    # begin is one that waits for nothing: it is not Django's, which may take the lock at once.
    real.execute("BEGIN DEFERRED")
    try:
        real.execute(f"CREATE TEMP TABLE {name} ({place.columns})")
        real.executemany(
            f"INSERT INTO temp.{name} VALUES ({marks})",  # noqa: S608 - a name of this code's own
            (row for item in run for row in _rows(item.params or (), place.width)),
        )
    except BaseException:
        real.execute("ROLLBACK")
        raise
    real.execute("COMMIT")
    tables.append(name)
    rows = sum(len(item.params or ()) for item in run) // place.width
    yield Statement(
        f'INSERT INTO "{place.table}" ({place.columns}) SELECT * FROM temp.{name} WHERE true'  # noqa: S608
        f"{place.otherwise}",
        None,
        many=False,
        # Each row is stored anyhow; the single statements had not counted theirs when asked.
        outcome=rows if place.otherwise else run[-1].outcome,
    )


def _rows(params: Values, width: int) -> Iterator[Values]:
    for start in range(0, len(params), width):
        yield params[start : start + width]
