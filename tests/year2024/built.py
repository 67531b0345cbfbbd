"""The 2024 document, built once for all tests that only read it."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from reports.core import registry
from reports.core.building import checked_document
from reports.core.checks import CheckData, CheckResult, run_rules
from reports.core.documents import Document
from reports.models import Report

from .conftest import FIXTURES


@cache
def document() -> Document:
    """Needs the database at first use (fixture `report`)."""
    return checked_document(Report.objects.select_related("year").get(year_id=2024))


def checked(changed: Document | None = None) -> CheckResult:
    """All rules over the document, or over a changed one."""
    return run_rules(CheckData(changed or document()), registry.rules())


def rows(path: str | Path) -> list[dict[str, str]]:
    """A file of the fixtures as it stands: no code of the portal reads it."""
    with (FIXTURES / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
