"""How work grows with the length of a text: processor time, compared with itself."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

FIRST = 50
STEP = 10
GROWTH = 30
"""A text ten times as long may take this many times as long: a linear reader takes ten times, one
that looks at every pair of characters a hundred times."""
_FLOOR = 2e-5
"""Seconds below which a clock tells nothing."""
_ENOUGH = 0.05
"""Seconds of processor time that can be compared where a clock ticks slowly."""
_ENDLESS = 1.5
"""Seconds of processor time after which a reader is stopped, so that a bad one ends as well."""


class Endless(Exception):
    """The reader would not have ended."""


@contextmanager
def _stopped() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise Endless

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _ENDLESS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def growth(read: Callable[[str], object], begin: str, piece: str, end: str) -> str:
    """Why reading is not linear in the number of pieces (1×, 10×, 100×); empty where it is.

    A clock only tells what looks suspicious; it counts when processor time says so too.
    """
    texts = [f"{begin}{piece * number}{end}" for number in (FIRST, FIRST * STEP, FIRST * STEP**2)]
    try:
        with _stopped():
            taken = [_seconds(read, text) for text in texts]
            for place in (1, 2):
                small, large = texts[place - 1 : place + 1]
                if (
                    _is_suspicious(taken[place - 1], taken[place])
                    and _is_suspicious(_shortest(read, small), _shortest(read, large))
                    and (ratio := _processor(read, large) / _processor(read, small)) > GROWTH
                ):
                    return f"×{ratio:.0f} for ×{STEP} ({begin!r} {piece!r} {end!r})"
    except Endless:
        return f"endless ({begin!r} {piece!r} {end!r})"
    return ""


def _is_suspicious(small: float, large: float) -> bool:
    return large > GROWTH / 2 * max(small, _FLOOR)


def _shortest(read: Callable[[str], object], text: str) -> float:
    return min(_seconds(read, text) for _ in range(5))


def _seconds(read: Callable[[str], object], text: str) -> float:
    began = time.perf_counter()
    read(text)
    return time.perf_counter() - began


def _processor(read: Callable[[str], object], text: str) -> float:
    """Processor time of one reading; repeated until there is enough of it to be measured."""
    began, times = time.process_time(), 0
    while (taken := time.process_time() - began) < _ENOUGH:
        for _ in range(max(1, times)):
            read(text)
        times += max(1, times)
    return taken / times
