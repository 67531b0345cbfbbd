"""Where links lead: the site knows addresses, the PDF knows anchors, the templates know neither."""

from __future__ import annotations

from typing import Protocol

from reports.core.documents import Document, Node


class Links(Protocol):
    """How one renderer addresses the parts of a document."""

    def table(self, dataset: str, row: str = "") -> str:
        """Address of a table, or of a row in it; empty when it is not shown."""

    def section(self, node: Node) -> str:
        """Address of a section."""

    def downloads(self, dataset: str) -> tuple[tuple[str, str], ...]:
        """(label, address) of the table's downloads; empty where there are none."""


class PrintLinks:
    """Links inside one printed document."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def table(self, dataset: str, row: str = "") -> str:
        table = self.document.tables.get(dataset)
        return "" if table is None else f"#tablo-{table.slug}"

    def section(self, node: Node) -> str:
        return f"#bolum-{node.slug}"

    def downloads(self, dataset: str) -> tuple[tuple[str, str], ...]:
        return ()


def row_id(row: str) -> str:
    """Id of a row's element on its dataset page."""
    return f"satir-{row}"
