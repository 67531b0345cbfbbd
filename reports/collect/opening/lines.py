"""The line of a row through the years: which rows of the year before it continues.

Most rows keep their key. Those that are known by the code of a directorate or an indicator do not
where that was renamed, merged or split; the apps say how they go on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from reports.models import FiscalYear

from .engine import kits
from .parts import Line

Steps = Iterable[tuple[int, int, int]]
"""Predecessor, successor, first year of the successor."""


class Lines:
    """The lines of one year's rows; what they follow is read once for each table."""

    def __init__(self, year: FiscalYear) -> None:
        self.year = year
        self._lines = [line for kit in kits() for line in kit.lines]
        self._known: dict[int, Mapping[str, tuple[str, ...]]] = {}

    def previous(self, dataset: str, row: str) -> tuple[str, ...]:
        """Keys of the rows of the year before that a row continues; several after a merger.

        A key may name a row that the year before does not have.
        """
        for place, line in enumerate(self._lines):
            if _holds(line, dataset):
                if place not in self._known:
                    self._known[place] = line.previous(self.year)
                return self._known[place].get(row, ())
        return (row,)


def previous_key(year: FiscalYear, dataset: str, row: str) -> str:
    """The key of last year's counterpart of one row; empty where there is none, or several."""
    found = Lines(year).previous(dataset, row)
    return found[0] if len(found) == 1 else ""


def forebears(steps: Steps, year: int) -> dict[int, list[int]]:
    """For each successor: whom it continues in the year before, over all changes of the year."""
    before: dict[int, list[int]] = defaultdict(list)
    for predecessor, successor, first in steps:
        if first == year:
            before[successor].append(predecessor)
    found: dict[int, list[int]] = {}
    for start in before:
        line: list[int] = []
        waiting = list(before[start])
        while waiting:
            current = waiting.pop(0)
            if current != start and current not in line:
                line.append(current)
                waiting.extend(before.get(current, ()))
        found[start] = line
    return found


def _holds(line: Line, dataset: str) -> bool:
    return any(
        dataset.startswith(name) if name.endswith(".") else dataset == name
        for name in line.datasets
    )
