"""PDFs in the background: a row for each request, a child process for the work, progress."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from reports.enums import JobState, PdfKind
from reports.ground.away import is_away
from reports.models import FiscalYear, FrozenReport, PdfExport, Publication, Report
from reports.present.editions import Edition, draft_edition, edition, frozen_edition

from .files import (
    FOLDER,
    WORK_PREFIX,
    folder,
    is_abandoned,
    layout_cache,
    path_of,
    remove_leftovers,
    working_on,
)
from .prints import print_data, print_file, print_html
from .renderer import RenderError, render_in_child

if TYPE_CHECKING:
    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)

_when_ready: list[Callable[[FrozenReport], object]] = []


def when_ready(tell: Callable[[FrozenReport], object]) -> None:
    """Have `tell` called with a freeze whose PDF was made, once that stands."""
    if tell not in _when_ready:
        _when_ready.append(tell)


# Building the HTML is this share of the whole; the renderer's own percents fill the rest.
BUILD_SHARE = 10
SECONDS_BETWEEN_SAVES = 0.5


# What a visitor asked for and could not be made is not tried again at every visit.
PUBLIC_RETRY = timedelta(hours=1)


def enqueue_pdf(publication: Publication, *, by: User | None = None) -> PdfExport:
    """Have the PDF of a publication made; a finished one is reused, a waiting one joined."""
    return request_export(publication.year, publication, by=by)


def request_in_public(publication: Publication, kind: str, unit: str = "") -> None:
    """Have a print of a publication made that a visitor asked for: once, however many ask."""
    fail_abandoned()
    of_version, frozen = _kept(publication)
    last = (
        PdfExport.objects.filter(
            publication=of_version, frozen=frozen, kind=kind, unit=unit, for_signing=False
        )
        .order_by("-pk")
        .first()
    )
    if last is not None:
        if last.state in (JobState.WAITING, JobState.RUNNING) or path_of(last):
            return
        ended = last.finished_at or last.requested_at
        if last.state == JobState.FAILED and timezone.now() - ended < PUBLIC_RETRY:
            return
    request_export(publication.year, publication, kind=kind, unit=unit)


@transaction.atomic
def request_export(
    year: FiscalYear,
    source: FrozenReport | Publication | None = None,
    *,
    by: User | None = None,
    kind: str = PdfKind.REPORT,
    unit: str = "",
) -> PdfExport:
    """A finished, running or new export of a version, or of today's draft without one.

    A publication means what was frozen for it: its PDF is the file that was signed. The rights of
    `by` are the caller's business; freezing asks without a person.
    """
    fail_abandoned()
    publication, frozen = _kept(source)
    same = PdfExport.objects.filter(
        year=year,
        publication=publication,
        frozen=frozen,
        kind=kind,
        unit=unit,
        for_signing=False,
    )
    if source is not None:
        done = next(
            (export for export in same.filter(state=JobState.DONE) if path_of(export)), None
        )
        if done is not None:
            return done
        running = same.filter(state=JobState.RUNNING).first()
        if running is not None:
            return running
    # A waiting draft will be made of the rows of that moment, so it can be joined as well.
    export = same.filter(state=JobState.WAITING).first()
    if export is None:
        # Two who ask at once get the same row: the database lets only one wait.
        export, _new = PdfExport.objects.get_or_create(
            year=year,
            publication=publication,
            frozen=frozen,
            kind=kind,
            unit=unit,
            for_signing=False,
            state=JobState.WAITING,
            defaults={
                "sha256": source.sha256 if source else "",
                "step": _("Sırada"),
                "requested_by": by,
            },
        )
    # Enqueued again for a waiting row too: its first task may have died with its worker.
    make_pdf.enqueue(export.pk)
    return export


def _kept(
    source: FrozenReport | Publication | None,
) -> tuple[Publication | None, FrozenReport | None]:
    """Under which of the two an export is kept: the freeze, wherever there is one."""
    if isinstance(source, Publication):
        frozen = FrozenReport.objects.filter(publication=source).first()
        return (None, frozen) if frozen else (source, None)
    return None, source


@task()
def make_pdf(export_id: int) -> None:
    """Task: make the PDF of an export row. Running it twice does no harm."""
    run_export(export_id)


def run_export(export_id: int) -> None:
    """Make the PDF of a waiting export in this process's child; the row tells how it went.

    Raises what went wrong after writing it into the row, so that the task is failed too.
    """
    with working_on(export_id) as mine:
        if not mine:
            return
        fail_abandoned(but=export_id)
        export = (
            PdfExport.objects.select_related("publication", "frozen__publication")
            .filter(pk=export_id)
            .first()
        )
        if export is None or export.state in (JobState.DONE, JobState.FAILED):
            return
        steps = _Steps(export)
        try:
            export.state = JobState.RUNNING
            export.save(update_fields=["state"])
            steps(0, _("Veriler okunuyor"))
            source = _source(export)
            export.sha256 = source.sha256
            export.file.name = f"{FOLDER}/{_file(export, source, steps)}"
        except BaseException as error:
            if is_away(error):
                # Begun again by the worker, once the database answers. Where another request has
                # taken the place of the one that waits, this one stays as it is.
                with suppress(DatabaseError):
                    _finish(export, JobState.WAITING)
            else:
                _finish(export, JobState.FAILED, _sentence(error))
            raise
        _finish(export, JobState.DONE)
        frozen = export.frozen
        if frozen is not None:
            # The file is there whether or not the mail about it can be sent.
            for tell in _when_ready:
                transaction.on_commit(partial(tell, frozen), robust=True)


def fail_abandoned(*, but: int = 0) -> None:
    """Mark exports as failed whose worker died, so that nobody waits for them."""
    for export in PdfExport.objects.filter(state=JobState.RUNNING).exclude(pk=but):
        if is_abandoned(export):
            _finish(export, JobState.FAILED, _("Üretim yarıda kaldı; PDF yeniden istenebilir."))


def is_lost(export: PdfExport) -> bool:
    """Whether an export waits for a job that is not there: removed, or given up by the worker."""
    if export.state != JobState.WAITING:
        return False
    jobs = DBTaskResult.objects.filter(
        task_path=make_pdf.module_path,
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING),
        args_kwargs__args=[export.pk],
    )
    # A job that ended after the row was read has changed the row before.
    return (
        not jobs.exists()
        and PdfExport.objects.filter(pk=export.pk, state=JobState.WAITING).exists()
    )


def _source(export: PdfExport) -> Edition:
    if export.frozen is not None:
        return frozen_edition(export.frozen)
    if export.publication is not None:
        found = edition(export.year_id, export.publication.version)
    else:
        report = Report.objects.filter(year_id=export.year_id).first()
        found = draft_edition(report) if report else None
    if found is None:
        raise RenderError(_("Bu yılın raporu bulunamadı."))
    return found


def _file(export: PdfExport, source: Edition, steps: _Steps) -> str:
    """Name of the finished file; made only if the same document has none yet."""
    name = print_file(source, export.kind, export.unit)
    finished = PdfExport.objects.filter(
        state=JobState.DONE,
        publication=export.publication,
        frozen=export.frozen,
        kind=export.kind,
        unit=export.unit,
        sha256=source.sha256,
        for_signing=False,
    )
    if any(path_of(other) for other in finished):
        return name
    html = print_html(
        source,
        export.kind,
        export.unit,
        lambda percent, step: steps(percent * BUILD_SHARE // 100, step),
    )
    remove_leftovers()
    with tempfile.TemporaryDirectory(prefix=WORK_PREFIX, dir=folder()) as work:
        page, output = Path(work) / "rapor.html", Path(work) / "rapor.pdf"
        page.write_text(html, encoding="utf-8")
        render_in_child(
            page,
            output,
            lambda percent, step: steps(BUILD_SHARE + percent * (99 - BUILD_SHARE) // 100, step),
            data=print_data(source, export.kind, export.unit),
            cache=layout_cache(),
        )
        output.replace(folder() / name)
    return name


def _finish(export: PdfExport, state: JobState, error: str = "") -> None:
    export.state = state
    export.error = error
    export.finished_at = timezone.now() if state != JobState.WAITING else None
    if state == JobState.DONE:
        export.progress, export.step = 100, _("Hazır")
    export.save(
        update_fields=[
            "state", "error", "finished_at", "progress", "step", "sha256", "file",
        ]
    )  # fmt: skip


def _sentence(error: BaseException) -> str:
    """What the person who waits reads; details of a fault of the program go to the log."""
    if isinstance(error, RenderError):
        return str(error)
    if not isinstance(error, Exception):
        return _("Üretim durduruldu; PDF yeniden istenebilir.")
    logger.exception("PDF export failed")
    return _("Beklenmeyen bir hata oluştu; ayrıntısı sunucu günlüğündedir.")


class _Steps:
    """Writes progress into the row, never backwards and not more often than anybody looks."""

    def __init__(self, export: PdfExport) -> None:
        self.export = export
        self.saved_at = 0.0

    def __call__(self, percent: int, step: str) -> None:
        self.export.progress = max(self.export.progress, min(percent, 99))
        self.export.step = step[:200]
        if time.monotonic() - self.saved_at >= SECONDS_BETWEEN_SAVES:
            self.saved_at = time.monotonic()
            self.export.save(update_fields=["progress", "step"])
