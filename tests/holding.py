"""What goes on while the write lock of SQLite is held: how long, and which code runs.

For the benchmark of locks (tests/benchmarks/locks.py) and for the test that what is computed holds
none (tests/office/test_short_locks.py). A rehearsal writes to a copy and holds nothing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from types import CodeType, FrameType
from typing import Any
from unittest import mock

from django.db import connection

from reports.ground.rehearsal import is_rehearsing


@dataclass
class Held:
    """The locks of one thread, one after the other, in seconds of processor time: other work on the
    machine doesn't lengthen them.
    """

    listens: bool
    """Whether to note which code runs, which takes time itself."""
    seconds: list[float] = field(default_factory=list)
    seen: set[CodeType] = field(default_factory=set)
    _since: float = 0.0

    def begin(self) -> None:
        if not is_rehearsing():
            self._since = time.thread_time()
            if self.listens:
                sys.setprofile(self._called)

    def end(self) -> None:
        if self._since and not is_rehearsing():
            sys.setprofile(None)
            self.seconds.append(time.thread_time() - self._since)
            self._since = 0.0

    def _called(self, frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            self.seen.add(frame.f_code)

    @property
    def longest(self) -> float:
        return max(self.seconds, default=0.0)


@contextmanager
def locks(*, listens: bool) -> Iterator[Held]:
    """The write locks that this thread takes inside."""
    held = Held(listens)
    wrapper: Any = connection
    begin = wrapper._start_transaction_under_autocommit

    def started() -> None:
        begin()
        held.begin()

    def ending(call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def ended(*arguments: Any) -> Any:
            try:
                return call(*arguments)
            finally:
                held.end()

        return ended

    with (
        mock.patch.object(connection, "_start_transaction_under_autocommit", started),
        mock.patch.object(connection, "_commit", ending(wrapper._commit)),
        mock.patch.object(connection, "_rollback", ending(wrapper._rollback)),
    ):
        try:
            yield held
        finally:
            sys.setprofile(None)
