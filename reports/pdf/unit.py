"""The unit report of a directorate: its own part of a version, its rows of the shared tables.

Law 5018 art. 41 has the administration's report compiled from the reports of its units. Here both
come from the same document, so they cannot contradict each other.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reports.documents import DeclarationBlock, Document, FindingValue, Node, TableBlock
from reports.enums import DeclarationRole, FigureStatus
from reports.publishing import Edition
from reports.render import (
    BlockView,
    ChartView,
    PrintLinks,
    ProseView,
    TableView,
    block_views,
    figure_mark,
    table_view,
)
from reports.render.findings import ReconciliationView, reconciliation_view
from reports.render.notes import with_notes
from reports.site import shapes
from reports.site.downloads import as_csv, table_schema
from reports.site.findings import about_department
from reports.tables import Table

from .address import qr_code, short_code, verification_address, version_address
from .columns import fit
from .document import Heading, Item, PrintBlock, PrintTable, lower_headings, sheets
from .files import stem
from .renderer import DataFile, Progress, RenderError, silent

DECLARATION_ANCHOR = "harcama-yetkilisinin-beyani"
FINDINGS_ANCHOR = "denetimde-tutmayanlar"
_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class PrintFindings:
    """The findings about the directorate with the reasons and bases that several share."""

    view: ReconciliationView
    type: str = "findings"


@dataclass(frozen=True)
class DeclarationPlace:
    """Where the spending officer's statement goes while the version has none."""

    type: str = "declaration-place"


@dataclass(frozen=True)
class Unit:
    """A directorate and what a version says about it."""

    code: str
    name: str
    node: Node | None
    budget: tuple[Table, ...]
    """Its row of every table that has one row for each directorate."""
    indicators: tuple[Table, ...]
    others: tuple[Table, ...]
    """Its rows of shared tables that its own section does not show."""
    findings: tuple[FindingValue, ...]


def unit_of(document: Document, code: str) -> Unit:
    """A directorate of a document. Raises RenderError when the document has no such directorate."""
    name = shapes.departments(document).get(code)
    if name is None:
        raise RenderError(_("%(year)s raporunda «%(code)s» kodlu müdürlük yok.") % {
            "year": document.header.year, "code": code,
        })  # fmt: skip
    node = document.node_by_code.get(f"{shapes.ACTIVITIES_SECTION}/{code}")
    shown = {
        (block.dataset, key)
        for block in (node.blocks if node else ())
        if isinstance(block, TableBlock)
        for key in block.rows or [row.key for row in document.tables[block.dataset].rows]
    }
    indicators: list[Table] = []
    others: list[Table] = []
    for table in document.tables.values():
        keys = [
            row.key
            for row in table.rows
            if shapes.text(table, row, "department") == name and (table.id, row.key) not in shown
        ]
        # Tables with one row for each directorate name it too; they come by their key.
        if keys and keys != [code]:
            part = table.selection(keys, _telling(table, keys))
            (indicators if table.id == shapes.INDICATORS else others).append(part)
    return Unit(
        code=code,
        name=name,
        node=node,
        budget=tuple(
            replace(table.selection([code], None), total=None)
            for table, row in shapes.tables_about(document, code)
            if (table.id, row.key) not in shown
        ),
        indicators=tuple(indicators),
        others=tuple(others),
        findings=about_department(document, code, name),
    )


def _telling(table: Table, keys: list[str]) -> list[str]:
    """Columns without the directorate's name, the same in every row, and without empty ones."""
    rows = [table.by_key[key] for key in keys]
    return [
        column.key
        for position, column in enumerate(table.columns)
        if column.key != "department" and any(row.cells[position] is not None for row in rows)
    ]


def unit_html(edition: Edition, code: str, progress: Progress | None = None) -> str:
    """A unit report as HTML; the same edition always gives the same text.

    Raises RenderError when the document has no such directorate.
    """
    with translation.override("tr"):
        return _Builder(edition, unit_of(edition.document, code), progress or silent).html()


def unit_data(edition: Edition, code: str) -> DataFile | None:
    """The directorate's tables as CSV with their descriptor, which names the document's hash.

    Nothing for a draft. Depends on the document and the number of the version alone.
    """
    if edition.is_draft or edition.made_at is None:
        return None
    unit = unit_of(edition.document, code)
    header = edition.document.header
    tables = _distinct(edition.document, unit)
    descriptor = {
        "profile": "tabular-data-package",
        "name": f"{stem(header.year, 'unit', code)}-s{edition.version}",
        "title": f"{header.institution} {header.year} {unit.name} birim faaliyet raporu verileri",
        "version": str(edition.version),
        "sha256": edition.sha256,
        "figure_status": header.figure_status,
        "resources": [
            {
                "name": name,
                "path": f"veri/{name}.csv",
                "title": table.title,
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "schema": table_schema(table, header.figure_status),
            }
            for name, table in tables.items()
        ],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        files = {"datapackage.json": json.dumps(descriptor, ensure_ascii=False, indent=2).encode()}
        files |= {f"veri/{name}.csv": as_csv(table) for name, table in tables.items()}
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return DataFile(out.getvalue(), edition.made_at)


def _distinct(document: Document, unit: Unit) -> dict[str, Table]:
    """Every table of the print under a name of its own, in the order of the pages."""
    own = [
        document.resolve(block)
        for block in (unit.node.blocks if unit.node else ())
        if isinstance(block, TableBlock)
    ]
    found: dict[str, Table] = {}
    for table in (*unit.budget, *unit.indicators, *own, *unit.others):
        name, number = table.slug, 1
        while name in found:
            number += 1
            name = f"{table.slug}-{number}"
        found[name] = table
    return found


class _Links(PrintLinks):
    """Links to tables that the print shows, else to the version's page of the table."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(edition.document)
        self.site = version_address(edition)
        self.shown: dict[str, str] = {}

    def table(self, dataset: str, row: str = "") -> str:
        table = self.document.tables.get(dataset)
        if table is None:
            return ""
        if dataset in self.shown:
            return f"#{self.shown[dataset]}"
        return f"{self.site}veri/{table.slug}" if self.site else ""

    def section(self, node: Node) -> str:
        return ""


class _Builder:
    """Walks the parts of a directorate once and numbers what it meets."""

    def __init__(self, edition: Edition, unit: Unit, progress: Progress) -> None:
        self.edition = edition
        self.document = edition.document
        self.unit = unit
        self.progress = progress
        self.links = _Links(edition)
        self.marks = {finding.mark for finding in unit.findings}
        self.contents: list[Heading] = []
        self.anchors: set[str] = set()
        self.chapters = 0
        self.tables = 0
        self.charts = 0
        self.widths: set[int] = set()
        for block in unit.node.blocks if unit.node else ():
            if isinstance(block, TableBlock):
                self.links.shown.setdefault(block.dataset, self._anchor(block))
        for table in (*unit.budget, *unit.indicators, *unit.others):
            self.links.shown.setdefault(table.id, f"tablo-{table.slug}")

    def _anchor(self, block: TableBlock) -> str:
        slug = self.document.tables[block.dataset].slug
        part = block.rows is not None or block.columns is not None
        return f"tablo-{slug}-{self.unit.node.slug}" if part and self.unit.node else f"tablo-{slug}"

    def html(self) -> str:
        items = list(self._items())
        header = self.document.header
        made = self.edition.made_at
        address = verification_address(self.edition)
        self.progress(100, _("Bölümler hazırlandı"))
        rules = (f".w-{w}{{width:{w // 10}.{w % 10}%}}" for w in sorted(self.widths))
        return render_to_string(
            "pdf/unit.html",
            {
                "header": header,
                "unit": self.unit,
                "cover_title": _("Birim Faaliyet Raporu"),
                "edition": self.edition,
                "short_code": short_code(self.edition.sha256),
                "address": address,
                "qr_code": qr_code(address) if address else "",
                "figure_status": FigureStatus(header.figure_status).label,
                "made_on": localtime(made).strftime("%d.%m.%Y") if made else "",
                "created": localtime(made).isoformat() if made else "",
                "sheets": sheets(items),
                "contents": self.contents,
                "column_rules": mark_safe("".join(rules)),  # noqa: S308 - digits only
            },
        )

    def _items(self) -> Iterator[Item]:
        unit = self.unit
        if unit.budget:
            yield self._chapter("butce", _("Bütçe"))
            yield from self._tables(unit.budget)
        if unit.indicators:
            yield self._chapter("gostergeler", _("Performans göstergeleri"))
            yield from self._tables(unit.indicators)
        own = [
            block
            for block in (unit.node.blocks if unit.node else ())
            if not isinstance(block, DeclarationBlock)
        ]
        yield self._chapter("faaliyetler", _("Faaliyetler"), empty=not own and not unit.others)
        yield from self._own_blocks()
        yield from self._tables(unit.others)
        if self.document.checks.rules:
            yield from self._findings()
        yield from self._declaration()

    def _chapter(self, anchor: str, title: str, *, empty: bool = False) -> Heading:
        self.chapters += 1
        heading = Heading(anchor, f"{self.chapters}.", title, 1, empty=empty)
        self.contents.append(heading)
        return heading

    def _own_blocks(self) -> Iterator[Item]:
        node = self.unit.node
        if node is None:
            return
        views = block_views(node, self.document, self.edition.drawings, self.links)
        for block, view in zip(node.blocks, views, strict=True):
            if isinstance(block, DeclarationBlock):
                continue
            if isinstance(view, TableView):
                yield from self._table(view)
            else:
                yield self._block(view)

    def _tables(self, tables: tuple[Table, ...]) -> Iterator[Item]:
        for table in tables:
            view = table_view(table, self.links, status=figure_mark(self.document))
            yield from self._table(view)

    def _table(self, view: TableView) -> Iterator[Item]:
        self.tables += 1
        if view.anchor in self.anchors:
            view = replace(view, anchor=f"{view.anchor}-{self.tables}")
        self.anchors.add(view.anchor)
        view = with_notes(view, self.document, self._finding)
        title = _("Tablo %(number)s: %(title)s") % {"number": self.tables, "title": view.title}
        self.contents.append(Heading(view.anchor, "", title, 3))
        for part in fit(view):
            self.widths.update(part.widths)
            yield PrintTable(part, self.tables)

    def _finding(self, mark: str) -> str:
        return f"#bulgu-{mark}" if mark in self.marks else ""

    def _block(self, view: BlockView) -> PrintBlock:
        if isinstance(view, ProseView):
            return PrintBlock(ProseView(lower_headings(view.html, 2)), 2)
        if isinstance(view, ChartView):
            self.charts += 1
            anchor = f"grafik-{slugify(view.id)}"
            title = _("Grafik %(number)s: %(title)s") % {
                "number": self.charts,
                "title": view.title,
            }
            self.contents.append(Heading(anchor, "", title, 3))
            return PrintBlock(view, 2, self.charts)
        return PrintBlock(view, 2)

    def _findings(self) -> Iterator[Item]:
        heading = self._chapter(FINDINGS_ANCHOR, _("Denetimde tutmayanlar"))
        yield heading
        yield PrintFindings(  # type: ignore[misc]
            reconciliation_view(self.document, self.links, self.unit.findings)
        )

    def _declaration(self) -> Iterator[Item]:
        """The spending officer's statement, or the place for it."""
        title = _("Harcama yetkilisinin iç kontrol güvence beyanı")
        yield self._chapter(DECLARATION_ANCHOR, title)
        node = self.unit.node
        officer = DeclarationRole.SPENDING_OFFICER.value
        found = False
        if node is not None:
            views = block_views(node, self.document, self.edition.drawings, self.links)
            for block, view in zip(node.blocks, views, strict=True):
                if isinstance(block, DeclarationBlock) and block.role == officer:
                    found = True
                    yield PrintBlock(view, 2)
        if not found:
            yield DeclarationPlace()  # type: ignore[misc]
