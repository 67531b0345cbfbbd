"""A kept file, read and recognised with what a person has chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from reports.collect.intake.settling import recognise_for
from reports.collect.intake.tables import table_of
from reports.collect.intake.taking import remembered
from reports.collect.reading.cells import Book
from reports.collect.reading.cells import Sheet as FileSheet
from reports.collect.reading.files import PAGE, Reach, read_file
from reports.collect.recognising.headings import find_heading
from reports.collect.recognising.recognise import Recognised
from reports.collect.recognising.targets import Table
from reports.collect.recognising.units import stated
from reports.collect.sheets.grid import Sheet, in_order

from . import kept
from .choices import Choices

_MOST_NAMED = 10


@dataclass
class Read:
    """A kept file, read and recognised with what was chosen."""

    file: kept.Kept
    book: Book
    table: Table
    choices: Choices
    found: Recognised
    remembered: dict[str, str]

    @property
    def names(self) -> dict[str, str]:
        """Headings that were matched by hand and are not known yet."""
        return self.choices.names(self.found.heading, self.remembered)


def read_kept(
    sheet: Sheet,
    file: kept.Kept,
    choices: Choices,
    reach: Reach = PAGE,
    was_read: Callable[[], object] = lambda: None,
) -> Read:
    """Read a file and recognise its rows; `was_read` is called between. Raises Unreadable."""
    book = read_file(file.content, reach)
    was_read()
    stored = sheet.rows()
    rows = in_order(stored, sheet.offers(stored))
    table = table_of(sheet, rows)
    known = remembered(sheet)
    chosen = choices.chosen(known)
    of_file = sheet_of(book, table, choices.sheet, known)
    found = recognise_for(sheet, rows, book, of_file, table, chosen)
    if found.heading is not None:
        found.notes += other_sheets(book, of_file, table, known)
    return Read(file, book, table, choices, found, known)


def sheet_of(book: Book, table: Table, chosen: int | None, known: Mapping[str, str]) -> FileSheet:
    """The chosen sheet, else the first shown one that has the table's heading."""
    if chosen is not None and chosen < len(book.sheets):
        return book.sheets[chosen]
    shown = book.shown or [sheet for sheet in book.sheets if sheet.rows] or book.sheets
    fitting = _fitting(shown, table, known)
    # Of one sheet for each year, that of the report's.
    of_year = [sheet for sheet in fitting if table.year in stated(sheet.name).years]
    return next(iter([*of_year, *fitting]), shown[0])


def _fitting(shown: Iterable[FileSheet], table: Table, known: Mapping[str, str]) -> list[FileSheet]:
    return [sheet for sheet in shown if find_heading(sheet, table, known)]


def other_sheets(
    book: Book, of_file: FileSheet, table: Table, known: Mapping[str, str]
) -> Iterator[str]:
    """A note of other sheets with the table's heading: their rows are none of those shown."""
    others = [sheet.name for sheet in _fitting(book.shown, table, known) if sheet is not of_file]
    if others:
        named = ", ".join(f"«{name}»" for name in others[:_MOST_NAMED])
        yield (
            f"Yalnız «{of_file.name}» sayfası okundu; bu tablonun başlığı şu sayfalarda da var: "
            f"{named}{' …' if len(others) > _MOST_NAMED else ''}."
        )
