"""Today's findings for the screens of the office: the rules run once for the same rows.

A run takes about a quarter of a second, and every office page shows the number of open errors. So
the last run is kept while nothing has been written: by this process (signals) or by another one
(the newest entry of the audit trail, which every way of writing leaves), and never longer than
LIFE, for what follows from the day.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from auditlog.models import LogEntry as AuditEntry
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Max
from django.db.models.signals import post_delete, post_save

from reports import registry
from reports.documents import Document, Reconciliation, build_document
from reports.models import FiscalYear, Report
from reports.workflow.placing import Placing

LIFE = 30.0
"""Seconds; a waiver can end with the day."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Run:
    """The document of today's rows with what the rules say about it."""

    report: Report
    document: Document

    @property
    def year(self) -> FiscalYear:
        return self.report.year

    @property
    def checks(self) -> Reconciliation:
        return self.document.checks

    @cached_property
    def section_codes(self) -> dict[str, str]:
        """Finding → code of the section that it belongs to; those of no section are left out."""
        placing = Placing(self.year, self.document)
        found = {finding.mark: placing.section(finding) for finding in self.checks.findings}
        return {mark: section.code for mark, section in found.items() if section is not None}


Mark = tuple[Any, ...]

_writes = 0
_kept: dict[int, tuple[Mark, float, Run]] = {}


def refresh() -> None:
    """The next run is made anew."""
    global _writes  # counts up only
    _writes += 1


def latest(report: Report) -> Run:
    """The findings of a report's rows, from the last run when nothing was written since."""
    mark = _mark()
    kept = _kept.get(report.pk)
    if kept is not None and kept[0] == mark and time.monotonic() - kept[1] < LIFE:
        return kept[2]
    begun = time.monotonic()
    run = Run(report, build_document(report))
    _kept[report.pk] = (mark, begun, run)
    return run


def latest_or_none(year: FiscalYear | None) -> Run | None:
    """Like `latest`, for what surrounds a page: a broken rule or row must not close the page on
    which it is mended.
    """
    if year is None:
        return None
    report = Report.objects.select_related("year").filter(year=year).first()
    if report is None:
        return None
    try:
        return latest(report)
    except Exception:
        logger.exception("The checks of %s could not run", year)
        return None


def current_report() -> Report | None:
    """The report that staff work on: the newest."""
    # By the number: ordering by the relation would follow the years' own order backwards.
    return Report.objects.select_related("year").order_by("-year_id").first()


def watch() -> None:
    """Notice what this process writes; called once at start-up."""
    post_save.connect(_written, dispatch_uid="reports.office.checking.save")
    post_delete.connect(_written, dispatch_uid="reports.office.checking.delete")


def _written(sender: Any, **_: object) -> None:
    if sender._meta.app_label in {kit.app for kit in registry.kits()}:
        refresh()
        # Another thread may have run in between on the rows from before.
        transaction.on_commit(refresh)


def _mark() -> Mark:
    entries = LogEntry.objects.aggregate(last=Max("pk"))["last"]
    changes = AuditEntry.objects.aggregate(last=Max("pk"))["last"]
    return (_writes, entries, changes)
