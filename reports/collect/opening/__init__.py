"""Opening a new year: the frame of the report goes on, no figure does."""

from .engine import OPEN, OpeningError, Plan, open_year, plan_year, prepare
from .lines import Lines, previous_key
from .parts import (
    CARRY,
    LEAVE,
    Choices,
    Decision,
    Item,
    Line,
    Opening,
    OpeningKit,
    OpeningPart,
    Question,
    Texts,
)

__all__ = [
    "CARRY",
    "LEAVE",
    "OPEN",
    "Choices",
    "Decision",
    "Item",
    "Line",
    "Lines",
    "Opening",
    "OpeningError",
    "OpeningKit",
    "OpeningPart",
    "Plan",
    "Question",
    "Texts",
    "open_year",
    "plan_year",
    "prepare",
    "previous_key",
]
