"""Tasks in forked processes, a few at a time. Imports nothing of Django.

A process lays out one part and ends: its memory goes back to the system at once, and collecting
garbage is not worth its time.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Any, TypeVar

from .engine import RenderError

Result = TypeVar("Result")

_DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux's prctl."""


def run(
    tasks: Sequence[Callable[[], Result]], processes: int, begun: Callable[[int], None]
) -> Iterator[tuple[int, Result]]:
    """Results with the places of their tasks, in the order of their completion.

    With one process the tasks run in this one. `begun` is told which task starts. Raises the
    RenderError of a task; a process that dies is one as well. Leaves no process behind.
    """
    if processes < 2:
        with _only_what_is_new_collected():
            for place, task in enumerate(tasks):
                begun(place)
                yield place, task()
                gc.collect()
        return
    waiting = list(enumerate(tasks))[::-1]
    running: dict[Connection, tuple[int, ForkProcess]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < processes:
                place, task = waiting.pop()
                begun(place)
                running.update(_started(place, task))
            for connection in wait(list(running)):
                assert isinstance(connection, Connection)  # noqa: S101 - only pipes were given
                place, process = running.pop(connection)
                yield place, _received(connection, process)
    finally:
        for connection, (_place, process) in running.items():
            process.kill()
            process.join()
            connection.close()


@contextlib.contextmanager
def _only_what_is_new_collected() -> Iterator[None]:
    """A task leaves millions of objects in circles; those that were there before it, a whole portal
    maybe, are not looked through after every task.
    """
    ours = gc.get_freeze_count() == 0
    if ours:
        gc.freeze()
    try:
        yield
    finally:
        if ours:
            gc.unfreeze()


def _started(place: int, task: Callable[[], Result]) -> dict[Connection, tuple[int, ForkProcess]]:
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_work, args=(task, sender))
    process.start()
    sender.close()
    return {receiver: (place, process)}


def _received(connection: Connection, process: ForkProcess) -> Any:
    try:
        result, error = connection.recv()
    except EOFError:
        process.join()
        raise RenderError(
            f"Bir bölüm dizilemedi: süreç {process.exitcode} koduyla sona erdi."
        ) from None
    finally:
        connection.close()
    process.join()
    if error is not None:
        raise RenderError(error)
    return result


def _work(task: Callable[[], Result], sender: Connection) -> None:
    """In the child: nobody would wait for its result when the parent has been killed."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    try:
        sender.send((task(), None))
    except RenderError as error:
        sender.send((None, str(error)))
