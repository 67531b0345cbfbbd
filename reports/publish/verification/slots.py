"""How many files are examined at once, in all processes of the portal together."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from reports.ground.locks import lock

AT_ONCE = 2
PATIENCE_SECONDS = 3.0
_PAUSE = 0.1


class Busy(Exception):
    """All places are taken; it is worth trying again a little later."""


def folder() -> Path:
    """Where the locks lie."""
    path = Path(settings.DATA_DIR) / "verification"
    path.mkdir(parents=True, exist_ok=True)
    return path


@contextlib.contextmanager
def slot(patience: float = PATIENCE_SECONDS, *, is_long: bool = False) -> Iterator[None]:
    """Hold one of the places. Raises Busy when none becomes free in time.

    Long examinations have but one place, so that they never keep the short ones out. A
    place is free again when its process dies.
    """
    until = time.monotonic() + patience
    numbers = (0,) if is_long else reversed(range(AT_ONCE))
    places = [folder() / f"{number}.lock" for number in numbers]
    while True:
        for place in places:
            with lock(place) as mine:
                if mine:
                    yield
                    return
        if time.monotonic() >= until:
            raise Busy
        time.sleep(_PAUSE)
