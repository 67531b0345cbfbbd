"""How many files are examined at once, in all processes of the portal together."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from django.conf import settings

from reports.ground.slots import Busy, one_of

__all__ = ["AT_ONCE", "PATIENCE_SECONDS", "Busy", "folder", "slot"]

AT_ONCE = 2
PATIENCE_SECONDS = 3.0


def folder() -> Path:
    """Where the locks lie."""
    path = Path(settings.DATA_DIR) / "verification"
    path.mkdir(parents=True, exist_ok=True)
    return path


def slot(
    patience: float = PATIENCE_SECONDS, *, is_long: bool = False
) -> AbstractContextManager[None]:
    """Hold one of the places. Raises Busy when none becomes free in time.

    Long examinations have but one place, so that they never keep the short ones out.
    """
    numbers = (0,) if is_long else reversed(range(AT_ONCE))
    return one_of([folder() / f"{number}.lock" for number in numbers], patience)
