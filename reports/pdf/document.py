"""The report as one HTML text for print: front matter, every section, every table, an index.

The blocks are the views and partials of the public pages; this module adds what only paper needs:
numbers of tables and charts, column widths, landscape pages, an annex of the tables that no section
shows completely, an annex with the results of the checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reports.documents import Document, Header, Node, TableBlock
from reports.documents.model import Block, DeclarationBlock
from reports.enums import DeclarationRole, FigureStatus
from reports.publishing import Edition
from reports.render import (
    BlockView,
    ChartView,
    DeclarationView,
    PrintLinks,
    ProseView,
    TableView,
    block_views,
    figure_mark,
    table_view,
)
from reports.render.findings import ReconciliationView, reconciliation_view
from reports.render.notes import with_notes
from reports.signing.fields import FINANCE, SEAL, TOP_MANAGER, field_html

from .address import qr_code, short_code, verification_address
from .columns import Slice, fit
from .renderer import Progress, silent

TABLES_ANNEX = "veri-tablolari"
CHECKS_ANNEX = "tutarlilik-denetimi"
CONTENTS_LEVELS = 4

# A short upright piece between two landscape tables goes with them: no page is turned twice.
SHORT_MM = 110.0

SIGNED_DECLARATIONS = {
    DeclarationRole.ACCOUNTING_OFFICER.value: FINANCE,
    DeclarationRole.TOP_MANAGER.value: TOP_MANAGER,
}

_HEADING = re.compile(r"<(/?)h([1-6])\b")


@dataclass(frozen=True)
class Heading:
    """A numbered heading; `level` is its place in bookmarks and contents."""

    anchor: str
    number: str
    title: str
    level: int
    basis: str = ""
    empty: bool = False
    type: str = "heading"


@dataclass(frozen=True)
class PrintTable:
    """A table, or one part of a table too wide for a page."""

    slice: Slice
    number: int
    type: str = "table"

    @property
    def view(self) -> TableView:
        return self.slice.view


@dataclass(frozen=True)
class PrintBlock:
    """Any other block, with the heading level that titles inside it take."""

    block: BlockView
    level: int
    number: int = 0
    field: str = ""
    """Where an officer signs, as HTML; only in the declarations that the law names."""
    seal: str = ""
    """Where the institution may set its seal, as HTML; after the last declaration."""

    @property
    def type(self) -> str:
        return self.block.type


@dataclass(frozen=True)
class PrintChecks:
    """The results of the checks, as on their public page."""

    view: ReconciliationView
    type: str = "checks"


Item = Heading | PrintTable | PrintBlock | PrintChecks


@dataclass
class Sheet:
    """Consecutive items on pages of one orientation."""

    landscape: bool
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class IndexEntry:
    """A line of the index of tables or charts."""

    anchor: str
    number: int
    title: str


class _Links(PrintLinks):
    """Links to what the print holds: a table without rows is not there."""

    def table(self, dataset: str, row: str = "") -> str:
        table = self.document.tables.get(dataset)
        return super().table(dataset, row) if table is not None and table.rows else ""


def report_html(edition: Edition, progress: Progress | None = None) -> str:
    """The whole report as HTML; the same edition always gives the same text."""
    with translation.override("tr"):
        return _Builder(edition, progress or silent).html()


class _Builder:
    """Walks the document once and numbers what it meets."""

    def __init__(self, edition: Edition, progress: Progress) -> None:
        self.edition = edition
        self.document: Document = edition.document
        self.links = _Links(self.document)
        self.progress = progress
        self.complete: set[str] = set()
        self.anchors: set[str] = set()
        self.tables: list[IndexEntry] = []
        self.charts: list[IndexEntry] = []
        self.headings: list[Heading] = []
        self.widths: set[int] = set()
        self.unsigned = {} if edition.is_draft else dict(SIGNED_DECLARATIONS)
        self.last_declaration = "" if edition.is_draft else _last_declaration(self.document)

    def html(self) -> str:
        items = list(self._items())
        header = self.document.header
        made = self.edition.made_at
        address = verification_address(self.edition)
        return render_to_string(
            "pdf/report.html",
            {
                "header": header,
                "cover_title": _cover_title(header),
                "edition": self.edition,
                "short_code": short_code(self.edition.sha256),
                "address": address,
                "qr_code": qr_code(address) if address else "",
                "figure_status": FigureStatus(header.figure_status).label,
                "made_on": localtime(made).strftime("%d.%m.%Y") if made else "",
                "created": localtime(made).isoformat() if made else "",
                "sheets": sheets(items),
                "contents": [h for h in self.headings if h.level <= CONTENTS_LEVELS],
                "tables": self.tables,
                "charts": self.charts,
                "column_rules": self._column_rules(),
            },
        )

    def _column_rules(self) -> str:
        rules = (f".w-{w}{{width:{w // 10}.{w % 10}%}}" for w in sorted(self.widths))
        return mark_safe("".join(rules))  # noqa: S308 - digits only

    def _items(self) -> Iterator[Item]:
        count = len(self.document.outline) or 1
        for position, node in enumerate(self.document.outline):
            self.progress(100 * position // count, _("Bölüm hazırlanıyor: %s") % node.label)
            yield from self._node(node, 1, "")
        yield from self._annex()
        yield from self._checks()
        self.progress(100, _("Bölümler hazırlandı"))

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
                yield from self._table(view, in_index=self._index_title(view, block, node))
            else:
                yield self._block(view, level + 1)
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

    def _table(self, view: TableView, *, in_index: str = "") -> Iterator[Item]:
        view = with_notes(view, self.document, self._finding)
        self.anchors.add(view.anchor)
        number = len(self.tables) + 1
        self.tables.append(IndexEntry(view.anchor, number, in_index or view.title))
        for part in fit(view):
            self.widths.update(part.widths)
            yield PrintTable(part, number)

    @staticmethod
    def _finding(mark: str) -> str:
        """Every finding stands in the annex of the checks."""
        return f"#bulgu-{mark}"

    def _block(self, view: BlockView, level: int) -> PrintBlock:
        if isinstance(view, ProseView):
            return PrintBlock(ProseView(lower_headings(view.html, level)), level)
        if isinstance(view, ChartView):
            number = len(self.charts) + 1
            self.charts.append(IndexEntry(f"grafik-{slugify(view.id)}", number, view.title))
            return PrintBlock(view, level, number)
        if isinstance(view, DeclarationView):
            return self._declaration(view, level)
        return PrintBlock(view, level)

    def _declaration(self, view: DeclarationView, level: int) -> PrintBlock:
        # A name stands in a file once: the first declaration of an officer is the signed one.
        field = self.unsigned.pop(view.role_code, None)
        return PrintBlock(
            view,
            level,
            field=mark_safe(field_html(field)) if field else "",  # noqa: S308
            seal=mark_safe(field_html(SEAL)) if view.key == self.last_declaration else "",  # noqa: S308
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
            yield from self._table(table_view(table, self.links, status=status))

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


def lower_headings(html: str, level: int) -> SafeString:
    """Headings inside prose start at `level`, so that the order has no gap (PDF/UA-1 7.4.2)."""
    found = sorted({int(match) for match in re.findall(r"<h([1-6])\b", html)})
    if not found:
        return mark_safe(html)  # noqa: S308 - cleaned by reports.documents.prose
    target = {old: min(6, level + place) for place, old in enumerate(found)}
    shifted = _HEADING.sub(lambda m: f"<{m.group(1)}h{target[int(m.group(2))]}", html)
    return mark_safe(shifted)  # noqa: S308


def sheets(items: Iterable[Item]) -> list[Sheet]:
    """Group items by orientation; a heading lies the way that its first block lies."""
    runs: list[tuple[bool, list[Item]]] = []
    waiting: list[Item] = []
    for item in items:
        if isinstance(item, Heading):
            if item.level == 1 and waiting:
                runs.append((False, waiting))
                waiting = []
            waiting.append(item)
            if item.empty:
                runs.append((False, waiting))
                waiting = []
            continue
        lies = isinstance(item, PrintTable) and item.slice.landscape
        runs.append((lies, [*waiting, item]))
        waiting = []
    if waiting:
        runs.append((False, waiting))
    return _joined(_turned(runs))


def _turned(runs: list[tuple[bool, list[Item]]]) -> list[tuple[bool, list[Item]]]:
    """Short upright stretches of a chapter between landscape ones become landscape."""
    turned = list(runs)
    position = 0
    while position < len(runs):
        if runs[position][0]:
            position += 1
            continue
        end = position
        while end < len(runs) and not runs[end][0]:
            end += 1
        stretch = [item for _lies, items in runs[position:end] for item in items]
        between = position > 0 and end < len(runs)
        new_chapter = any(isinstance(item, Heading) and item.level == 1 for item in stretch)
        if between and not new_chapter and sum(map(_height, stretch)) < SHORT_MM:
            for place in range(position, end):
                turned[place] = (True, runs[place][1])
        position = end
    return turned


def _height(item: Item) -> float:
    """Rough height of an item in mm."""
    match item:
        case Heading():
            return 12.0
        case PrintTable():
            return item.slice.height_mm
        case PrintBlock(block=ProseView(html=html)):
            return len(re.sub(r"<[^>]+>", "", html)) / 100 * 5.0 + 4.0
        case _:
            return SHORT_MM


def _joined(runs: Iterable[tuple[bool, list[Item]]]) -> list[Sheet]:
    joined: list[Sheet] = []
    for landscape, items in runs:
        if not joined or joined[-1].landscape != landscape:
            joined.append(Sheet(landscape))
        joined[-1].items.extend(items)
    return joined
