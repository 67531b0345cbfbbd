"""What the topic pages know about the document: names of datasets and columns, nothing else.

The core knows no department and no lira. These pages do not either: they look for published tables
by their public ids and leave out what a document does not have.
"""

from __future__ import annotations

from collections.abc import Iterator

from kars_portal.lib.turkish import casefold
from reports.core.documents import ChartBlock, Document, Node
from reports.core.tables import Row, Table

DEPARTMENTS = "departments.departments"
SUCCESSIONS = "departments.successions"
DEPARTMENT_BUDGETS = "finance.department_budgets"
CONTRACTS = "departments.contracts"
GOALS = "performance.goals"
OBJECTIVES = "performance.objectives"
INDICATORS = "performance.indicators"
PROMISES = "performance."
"""How the names of all tables of goals, objectives and indicators begin."""
EXPENDITURE = "finance.expenditure"
BUDGET_OUTCOME = "finance.budget_outcome"
OUTCOME_COLUMNS = ("label", "estimate", "actual", "rate")
"""What the front page shows of it."""

ACTIVITIES_SECTION = "III.B.1"
RESULTS_SECTION = "III.B.2"

ROW_PAGES = {
    DEPARTMENTS: "department",
    DEPARTMENT_BUDGETS: "department",
    CONTRACTS: "contract",
    OBJECTIVES: "objective",
    INDICATORS: "indicator",
}
"""Datasets whose rows have a page of their own, and the name of that page."""


def departments(document: Document) -> dict[str, str]:
    """Codes and names of the directorates, in the order of their table."""
    found: dict[str, str] = {}
    table = document.tables.get(DEPARTMENTS)
    if table is not None:
        found = {row.key: text(table, row, "name") or row.key for row in table.rows}
    for node in document.nodes():
        if node.code.startswith(f"{ACTIVITIES_SECTION}/"):
            found.setdefault(node.code.removeprefix(f"{ACTIVITIES_SECTION}/"), node.title)
    return found


def full_label(node: Node) -> str:
    """A section's name where it stands alone: with its whole number, not only the last part."""
    return f"{node.code} {node.title}" if node.number and "/" not in node.code else node.title


def charts_in_order(document: Document) -> list[str]:
    """Ids of all charts in reading order."""
    return [
        block.chart
        for node in document.nodes()
        for block in node.blocks
        if isinstance(block, ChartBlock)
    ]


def filled(document: Document) -> tuple[Table, ...]:
    """The tables that hold something; one without rows is no table to a reader who counts them."""
    return tuple(table for table in document.tables.values() if table.rows)


def department_of(node: Node) -> str:
    """The directorate that a section is about, or nothing."""
    if found := str(node.facts.get("department") or ""):
        return found
    prefix = f"{ACTIVITIES_SECTION}/"
    return node.code.removeprefix(prefix) if node.code.startswith(prefix) else ""


def objective_of(node: Node, document: Document) -> str:
    """The objective that a section is about, or nothing."""
    prefix = f"{RESULTS_SECTION}/"
    if not node.code.startswith(prefix):
        return ""
    key = node.code.removeprefix(prefix).replace(".", "-")
    table = document.tables.get(OBJECTIVES)
    return key if table is not None and key in table.by_key else ""


def text(table: Table, row: Row, column: str) -> str:
    """A text cell; empty where the table has no such column or the cell is missing."""
    position = table.index.get(column)
    cell = None if position is None else row.cells[position]
    return "" if cell is None else str(cell)


def tone(status: str) -> str:
    """What a status means for the promise, so that its colour follows its words.

    One of `reached`, `partly`, `missed`, `unknown`.
    """
    words = casefold(status)
    if "kısmen" in words:
        return "partly"
    if any(part in words for part in ("ulaşılama", "ulaşılma", "gerçekleşme", "altında")):
        return "missed"
    if any(part in words for part in ("ulaşıldı", "aşıldı", "gerçekleşti", "tamamlandı")):
        return "reached"
    return "unknown"


def rank(status: str) -> int:
    """Kept promises first, the unknown last."""
    return ("reached", "partly", "missed", "unknown").index(tone(status))


def contracts_of(document: Document, department: str) -> tuple[tuple[str, str], ...]:
    """Keys and titles of a directorate's contracts; `department` is its name."""
    table = document.tables.get(CONTRACTS)
    if table is None:
        return ()
    return tuple(
        (row.key, text(table, row, "title") or row.key)
        for row in table.rows
        if text(table, row, "department") == department
    )


def parent_key(key: str) -> str:
    """`1-1-10` → `1-1`: an indicator's objective, an objective's goal."""
    return key.rpartition("-")[0]


def rows_under(table: Table | None, key: str) -> tuple[Row, ...]:
    """Rows of a table whose key stands one level below `key`."""
    return () if table is None else tuple(r for r in table.rows if parent_key(r.key) == key)


def tables_about(document: Document, code: str) -> Iterator[tuple[Table, Row]]:
    """Tables that have one row for a directorate, with that row."""
    for table in document.tables.values():
        if table.id != DEPARTMENTS and code in table.by_key:
            yield table, table.by_key[code]


def contract_tables(document: Document, key: str) -> tuple[Table, ...]:
    """Items and payments of a contract."""
    return tuple(
        table
        for table in document.tables.values()
        if table.id.startswith(("items.", "payments.")) and contract_of(table.id) == key
    )


def contract_of(dataset: str) -> str:
    """The key of the contract whose facts, items or payments a dataset holds, or nothing."""
    family, _dot, name = dataset.partition(".")
    return name.replace("_", "-") if family in {"contract", "items", "payments"} else ""
