"""A block copied from a spreadsheet: its lines, and what each of its columns is in a sheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kars_portal.lib.turkish import casefold, search_key

from .columns import GridColumn
from .grid import Sheet

MAX_ROWS = 2000
TOTALS = frozenset({"toplam", "genel toplam", "ara toplam"})
"""Names of lines that add up the others, in the spelling of `search_key`."""

Line = list[str]

_AS_FIGURE = re.compile(r"[^\w]*\d[^a-zçğıöşü]*(?:tl|m²|m2|adet)?")


@dataclass
class Layout:
    """The columns of a block in its order; None is a column that is not entered.

    `unknown` are headings that the sheet does not have; `surplus` are columns beyond the sheet's,
    by their numbers in the block.
    """

    columns: list[GridColumn | None]
    lines: list[tuple[int, Line]]
    """With their numbers in the block."""
    unknown: list[str] = field(default_factory=list)
    surplus: list[int] = field(default_factory=list)

    def names(self, sheet: Sheet) -> bool:
        """Whether the lines say which row they are, by any of the names."""
        return any(column in self.columns for column in sheet.names)


def block(text: str) -> list[Line]:
    """Rows and cells of what was copied: tab-separated, or semicolons where there is no tab."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not lines.strip():
        return []
    delimiter = "\t" if "\t" in lines or ";" not in lines else ";"
    rows = csv.reader(lines.split("\n"), delimiter=delimiter)
    return [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]


def layout_of(sheet: Sheet, lines: Sequence[Line], names: Iterable[str]) -> Layout | None:
    """Which column is which; None where it can't be told.

    `names` are those of the sheet's rows, in the spelling of `search_key`. The first line may hold
    the columns' titles. Without titles the columns are those of the page, with the names of the
    rows if they fit, else without.
    """
    numbered = list(enumerate(lines, start=1))
    known = frozenset(names)
    titled = _titled(sheet, lines[0], known)
    if titled is not None:
        unknown = [
            cell for cell, column in zip(lines[0], titled, strict=True) if cell and not column
        ]
        entered = [column if column and _is_read(column) else None for column in titled]
        return Layout(entered, numbered[1:], unknown=unknown)
    found = _untitled(sheet, lines, known)
    if found is None:
        return None
    width = max(len(line) for line in lines)
    made = Layout(found, numbered, surplus=list(range(len(found) + 1, width + 1)))
    if _is_foreign_heading(made, known):
        made.unknown = [cell for cell in lines[0] if cell]
        made.lines = numbered[1:]
    return made


def _titled(sheet: Sheet, line: Line, names: frozenset[str]) -> list[GridColumn | None] | None:
    """The columns that a line of titles names; None where it is no such line."""
    known: dict[str, GridColumn] = {}
    for spell in (search_key, casefold):
        for column in sheet.columns:
            known |= {spell(column.title): column, spell(column.label): column}
    found = [known.get(casefold(cell)) or known.get(search_key(cell)) for cell in line]
    is_figure = any(cell and _is_figure(cell) for cell in line)
    if not any(found) or is_figure or search_key(line[0]) in names:
        return None
    return found


def _untitled(
    sheet: Sheet, lines: Sequence[Line], names: frozenset[str]
) -> list[GridColumn | None] | None:
    """By their number: all columns of the page, the entered ones, or those without the names."""
    inputs = [column for column in sheet.columns if _is_read(column)]
    if sheet.ordinal:
        if _is_numbered(sheet, lines, names, len(inputs)):
            found = _untitled_named(sheet, [line[1:] for line in lines], names, inputs[1:])
            return found and [sheet.ordinal, *found]
        inputs.remove(sheet.ordinal)
    return _untitled_named(sheet, lines, names, inputs)


def _is_numbered(sheet: Sheet, lines: Sequence[Line], names: frozenset[str], width: int) -> bool:
    """Whether the lines begin with running numbers, and not with the first figure."""
    first = [line[0].rstrip(".") for line in lines if line[0]]
    if not all(map(str.isdecimal, first)):
        return False
    after = [line[1:] for line in lines if len(line) > 1]
    return max(map(len, lines)) == width or (
        bool(after)
        and (
            any(search_key(line[0]) in names for line in after) or _begins_with_names(sheet, after)
        )
    )


def _untitled_named(
    sheet: Sheet, lines: Sequence[Line], names: frozenset[str], inputs: list[GridColumn]
) -> list[GridColumn | None] | None:
    width = max(len(line) for line in lines)
    figures = [column for column in inputs if column not in sheet.names]
    is_named = any(search_key(line[0]) in names for line in lines) or _begins_with_names(
        sheet, lines
    )
    if width == len(sheet.columns) != len(inputs):
        return [column if _is_read(column) else None for column in sheet.columns]
    if is_named:
        return list(inputs[:width])
    if width == len(inputs) and width != len(figures):
        return list(inputs)
    if width <= len(figures):
        return list(figures[:width])
    return None


def _begins_with_names(sheet: Sheet, lines: Sequence[Line]) -> bool:
    """Text where the first column that is no name takes figures: it can only be a name."""
    after = next((c for c in sheet.inputs if c not in sheet.names and c is not sheet.ordinal), None)
    is_name = bool(sheet.names) and not sheet.names[0].is_number
    takes_figures = after is not None and after.is_number
    first = [line[0] for line in lines if line[0]]
    return is_name and takes_figures and bool(first) and not any(map(_is_figure, first))


def _is_foreign_heading(layout: Layout, names: frozenset[str]) -> bool:
    """A first line of other words than the sheet's: no figure in it, figures below it."""
    (_number, first), *others = layout.lines
    if not others or search_key(first[0]) in names:
        return False
    figures = [n for n, column in enumerate(layout.columns) if column and column.is_number]
    above = [first[n] for n in figures if n < len(first) and first[n]]
    below = [line[n] for _number, line in others for n in figures if n < len(line) and line[n]]
    if not above or not below:
        return False
    return not any(map(_is_figure, above)) and all(map(_is_figure, below))


def _is_figure(cell: str) -> bool:
    return _AS_FIGURE.fullmatch(casefold(cell)) is not None


def _is_read(column: GridColumn) -> bool:
    """Whether a block's cells of a column say anything: its values, or which row is meant."""
    return column.is_input or column.is_key
