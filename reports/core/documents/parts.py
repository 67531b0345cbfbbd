"""A document in parts, so that a written row costs the parts that read its table, not the report.

Every part keeps what it made and which tables of the database it read while it made it. A table is
known by a digest of all its rows, taken before anybody reads it: a row written in between makes
the digest differ once more, never the part seem newer than it is. So what is kept is right by what
the tables hold, however their rows were written: by a form, a command, another process, plain SQL,
or a transaction that was taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, cast

from django.db import connection

from reports.ground.digests import digest, tables_in

T = TypeVar("T")


class Maker(Protocol):
    """Gives a part of a document: made now, or made earlier of the same rows."""

    def __call__(self, name: Hashable, make: Callable[[], T], *, of_all: bool = False) -> T: ...


def anew(name: Hashable, make: Callable[[], T], *, of_all: bool = False) -> T:
    """Every part is made now."""
    return make()


class Memory:
    """Makes each part once, however often a document is put together of them."""

    def __init__(self, part: Maker) -> None:
        self.part = part
        self.made: dict[Hashable, object] = {}

    def __call__(self, name: Hashable, make: Callable[[], T], *, of_all: bool = False) -> T:
        if name not in self.made:
            self.made[name] = self.part(name, make, of_all=of_all)
        return cast("T", self.made[name])


@dataclass(frozen=True)
class Part:
    """What was made, and the tables that were read meanwhile."""

    value: Any
    tables: frozenset[str]


@dataclass
class Parts:
    """The parts of one build: those made, and those of the build before that are still right."""

    before: Mapping[Hashable, Part] = field(default_factory=dict)
    digests: dict[str, bytes] = field(default_factory=dict)
    """Table → digest of its rows, taken before this build read it."""
    made: dict[Hashable, Part] = field(default_factory=dict)
    is_renewed: bool = False
    """Whether anything that has been read so far is not as it was in the build before."""
    first: set[str] = field(default_factory=set)
    """Tables that were read before the first part: their rows are given to all parts."""
    between: set[str] = field(default_factory=set)
    """Tables that were read outside of the parts, which is done in every build."""
    _reading: list[set[str]] = field(default_factory=list)
    _is_digesting: bool = False

    def following(self, digests: dict[str, bytes]) -> Parts:
        """The parts of the next build, where those whose tables are as they were are kept.

        `digests` are those of the tables as they are now; what is missing there is added.
        """
        for table in self.digests.keys() - digests.keys():
            digests[table] = digest(table)
        now = {table: digests[table] for table in self.digests}
        changed = {table for table, rows in now.items() if rows != self.digests[table]}
        if changed & self.first:
            return Parts(digests=now)
        kept = {name: part for name, part in self.made.items() if not part.tables & changed}
        return Parts(kept, now, is_renewed=bool(changed & self.between))

    def __call__(self, name: Hashable, make: Callable[[], T], *, of_all: bool = False) -> T:
        """`of_all`: made of everything so far, so it's made again where any of that is new."""
        part = self.before.get(name)
        if part is None or (of_all and self.is_renewed):
            self._reading.append(set())
            try:
                value = make()
            finally:
                tables = self._reading.pop()
            part = Part(value, frozenset(tables))
            self.is_renewed = True
        self.made[name] = part
        for outer in self._reading:
            outer |= part.tables
        found: T = part.value
        return found

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Notice which tables are read, by the parts and between them."""
        with connection.execute_wrapper(self._notice):
            yield

    def _notice(
        self, execute: Callable[..., object], sql: str, params: object, many: bool, context: object
    ) -> object:
        if not self._is_digesting:
            tables = tables_in(sql)
            self._is_digesting = True
            try:
                for table in tables - self.digests.keys():
                    self.digests[table] = digest(table)
            finally:
                self._is_digesting = False
            for reading in self._reading:
                reading |= tables
            if not self._reading:
                self.between |= tables
                self.first |= set() if self.made else tables
        return execute(sql, params, many, context)
