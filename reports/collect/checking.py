"""Today's findings for the screens of the office: the rules run once for the same rows.

A whole run takes a quarter of a second, and every office page shows the number of open errors. So
the last run is kept while nothing has been written: by this process (signals) or by another one
(the newest entries of the audit trail, which every way of writing leaves). When something was, or
after LIFE, the tables are compared with those that the run was made of, which takes some
milliseconds, and only the parts that read a changed one are made anew
(reports.core.documents.parts).
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from auditlog.models import LogEntry as AuditEntry
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from reports.core import registry
from reports.core.building import checked_document
from reports.core.documents import Document, FindingValue, Reconciliation
from reports.core.documents.parts import Parts
from reports.core.placing import Placing
from reports.models import FiscalYear, Report, Section

LIFE = 5.0
"""Seconds; for what is written without an entry, as with plain SQL."""

LATE = 200
"""Entries that may be written while another transaction with entries of its own is still open."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Run:
    """The document of today's rows with what the rules say about it."""

    report: Report
    document: Document
    placed: Parts = field(default_factory=Parts, repr=False, compare=False)
    """What was read to place the findings in their sections."""

    @property
    def year(self) -> FiscalYear:
        return self.report.year

    @property
    def checks(self) -> Reconciliation:
        return self.document.checks

    @cached_property
    def _sections(self) -> dict[str, Section]:
        with self.placed.watching():
            placing = Placing(self.year, self.document, self.placed)
            found = {finding.mark: placing.section(finding) for finding in self.checks.findings}
        return {mark: section for mark, section in found.items() if section is not None}

    @cached_property
    def section_codes(self) -> dict[str, str]:
        """Finding → code of the section that it belongs to; those of no section are left out."""
        return {mark: section.code for mark, section in self._sections.items()}

    @cached_property
    def awaited(self) -> frozenset[str]:
        """Marks of open findings that only say what has not been entered yet, in sections that
        have not been delivered: «henüz girilmedi», shown and counted apart from what is wrong.

        Delivering, freezing and publishing ask for `checks.open_errors`, where they all stand.
        """
        missing = {rule.code for rule in registry.rules() if rule.missing}
        return frozenset(
            finding.mark
            for finding in self.checks.findings
            if finding.code in missing
            and not finding.is_waived
            and (section := self._sections.get(finding.mark)) is not None
            and section.stage.is_being_entered
        )

    def is_wrong(self, finding: FindingValue) -> bool:
        """Whether a finding is open and says more than that something is still to be entered."""
        return not finding.is_waived and finding.mark not in self.awaited

    def counted(self, findings: Iterable[FindingValue]) -> Counts:
        """How many of some findings are wrong, awaited and accepted: the same on every page."""
        found = Counter(self._kind(finding) for finding in findings)
        return Counts(found["error"], found["warning"], found["awaited"], found["waived"])

    def _kind(self, finding: FindingValue) -> str:
        if finding.is_waived:
            return "waived"
        return finding.severity if self.is_wrong(finding) else "awaited"


@dataclass(frozen=True)
class Counts:
    """Findings by what they ask for; each is counted once."""

    errors: int = 0
    warnings: int = 0
    awaited: int = 0
    """What has not been entered yet in sections that are not delivered: no error so far."""
    waived: int = 0


Mark = tuple[object, ...]


@dataclass(frozen=True)
class _Kept:
    """A run, and when and of what it was made."""

    mark: Mark
    seen: float
    day: date
    parts: Parts
    run: Run


_writes = 0
_kept: dict[int, _Kept] = {}


def refresh() -> None:
    """Nothing is kept: the next run is made anew."""
    _kept.clear()
    look_again()


def look_again() -> None:
    """The next run is compared with the tables first, whatever the trail says."""
    global _writes  # counts up only
    _writes += 1


def latest(report: Report) -> Run:
    """The findings of a report's rows, from the last run as far as nothing was written since."""
    mark, seen, day = _mark(), time.monotonic(), timezone.localdate()
    kept = _kept.get(report.pk)
    if kept is not None and kept.day != day:
        # A waiver can end with the day.
        kept = None
    if kept is not None and kept.mark == mark and seen - kept.seen < LIFE:
        return kept.run
    # Only read and replaced, never changed: threads need not wait for each other.
    parts, run = _following(report, kept) if kept is not None else _made(report, Parts(), Parts())
    _kept[report.pk] = _Kept(mark, seen, day, parts, run)
    return run


def _following(report: Report, kept: _Kept) -> tuple[Parts, Run]:
    """The run itself where no table changed that it was made of, else one with its parts."""
    digests: dict[str, bytes] = {}
    parts = kept.parts.following(digests)
    placed = kept.run.placed.following(digests)
    if parts.digests != kept.parts.digests:
        return _made(report, parts, placed)
    if placed.digests != kept.run.placed.digests:
        return kept.parts, replace(kept.run, placed=placed)
    return kept.parts, kept.run


def _made(report: Report, parts: Parts, placed: Parts) -> tuple[Parts, Run]:
    with parts.watching():
        # Read here, after the digest of its table, not when the caller did.
        found = Report.objects.select_related("year").get(pk=report.pk)
        return parts, Run(found, checked_document(found, parts), placed)


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
    post_save.connect(written, dispatch_uid="reports.collect.checking.save")
    post_delete.connect(written, dispatch_uid="reports.collect.checking.delete")


def written(sender: type[Model], **_: object) -> None:
    """Notice that rows of a model were written, also past the signals."""
    if sender._meta.app_label in {kit.app for kit in registry.kits()}:
        look_again()
        # Another thread may have run in between on the rows from before.
        transaction.on_commit(look_again)


def _mark() -> Mark:
    """What the newest entry is, not only its number, which SQLite gives again after a rollback; and
    how many stand before it, for PostgreSQL hands out numbers before it shows the entries.
    """
    newest = AuditEntry.objects.order_by("-pk").values_list("pk", "timestamp").first()
    late = AuditEntry.objects.filter(pk__gt=newest[0] - LATE).count() if newest else 0
    return (_writes, newest, late, _transaction())


def _transaction() -> tuple[object, ...]:
    """The transaction and the savepoints that one is inside of: what was read there may be taken
    back without a word.
    """
    if not connection.in_atomic_block:
        return ()
    return (connection.atomic_blocks[0], *connection.savepoint_ids)
