"""What a person chose for a file, and what was found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reports.collect.reading.cells import Sheet

from .figures import Change, FigureColumn, Problem
from .headings import Mapping_
from .knowing import Heading
from .printed import Printed
from .rows import SheetRow
from .spelling import Way
from .targets import Table
from .totals import PrintedTotal


@dataclass(frozen=True)
class Chosen:
    """What a person has chosen for this file; nothing of it is ever supposed.

    `columns`: folded words of a heading → key of the table's column, "" for none; `places` the same
    for a column of the file by its number, which goes before. `ways` and `shares`: key of a column
    → how its figures are read. `scale`: whether a title's "bin TL" holds. `heading`: the row that
    holds the columns' titles, 0 where nobody had to say it. `doubts`: key of a `Doubt` →
    whether its rows are rows of the table.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[int, str] = field(default_factory=dict)
    ways: Mapping[str, Way] = field(default_factory=dict)
    shares: Mapping[str, bool] = field(default_factory=dict)
    scale: bool | None = None
    heading: int = 0
    doubts: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A row of the table as the file has it: key of a column → what its cell says, spelled so that
    it is read in one way; a column that the file does not have is absent, an empty cell is "".

    `id` is that of the stored or offered row, where the file itself says which one it is.
    """

    number: int
    cells: Mapping[str, str]
    id: str = ""

    def name(self, table: Table) -> str:
        return " / ".join(self.cells.get(target.key, "") for target in table.names)


@dataclass(frozen=True)
class Doubt:
    """Rows of which the file does not say clearly that they are rows of the table.

    `taken` None: nobody has decided it yet, and nothing of the file is taken before.
    """

    key: str
    rows: tuple[int, ...]
    text: str
    taken: bool | None = None


@dataclass
class Recognised:
    """All that was found out of a sheet. Without a heading nothing of it is taken."""

    sheet: Sheet
    heading: Heading | None = None
    mapping: Mapping_ = field(default_factory=Mapping_)
    rows: list[Row] = field(default_factory=list)
    aside: list[SheetRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    open_columns: list[FigureColumn] = field(default_factory=list)
    """Columns that wait for a choice: between two readings, or shares and percentages."""
    scale: Decimal = Decimal(1)
    """What a title says of all amounts; it is applied only when chosen."""
    asks_scale: bool = False
    totals: list[PrintedTotal] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    """Rows that may be none: a sum of others, a note with figures, struck through."""
    printed: dict[int, dict[str, Printed]] = field(default_factory=dict)
    """Row → computed column → what the file has there; compared, never taken."""
    notes: list[str] = field(default_factory=list)
    """What was noticed and taken: rows that are hidden, names out of merged cells."""
    refusal: str = ""
    """Without a heading: why, and the cure."""
    lacks_names: bool = False
    """No column says which row is which; somebody has to say which one does."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing waits for a choice."""
        return bool(self.heading) and not (
            self.open_columns
            or self.asks_scale
            or self.mapping.twice
            or self.lacks_names
            or any(doubt.taken is None for doubt in self.doubts)
        )


def refuse(found: Recognised, row: int, address: str, key: str, value: str, text: str) -> None:
    found.problems.append(Problem(row, address, key, value, text))


def listed(rows: list[int]) -> str:
    shown = ", ".join(map(str, rows[:10]))
    return f"{shown} …" if len(rows) > 10 else shown
