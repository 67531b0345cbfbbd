"""Findings of a version as files, with the fields of `check_report --format json`; and which of
them concern a table, a section, a contract, a promise or a directorate.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass

from kars_portal.lib.numbers import format_integer
from reports.core.documents import Document, FindingValue, Node, TableBlock
from reports.core.documents.findings import FINDING_FIELDS, finding_record
from reports.present.editions import Edition
from reports.present.render.findings import section_of
from reports.present.standing import standing

from . import shapes

NAME = "mutabakat"


@dataclass(frozen=True)
class Tally:
    """How the checks of a version went; `explained` are the findings that have a reason."""

    checked: str
    held: str
    found: str
    explained: str


def tally(document: Document) -> Tally | None:
    """None for a version from before the checks."""
    checks = document.checks
    if not checks.rules:
        return None
    return Tally(
        format_integer(checks.checked),
        format_integer(checks.held),
        format_integer(len(checks.findings)),
        format_integer(sum(bool(finding.waiver_reason) for finding in checks.findings)),
    )


def about_table(document: Document, dataset: str) -> tuple[FindingValue, ...]:
    return tuple(f for f in document.checks.findings if f.dataset == dataset)


def about_section(document: Document, node: Node) -> tuple[FindingValue, ...]:
    """Findings of a section itself, and of what it shows of the tables: all of a table, or the
    rows that it has.
    """
    whole: set[str] = set()
    parts: set[tuple[str, str]] = set()
    for block in node.blocks:
        if isinstance(block, TableBlock):
            if block.rows is None:
                whole.add(block.dataset)
            else:
                parts.update((block.dataset, row) for row in block.rows)
    return tuple(
        finding
        for finding in document.checks.findings
        if finding.dataset in whole
        or (finding.dataset, finding.row) in parts
        or section_of(finding, document) is node
    )


def about_contract(document: Document, key: str) -> tuple[FindingValue, ...]:
    """Findings of a contract's row, and of its facts, items and payments."""
    return tuple(
        f
        for f in document.checks.findings
        if (f.dataset == shapes.CONTRACTS and f.row == key) or shapes.contract_of(f.dataset) == key
    )


def about_objective(document: Document, key: str) -> tuple[FindingValue, ...]:
    """Findings of an objective and of its indicators, in whichever table of promises."""
    return tuple(f for f in document.checks.findings if _promised(f, key, f"{key}-"))


def about_indicator(document: Document, key: str) -> tuple[FindingValue, ...]:
    """Findings of an indicator, in whichever table of promises it has a row."""
    return tuple(f for f in document.checks.findings if _promised(f, key, None))


def _promised(finding: FindingValue, key: str, below: str | None) -> bool:
    """Whether a finding is about a goal, objective or indicator, or about one `below` it."""
    if not finding.dataset.startswith(shapes.PROMISES):
        return False
    return finding.row == key or (below is not None and finding.row.startswith(below))


def about_department(document: Document, code: str, name: str) -> tuple[FindingValue, ...]:
    """Findings of a directorate's section, and of the rows of other tables that are about it."""
    return tuple(f for f in document.checks.findings if _concerns(f, document, code, name))


def _concerns(finding: FindingValue, document: Document, code: str, name: str) -> bool:
    node = section_of(finding, document)
    if node is not None and shapes.department_of(node) == code:
        return True
    table = document.tables.get(finding.dataset)
    row = table.by_key.get(finding.row) if table is not None else None
    if table is None or row is None:
        return False
    return row.key == code or shapes.text(table, row, "department") == name


def as_csv(edition: Edition) -> bytes:
    """UTF-8, comma, one heading line; missing is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [name for name, _type, _title in FINDING_FIELDS]
    writer.writerow(names)
    for finding in edition.document.checks.findings:
        record = finding_record(finding)
        writer.writerow([_cell(record[name]) for name in names])
    return out.getvalue().encode("utf-8")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def as_json(edition: Edition) -> bytes:
    """The findings, how many identities were checked, and the version that they belong to."""
    checks = edition.document.checks
    content = {
        "year": edition.year,
        "version": edition.version,
        "sha256": edition.sha256,
        **standing(edition),
        "rules": checks.rules,
        "checked": checks.checked,
        "held": checks.held,
        "families": [
            {
                "family": family.family,
                "label": family.label,
                "held": family.held,
                "findings": family.findings,
            }
            for family in checks.families
        ],
        "findings": [finding_record(finding) for finding in checks.findings],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def resource() -> dict[str, object]:
    """Description of the CSV for `datapackage.json`."""
    return {
        "name": NAME,
        "path": f"{NAME}.csv",
        "title": "Tutarlılık denetiminin bulguları",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {
            "fields": [
                {"name": name, "type": type_, "title": title}
                for name, type_, title in FINDING_FIELDS
            ],
            "missingValues": [""],
        },
    }
