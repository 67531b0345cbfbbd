"""Whether a difference is what the class of its corrections says: a pure function.

A text correction leaves every figure as it was. An addition brings rows, tables and values where
there was none, and totals follow; a figure that was published stays. Numbers inside prose count as
text, unless the text takes them from a table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reports.core.documents.format import format_cell
from reports.enums import CorrectionKind

from .changes import Change, Difference, ItemChange, TableChange

_FIGURE_PROPERTIES = frozenset({"unit", "kind", "formula", "total", "value"})
"""Properties of a table, column or printed figure that say another amount when they change."""


def contradicting(found: Difference, kinds: Collection[CorrectionKind]) -> list[str]:
    """The figures that corrections of these classes would not change, named for a reader."""
    if CorrectionKind.FIGURE in kinds:
        return []
    additions = CorrectionKind.ADDITION in kinds
    return [
        *(name for table in found.tables for name in _of_table(table, additions=additions)),
        *(name for item in found.stated for name in _of_item(item, additions=additions)),
    ]


def _of_table(table: TableChange, *, additions: bool) -> Iterator[str]:
    if table.change is not Change.CHANGED:
        if not (additions and table.change is Change.ADDED):
            yield f"{table.title} ({_word(table.change)} tablo)"
        return
    if any(field.field in _FIGURE_PROPERTIES for field in table.fields):
        yield f"{table.title}: tablonun birimi"
    for column in table.columns:
        for name in _of_item(column, additions=additions):
            yield f"{table.title}, {name}"
    for row in table.rows:
        has_figure = any(column.kind.is_numeric for column, _value in row.cells)
        if has_figure and not (additions and row.change is Change.ADDED):
            yield f"{table.title}, {row.label} ({_word(row.change)} satır)"
    for cell in table.cells:
        comes = cell.old is None and cell.new is not None
        if cell.column.kind.is_numeric and not (additions and (comes or cell.follows)):
            old, new = format_cell(cell.old, cell.column), format_cell(cell.new, cell.column)
            yield f"{table.title}, {cell.row_label}, {cell.column.title}: {old} → {new}"


def _of_item(item: ItemChange, *, additions: bool) -> Iterator[str]:
    """A column or a printed figure."""
    match item.change:
        case Change.CHANGED:
            if any(field.field in _FIGURE_PROPERTIES for field in item.fields):
                yield item.label
        case Change.ADDED if additions:
            return
        case _:
            yield f"{item.label} ({_word(item.change)})"


def _word(change: Change) -> str:
    return "eklenen" if change is Change.ADDED else "kaldırılan"
