"""The report as one HTML text for print: front matter, every section, every table, an index.

The blocks are the views and partials of the public pages; this module adds what only paper needs:
numbers of tables and charts, column widths, landscape pages, an annex of the tables that no section
shows completely, an annex with the results of the checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext as _

from reports.core.documents import Document, Header, Node, TableBlock
from reports.core.documents.model import Block, DeclarationBlock
from reports.enums import DeclarationRole
from reports.present.editions import Edition
from reports.present.pdf.fields import FINANCE, SEAL, TOP_MANAGER
from reports.present.render import (
    BlockView,
    DeclarationView,
    PrintLinks,
    TableView,
    block_views,
    figure_mark,
    table_view,
)
from reports.present.render.findings import reconciliation_view

from .composing import PrintBuilder, place_to_sign
from .glance import glance
from .items import Heading, Item, PrintBlock, PrintChecks
from .renderer import Progress, silent

GLANCE = "rakamlarla"
TABLES_ANNEX = "veri-tablolari"
CHECKS_ANNEX = "tutarlilik-denetimi"
CONTENTS_LEVELS = 4

SIGNED_DECLARATIONS = {
    DeclarationRole.ACCOUNTING_OFFICER.value: FINANCE,
    DeclarationRole.TOP_MANAGER.value: TOP_MANAGER,
}


class _Links(PrintLinks):
    """Links to what the print holds: a table without rows is not there."""

    def table(self, dataset: str, row: str = "") -> str:
        table = self.document.tables.get(dataset)
        return super().table(dataset, row) if table is not None and table.rows else ""


def report_html(edition: Edition, progress: Progress | None = None) -> str:
    """The whole report as HTML; the same edition always gives the same text."""
    with translation.override("tr"):
        return _Builder(edition, progress or silent).html()


class _Builder(PrintBuilder):
    """Walks the outline, then the annexes."""

    def __init__(self, edition: Edition, progress: Progress) -> None:
        super().__init__(edition, _Links(edition.document), progress)
        self.complete: set[str] = set()
        self.headings: list[Heading] = []
        self.unsigned = {} if edition.is_draft else dict(SIGNED_DECLARATIONS)
        self.last_declaration = "" if edition.is_draft else _last_declaration(self.document)

    def html(self) -> str:
        items = list(self._items())
        return self.page(
            "present/pdf/report.html",
            items,
            cover_title=_cover_title(self.document.header),
            contents=[h for h in self.headings if h.level <= CONTENTS_LEVELS],
            tables=self.tables,
            charts=self.charts,
        )

    def _items(self) -> Iterator[Item]:
        count = len(self.document.outline) or 1
        # After the foreword, which has no number.
        numbered = (place for place, node in enumerate(self.document.outline) if node.number)
        opening = next(numbered, 0)
        for position, node in enumerate(self.document.outline):
            if position == opening:
                yield from self._glance()
            self.progress(100 * position // count, _("Bölüm hazırlanıyor: %s") % node.label)
            yield from self._node(node, 1, "")
        yield from self._annex()
        yield from self._checks()
        self.progress(100, _("Bölümler hazırlandı"))

    def _glance(self) -> Iterator[Item]:
        found = glance(self.document, self.links)
        if found is not None:
            title = _("Rakamlarla %(year)s") % {"year": self.document.header.year}
            yield self._heading(Heading(GLANCE, "", title, 1))
            yield found

    def _node(self, node: Node, level: int, said: str) -> Iterator[Item]:
        heading = self._heading(
            Heading(
                anchor=f"bolum-{node.slug}",
                number=node.number,
                title=node.title,
                level=level,
                basis="" if node.basis == said else node.basis,
                empty=not node.blocks and not node.children,
            )
        )
        yield heading
        for block, view in zip(
            node.blocks,
            block_views(node, self.document, self.edition.drawings, self.links),
            strict=True,
        ):
            if isinstance(view, TableView):
                if isinstance(block, TableBlock) and block.rows is None and block.columns is None:
                    self.complete.add(block.dataset)
                if view.anchor in self.anchors:
                    view = replace(view, anchor=f"{view.anchor}-{node.slug}")
                yield from self.table(view, in_index=self._index_title(view, block, node))
            else:
                yield self.block(view, level + 1)
        for child in node.children:
            yield from self._node(child, level + 1, node.basis or said)

    def _heading(self, heading: Heading) -> Heading:
        self.headings.append(heading)
        return heading

    def _index_title(self, view: TableView, block: Block, node: Node) -> str:
        """Parts of one table shown in many sections would all be called the same."""
        if not isinstance(block, TableBlock) or (block.rows is None and block.columns is None):
            return view.title
        same = view.title == self.document.tables[block.dataset].title
        return f"{view.title}: {node.label}" if same else view.title

    def finding(self, mark: str) -> str:
        """Every finding stands in the annex of the checks."""
        return f"#bulgu-{mark}"

    def block(self, view: BlockView, level: int) -> PrintBlock:
        if isinstance(view, DeclarationView):
            return self._declaration(view, level)
        return super().block(view, level)

    def _declaration(self, view: DeclarationView, level: int) -> PrintBlock:
        # A name stands in a file once: the first declaration of an officer is the signed one.
        field = self.unsigned.pop(view.role_code, None)
        return PrintBlock(
            view,
            level,
            field=place_to_sign(field) if field else "",
            seal=place_to_sign(SEAL, framed=False) if view.key == self.last_declaration else "",
        )

    def _annex(self) -> Iterator[Item]:
        """Tables with rows that no section has shown in full, in the order of the outline."""
        rest = [t for t in self.document.tables.values() if t.rows and t.id not in self.complete]
        if not rest:
            return
        places = {node.code: place for place, node in enumerate(self.document.nodes())}
        rest.sort(key=lambda t: (places.get(t.section, len(places)), t.order, t.id))
        yield self._heading(Heading(TABLES_ANNEX, "", _("Veri tabloları"), 1))
        self.progress(95, _("Veri tabloları hazırlanıyor"))
        section = ""
        for table in rest:
            node = self.document.node_by_code.get(table.section)
            if table.section != section:
                section = table.section
                yield self._heading(
                    Heading(
                        f"{TABLES_ANNEX}-{len(self.headings)}",
                        node.number if node else "",
                        node.title if node else _("Diğer"),
                        2,
                    )
                )
            status = figure_mark(self.document)
            yield from self.table(table_view(table, self.links, status=status))

    def _checks(self) -> Iterator[Item]:
        """What the checks found; nothing for a version from before them."""
        if self.document.checks.rules:
            yield self._heading(Heading(CHECKS_ANNEX, "", _("Ek: Tutarlılık denetimi"), 1))
            yield PrintChecks(reconciliation_view(self.document, self.links))


def _last_declaration(document: Document) -> str:
    """The key of the declaration after which the seal has its place; empty when there is none."""
    keys = [b.key for n in document.nodes() for b in n.blocks if isinstance(b, DeclarationBlock)]
    return keys[-1] if keys else ""


def _cover_title(header: Header) -> str:
    """The title with its year; a title that names the year itself is left as it is."""
    if str(header.year) in header.title:
        return header.title
    return _("%(year)s Yılı %(title)s") % {"year": header.year, "title": header.title}
