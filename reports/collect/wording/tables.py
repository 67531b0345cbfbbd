"""Tables of a Word file as free tables: read by the one recogniser, in the kinds that were chosen.

A kind is suggested where the column can be read in one way only; "6.600" is 6600 in a column of
whole numbers and 6,6 in one of decimals, so a person says which it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final

from kars_portal.lib.numbers import format_decimal
from kars_portal.lib.turkish import search_key
from reports.collect.imports.widgets import TurkishDateWidget
from reports.collect.reading.cells import Book, Cell, Sheet, letters
from reports.collect.recognising.figures import FigureColumn, Problem, Way, read_column
from reports.collect.recognising.recognise import Chosen, Recognised, recognise
from reports.collect.recognising.targets import Table, Target
from reports.core.registry import Kind, NewColumn, NewTable
from reports.core.tables import Value

from .blocks import WordCell, WordTable

MOST_ROWS: Final = 500
LEFT_OUT: Final = "-"
"""In the place of a kind: the column is not taken."""
KINDS: Final = (Kind.TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT, Kind.DATE)
_FIGURES: Final = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT})
_PLACES: Final[Mapping[Kind, int]] = {Kind.INTEGER: 0, Kind.MONEY: 2}
_UNITS: Final[Mapping[Kind, str]] = {Kind.MONEY: "TL", Kind.PERCENT: "%"}
_SUMMED: Final = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY})
_DECIMALS: Final = 6
_LONGEST_TITLE: Final = 100
_DIGIT: Final = re.compile(r"[0-9]")
_MONEY_WORDS: Final = ("tl", "tutar", "lira")


@dataclass(frozen=True)
class ColumnChoice:
    """What a person has said of a column: its kind ("" for nothing yet) and how it is read."""

    kind: str = ""
    way: Way | None = None
    is_share: bool | None = None


@dataclass(frozen=True)
class TableChoice:
    """What a person has said of a table; by itself none is taken."""

    is_taken: bool = False
    title: str = ""
    columns: Mapping[int, ColumnChoice] = field(default_factory=dict)
    scale: bool | None = None


class FoundTable:
    """A table of the file as it is offered."""

    def __init__(self, number: int, table: WordTable) -> None:
        self.number = number
        self.table = table
        first, self._heading = _heading_rows(table)
        self.title = _title(table, first) or f"Tablo {number}"
        self.headings = _headings(table, first, self._heading)
        self.sheet = self._sheet()

    @property
    def columns(self) -> range:
        return range(1, len(self.headings) + 1)

    @property
    def is_too_long(self) -> bool:
        return len(self.sheet.rows) - 1 > MOST_ROWS

    def _sheet(self) -> Sheet:
        """The table as the recogniser reads it: its heading in one row, with each name once."""
        rows: dict[int, list[Cell]] = {}
        for cell in self.table.cells:
            # A name that covers several rows stands in each; an amount is nobody's but the first's.
            height = cell.rows if not _DIGIT.search(cell.text) else 1
            for row in range(cell.row, cell.row + height) if cell.text else ():
                if row > self._heading:
                    number = row - self._heading + 1
                    rows.setdefault(number, []).append(Cell(number, cell.column, cell.text))
        sheet = Sheet(f"Tablo {self.number}")
        sheet.rows[1] = [Cell(1, c, words) for c, words in enumerate(self.headings, start=1)]
        for number in sorted(rows):
            sheet.rows[number] = sorted(rows[number], key=lambda cell: cell.column)
        return sheet

    # -- kinds ----------------------------------------------------------------------------------

    @cached_property
    def suggested(self) -> dict[int, str]:
        """The kind of each column that can be read in one way only; "" where it can't."""
        return {column: self._suggested(column) for column in self.columns}

    def _suggested(self, column: int) -> str:
        cells = {cell.row: cell for row in self._data() for cell in row if cell.column == column}
        if not cells:
            return Kind.TEXT.value
        if all(_date(str(cell.value)) is not None for cell in cells.values()):
            return Kind.DATE.value
        loose = read_column(_target(column, "", Kind.DECIMAL), cells)
        said = " ".join(str(cell.value) for cell in cells.values())
        is_percent = "%" in said or "%" in self.headings[column - 1]
        if is_percent:
            read = read_column(_target(column, "", Kind.PERCENT), cells)
            return "" if read.problems or read.readings else Kind.PERCENT.value
        words = search_key(self.headings[column - 1]).split()
        if "₺" in said or any(word in words for word in _MONEY_WORDS) or " TL" in said:
            read = read_column(_target(column, "", Kind.MONEY), cells)
            return "" if read.problems or read.readings else Kind.MONEY.value
        if loose.readings:
            return ""
        if loose.problems:
            return Kind.TEXT.value
        values = [value for value in loose.values.values() if value is not None]
        if not values:
            return Kind.TEXT.value
        is_whole = all(value == value.to_integral_value() for value in values)
        return (Kind.INTEGER if is_whole else Kind.DECIMAL).value

    def _data(self) -> list[Sequence[Cell]]:
        """Rows that are no totals and notes, whatever the columns are."""
        found = recognise(Book(""), self.sheet, self._asked({}))
        numbers = {row.number for row in found.rows}
        return [cells for number, cells in self.sheet.rows.items() if number in numbers]

    def _asked(self, kinds: Mapping[int, Kind]) -> Table:
        targets = tuple(
            _target(column, self.headings[column - 1], kinds.get(column, Kind.TEXT))
            for column in self.columns
        )
        return Table(self.title, targets, asks=False)

    # -- reading --------------------------------------------------------------------------------

    def read(self, choice: TableChoice) -> ReadTable:
        """The table in the kinds that were chosen, or suggested where nothing was said."""
        said = {c: choice.columns.get(c, ColumnChoice()) for c in self.columns}
        names = {c: said[c].kind or self.suggested[c] for c in self.columns}
        kinds = {c: Kind(n) for c, n in names.items() if n in set(KINDS)}
        chosen = Chosen(
            columns={search_key(w): _key(c) for c, w in enumerate(self.headings, start=1)},
            ways={_key(c): s.way for c, s in said.items() if s.way},
            shares={_key(c): s.is_share for c, s in said.items() if s.is_share is not None},
            scale=choice.scale,
        )
        found = recognise(Book(""), self.sheet, self._asked(kinds), chosen)
        return ReadTable(self, choice, names, kinds, found)


class ReadTable:
    """A table as it would be taken, or what stands against it."""

    def __init__(
        self,
        of: FoundTable,
        choice: TableChoice,
        names: Mapping[int, str],
        kinds: Mapping[int, Kind],
        found: Recognised,
    ) -> None:
        self.of = of
        self.choice = choice
        self.kinds = kinds
        self.names = names
        self.found = found
        self.title = " ".join((choice.title or of.title).split())
        self.taken = [column for column in of.columns if column in kinds]
        self.problems: list[Problem] = [
            p for p in found.problems if _column(p.key) in kinds or not p.key
        ]
        self.rows = [self._row(number, cells) for number, cells in self._cells()]

    @property
    def unsaid(self) -> list[str]:
        """Headings of the columns whose kind nobody has said yet."""
        return [
            self.of.headings[column - 1]
            for column in self.of.columns
            if column not in self.kinds and self.names[column] != LEFT_OUT
        ]

    @property
    def open_columns(self) -> list[FigureColumn]:
        return self.found.open_columns

    @property
    def is_settled(self) -> bool:
        """Whether the table can be taken as it is read."""
        return bool(
            self.taken
            and self.rows
            and self.title
            and self.found.is_settled
            and not (self.unsaid or self.problems or self.of.is_too_long)
        )

    @property
    def shown_columns(self) -> list[int]:
        """Columns that are taken, or wait for somebody to say what they are."""
        return [column for column in self.of.columns if self.names[column] != LEFT_OUT]

    def lines(self, most: int) -> list[list[Value]]:
        """The first rows as they are taken; what waits for a choice or is refused, as the file has
        it.
        """
        opened = {_column(figures.target.key) for figures in self.open_columns}
        refused = {(problem.row, _column(problem.key)) for problem in self.problems}
        found: list[list[Value]] = []
        for row, values in zip(self.found.rows[:most], self.rows, strict=False):
            typed = dict(zip(self.taken, values, strict=True))
            raw = {cell.column: str(cell.value) for cell in self.of.sheet.rows[row.number]}
            found.append(
                [
                    raw.get(column, "")
                    if column not in typed or column in opened or (row.number, column) in refused
                    else typed[column]
                    for column in self.shown_columns
                ]
            )
        return found

    @property
    def aside(self) -> list[str]:
        """Rows that are not taken: units and numbers of columns, totals, sub-headings, notes."""
        last = self.found.heading.last_row if self.found.heading else 1
        return [
            *[f"başlık satırı: {self._words(row)}" for row in range(2, last + 1)],
            *[f"{row.kind.value}: {row.name}" for row in self.found.aside],
        ]

    def _words(self, row: int) -> str:
        return " · ".join(str(cell.value) for cell in self.of.sheet.rows.get(row, ()))

    @property
    def wrong_totals(self) -> list[str]:
        """Printed totals that their rows do not add up to; the portal computes its own."""
        return [
            f"Satır {total.row}: basılı toplam {format_decimal(total.printed)}, satırların toplamı "
            f"{format_decimal(total.computed)}."
            for total in self.found.totals
            if not total.holds
        ]

    def new_table(self) -> NewTable:
        """What is to be made; asked of a settled one."""
        columns = tuple(
            NewColumn(
                self.of.headings[column - 1][:_LONGEST_TITLE],
                self.kinds[column],
                self._is_summed(column),
            )
            for column in self.taken
        )
        return NewTable(self.title, columns, tuple(tuple(row) for row in self.rows))

    def _is_summed(self, column: int) -> bool:
        if self.kinds[column] not in _SUMMED:
            return False
        totals = [t for t in self.found.totals if _column(t.key) == column]
        return bool(totals) and all(total.holds for total in totals)

    def _cells(self) -> list[tuple[int, Mapping[str, str]]]:
        return [(row.number, row.cells) for row in self.found.rows]

    def _row(self, number: int, cells: Mapping[str, str]) -> list[Value]:
        return [self._value(number, column, cells.get(_key(column), "")) for column in self.taken]

    def _value(self, number: int, column: int, text: str) -> Value:
        kind = self.kinds[column]
        if not text:
            return None
        if kind in _FIGURES:
            value = Decimal(text.replace(",", "."))
            exponent = value.normalize().as_tuple().exponent
            if isinstance(exponent, int) and -exponent > _DECIMALS:
                self._refuse(number, column, text, f"en çok {_DECIMALS} ondalık basamak yazılır")
            return int(value) if kind is Kind.INTEGER else value
        if kind is Kind.DATE:
            day = _date(text)
            if day is None:
                self._refuse(number, column, text, "31.12.2024 gibi bir tarih değil")
            return day
        return text

    def _refuse(self, number: int, column: int, text: str, why: str) -> None:
        words = f"«{text}»: {why}; hücre belgede düzeltilmeli ya da sütunun türü değiştirilmelidir."
        address = f"{letters(column)}{number}"
        self.problems.append(Problem(number, address, _key(column), text, words))


def _target(column: int, words: str, kind: Kind) -> Target:
    return Target(
        _key(column),
        words or _key(column),
        is_figure=kind in _FIGURES,
        places=_PLACES.get(kind),
        unit=_UNITS.get(kind, ""),
        is_date=kind is Kind.DATE,
    )


def _key(column: int) -> str:
    """No heading is called so."""
    return f"wxq{column}"


def _column(key: str) -> int:
    return int(key.removeprefix("wxq")) if key.startswith("wxq") else 0


def _date(text: str) -> date | None:
    try:
        value = TurkishDateWidget().clean(text)
    except ValueError:
        return None
    return value if isinstance(value, date) else None


def _heading_rows(table: WordTable) -> tuple[int, int]:
    """Rows of titles above the heading, and the heading's last row."""
    titles = 0
    by_row: dict[int, list[WordCell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, []).append(cell)
    while titles + 2 < table.height and _is_title(by_row.get(titles + 1, []), table.width):
        titles += 1
    if table.heading_rows > titles:
        return titles, min(table.heading_rows, table.height - 1)
    first = by_row.get(titles + 1, [])
    depth = max((cell.rows for cell in first), default=1)
    is_spread = any(cell.columns > 1 for cell in first)
    return titles, min(titles + max(depth, 2 if is_spread else 1), max(table.height - 1, 1))


def _is_title(cells: Sequence[WordCell], width: int) -> bool:
    return len(cells) == 1 and cells[0].columns >= width


def _title(table: WordTable, titles: int) -> str:
    inside = [cell.text for cell in table.cells if cell.row <= titles]
    return " ".join(" ".join([*inside] or [table.caption]).split())[:200]


def _headings(table: WordTable, titles: int, last: int) -> list[str]:
    """The words above each column, from the top; each once, a nameless column by its number."""
    found: list[str] = []
    folded: set[str] = set()
    for column in range(1, table.width + 1):
        parts = [
            cell.text
            for cell in table.cells
            if titles < cell.row <= last
            and cell.column <= column < cell.column + cell.columns
            and cell.text
        ]
        words = " ".join(" ".join(dict.fromkeys(parts)).split()) or f"Sütun {column}"
        name, again = words, 2
        while search_key(name) in folded:
            name, again = f"{words} ({again})", again + 1
        folded.add(search_key(name))
        found.append(name)
    return found
