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

from django.utils import translation
from django.utils.translation import gettext as _

from reports.core.documents import DeclarationBlock, Document, FindingValue, Node, TableBlock
from reports.core.tables import Table
from reports.enums import DeclarationRole
from reports.present import shapes
from reports.present.downloads import as_csv, table_schema
from reports.present.editions import Edition
from reports.present.findings import about_department
from reports.present.pdf.fields import UNIT_FIELDS
from reports.present.render import PrintLinks, TableView, block_views, figure_mark, table_view
from reports.present.render.findings import reconciliation_view

from .address import version_address
from .composing import PrintBuilder, signing_places
from .files import stem
from .items import DeclarationPlace, Heading, IndexEntry, Item, PrintBlock, PrintFindings
from .renderer import DataFile, Progress, RenderError, silent

DECLARATION_ANCHOR = "harcama-yetkilisinin-beyani"
FINDINGS_ANCHOR = "denetimde-tutmayanlar"
_MOMENT = (1980, 1, 1, 0, 0, 0)


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


def unit_html(
    edition: Edition, code: str, progress: Progress | None = None, *, for_signing: bool = False
) -> str:
    """A unit report as HTML; the same edition always gives the same text.

    `for_signing` gives it fields for the spending officer's signature and the seal. Raises
    RenderError when the document has no such directorate.
    """
    with translation.override("tr"):
        unit = unit_of(edition.document, code)
        return _Builder(edition, unit, progress or silent, for_signing=for_signing).html()


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


class _Builder(PrintBuilder):
    """Walks the parts of a directorate."""

    links: _Links

    def __init__(
        self, edition: Edition, unit: Unit, progress: Progress, *, for_signing: bool
    ) -> None:
        super().__init__(edition, _Links(edition), progress)
        self.for_signing = for_signing
        self.unit = unit
        self.marks = {finding.mark for finding in unit.findings}
        self.contents: list[Heading] = []
        self.chapters = 0
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
        self.progress(100, _("Bölümler hazırlandı"))
        return self.page(
            "present/pdf/unit.html",
            items,
            unit=self.unit,
            cover_title=_("Birim Faaliyet Raporu"),
            contents=self.contents,
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
                yield from self.table(view)
            else:
                yield self.block(view, 2)

    def _tables(self, tables: tuple[Table, ...]) -> Iterator[Item]:
        for table in tables:
            view = table_view(table, self.links, status=figure_mark(self.document))
            yield from self.table(view)

    def table(self, view: TableView, *, in_index: str = "") -> Iterator[Item]:
        if view.anchor in self.anchors:
            view = replace(view, anchor=f"{view.anchor}-{len(self.tables) + 1}")
        yield from super().table(view, in_index=in_index)

    def listed(self, word: str, entry: IndexEntry) -> None:
        text = (
            _("Tablo %(number)s: %(title)s")
            if word == "table"
            else _("Grafik %(number)s: %(title)s")
        )
        title = text % {"number": entry.number, "title": entry.title}
        self.contents.append(Heading(entry.anchor, "", title, 3))

    def finding(self, mark: str) -> str:
        return f"#bulgu-{mark}" if mark in self.marks else ""

    def _findings(self) -> Iterator[Item]:
        heading = self._chapter(FINDINGS_ANCHOR, _("Denetimde tutmayanlar"))
        yield heading
        yield PrintFindings(reconciliation_view(self.document, self.links, self.unit.findings))

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
            yield DeclarationPlace(for_pen=not self.for_signing)
        if self.for_signing:
            yield signing_places(UNIT_FIELDS)
