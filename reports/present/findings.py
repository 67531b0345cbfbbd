"""Findings of a version as files, with the fields of `check_report --format json`; and which of
them concern a table or a directorate.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass

from kars_portal.lib.numbers import format_integer
from reports.core.documents import Document, FindingValue
from reports.core.documents.findings import FINDING_FIELDS, finding_record
from reports.present.editions import Edition
from reports.present.render.findings import section_of
from reports.present.standing import standing

from . import shapes

NAME = "mutabakat"


@dataclass(frozen=True)
class Tally:
    """How the checks of a version went, in three figures."""

    checked: str
    held: str
    found: str


def tally(document: Document) -> Tally | None:
    """None for a version from before the checks."""
    checks = document.checks
    if not checks.rules:
        return None
    return Tally(
        format_integer(checks.checked),
        format_integer(checks.held),
        format_integer(len(checks.findings)),
    )


def about_table(document: Document, dataset: str) -> tuple[FindingValue, ...]:
    return tuple(f for f in document.checks.findings if f.dataset == dataset)


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
