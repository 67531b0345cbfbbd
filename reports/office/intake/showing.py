"""What was recognised in a file, and what would come of it, as the template shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kars_portal.lib import numbers
from reports.collect.intake.filling import Trouble
from reports.collect.intake.marking import MOST_MARKED
from reports.collect.intake.preview import CellChange, Preview, RowChange
from reports.collect.intake.tables import KEY_TITLE, ROW_KEY
from reports.collect.intake.taking import MOST_SHOWN, RowKept
from reports.collect.reading.cells import Book, Cell, letters
from reports.collect.reading.cells import Sheet as FileSheet
from reports.collect.recognising.figures import WORDS, FigureColumn
from reports.collect.recognising.recognise import Doubt, Recognised
from reports.collect.recognising.targets import Table, Target
from reports.collect.sheets.grid import Sheet

from .choices import COLUMN, DOUBT, NO, NONE, SHARE, WAY, YES, Choices
from .reading import Read

T = TypeVar("T")

_WORDS = {
    (WAY, "tr"): WORDS["tr"],
    (WAY, "en"): WORDS["en"],
    (SHARE, YES): gettext_lazy("oran olarak yazılmış, yüzle çarpılır"),
    (SHARE, NO): gettext_lazy("yüzde olarak yazılmış, olduğu gibi alınır"),
    (DOUBT, YES): gettext_lazy("tablonun satırıdır, alınır"),
    (DOUBT, NO): gettext_lazy("tablonun satırı değildir, ayrılır"),
}
SAMPLES = 3
FIRST_ROWS = 12


@dataclass(frozen=True)
class Option:
    """A choice in a list."""

    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class FileColumn:
    """A column of the file, and which of the table it is taken for."""

    field: str
    letters: str
    words: str
    samples: tuple[str, ...]
    options: tuple[Option, ...]
    state: str
    suggested: str = ""


@dataclass(frozen=True)
class Question:
    """A column that can be read in two ways, side by side; a person chooses."""

    field: str
    title: str
    text: str
    options: tuple[tuple[Option, str], ...]
    """With what comes of each."""


@dataclass(frozen=True)
class ShownTrouble:
    """A line of the table of errors."""

    sheet: str
    address: str
    column: str
    value: str
    text: str


@dataclass(frozen=True)
class Total:
    """A total that the file prints, and what its rows add up to."""

    row: int
    column: str
    printed: str
    computed: str
    holds: bool


def columns_of(found: Recognised, table: Table) -> list[FileColumn]:
    """The file's columns in their order."""
    if found.heading is None:
        return []
    twice = {place: key for key, places in found.mapping.twice.items() for place in places}
    return [
        _column(found, table, place, words, twice) for place, words in found.heading.words.items()
    ]


def _column(
    found: Recognised, table: Table, place: int, words: str, twice: dict[int, str]
) -> FileColumn:
    taken = found.mapping.taken.get(place)
    suggested = found.mapping.suggested.get(place, [])
    first = [Option(NONE, _("alınmayacak"), taken is None)]
    options = [
        Option(target.key, _titled(target), taken is not None and taken.key == target.key)
        for target in table.targets
    ]
    state = "taken"
    if place in twice:
        state = "twice"
    elif taken is None:
        state = "unknown"
    elif taken.is_computed:
        state = "computed"
    names = ", ".join(f"«{target.title}»" for target in suggested)
    return FileColumn(
        field=f"{COLUMN}.{place}",
        letters=letters(place),
        words=words,
        samples=tuple(_samples(found, place)),
        options=tuple(first + options),
        state=state,
        suggested=names if state in ("unknown", "twice") else "",
    )


def _titled(target: Target) -> str:
    if target.key == ROW_KEY:
        return KEY_TITLE
    return (
        _("%(title)s (hesaplanır)") % {"title": target.title}
        if target.is_computed
        else target.title
    )


def _samples(found: Recognised, place: int) -> Iterable[str]:
    assert found.heading is not None  # noqa: S101 - asked before
    shown = 0
    for number, row in found.sheet.rows.items():
        if number <= found.heading.last_row or shown == SAMPLES:
            continue
        text = next((said(cell) for cell in row if cell.column == place), "")
        if text:
            shown += 1
            yield text[:40]


def said(cell: Cell) -> str:
    """What a cell of the file says, for people."""
    if cell.value is None:
        return cell.formula
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return numbers.format_decimal(Decimal(repr(cell.value)), grouping=False)
    return str(cell.value)


def questions_of(found: Recognised) -> list[Question]:
    """Columns and rows that wait for a choice."""
    of_columns = [question for column in found.open_columns for question in _questions(column)]
    doubts = [doubt for doubt in found.doubts if doubt.taken is None]
    return [*of_columns, *map(_doubted, doubts[:MOST_SHOWN])]


def _doubted(doubt: Doubt) -> Question:
    """Rows that may be none of the table's."""
    number = _("%(number)s satır") % {"number": len(doubt.rows)}
    return Question(
        f"{DOUBT}.{doubt.key}",
        _rows_of(doubt),
        doubt.text,
        tuple((Option(value, str(_WORDS[DOUBT, value])), number) for value in (YES, NO)),
    )


def _rows_of(doubt: Doubt) -> str:
    shown = ", ".join(map(str, doubt.rows[:10])) + (" …" if len(doubt.rows) > 10 else "")
    return _("Satır %(rows)s") % {"rows": shown}


def _questions(column: FigureColumn) -> Iterable[Question]:
    key, title = column.target.key, column.target.title
    if column.readings:
        options = []
        for reading in column.readings:
            outcome = _("%(number)s hücre, toplam %(total)s") % {
                "number": len(reading.values),
                "total": numbers.format_decimal(numbers.plain(reading.total)),
            }
            if reading.refused:
                outcome += " · " + _("okunamayan hücreler: %(cells)s") % {
                    "cells": ", ".join(reading.refused[:8])
                }
            options.append((Option(reading.way, WORDS[reading.way]), outcome))
        text = _("Sütundaki sayılar iki türlü okunabilir; hangisinin yazıldığı seçilmelidir.")
        yield Question(f"{WAY}.{key}", title, text, tuple(options))
    elif column.asks_share:
        total = sum((v for v in column.values.values() if v is not None), Decimal())
        first = next((v for v in column.values.values() if v), Decimal())
        yield Question(
            f"{SHARE}.{key}",
            title,
            _("Yüzde beklenen sütunda 0 ile 1 arasında sayılar var."),
            tuple(
                (
                    Option(value, label),
                    _("ilk değer %(first)s, toplam %(total)s")
                    % {
                        "first": numbers.format_percent(numbers.plain(first * factor)),
                        "total": numbers.format_decimal(numbers.plain(total * factor)),
                    },
                )
                for value, label, factor in (
                    (YES, str(_WORDS[SHARE, YES]), Decimal(100)),
                    (NO, str(_WORDS[SHARE, NO]), Decimal(1)),
                )
            ),
        )


@dataclass(frozen=True)
class Answer:
    """A reading that was chosen, and the address of the page without it."""

    field: str
    title: str
    text: str
    href: str


def answers_of(
    choices: Choices, table: Table, here: str, doubts: Sequence[Doubt] = ()
) -> list[Answer]:
    """What was chosen of the readings and rows, to be taken back."""
    titles = {target.key: target.title for target in table.targets}
    titles |= {doubt.key: _rows_of(doubt) for doubt in doubts}
    found = []
    for name, value in choices.answered.items():
        kind, _dot, key = name.partition(".")
        text = _WORDS.get((kind, value))
        if key in titles and text:
            left = {n: v for n, v in choices.fields.items() if n != name}
            href = f"{here}?{urlencode(left)}" if left else here
            found.append(Answer(name, titles[key], str(text), href))
    return found


def troubles_of(shown: Preview, sheet: Sheet) -> list[ShownTrouble]:
    """Errors in the order of the file."""
    ordered = sorted(shown.troubles, key=lambda trouble: (trouble.row, trouble.address))
    name = shown.found.sheet.name
    return [
        ShownTrouble(name, trouble.address, title(sheet, trouble), trouble.value[:80], trouble.text)
        for trouble in ordered
    ]


def title(sheet: Sheet, trouble: Trouble) -> str:
    """The title of the column in which something is wrong; empty for a whole row."""
    column = sheet.by_key.get(trouble.key)
    return column.label if column else ""


def marks_of(shown: Preview, sheet: Sheet) -> dict[str, list[str]]:
    """Cell of the file → what is wrong with it; of a whole row its first cell."""
    marks: dict[str, list[str]] = {}
    for trouble in sorted(shown.troubles, key=lambda trouble: (trouble.row, trouble.address)):
        address = trouble.address if trouble.address[:1].isalpha() else f"A{trouble.row or 1}"
        named = title(sheet, trouble)
        marks.setdefault(address, []).append(f"{named}: {trouble.text}" if named else trouble.text)
    return marks


def totals_of(found: Recognised, table: Table) -> list[Total]:
    """Printed totals beside the sums of the rows."""
    return [
        Total(
            total.row,
            table.target(total.key).title,
            numbers.format_decimal(numbers.plain(total.printed)),
            numbers.format_decimal(numbers.plain(total.computed)),
            total.holds,
        )
        for total in found.totals
    ]


@dataclass(frozen=True)
class ShownContradiction:
    """A cell of a computed column that says another figure than the row adds up to."""

    row: int
    address: str
    column: str
    said: str
    computed: str


def contradictions_of(shown: Preview) -> list[ShownContradiction]:
    """Cells of computed columns that the file contradicts; as many as a page shows."""
    return [
        ShownContradiction(
            c.number, c.address, c.column.label, c.said, c.column.written(c.computed)
        )
        for c in shown.contradictions[:MOST_SHOWN]
    ]


def changes_of(rows: Sequence[RowKept], sheet: Sheet) -> list[RowChange]:
    """What a file has changed, in the form of the preview."""
    return [
        RowChange(
            0,
            row["label"],
            row["before"] is None,
            tuple(
                CellChange(column, column.text(was), column.text(now))
                for column in sheet.inputs
                if (was := (row["before"] or {}).get(column.key, ""))
                != (now := row["after"].get(column.key, ""))
            ),
        )
        for row in rows
    ]


def hidden_in(sheet: FileSheet) -> list[str]:
    """Columns that a person does not see in the file, and that are read all the same."""
    found = []
    if sheet.hidden_columns:
        shown = ", ".join(letters(column) for column in sorted(sheet.hidden_columns)[:20])
        found.append(_("Gizli sütunlar da okunur: %(columns)s.") % {"columns": shown})
    return found


def sheets_of_file(book: Book, chosen: FileSheet) -> list[Option]:
    """The file's sheets that say something, to choose from."""
    return [
        Option(
            str(number),
            _("%(name)s (gizli)") % {"name": sheet.name} if sheet.is_hidden else sheet.name,
            sheet is chosen,
        )
        for number, sheet in enumerate(book.sheets)
        if sheet.rows
    ]


def first_rows(sheet: FileSheet) -> list[tuple[int, str]]:
    """The upper rows of a sheet in which no heading was found."""
    return [
        (number, " · ".join(filter(None, (said(cell)[:40] for cell in row))))
        for number, row in list(sheet.rows.items())[:FIRST_ROWS]
    ]


def shortened(items: Sequence[T]) -> tuple[Sequence[T], int]:
    """As many as a page shows, and how many more there are."""
    return items[:MOST_SHOWN], max(0, len(items) - MOST_SHOWN)


def context(sheet: Sheet, read: Read, shown: Preview, here: str) -> dict[str, object]:
    """All that the templates of a preview are told of a file, at the address `here`."""
    changes, more_changes = shortened(shown.changes)
    troubles, more_troubles = shortened(troubles_of(shown, sheet))
    found = read.found
    return {
        "file": read.file,
        "book": read.book,
        "found": found,
        "shown": shown,
        "choices": read.choices,
        "answers": answers_of(read.choices, read.table, here, found.doubts),
        "columns": columns_of(found, read.table),
        "questions": questions_of(found),
        "totals": totals_of(found, read.table),
        "contradictions": contradictions_of(shown),
        "hidden": hidden_in(found.sheet),
        "file_sheets": sheets_of_file(read.book, found.sheet),
        "first_rows": () if found.heading else first_rows(found.sheet),
        "changes": changes,
        "more_changes": more_changes,
        "troubles": troubles,
        "trouble_count": len(shown.troubles),
        "more_troubles": more_troubles,
        "most_marked": MOST_MARKED,
        "is_marked_whole": len({t.address for t in shown.troubles}) <= MOST_MARKED,
    }
