"""The parts of a document that say figures a second time: printed figures, findings, headlines.

Prose, charts and headlines are made again from the tables as they are published, so they hold
nothing else. What was printed or found about a withheld figure is taken out here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kars_portal.lib.turkish import casefold
from reports.core.documents.model import (
    Block,
    Document,
    FindingValue,
    Node,
    Reconciliation,
    StatedValue,
    TableBlock,
)
from reports.core.tables import TOTAL_ROW, Suppressed, Table
from reports.ground.marks import mark_of

from .hiding import NONE, Exact, hides, publishable

FOUND = (
    "Yayımlanmayan küçük bir kişi sayısıyla ilgili bulgu; sayı anlaşılmasın diye değerleri "
    "yazılmaz."
)
ACCEPTED = "Gerekçe, küçük kişi sayılarını belli ettiği için yayımlanmaz; belediyede kayıtlıdır."
_DIGIT = re.compile(r"\d|(?<!\w)(?:bir|iki|üç|dört)(?!\w)")


@dataclass(frozen=True)
class Published:
    """Tables as they are published, and what has to be said of the others."""

    tables: dict[str, Table]
    hiding: frozenset[str]
    """Tables in which something is withheld."""
    condensed: frozenset[str]
    """Tables whose rows are people, published as counts."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is withheld."""
        return not self.hiding and not self.condensed


def published(
    tables: Mapping[str, Table],
    exact: Mapping[str, Exact],
    before: Mapping[str, Table],
) -> Published:
    """The tables of a year as they are published; `before` are those of the last version."""
    found = {
        name: publishable(table, exact.get(name, NONE), before.get(name))
        for name, table in tables.items()
    }
    return Published(
        tables=found,
        hiding=frozenset(name for name, table in found.items() if hides(table)),
        condensed=frozenset(
            name for name, table in found.items() if table.columns != tables[name].columns
        ),
    )


def without_selection(nodes: Iterable[Node], condensed: frozenset[str]) -> tuple[Node, ...]:
    """Sections that show a counted list as a whole: the rows they chose are no longer there."""

    def block(item: Block) -> Block:
        if isinstance(item, TableBlock) and item.dataset in condensed:
            return replace(item, rows=None, columns=None)
        return item

    return tuple(
        replace(
            node,
            blocks=tuple(block(item) for item in node.blocks),
            children=without_selection(node.children, condensed),
        )
        for node in nodes
    )


# -- printed figures -----------------------------------------------------------------------------


def stated_in_public(stated: Iterable[StatedValue], shown: Published) -> tuple[StatedValue, ...]:
    """Printed figures without those that say what is withheld."""
    return tuple(value for value in stated if not _tells(value, shown))


def _tells(value: StatedValue, shown: Published) -> bool:
    if value.dataset in shown.condensed:
        return True
    if value.dataset not in shown.hiding:
        return False
    table = shown.tables[value.dataset]
    row, column = table.by_key.get(value.row), table.index.get(value.column)
    if row is not None and column is not None:
        return isinstance(row.cells[column], Suppressed)
    # A printed total or part that the table itself does not show.
    return column is None or value.row == TOTAL_ROW or _in_column(table, column)


def _in_column(table: Table, column: int) -> bool:
    rows = table.rows if table.total is None else (*table.rows, table.total)
    return any(isinstance(row.cells[column], Suppressed) for row in rows)


# -- findings ------------------------------------------------------------------------------------


def findings_in_public(
    checks: Reconciliation, document: Document, shown: Published
) -> Reconciliation:
    """What was found, without the values and words that say what is withheld.

    `document` is the one that was checked.
    """
    stated = {value.key for value in document.stated if _tells(value, shown)}
    names = _names(shown)
    found: list[FindingValue] = []
    marks: set[str] = set()
    for finding in checks.findings:
        if finding.source in stated or _concerns(finding, shown, names):
            finding = _silent(finding, shown, marks)
            marks.add(finding.mark)
        found.append(finding)
    return replace(checks, findings=tuple(found))


def checked_again(document: Document, fresh: Reconciliation) -> Reconciliation:
    """A published document as the rules see it today, which can't look behind what is withheld.

    Of tables that withhold something, and of what was found about it, the document's own word
    stands.
    """
    hiding = frozenset(name for name, table in document.tables.items() if hides(table))
    if not hiding:
        return fresh
    shown = Published(document.tables, hiding, frozenset())
    names = _names(shown)

    def is_about(finding: FindingValue) -> bool:
        return finding.message == FOUND or _concerns(finding, shown, names)

    return replace(
        fresh,
        findings=tuple(item for item in fresh.findings if not is_about(item))
        + tuple(item for item in document.checks.findings if is_about(item)),
    )


def _concerns(finding: FindingValue, shown: Published, names: frozenset[str]) -> bool:
    if finding.dataset in shown.condensed:
        return True
    if finding.dataset in shown.hiding:
        table = shown.tables[finding.dataset]
        row, column = table.by_key.get(finding.row), table.index.get(finding.column)
        in_row = row is not None and any(isinstance(cell, Suppressed) for cell in row.cells)
        in_column = column is not None and _in_column(table, column)
        if in_row or in_column or (row is None and column is None):
            return True
    words = casefold(f"{finding.message} {finding.stated} {finding.computed} {finding.hint}")
    return any(name in words for name in names)


def _names(shown: Published) -> frozenset[str]:
    """What the tables and rows with a withheld count are called, to know them in any finding."""
    found: set[str] = set()
    for name in shown.hiding | shown.condensed:
        table = shown.tables[name]
        found |= {name, casefold(f"«{table.title}»")}
        for row in table.rows:
            if any(isinstance(cell, Suppressed) for cell in row.cells):
                found.add(row.key)
                found |= {
                    casefold(cell)
                    for cell in row.cells
                    if isinstance(cell, str) and not isinstance(cell, Suppressed) and len(cell) > 7
                }
    return frozenset(word for word in found if len(word) > 7)


def _silent(finding: FindingValue, shown: Published, taken: set[str]) -> FindingValue:
    """A finding with its place and its answer only; its name no longer depends on the values."""
    row = "" if finding.dataset in shown.condensed else finding.row
    column = "" if finding.dataset in shown.condensed else finding.column
    place = (finding.code, finding.dataset, row, column, finding.section)
    mark, number = mark_of(*place, "0"), 0
    while mark in taken:
        number += 1
        mark = mark_of(*place, str(number))
    reason = finding.waiver_reason
    return replace(
        finding,
        row=row,
        column=column,
        source="",
        stated="",
        computed="",
        difference="",
        message=FOUND,
        hint="",
        line=None,
        mark=mark,
        waiver_reason=ACCEPTED if _DIGIT.search(casefold(reason)) else reason,
    )
