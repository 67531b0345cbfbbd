"""How cells look: struck through, hidden by their look, set in. Imports nothing of Django."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

SMALLEST: Final = 3.0
"""Points of a letter that somebody can still read."""
WHITE: Final = frozenset({"FFFFFF", "FFFFFFFF", "00FFFFFF", "FFF", "WHITE"})
"""As files spell it, with or without a hash before."""
Place = tuple[int, int]
"""Row and column."""


@dataclass(frozen=True)
class Look:
    """Of one style of cells."""

    is_struck: bool = False
    is_unseen: bool = False
    indent: int = 0

    @property
    def is_plain(self) -> bool:
        return not (self.is_struck or self.is_unseen or self.indent)


PLAIN: Final = Look()


def shows_nothing(format_: str) -> bool:
    """A number format that shows no figure: ";;;"."""
    return bool(format_) and not format_.strip("; ")


def is_white(colour: str | None) -> bool:
    return (colour or "").strip().lstrip("#").upper() in WHITE


def indent_of(text: str) -> int:
    """A number of steps that a file states, 0 for none that makes sense."""
    return int(text) if text.isdecimal() and len(text) < 4 else 0


@dataclass
class Seen:
    """The cells of a sheet that look otherwise than plain."""

    struck: list[Place] = field(default_factory=list)
    unseen: list[Place] = field(default_factory=list)
    depths: list[tuple[int, int, int]] = field(default_factory=list)

    def take(self, row: int, column: int, look: Look) -> None:
        """Keep the look of a cell that says something."""
        if look.is_struck:
            self.struck.append((row, column))
        if look.is_unseen:
            self.unseen.append((row, column))
        if look.indent:
            self.depths.append((row, column, look.indent))

    def said(self) -> dict[str, object]:
        """As the reading process tells it."""
        return {"struck": self.struck, "unseen": self.unseen, "depths": self.depths}
