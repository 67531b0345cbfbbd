"""Questions that nobody has to be asked: where a reading says what is stored already.

"1.234" in a file of the portal itself has two readings like any other. When one of them is what
stands in the table, in every cell that has two, it changes no amount and is taken.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from reports.collect.reading.cells import Book
from reports.collect.reading.cells import Sheet as FileSheet
from reports.collect.recognising.figures import FigureColumn, Way
from reports.collect.recognising.recognise import Chosen, Recognised, recognise
from reports.collect.recognising.targets import Table
from reports.collect.sheets.grid import GridRow, Sheet
from reports.collect.sheets.typed import Base

from .filling import Decisions, fill

Stored = Mapping[int, Decimal]
"""Row of the file → figure that the table has there."""


def recognise_for(
    sheet: Sheet,
    rows: Sequence[GridRow],
    book: Book,
    of_file: FileSheet,
    table: Table,
    chosen: Chosen,
) -> Recognised:
    """Read a file's sheet for a table whose rows are known. What a person chose goes before."""
    found = recognise(book, of_file, table, chosen)
    if not found.open_columns:
        return found
    filling = fill(sheet, rows, found.rows, Decisions(), Base())
    by_id = {row.id: row for row in rows}
    placed = {number: by_id[key] for key, number in filling.rows.items() if key in by_id}
    aside = {row.number for row in filling.elsewhere}
    ways: dict[str, Way] = {}
    shares: dict[str, bool] = {}
    for column in found.open_columns:
        key = column.target.key
        stored = {n: Decimal(row.cells[key]) for n, row in placed.items() if row.cells.get(key)}
        left = aside | {n for n, row in placed.items() if key in row.formulas or key in row.fixed}
        if (way := _way(column, stored, left)) is not None:
            ways[key] = way
        elif not column.readings and (is_share := _is_share(column, stored)) is not None:
            shares[key] = is_share
    if not ways and not shares:
        return found
    said = replace(chosen, ways={**ways, **chosen.ways}, shares={**shares, **chosen.shares})
    # A column whose spelling is settled may still ask whether it is in percent.
    return (
        recognise_for(sheet, rows, book, of_file, table, said)
        if ways
        else recognise(book, of_file, table, said)
    )


def _way(column: FigureColumn, stored: Stored, aside: Collection[int]) -> Way | None:
    """The one reading in which all cells that have two of them say what is stored; either, where
    such cells stand only where nothing is taken.
    """
    if not column.readings:
        return None
    first, *others = column.readings
    open_rows = {
        row
        for row, value in first.values.items()
        if any(row in other.values and other.values[row] != value for other in others)
    }
    own = open_rows.difference(aside)
    fits = [
        reading.way
        for reading in column.readings
        if open_rows
        and not reading.refused
        and all(stored.get(row) == reading.values[row] for row in own)
    ]
    return fits[0] if len(fits) == 1 or (fits and not own) else None


def _is_share(column: FigureColumn, stored: Stored) -> bool | None:
    """Whether all figures up to 1 are what is stored as they are, or a hundred times as much."""
    small = {row: value for row, value in column.values.items() if value and abs(value) <= 1}
    for factor, is_share in ((1, False), (100, True)):
        if small and all(stored.get(row) == value * factor for row, value in small.items()):
            return is_share
    return None
