"""Kill a process at every point at which it writes, and look what it leaves behind.

Points are what can be seen from outside: before and after each statement that writes, each commit,
and each file that gets its name or loses it. Each try is a forked process that gets SIGKILL at the
next point, so that nothing can tidy up; the database and the files are real.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_WRITES = ("INSERT", "UPDATE", "DELETE")
MOST_POINTS = 2_000


class _Points:
    """Counts the points that are passed and stops the process at a given one."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.passed = 0

    def reached(self) -> None:
        self.passed += 1
        if self.passed == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*args: Any, **kwargs: Any) -> Any:
            self.reached()
            result = call(*args, **kwargs)
            self.reached()
            return result

        return guarded

    def statement(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if not sql.lstrip().upper().startswith(_WRITES):
            return execute(sql, params, many, context)
        return self.around(execute)(sql, params, many, context)


@contextmanager
def _watched(points: _Points) -> Iterator[None]:
    wrapper: Any = connection
    wrapper.ensure_connection()
    wrapper._commit = points.around(wrapper._commit)
    for name in ("replace", "rename", "unlink", "remove"):
        setattr(os, name, points.around(getattr(os, name)))
    with connection.execute_wrapper(points.statement):
        yield


def killed_at(point: int, act: Callable[[], None]) -> bool:
    """Run `act` in a forked process that dies at its `point`-th point; False when it got through.

    Raises AssertionError when it failed by itself.
    """
    connection.close()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with _watched(_Points(point)):
                act()
            code = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.waitstatus_to_exitcode(status) == 0, f"failed by itself at point {point}"
    return False


def killed_everywhere(act: Callable[[], None], look: Callable[[int], None]) -> int:
    """Kill `act` at its first point, then at its second, until it gets through.

    `look` is called after each kill. Gives the number of kills. What a killed process has committed
    stays, so a later try may start from there, as a person would who tries again.
    """
    for point in range(1, MOST_POINTS):
        if not killed_at(point, act):
            return point - 1
        look(point)
    raise AssertionError("it never got through")
