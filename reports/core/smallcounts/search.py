"""Can a withheld figure be another one than it is, with everything that is shown the same?

A figure is safe when one other way to fill all withheld cells is found that fits every sum and
everything that is known of the cells. What is not found within the limit counts as unsafe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .identities import Cell, Identity

LIMIT = 4000
"""Steps of one search."""


@dataclass(frozen=True)
class Range:
    """How far a withheld figure can be below and above its true value, for all a reader knows."""

    below: int
    above: int

    def allows(self, shift: int) -> bool:
        return -self.below <= shift <= self.above


class Search:
    """Looks for other fillings of the withheld cells of one table."""

    def __init__(self, identities: Iterable[Identity], ranges: Mapping[Cell, Range]) -> None:
        self.ranges = ranges
        self.equations = [
            {cell: factor for cell, factor in identity.factors if cell in ranges}
            for identity in identities
        ]
        self.of: dict[Cell, list[int]] = {}
        for number, equation in enumerate(self.equations):
            for cell in equation:
                self.of.setdefault(cell, []).append(number)

    def other(self, cell: Cell) -> dict[Cell, int] | None:
        """Shifts of the withheld cells, the cell's own among them, or None."""
        for shift in (1, -1, 2, -2, 3, -3):
            if self.ranges[cell].allows(shift):
                self.left = LIMIT
                found = self._fill({cell: shift})
                if found is not None:
                    return found
        return None

    def _fill(self, shifts: dict[Cell, int]) -> dict[Cell, int] | None:
        """Let other cells make up for what is shifted, one after the other."""
        self.left -= 1
        if self.left <= 0:
            return None
        worst = next(
            (
                (rest, equation)
                for equation in self._touched(shifts)
                if (rest := sum(f * shifts.get(c, 0) for c, f in equation.items()))
            ),
            None,
        )
        if worst is None:
            return shifts
        rest, equation = worst
        for cell, factor in equation.items():
            if cell in shifts:
                continue
            for by in self._steps(-rest, factor, self.ranges[cell]):
                found = self._fill({**shifts, cell: by})
                if found is not None:
                    return found
        return None

    def _touched(self, shifts: Mapping[Cell, int]) -> Sequence[dict[Cell, int]]:
        places = dict.fromkeys(n for cell in shifts for n in self.of.get(cell, ()))
        return [self.equations[number] for number in places]

    def _steps(self, needed: int, factor: int, within: Range) -> Iterable[int]:
        """The whole step that is needed, else a part of it that other cells complete."""
        fits: Callable[[int], bool] = within.allows
        if needed % factor == 0 and fits(needed // factor):
            yield needed // factor
        for step in (1, -1):
            if step * factor != needed and (step * factor > 0) == (needed > 0) and fits(step):
                yield step
