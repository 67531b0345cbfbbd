"""Blocks as templates need them: every cell spelled, every link resolved. Shared by page and
PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from reports.core.charts import narrow_key
from reports.core.documents import (
    ChartBlock,
    DeclarationBlock,
    Document,
    Node,
    ProseBlock,
    TableBlock,
)
from reports.core.documents.format import format_cell
from reports.core.documents.model import Block
from reports.core.registry import Column, Kind
from reports.core.tables import Row, Table
from reports.enums import FigureStatus

from .links import Links
from .rates import rate_notes

_DATASET_HREF = re.compile(r'href="dataset:([^"#]++)#?+([^"]*+)"')


@dataclass(frozen=True)
class CellView:
    text: str
    kind: str
    is_missing: bool
    is_header: bool
    label: str
    """The column's title: shown beside the cell where the table is stacked on a phone."""
    mark: str = ""
    """Letter of the note about the cell, in print (reports.present.render.notes)."""


@dataclass(frozen=True)
class RowView:
    key: str
    cells: tuple[CellView, ...]
    link: str


@dataclass(frozen=True)
class HeadView:
    key: str
    title: str
    unit: str
    kind: str
    description: str


@dataclass(frozen=True)
class TableNote:
    """A remark about a cell, or about the table where `mark` is empty.

    `code` is the rule that found it, `href` leads to the finding where the print holds it.
    """

    mark: str
    code: str
    text: str
    href: str


@dataclass(frozen=True)
class TableView:
    """A table ready for the template. `is_wide` asks for a landscape page or sideways scrolling."""

    id: str
    slug: str
    anchor: str
    title: str
    unit: str
    basis: str
    note: str
    description: str
    heads: tuple[HeadView, ...]
    rows: tuple[RowView, ...]
    total: RowView | None
    link: str
    downloads: tuple[tuple[str, str], ...]
    is_wide: bool
    status: str = ""
    """Whether the final account has confirmed the figures; empty for a table without any."""
    notes: tuple[TableNote, ...] = ()
    """What stands below the table about its cells; only in print."""
    rates: tuple[tuple[str, str], ...] = ()
    """Titles of its percentages and of what they are a part; only on the site."""
    type: str = "table"


@dataclass(frozen=True)
class ChartView:
    id: str
    title: str
    description: str
    svg: SafeString
    """With its words inside, to stand alone."""
    table_link: str
    table_title: str
    wide: SafeString | None = None
    narrow: SafeString | None = None
    """The two drawings of a page that says the words once, for both; None where a version from
    before the narrow ones has only `svg`."""
    type: str = "chart"


@dataclass(frozen=True)
class ProseView:
    html: SafeString
    type: str = "prose"


@dataclass(frozen=True)
class DeclarationView:
    title: str
    role_code: str
    role: str
    signatory: str
    institution: str
    date: str
    body: SafeString
    key: str
    place: str = ""
    confirmation: str = ""
    type: str = "declaration"


BlockView = TableView | ChartView | ProseView | DeclarationView

WIDE_COLUMNS = 7


def figure_mark(document: Document) -> str:
    """Whether figures precede or follow the final account, as short as beside a table."""
    provisional = document.header.figure_status == FigureStatus.PROVISIONAL
    return _("Geçici: kesin hesap öncesi") if provisional else _("Kesin")


def table_view(table: Table, links: Links, *, anchor: str = "", status: str = "") -> TableView:
    """Spell every cell of a table; `status` is the mark of its figures (see `figure_mark`)."""
    header = _header_column(table.columns)
    return TableView(
        id=table.id,
        slug=table.slug,
        anchor=anchor or f"tablo-{table.slug}",
        title=table.title,
        unit=table.unit,
        basis=table.basis,
        note=table.note,
        description=table.description,
        heads=tuple(
            HeadView(
                c.key, c.title, c.unit if c.unit != table.unit else "", c.kind.value, c.description
            )
            for c in table.columns
        ),
        rows=tuple(_row_view(row, table.columns, header, links, table) for row in table.rows),
        total=_row_view(table.total, table.columns, header, links, table) if table.total else None,
        link=links.table(table.id),
        downloads=links.downloads(table.id),
        is_wide=len(table.columns) >= WIDE_COLUMNS,
        status=status if any(column.kind.is_numeric for column in table.columns) else "",
        rates=rate_notes(table),
    )


def _header_column(columns: tuple[Column, ...]) -> int:
    """The column that names the row: the first text, else the first."""
    for position, column in enumerate(columns):
        if column.kind is Kind.TEXT:
            return position
    return 0


def _row_view(
    row: Row, columns: tuple[Column, ...], header: int, links: Links, table: Table
) -> RowView:
    cells = []
    for position, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
        blank_total = cell is None and row is table.total
        cells.append(
            CellView(
                text="" if blank_total else format_cell(cell, column),
                kind=column.kind.value,
                is_missing=cell is None,
                is_header=position == header,
                label=column.title,
            )
        )
    return RowView(row.key, tuple(cells), row.link)


def block_views(
    node: Node, document: Document, drawings: dict[str, str], links: Links
) -> Iterable[BlockView]:
    """The blocks of a section in their order."""
    for block in node.blocks:
        yield _view(block, node, document, drawings, links)


def _view(
    block: Block, node: Node, document: Document, drawings: dict[str, str], links: Links
) -> BlockView:
    match block:
        case ProseBlock():
            return ProseView(resolve_links(block.html, links))
        case ChartBlock():
            chart = document.charts[block.chart]
            wide, narrow = drawings.get(chart.id, ""), drawings.get(narrow_key(chart.id), "")
            return ChartView(
                id=chart.id,
                title=chart.title,
                description=chart.description,
                svg=accessible_svg(wide, chart.title, chart.description),
                wide=silent_svg(wide) if narrow else None,
                narrow=silent_svg(narrow) if narrow else None,
                table_link=links.table(chart.dataset),
                table_title=document.tables[chart.dataset].title,
            )
        case DeclarationBlock():
            return DeclarationView(
                title=block.title,
                role_code=block.role,
                role=block.role_label,
                signatory=block.signatory,
                institution=block.institution,
                date=block.date,
                body=resolve_links(block.body_html, links),
                key=block.key,
                place=block.place,
                confirmation=block.confirmation,
            )
        case TableBlock():
            part = block.rows is not None or block.columns is not None
            table = document.resolve(block)
            anchor = f"tablo-{table.slug}-{node.slug}" if part else ""
            return table_view(table, links, anchor=anchor, status=figure_mark(document))


def resolve_links(html: str, links: Links) -> SafeString:
    """Turn `dataset:` links of prose into addresses; one that leads nowhere loses its link."""

    def replace(match: re.Match[str]) -> str:
        address = links.table(unescape(match.group(1)), unescape(match.group(2)))
        return f'href="{address}"' if address else 'role="text"'

    # Safe: the HTML was cleaned when the document was built (reports.core.documents.prose).
    return mark_safe(_DATASET_HREF.sub(replace, html))  # noqa: S308


def accessible_svg(svg: str, title: str, description: str) -> SafeString:
    """Inline SVG with its words inside: `<title>` and `<desc>`, one picture for screen readers."""
    words = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    svg = re.sub(r"<svg([^<>]*)>", rf'<svg\1 role="img">{words}', _without_roles(svg), count=1)
    # Safe: drawn by the portal itself from its own specification.
    return mark_safe(svg)  # noqa: S308


def silent_svg(svg: str) -> SafeString:
    """Inline SVG that screen readers pass over: what stands around it has name and description."""
    silent = '<svg\\1 aria-hidden="true" focusable="false">'
    # Safe: as above.
    return mark_safe(re.sub(r"<svg([^<>]*)>", silent, _without_roles(svg), count=1))  # noqa: S308


def _without_roles(svg: str) -> str:
    """Vega marks every axis and bar as graphics-symbol; a reader would walk through all of them."""
    return re.sub(r'\s(?:role|aria-[a-z]+)="[^"]*"', "", svg)
