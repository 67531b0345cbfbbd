"""Views of tables and sections with what only the site has: row pages, anchors, cut long tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reports.core.documents import Node
from reports.core.documents.format import format_cell
from reports.core.registry import Kind
from reports.core.tables import Row, Table
from reports.present.links import SiteLinks
from reports.present.render import BlockView, TableView, block_views, figure_mark, table_view
from reports.present.render.blocks import CellView, RowView
from reports.present.render.rates import meaning_of

from .page import Page

SHOWN_WHOLE = 45
SHOWN_OF_LONG = 15
TOTAL = "Toplam"
"""In the language of the table, as every other cell."""


@dataclass(frozen=True)
class CutTableView(TableView):
    """A long table inside a section: its first rows; `hidden` says how many its page has more."""

    hidden: int = 0


@dataclass(frozen=True)
class Fact:
    """One line of a fact list: a column's title and a row's cell."""

    label: str
    text: str
    href: str = ""
    is_number: bool = False
    note: str = ""
    is_rate: bool = False
    """A percentage, whose note says of what it is a part."""


def with_row_pages(view: TableView, links: SiteLinks) -> TableView:
    """The same table whose row names lead to the page about the row, where there is one."""
    return replace(
        view,
        rows=tuple(replace(row, link=links.row(view.id, row.key)) for row in view.rows),
        total=named_total(view.total) if view.total else None,
    )


def named_total(total: RowView) -> RowView:
    """A total row with a heading: its label, wherever that stands, or the word itself."""
    if any(cell.is_header and cell.text for cell in total.cells):
        return total
    label = next((n for n, cell in enumerate(total.cells) if cell.text and not _figure(cell)), None)
    if label is None:
        cells = tuple(
            replace(cell, text=TOTAL, kind=Kind.TEXT.value) if cell.is_header else cell
            for cell in total.cells
        )
    else:
        cells = tuple(
            replace(cell, is_header=position == label) for position, cell in enumerate(total.cells)
        )
    return replace(total, cells=cells)


def _figure(cell: CellView) -> bool:
    return Kind(cell.kind).is_numeric


def site_table(table: Table, page: Page, *, anchor: str = "") -> TableView:
    view = table_view(table, page.links, anchor=anchor, status=figure_mark(page.document))
    return with_row_pages(view, page.links)


def cut(view: TableView) -> TableView:
    """A table that fits into a section: long ones lead to their own page."""
    if len(view.rows) <= SHOWN_WHOLE:
        return view
    fields = vars(view) | {"rows": view.rows[:SHOWN_OF_LONG]}
    return CutTableView(**fields, hidden=len(view.rows) - SHOWN_OF_LONG)


def section_blocks(node: Node, page: Page) -> Iterable[BlockView]:
    """The blocks of a section as the site shows them."""
    for view in block_views(node, page.document, page.edition.drawings, page.links):
        yield cut(with_row_pages(view, page.links)) if isinstance(view, TableView) else view


def facts(table: Table, row: Row, *, skip: Iterable[str] = (), href: str = "") -> tuple[Fact, ...]:
    """The filled cells of a row, with their units."""
    left_out = set(skip)
    return tuple(
        Fact(
            label=column.title,
            text=_with_unit(format_cell(cell, column), column.unit or table.unit, column.kind),
            href=href,
            is_number=column.kind.is_numeric,
            note=meaning_of(column, table) if column.kind is Kind.PERCENT else column.description,
            is_rate=column.kind is Kind.PERCENT,
        )
        for column, cell in zip(table.columns, row.cells, strict=True)
        if column.key not in left_out and cell is not None
    )


def _with_unit(text: str, unit: str, kind: Kind) -> str:
    if not kind.is_numeric or kind is Kind.PERCENT:
        return text
    if unit in {"TRY", "TL"} or (kind is Kind.MONEY and not unit):
        return f"{text} TL"
    return f"{text} {unit}".strip()
