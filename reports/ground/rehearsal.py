"""Long work on SQLite without a long lock: done on a copy first, then written in one go.

SQLite lets one transaction write at a time, and whoever waits longer than the busy timeout is told
that the database is locked. So what takes seconds (opening a year, loading a package, an import,
a freeze) is rehearsed on a copy of the database, which is the same code on the same rows and holds
nobody up. What it wrote there is then written to the database in one short transaction,
if the tables that it read and wrote are still what they were; if not, it is rehearsed anew.

PostgreSQL holds rows, not the database: there the work is done in its transaction as ever.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Final, ParamSpec, TypeAlias, TypeVar, cast

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.backends.signals import connection_created

from .digests import digest, tables_in
from .staging import Statement, Values, staged

P = ParamSpec("P")
T = TypeVar("T")

_Hook: TypeAlias = tuple[set[str], Callable[[], object], bool]

TRIES: Final = 5

LARGE: Final = 2000
"""Fields of a form from which on saving it is rehearsed. A smaller one is soon written in place,
and would more often be overtaken by others than spare them waiting."""

UNWATCHED: Final = frozenset({"auditlog_logentry", "django_session", "django_admin_log"})
"""Tables that everybody adds to and nobody computes a figure from. What the trail says of a row
changes together with the row."""

IN_MEMORY: Final = 64 * 2**20
"""Bytes of the copy that stay in memory; the rest lies in a file without a name, which goes with
the process, however that ends."""

_READS: Final = ("SELECT", "PRAGMA", "EXPLAIN", "BEGIN", "COMMIT", "RELEASE", "ROLLBACK")

_rehearsing: ContextVar[bool] = ContextVar("reports_ground_rehearsing", default=False)


class OvertakenError(OperationalError):
    """Others wrote to the same tables during every try; it may be tried again later."""


@dataclass
class _Notes:
    """What a rehearsal read and wrote, and what is to happen once that stands."""

    digests: dict[str, bytes] = field(default_factory=dict)
    written: list[Statement] = field(default_factory=list)
    hooks: list[tuple[Callable[[], object], bool]] = field(default_factory=list)
    _marks: dict[str, int] = field(default_factory=dict)
    _is_digesting: bool = False

    def take(
        self, execute: Callable[..., object], sql: str, params: object, many: bool, context: object
    ) -> object:
        """Around every statement of the rehearsal."""
        if self._is_digesting:
            return execute(sql, params, many, context)
        self._look_at(tables_in(sql))
        found = execute(sql, params, many, context)
        words = sql.split(None, 3)
        match [word.upper() for word in words[:2]]:
            case ["SAVEPOINT", *_]:
                self._marks[words[1]] = len(self.written)
            case ["ROLLBACK", "TO"]:
                del self.written[self._marks[words[-1]] :]
            case [verb, *_] if verb not in _READS:
                kept = list(cast("Values", params)) if params else None
                outcome = _outcome(sql, context)
                self.written.append(Statement(sql, kept, many, outcome))
        return found

    def _look_at(self, tables: set[str]) -> None:
        """As they are before this statement, which may be the first to change them."""
        self._is_digesting = True
        try:
            for table in tables - self.digests.keys() - UNWATCHED:
                self.digests[table] = digest(table)
        finally:
            self._is_digesting = False

    def holds(self) -> bool:
        """Whether the tables are, here and now, what they were at the beginning."""
        return all(digest(table) == before for table, before in self.digests.items())


def rehearsed(act: Callable[P, T]) -> Callable[P, T]:
    """Like `transaction.atomic` around a function: all of it or nothing. May be called repeatedly.

    Inside of another transaction it is a part of that. Raises OvertakenError, on SQLite, where
    others were quicker again and again.
    """

    @wraps(act)
    def whole(*args: P.args, **kwargs: P.kwargs) -> T:
        if connection.vendor != "sqlite" or connection.in_atomic_block:
            with transaction.atomic():
                return act(*args, **kwargs)
        for _try in range(TRIES):
            before = _version()
            notes = _Notes()
            with _on_a_copy():
                result = _tried(notes, lambda: act(*args, **kwargs))
            if _written(notes, before):
                return result
        raise OvertakenError("database is locked: others wrote to the same tables, again and again")

    return whole


def is_rehearsing() -> bool:
    """Whether this thread writes to a copy."""
    return _rehearsing.get()


def _tried(notes: _Notes, act: Callable[[], T]) -> T:
    with transaction.atomic():
        with connection.execute_wrapper(notes.take):
            result = act()
        if transaction.get_rollback():
            notes.written.clear()
        else:
            hooks = cast("list[_Hook]", connection.run_on_commit)
            notes.hooks = [(hook, is_robust) for _savepoints, hook, is_robust in hooks]
        # What the copy would do once it is committed, the database does.
        transaction.set_rollback(True)
    return result


def _written(notes: _Notes, before: int) -> bool:
    if not notes.written:
        for hook, is_robust in notes.hooks:
            transaction.on_commit(hook, robust=is_robust)
        return True
    # Looked at before others have to wait; under the lock only whether anybody wrote since.
    seen = _version()
    if seen != before and not notes.holds():
        return False
    is_alone = seen == before
    with staged(notes.written) as statements:
        try:
            with transaction.atomic():
                is_same = _version() == seen
                is_alone = is_alone and is_same
                if (is_same or notes.holds()) and _write(statements):
                    for hook, is_robust in notes.hooks:
                        transaction.on_commit(hook, robust=is_robust)
                    return True
                transaction.set_rollback(True)
        except IntegrityError:
            # A trigger or a key looked at a table that no statement names, and others changed it:
            # what comes of that is found out on a new copy, in the words of the function.
            if is_alone:
                raise
    return False


def _write(statements: Sequence[Statement]) -> bool:
    """Write it all; False where the database answers otherwise than the copy did."""
    with connection.cursor() as cursor:
        for item in statements:
            if item.many:
                cursor.executemany(item.sql, cast("Sequence[Values]", item.params))
            else:
                cursor.execute(item.sql, item.params)
            if _outcome(item.sql, {"cursor": cursor}) != item.outcome:
                return False
    return True


@contextmanager
def _on_a_copy() -> Iterator[None]:
    """Everything that this thread asks of the database, it asks of a copy of its own."""
    connection.ensure_connection()
    real: sqlite3.Connection = connection.connection
    # Without a name: no other process finds it, and nothing is left of it.
    params = {**connection.get_connection_params(), "database": "", "uri": False}
    copy: sqlite3.Connection = connection.get_new_connection(params)
    try:
        copy.isolation_level = real.isolation_level
        copy.execute(f"PRAGMA cache_size = -{IN_MEMORY // 1024}")
        with connection.wrap_database_errors:
            real.backup(copy, progress=_patience())
        connection.connection = copy
        token = _rehearsing.set(True)
        try:
            # Functions that are added to every connection (`reports.ground.searching`).
            connection_created.send(sender=connection.__class__, connection=connection)
            yield
        finally:
            _rehearsing.reset(token)
            connection.connection = real
    finally:
        copy.close()


def _patience() -> Callable[[int, int, int], None]:
    """Without it the copying waits for ever where another program keeps readers out, too."""
    end = time.monotonic() + float(connection.settings_dict["OPTIONS"].get("timeout", 5))

    def look(status: int, _left: int, _all: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end:
            raise sqlite3.OperationalError("database is locked")

    return look


def _version() -> int:
    """Changes with whatever another session commits."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])


def _outcome(sql: str, context: object) -> int:
    """The key of the row that was made, or how many rows were made or changed."""
    cursor = cast("dict[str, sqlite3.Cursor]", context)["cursor"]
    start = sql.lstrip().upper()
    # Where no row may be made, the last key is that of another statement.
    if not start.startswith("INSERT") or start.startswith("INSERT OR") or " ON CONFLICT" in start:
        return cursor.rowcount
    # Keys of the unwatched tables go on while somebody else adds to them.
    return 0 if tables_in(sql) & UNWATCHED else int(cursor.lastrowid or 0)
