"""Notes beside the figures of a printed table: what a printed report of the past stated otherwise,
and what was accepted as it is although a check does not hold.

The annex of the checks explains them; a note says at the place what it is about: the rule and both
values. They stand below the table, not at the foot of the page: the renderer carries footnotes out
of table cells to later pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from kars_portal.lib.turkish import lower
from reports.core.documents import Document, FindingValue
from reports.core.tables import Table

from .blocks import CellView, RowView, TableNote, TableView
from .finding_values import values_of
from .stated import StatedNote, unexplained_notes

LONGEST_MESSAGE = 170
"""A longer message gives way to the name of the rule; the annex has it in full."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class _Remark:
    """A remark and the cell that it is about; row and column may be empty."""

    row: str
    column: str
    code: str
    text: str
    href: str


def with_notes(
    view: TableView, document: Document, finding_href: Callable[[str], str] | None = None
) -> TableView:
    """The table with marks at the cells that a remark is about, and the remarks.

    Remarks about rows or columns that the view does not show are left out; those about the table
    as a whole stand only where it is shown whole. `finding_href` gives the address of a finding by
    its mark.
    """
    table = document.tables.get(view.id)
    if table is None:
        return view
    whole = len(view.rows) == len(table.rows) and len(view.heads) == len(table.columns)
    marked: dict[tuple[str, int], list[_Remark]] = {}
    general: list[_Remark] = []
    for remark in dict.fromkeys(_remarks(table, document, finding_href or (lambda _mark: ""))):
        place = _place(view, remark)
        if place is not None:
            marked.setdefault(place, []).append(remark)
        elif whole and not remark.row:
            general.append(remark)
    if not marked and not general:
        return view
    order = [place for place in _places(view) if place in marked]
    marks = {place: mark_of(number) for number, place in enumerate(order)}
    notes = [
        TableNote(marks[place], remark.code, remark.text, remark.href)
        for place in order
        for remark in marked[place]
    ]
    notes += [TableNote("", r.code, r.text, r.href) for r in general]
    return replace(_marked(view, marks), notes=tuple(notes))


def mark_of(number: int) -> str:
    """a, b … z, aa, ab …: letters, as a figure after a figure could be read as part of it."""
    high, low = divmod(number, len(LETTERS))
    return (mark_of(high - 1) if high else "") + LETTERS[low]


def _remarks(
    table: Table, document: Document, finding_href: Callable[[str], str]
) -> Iterator[_Remark]:
    units = {stated.key: stated.unit for stated in document.stated}
    for finding in document.checks.findings:
        if finding.dataset == table.id and finding.is_waived:
            yield _Remark(
                finding.row,
                finding.column,
                finding.code,
                _said(finding, table, units.get(finding.source, "")),
                finding_href(finding.mark),
            )
    for note in unexplained_notes(table, document):
        if note.differs:
            yield _Remark(note.row, note.column, "", _stated(note), "")


def _said(finding: FindingValue, table: Table, unit: str) -> str:
    """Both values of a finding; in words where it has none."""
    values = values_of(finding, table, unit)
    if len(values) > 1 and finding.row:
        (label, stated), (other, computed) = values[:2]
        first = _("basılı raporda") if finding.source else lower(label)
        return f"{first} {stated}, {lower(other)} {computed}."
    if len(finding.message) <= LONGEST_MESSAGE:
        return finding.message
    return f"{finding.title.rstrip('.')}."


def _stated(note: StatedNote) -> str:
    return _("Basılı raporda %(printed)s, tabloda %(computed)s.") % {
        "printed": note.printed,
        "computed": note.computed or "—",
    }


def _place(view: TableView, remark: _Remark) -> tuple[str, int] | None:
    """Row key and position of the cell; the row's heading where the column is not shown."""
    rows = {row.key: row for row in view.rows}
    if view.total is not None:
        rows[view.total.key] = view.total
    row = rows.get(remark.row) if remark.row else None
    if row is None:
        return None
    for position, head in enumerate(view.heads):
        if head.key == remark.column and row.cells[position].text:
            return row.key, position
    return row.key, next((n for n, cell in enumerate(row.cells) if cell.is_header), 0)


def _places(view: TableView) -> Iterator[tuple[str, int]]:
    """Cells in reading order."""
    rows = [*view.rows, *([view.total] if view.total else [])]
    for row in rows:
        for position in range(len(row.cells)):
            yield row.key, position


def _marked(view: TableView, marks: dict[tuple[str, int], str]) -> TableView:
    def cell(row: RowView, position: int, old: CellView) -> CellView:
        return replace(old, mark=marks.get((row.key, position), ""))

    def changed(row: RowView) -> RowView:
        return replace(row, cells=tuple(cell(row, n, old) for n, old in enumerate(row.cells)))

    return replace(
        view,
        rows=tuple(changed(row) for row in view.rows),
        total=changed(view.total) if view.total else None,
    )
