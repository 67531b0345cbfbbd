"""What the printed report says about a table: quoted with its place, compared, never used."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kars_portal.lib.numbers import (
    MISSING,
    NumberFormatError,
    format_decimal,
    format_percent,
    parse_decimal,
    plain,
    round_half_up,
)
from reports.core.documents import Document, StatedValue
from reports.core.documents.format import format_cell
from reports.core.registry import Column, Kind
from reports.core.tables import Table, UnknownFigure, as_decimal

from .links import row_id


@dataclass(frozen=True)
class StatedNote:
    """One printed figure beside the figure of the table."""

    key: str
    row: str
    column: str
    subject: str
    printed: str
    computed: str
    place: str
    differs: bool
    href: str
    note: str


def unexplained_notes(table: Table, document: Document) -> tuple[StatedNote, ...]:
    """Printed figures that concern a table, without those that a finding of a check explains."""
    explained = {f.source for f in document.checks.findings if f.dataset == table.id}
    return tuple(note for note in notes_about(table, document) if note.key not in explained)


def notes_about(table: Table, document: Document) -> tuple[StatedNote, ...]:
    """Printed figures that concern a table; those that differ come first."""
    notes = [_note(table, value) for value in document.stated if value.dataset == table.id]
    return tuple(sorted(notes, key=lambda note: not note.differs))


def _note(table: Table, stated: StatedValue) -> StatedNote:
    column = table.columns[table.index[stated.column]] if stated.column in table.index else None
    printed = _number(stated.value)
    computed: Decimal | None = None
    shown = ""
    if column is not None:
        try:
            cell = table.value(stated.row, column.key)
        except UnknownFigure:
            pass
        else:
            computed = as_decimal(cell)
            shown = format_cell(cell, column)
    return StatedNote(
        key=stated.key,
        row=stated.row,
        column=stated.column,
        subject=" · ".join(filter(None, (stated.label, column.title if column else stated.item))),
        printed=_spelled(stated, printed, column),
        computed="" if shown == MISSING else shown,
        place=place(stated.line_from, stated.line_to),
        differs=_differ(printed, computed, column),
        href=f"#{row_id(stated.row)}" if stated.row in table.by_key else "",
        note=stated.note,
    )


def place(first: int | None, last: int | None) -> str:
    """Line numbers of the printed text: `343` or `343–344`."""
    if first is None:
        return ""
    return str(first) if last in {None, first} else f"{first}–{last}"


def _number(text: str) -> Decimal | None:
    try:
        return parse_decimal(text)
    except NumberFormatError:
        return None


def _spelled(stated: StatedValue, number: Decimal | None, column: Column | None) -> str:
    if number is None:
        return stated.value
    places = _places(number)
    if column is not None and column.kind is Kind.PERCENT:
        return format_percent(number, max(places, 1))
    return format_decimal(number, places)


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _differ(printed: Decimal | None, computed: Decimal | None, column: Column | None) -> bool:
    """Whether the two figures differ at the precision that was printed.

    A rate is kept with the zeros of its field: `89.00` was printed as 89, and 89,01 is that.
    """
    if printed is None or computed is None:
        return False
    if column is not None and column.kind is Kind.PERCENT:
        printed = plain(printed)
    return round_half_up(computed, _places(printed)) != printed
