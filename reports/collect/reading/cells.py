"""What a file holds, as every format is read: sheets of typed cells. Imports nothing of Django."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeAlias

_EXACT = 2**53
"""Beyond it a spreadsheet's numbers skip whole ones."""
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))

Said: TypeAlias = dict[str, object]
"""One line of what the child process says; plain values only."""


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """What a formula shows that could not be computed: "#N/A", "#REF!" …"""

    code: str

    def __str__(self) -> str:
        return self.code


CellValue: TypeAlias = str | int | float | bool | date | datetime | time | ErrorValue | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that says something. Rows and columns count from 1, as a spreadsheet shows them.

    `format` is the number format as the file has it ("0.00%", "#,##0 ₺"), "" where there is none or
    the format knows none. `formula` is what the cell computes, "" for a typed value; its value is
    the result that the program stored, None where it stored none.
    """

    row: int
    column: int
    value: CellValue
    format: str = ""
    formula: str = ""

    @property
    def address(self) -> str:
        return f"{letters(self.column)}{self.row}"

    @property
    def is_uncomputed(self) -> bool:
        """A formula without a stored result: the program that wrote the file never computed it."""
        return bool(self.formula) and self.value is None


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells shown as one; the value stands in the first."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass
class Sheet:
    """A sheet of a workbook, or the one table of a text file."""

    name: str
    is_hidden: bool = False
    rows: dict[int, list[Cell]] = field(default_factory=dict)
    """Rows that have a value, by their number, cells in their order."""
    merged: list[Merged] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    """Hidden by hand or by a filter; their cells are read all the same."""
    hidden_columns: frozenset[int] = frozenset()
    is_filtered: bool = False
    widths: dict[int, int] = field(default_factory=dict)
    """Of a text divided by commas: row → its cells, empty ones too."""
    struck: frozenset[tuple[int, int]] = frozenset()
    """Cells (row, column) whose text is struck through."""
    unseen: frozenset[tuple[int, int]] = frozenset()
    """Cells whose look hides what they say: white on white, tiny, a format that shows nothing."""
    depths: dict[tuple[int, int], int] = field(default_factory=dict)
    """How far cells are set in by their look."""
    about: list[str] = field(default_factory=list)
    """What is written around the cells: a page's heading, a sheet's header, a drawn box."""

    def cells(self) -> Iterator[Cell]:
        for row in self.rows.values():
            yield from row

    @property
    def width(self) -> int:
        return max((row[-1].column for row in self.rows.values()), default=0)


@dataclass
class Book:
    """All that a file holds. `kind` is what the bytes are, in words for people."""

    kind: str
    sheets: list[Sheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What was noticed and left aside: macros, an encoding that was taken."""
    has_formats: bool = True
    """Whether the file says how its numbers are shown. Where not, 0,515 may have been "%51,5"."""

    @property
    def shown(self) -> list[Sheet]:
        """Sheets that are not hidden and not empty."""
        return [sheet for sheet in self.sheets if sheet.rows and not sheet.is_hidden]


def letters(column: int) -> str:
    """The letters of a column: 1 → A, 28 → AB."""
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def tidied(text: str) -> str:
    """Letters in one piece ("ş", not "s" and its hook), without signs that nobody sees."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text).replace("i\u0307", "i").translate(_UNSEEN)


def figure(text: str) -> CellValue:
    """A number as files spell it: "1234.5", "1E3". Whole ones become integers."""
    try:
        number = float(text)
    except ValueError:
        return ErrorValue("#HATA!")
    if not math.isfinite(number):
        return ErrorValue("#HATA!")
    return int(number) if number.is_integer() and abs(number) < _EXACT else number


# -- between the processes ------------------------------------------------------------------------


def spelled(value: object) -> object:
    """A value as JSON carries it; what JSON has no kind for says its own."""
    match value:
        case ErrorValue(code):
            return {"error": code}
        case datetime():
            return {"datetime": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case str() | int() | float() | bool() | None:
            return value
    return str(value)


def value_of(spelling: object) -> CellValue:
    """The value of such a spelling."""
    if isinstance(spelling, Mapping):
        ((kind, text),) = spelling.items()
        match kind:
            case "error":
                return ErrorValue(str(text))
            case "datetime":
                return datetime.fromisoformat(str(text))
            case "date":
                return date.fromisoformat(str(text))
        return time.fromisoformat(str(text))
    if spelling is None or isinstance(spelling, str | int | float | bool):
        return spelling
    return str(spelling)
