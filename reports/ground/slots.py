"""How many do something at once, in all processes of the portal together."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from .locks import lock

_PAUSE = 0.1


class Busy(Exception):
    """All places are taken; it is worth trying again a little later."""


@contextlib.contextmanager
def one_of(places: Sequence[Path], patience: float) -> Iterator[None]:
    """Hold one of the places (empty files). Raises Busy when none becomes free in time.

    A place is free again when its process dies.
    """
    until = time.monotonic() + patience
    while True:
        for place in places:
            with lock(place) as mine:
                if mine:
                    yield
                    return
        if time.monotonic() >= until:
            raise Busy
        time.sleep(_PAUSE)
