"""Rows whose parts follow them: "1." above "1.1.", a name above "- " or set in further right.

Where the parts add up to it, the row is their sum, and taken as a row it would count them twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from reports.collect.reading.cells import Cell

from .rows import SheetRow

_NUMBERS: Final = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})*)(?:[.)]-?|-|(?=\s))\s*\S")
_CELL: Final = re.compile(r"([0-9]{1,3}(?:[.-][0-9]{1,3})*)[.)]?")
_MARKS: Final = (
    re.compile(r"(?:[IVX]{1,5}|[A-ZÇĞİÖŞÜ])[.)-]+\s*\S"),
    re.compile(r"(?:[0-9]{1,3})[.)-]+\s*\S"),
    re.compile(r"(?:[a-zçğıöşü]|[ivx]{1,5})[.)-]+\s*\S"),
    re.compile(r"[-–—−•·●○▪■◦*→>►➢✓o]\s+\S|[-–—−•·●○▪■◦→►➢]\S"),
)
"""From the upper to the lower: A., 1., a), -."""
_DASH: Final = len(_MARKS) - 1
_SPACE: Final = " \t\u00a0\u2007\u3000"


@dataclass(frozen=True)
class Place:
    """Where a row stands among others: the numbers before its name, their kind, its indent."""

    numbers: tuple[int, ...] = ()
    mark: int = -1
    indent: int = 0

    def holds(self, other: Place) -> bool:
        """Whether a row that follows is a part of it."""
        if other.indent != self.indent:
            return other.indent > self.indent
        if self.numbers and other.numbers and len(other.numbers) != len(self.numbers):
            return other.numbers[: len(self.numbers)] == self.numbers
        if self.mark == -1:
            return other.mark >= 2 or (other.mark >= 0 and len(other.numbers) <= 1)
        return other.mark > self.mark

    @property
    def is_marked(self) -> bool:
        return self.mark >= 0 or self.indent > 0 or len(self.numbers) > 1


def place_of(
    row: SheetRow,
    name: int | None,
    taken: Mapping[int, object],
    depths: Mapping[tuple[int, int], int],
) -> Place:
    """Where a row says that it stands. `name`: the column of its name; `taken`: columns that say
    something of the table; `depths`: cells that are set in by their look.
    """
    cell = row.cells.get(name) if name is not None else None
    if cell is None or not isinstance(cell.value, str):
        return Place()
    text = cell.value
    bare = text.lstrip(_SPACE)
    indent = len(text) - len(bare) + 2 * depths.get((row.number, cell.column), 0)
    beside = _beside(row, cell.column, taken)
    if _CELL.fullmatch(bare.strip()):
        return Place(beside, indent=indent)  # a code, which stands for itself
    found = _NUMBERS.match(bare)
    numbers = beside or (_parts(found[1]) if found else ())
    mark = next((rank for rank, mark in enumerate(_MARKS) if mark.match(bare)), -1)
    return Place(numbers, mark, indent)


def _beside(row: SheetRow, name: int, taken: Mapping[int, object]) -> tuple[int, ...]:
    """The number in a column of its own left of the name: "1.2"."""
    for column, cell in row.cells.items():
        if column < name and column not in taken:
            text = _spelled(cell)
            if found := _CELL.fullmatch(text):
                return _parts(found[1])
    return ()


def _spelled(cell: Cell) -> str:
    return repr(cell.value) if isinstance(cell.value, int | float) else str(cell.value).strip()


def _parts(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.split(r"[.-]", text))


@dataclass(frozen=True)
class Group:
    """A row and those that are its parts. `differs`: column → (its figure, their sum)."""

    row: SheetRow
    parts: tuple[SheetRow, ...]
    differs: Mapping[str, tuple[Decimal, Decimal]]

    @property
    def is_sum(self) -> bool:
        return not self.differs


def groups(
    data: Sequence[SheetRow],
    places: Mapping[int, Place],
    columns: Mapping[str, Mapping[int, Decimal | None]],
) -> Iterator[Group]:
    """Rows with figures that have parts below them; of parts that have parts, only the upper count.

    `columns`: figures by row, of columns that can be added up.
    """
    above: list[tuple[SheetRow, Place, list[SheetRow]]] = []
    found: list[tuple[SheetRow, list[SheetRow]]] = []
    marked = [places[row.number] for row in data]
    # A row of numbers alone ("1.", "2.") is a list; without deeper ones nothing is a part.
    for row, place in zip(data, marked, strict=True):
        while above and not (place.is_marked and above[-1][1].holds(place)):
            found.append((above[-1][0], above[-1][2]))
            above.pop()
        if above:
            above[-1][2].append(row)
        above.append((row, place, []))
    found += [(row, parts) for row, _place, parts in above]
    for row, parts in sorted(found, key=lambda pair: pair[0].number):
        own = {key: values.get(row.number) for key, values in columns.items()}
        if not parts or not any(own.values()):
            continue
        differs = {}
        for key, value in own.items():
            total = sum((columns[key].get(p.number) or Decimal() for p in parts), Decimal())
            if value is not None and value != total:
                differs[key] = (value, total)
        yield Group(row, tuple(parts), differs)
