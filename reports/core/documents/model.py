"""The document: frozen values that JSON can carry. Renderers read it; nothing writes to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from reports.core.tables import Table

SCHEMA = "kars-faaliyet-raporu/1"


@dataclass(frozen=True)
class Header:
    """Heading of the report; `figure_status` says whether the final account has been closed."""

    year: int
    institution: str
    province: str
    title: str
    document_note: str
    figure_status: str

    @property
    def full_title(self) -> str:
        return f"{self.institution} {self.title}"


@dataclass(frozen=True)
class ProseBlock:
    """Prose as safe HTML. Figures in it are links with `href="dataset:<id>#<row>"`.

    `problems` names references that lead nowhere; the checks turn them into findings.
    """

    html: str
    text: str
    problems: tuple[str, ...] = ()
    type: Literal["prose"] = "prose"


@dataclass(frozen=True)
class TableBlock:
    """A table of the document, or some rows and columns of it."""

    dataset: str
    rows: tuple[str, ...] | None = None
    columns: tuple[str, ...] | None = None
    title: str = ""
    type: Literal["table"] = "table"


@dataclass(frozen=True)
class ChartBlock:
    chart: str
    type: Literal["chart"] = "chart"


@dataclass(frozen=True)
class DeclarationBlock:
    """A signed statement; the officer acts in office and is named.

    `confirmation` says who confirmed the text as it stands, and when; empty where nobody did.
    """

    key: str
    title: str
    role: str
    role_label: str
    signatory: str
    institution: str
    date: str
    body_html: str
    place: str = ""
    confirmation: str = ""
    type: Literal["declaration"] = "declaration"


Block = ProseBlock | TableBlock | ChartBlock | DeclarationBlock


@dataclass(frozen=True)
class Node:
    """A section with its blocks and subsections. `code` is stable, `slug` its Turkish address."""

    code: str
    slug: str
    number: str
    title: str
    basis: str
    blocks: tuple[Block, ...]
    children: tuple[Node, ...]
    facts: dict[str, object]

    @property
    def label(self) -> str:
        return f"{self.number} {self.title}".strip()

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def is_empty(self) -> bool:
        return not self.blocks and all(child.is_empty for child in self.children)


@dataclass(frozen=True)
class ChartValue:
    """A chart: its finding, its words, its Vega-Lite specification with the data inside."""

    id: str
    dataset: str
    title: str
    description: str
    spec: dict[str, object]


@dataclass(frozen=True)
class HeadlineValue:
    """A figure of the front page; `text` is spelled for people, `value` exactly."""

    key: str
    label: str
    text: str
    value: str | None
    dataset: str
    row: str
    note: str


@dataclass(frozen=True)
class StatedValue:
    """A figure that the printed report states, with its place; kept for comparison only."""

    key: str
    dataset: str
    row: str
    column: str
    value: str
    unit: str
    label: str
    item: str
    source_table: str
    line_from: int | None
    line_to: int | None
    note: str


@dataclass(frozen=True)
class FindingValue:
    """A finding of the consistency engine as it was at publication; figures in exact spelling.

    `waiver_*` say who accepted it, when and why; empty while it is open.
    """

    code: str
    title: str
    severity: str
    family: str
    dataset: str
    row: str
    column: str
    section: str
    source: str
    stated: str
    computed: str
    difference: str
    message: str
    hint: str
    basis: str
    line: int | None
    mark: str
    waiver_reason: str = ""
    waiver_by: str = ""
    waiver_on: str = ""

    @property
    def is_waived(self) -> bool:
        return bool(self.waiver_reason)

    @property
    def blocks(self) -> bool:
        """An open error: freezing and publishing wait for it."""
        return self.severity == "error" and not self.is_waived


@dataclass(frozen=True)
class CheckedFamily:
    """How many identities of one family were looked at and how many hold."""

    family: str
    label: str
    held: int
    findings: int


@dataclass(frozen=True)
class Reconciliation:
    """What was checked in a document, what does not hold, who accepted it."""

    rules: int
    families: tuple[CheckedFamily, ...]
    findings: tuple[FindingValue, ...]

    @property
    def held(self) -> int:
        return sum(family.held for family in self.families)

    @property
    def checked(self) -> int:
        return self.held + len(self.findings)

    @property
    def open_errors(self) -> tuple[FindingValue, ...]:
        return tuple(finding for finding in self.findings if finding.blocks)

    @property
    def waived(self) -> tuple[FindingValue, ...]:
        return tuple(finding for finding in self.findings if finding.is_waived)


UNCHECKED = Reconciliation(0, (), ())


@dataclass(frozen=True)
class Document:
    """The whole report of a year."""

    schema: str
    header: Header
    outline: tuple[Node, ...]
    tables: dict[str, Table]
    charts: dict[str, ChartValue]
    headlines: tuple[HeadlineValue, ...]
    stated: tuple[StatedValue, ...]
    checks: Reconciliation = UNCHECKED

    def nodes(self) -> Iterator[Node]:
        for node in self.outline:
            yield from node.walk()

    @cached_property
    def node_by_slug(self) -> dict[str, Node]:
        return {node.slug: node for node in self.nodes()}

    @cached_property
    def node_by_code(self) -> dict[str, Node]:
        return {node.code: node for node in self.nodes()}

    @cached_property
    def table_by_slug(self) -> dict[str, Table]:
        return {table.slug: table for table in self.tables.values()}

    @cached_property
    def section_of_table(self) -> dict[str, Node]:
        """The first section that shows each table."""
        found: dict[str, Node] = {}
        for node in self.nodes():
            for block in node.blocks:
                if isinstance(block, TableBlock):
                    found.setdefault(block.dataset, node)
        return found

    def parents(self, node: Node) -> tuple[Node, ...]:
        """From the top of the outline down to the node's parent."""

        def search(nodes: tuple[Node, ...], trail: tuple[Node, ...]) -> tuple[Node, ...] | None:
            for candidate in nodes:
                if candidate is node:
                    return trail
                found = search(candidate.children, (*trail, candidate))
                if found is not None:
                    return found
            return None

        return search(self.outline, ()) or ()

    def resolve(self, block: TableBlock) -> Table:
        """The table that a block shows."""
        return self.tables[block.dataset].selection(block.rows, block.columns, block.title)
