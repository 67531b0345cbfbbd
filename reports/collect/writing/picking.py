"""The figures that a text may refer to: searched by the words of their tables, rows and columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from kars_portal.lib.turkish import ascii_fold, casefold
from reports.core.documents import Document, TableBlock
from reports.core.documents.format import format_cell
from reports.core.registry import Column, Kind
from reports.core.tables import TOTAL_ROW, Row, Table, Value

from .sight import Sight

MOST: Final = 30
"""So many are shown; more words make it fewer."""
FORMATS: Final = {
    Kind.MONEY: "money",
    Kind.PERCENT: "percent",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "decimal",
    Kind.DATE: "date",
}
_APART: Final = re.compile(r"[.{}|\s]")
"""What a reference cannot hold in the key of a row or column."""


@dataclass(frozen=True)
class Pick:
    """A figure of today's rows, and what a text says to show it."""

    reference: str
    """With its braces: `{{ finance.expenditure.total.spent | money }}`."""
    dataset: str
    key: str
    """Of its row."""
    table: str
    row: str
    column: str
    shown: str
    is_own: bool
    """Whether its table stands in the section that is written."""


def figure_names(table: Table) -> Iterator[tuple[str, Row, Column]]:
    """`dataset.row.column` of each figure of a table that a reference can name."""
    columns = [c for c in table.columns if c.kind in FORMATS and not _APART.search(c.key)]
    for row in (*table.rows, *([table.total] if table.total else [])):
        if row.key and not _APART.search(row.key):
            for column in columns:
                yield f"{table.id}.{row.key}.{column.key}", row, column


def picks(sight: Sight, section: str, query: str, most: int = MOST) -> list[Pick]:
    """Figures whose table, row, column or value have all words of a query; with no words those of
    the section's own tables. Those that are named so stand before those whose table is, the
    section's own before others. Left out are figures that are missing or not open to the reader.
    """
    document = sight.document
    words = _folded(query).split()
    own = own_tables(document, section)
    tables = [table for table in document.tables.values() if words or table.id in own]
    found = [item for table in tables for item in _of_table(table, words, is_own=table.id in own)]
    found.sort(key=lambda item: (item[0], not item[1].is_own))
    seen = (pick for _left, pick in found if sight.may_see(pick.dataset, pick.key))
    return list(islice(seen, most))


def own_tables(document: Document, section: str) -> frozenset[str]:
    """The tables that stand in a section."""
    node = document.node_by_code.get(section)
    blocks = node.blocks if node is not None else ()
    return frozenset(block.dataset for block in blocks if isinstance(block, TableBlock))


def row_name(table: Table, row: Row) -> str:
    """What a row is called in its table."""
    if row.key == TOTAL_ROW:
        return table.total_label
    for cell, column in zip(row.cells, table.columns, strict=True):
        if column.kind is Kind.TEXT and cell:
            return str(cell)[:100]
    return row.key


def _of_table(table: Table, words: list[str], *, is_own: bool) -> Iterator[tuple[int, Pick]]:
    """Each with how many words only its table's title has."""
    title = _folded(table.title)
    in_title = {word for word in words if word in title}
    names: dict[str, tuple[str, str]] = {}
    for name, row, column in figure_names(table):
        value = row.cells[table.columns.index(column)]
        if value is None:
            continue
        if row.key not in names:
            called = row_name(table, row)
            names[row.key] = (called, _folded(called))
        called, folded = names[row.key]
        shown = shown_value(value, column, row, table)
        about = f"{folded} {_folded(column.title)} {shown}"
        elsewhere = [word for word in words if word not in about]
        if in_title.issuperset(elsewhere):
            reference = f"{{{{ {name} | {FORMATS[column.kind]} }}}}"
            pick = Pick(
                reference, table.id, row.key, table.title, called, column.title, shown, is_own
            )
            yield len(elsewhere), pick


def shown_value(value: Value, column: Column, row: Row, table: Table) -> str:
    """A figure with its unit, as it would stand in a sentence."""
    text = format_cell(value, column)
    if column.kind is Kind.MONEY:
        return f"{text} TL"
    if column.kind is Kind.PERCENT:
        return text
    of_row = row.cells[table.index["unit"]] if "unit" in table.index else ""
    return f"{text} {column.unit or of_row or table.unit or ''}".strip()


def _folded(text: str) -> str:
    """Without capitals and Turkish letters: «İsraf» is found by «israf», «öğrenci» by «ogrenci»."""
    return ascii_fold(casefold(text))
