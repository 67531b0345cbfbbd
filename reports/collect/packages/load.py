"""Load a data package: everything or nothing, every problem at once, with file, line and column.

What the portal holds of the year and the package does not have is found first. It is removed when
the load is asked to, so that loading gives what it gives in an empty database; else nothing is
loaded.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from django.db import transaction
from django.db.models import ProtectedError

from reports.collect.workflow.actions import open_sections
from reports.collect.workflow.holding import lock_sections
from reports.core import registry
from reports.core.building import checked_document
from reports.ground.rehearsal import rehearsed
from reports.models import FiscalYear, Report

from .answers import judge_waivers
from .descriptor import DESCRIPTOR, hold_to, read_descriptor
from .log import LoadFailed, LoadLog, WouldRemove
from .parts import Part

IGNORED = {DESCRIPTOR, "README.md"}
REPORT = "data/report.csv"
NAMED = 5

logger = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]


@rehearsed
def load_package(
    root: Path, *, dry_run: bool = False, replace: bool = False, progress: Progress | None = None
) -> tuple[FiscalYear, LoadLog]:
    """Load a data package directory through the import resources.

    Everything is tried inside one transaction, which is committed only when there is no error and
    `dry_run` is off. Raises LoadFailed with every error, and WouldRemove when the portal holds rows
    that the package leaves out and `replace` is off; then nothing changed. Findings are accepted by
    the waivers that the package carries and by nothing else.
    `progress(step, done, total)` is called before each part.
    """
    promise = read_descriptor(root)
    parts: tuple[Part, ...] = registry.package_parts()
    log = LoadLog(named=frozenset(promise.rows), errors=list(promise.problems))
    with transaction.atomic():
        year, _ = FiscalYear.objects.get_or_create(year=promise.year)
        # In the order of `reports.publish.versions`, before the first row of any table is written.
        Report.objects.select_for_update(of=("self",)).filter(year=year).first()
        lock_sections()
        _compare(parts, year, root, log)
        _remove(log)
        for done, part in enumerate(parts):
            if progress:
                progress(part.name, done, len(parts))
            part.load(year, root, log)
        _unknown_files(root, log)
        hold_to(promise, root, log)
        if not log.errors:
            # A package is a complete, checked delivery: what it brings counts as accepted.
            open_sections(year, loaded=True)
            _check(year, root, log)
        refused = bool(log.left_out) and not replace
        if dry_run or refused or log.errors:
            transaction.set_rollback(True)
    if log.errors:
        raise LoadFailed(log.errors, () if replace else log.left_out)
    if refused:
        raise WouldRemove(log.left_out)
    for path, sentence in log.absent.items():
        logger.warning("%s: %s", path, sentence)
    if progress:
        progress("", len(parts), len(parts))
    return FiscalYear(year=promise.year), log


def _check(year: FiscalYear, root: Path, log: LoadLog) -> None:
    """Run the rules over what was loaded, and hold the package's waivers against the findings."""
    report = Report.objects.select_related("year").filter(year=year).first()
    if report is None:
        log.error(REPORT, 0, "", "Dosyada satır yok; raporun bir satırı olmalıdır.")
        return
    log.document = checked_document(report)
    judge_waivers(root, log.document.checks, log)


def _compare(parts: Iterable[Part], year: FiscalYear, root: Path, log: LoadLog) -> None:
    """What the package leaves out; rows that all years share are no matter of one of several."""
    found = [item for part in parts for item in part.left_out(year, root)]
    if FiscalYear.objects.exclude(pk=year.pk).exists():
        log.kept = tuple(item for item in found if item.shared)
        found = [item for item in found if not item.shared]
    log.left_out = tuple(found)


def _remove(log: LoadLog) -> None:
    """Remove, one by one and so on record, what the package leaves out: what hangs on others first.

    Before anything is loaded: a row that goes must not stand in the way of one that comes.
    """
    for item in reversed(log.left_out):
        for name, row in reversed(list(zip(item.names, item.rows, strict=False))):
            try:
                row.delete()
            except ProtectedError as error:
                holders = sorted({str(holder) for holder in error.protected_objects})
                more = f" ve {len(holders) - NAMED} kayıt daha" if len(holders) > NAMED else ""
                log.error(
                    item.path,
                    0,
                    "",
                    f"«{name}» pakette yok, ama silinemiyor; ona bağlı olanlar: "
                    f"{', '.join(holders[:NAMED])}{more}. Kayıt pakete eklenmeli ya da önce "
                    "bağlı olanlar kaldırılmalıdır.",
                )


def _unknown_files(root: Path, log: LoadLog) -> None:
    """A misspelt file name must not lose a table silently."""
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root).as_posix()
        if file.is_file() and path not in log.claimed and path not in IGNORED:
            log.error(
                path,
                0,
                "",
                "Bu dosya hiçbir tabloya ait değil; adı düzeltilmeli veya silinmelidir.",
            )
