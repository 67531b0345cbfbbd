"""Long work in a process of its own, that can be stopped at any moment and leaves nothing behind.

The process is forked from the worker and dies with it. It says how far it is; what came of it, and
what stops it, is the worker's business. Whatever it had begun in the database is taken back by the
database when it is killed.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

from django.db import OperationalError, connections

from .away import is_away

T = TypeVar("T")

LOOK_SECONDS = 0.5
"""How often it is asked whether to stop, and told how far the work is."""
_DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux's prctl."""

logger = logging.getLogger(__name__)


class End(StrEnum):
    """How the work ended."""

    OWN = "its own end"
    STOPPED = "stopped"
    LATE = "too long"
    DIED = "died"


@dataclass(frozen=True)
class Ended(Generic[T]):
    """`result` is there where the work came to its own end."""

    end: End
    result: T | None = None


Told = tuple[str, int, int]
"""Phase, rows done, all rows."""


class Tell:
    """Says how far the work is; not more often than anybody looks, but each phase once."""

    def __init__(self, send: Callable[[object], None]) -> None:
        self._send = send
        self._phase = ""
        self._at = 0.0

    def __call__(self, phase: str, done: int = 0, total: int = 0) -> None:
        now = time.monotonic()
        if phase != self._phase or now - self._at >= LOOK_SECONDS:
            self._phase, self._at = phase, now
            self._send((phase, done, total))


def supervised(
    act: Callable[[Tell], T],
    *,
    hear: Callable[[Told], None],
    must_stop: Callable[[], bool],
    seconds: float,
) -> Ended[T]:
    """Have `act` done in a process of its own. Raises OperationalError where the database left."""
    # What is inherited must not be shared: each process has connections of its own.
    connections.close_all()
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_work, args=(act, sender))
    process.start()
    sender.close()
    until = time.monotonic() + seconds
    try:
        while True:
            if receiver.poll(LOOK_SECONDS):
                try:
                    kind, said = receiver.recv()
                except EOFError:
                    return Ended(End.DIED)
                if kind == "end":
                    return Ended(End.OWN, said)
                if kind == "away":
                    raise OperationalError(said)
                if kind == "error":
                    return Ended(End.DIED)
                hear(said)
            if must_stop():
                return Ended(End.STOPPED)
            if time.monotonic() > until:
                return Ended(End.LATE)
    finally:
        _end(process.pid)
        process.join()
        receiver.close()


def _end(pid: int | None) -> None:
    """With all that it has started."""
    if pid is None:
        return
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _work(act: Callable[[Tell], object], sender: Connection) -> None:
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    # A hundred thousand rows are millions of objects; none of them is part of a circle.
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)
    try:
        sender.send(("end", act(Tell(lambda said: sender.send(("told", said))))))
    except Exception as error:
        if is_away(error):
            sender.send(("away", " ".join(str(error).split())))
        else:
            logger.exception("The work on a file failed")
            sender.send(("error", ""))
    finally:
        connections.close_all()
