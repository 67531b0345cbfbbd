"""Large files as jobs: asked for, looked at, confirmed, taken, stopped; each step under its rights.

The row says how far the work is. A killed worker leaves its job to the next one, or to the person,
who may have it repeated.
"""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from functools import partial
from pathlib import PurePath

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from reports.collect.intake.taking import Refused
from reports.collect.reading.files import job_reach
from reports.collect.sheets import Sheet
from reports.enums import BUSY, IntakePhase
from reports.ground.actors import Actor
from reports.ground.supervising import End, Ended, Told, supervised
from reports.models import Intake, IntakeJob

from . import job_files
from .working import Result, step

LARGE = 5_000
"""Changed rows from which on they are taken back in the background."""
SECONDS = 30 * 60
"""How long one step may take: looking at a file, or taking it."""
MOST_WAITING = 3
"""Files of one person that wait or are shown."""


def ask(sheet: Sheet, by: Actor, name: str, content: bytes) -> IntakeJob:
    """Have a large file looked at. Raises Refused."""
    remove_old()
    if len(content) > job_reach().most_bytes:
        raise Refused(
            _("Dosya %(most)s MB sınırını aşıyor; tablo bölünerek yüklenmelidir.")
            % {"most": job_reach().most_bytes // 2**20}
        )
    _require_free(sheet)
    mine = IntakeJob.objects.filter(by_id=by.pk, ended_at=None)
    if mine.count() >= MOST_WAITING:
        raise Refused(
            _("Onay bekleyen ya da işlenen %(number)s dosya var; önce biri bitirilmelidir.")
            % {"number": MOST_WAITING}
        )
    token = job_files.keep(content)
    try:
        with transaction.atomic():
            job = IntakeJob.objects.create(
                token=token,
                section=sheet.section,
                sheet=sheet.key,
                title=sheet.title,
                file_name=PurePath(name).name[:255],
                file_hash=hashlib.sha256(content).hexdigest(),
                by_id=by.pk,
            )
            work_on.enqueue(job.pk)
    except IntegrityError as error:
        job_files.remove(token)
        raise _is_busy() from error
    return job


def look_again(job: IntakeJob, chosen: dict[str, str]) -> None:
    """Have the file looked at with other choices, or anew. Raises Refused."""
    _go_on(job, (IntakePhase.READY, IntakePhase.BROKEN), chosen=chosen, confirmed="", digest="")


def confirm(job: IntakeJob, file_hash: str, digest: str) -> None:
    """Have the file taken as it was shown. Confirmed twice, it is taken once. Raises Refused."""
    if job.confirmed == digest and (job.stage.is_busy or job.stage is IntakePhase.TAKEN):
        return
    if not digest or (file_hash, digest) != (job.file_hash, job.digest):
        raise Refused(_("Onaylanan dosya gösterilen dosya değil."))
    if not job.summary.get("shown", {}).get("can_be_taken"):
        raise Refused(_("Dosyada düzeltilmemiş hata ya da verilmemiş karar var; alınmadı."))
    _go_on(job, (IntakePhase.READY,), confirmed=digest)


def cancel(job: IntakeJob) -> None:
    """Stop the work; what it had begun is taken back. Raises Refused where it is over."""
    with transaction.atomic():
        held = IntakeJob.objects.select_for_update().get(pk=job.pk)
        if held.stage.is_over:
            raise Refused(_("Bu dosyanın işi bitmiş; iptal edilecek bir şey yok."))
        held.cancelled_at = timezone.now()
        held.save(update_fields=["cancelled_at"])
    # Where a process works on it, that is stopped, and writes down what came of it.
    with job_files.working_on(job.token) as is_free:
        if is_free:
            _stop(IntakeJob.objects.get(pk=job.pk))


def is_abandoned(job: IntakeJob) -> bool:
    """Whether the process that worked on a job has died."""
    if not job.stage.is_busy or job.stage is IntakePhase.WAITING:
        return False
    with job_files.working_on(job.token) as is_free:
        return is_free and IntakeJob.objects.filter(pk=job.pk, phase=job.phase).exists()


def repeat(job: IntakeJob) -> None:
    """Begin the work again that a killed worker left, or that went wrong. Raises Refused."""
    if is_abandoned(job):
        work_on.enqueue(job.pk)
    else:
        look_again(job, dict(job.chosen))


def remove_old() -> None:
    """End what nobody has confirmed within a day."""
    before = timezone.now() - job_files.KEPT
    for job in IntakeJob.objects.filter(ended_at=None, requested_at__lt=before):
        with job_files.working_on(job.token) as is_free:
            if is_free and not job.takes_back:
                _stop(job, _("Bir gün içinde onaylanmadı."))


def take_back(done: Intake, by: Actor) -> IntakeJob:
    """Have undone what was taken, by who took it or by another person. Raises Refused."""
    job = IntakeJob.objects.filter(intake=done, by_id=by.pk).first()
    if job is not None:
        if not (job.takes_back and job.stage.is_busy):
            _go_on(job, (IntakePhase.TAKEN,), takes_back=True, ended_at=None, cancelled_at=None)
        return job
    try:
        with transaction.atomic():
            job = IntakeJob.objects.create(
                token=secrets.token_hex(16),
                section=done.section,
                sheet=done.sheet,
                title=done.title,
                file_name=done.file_name,
                file_hash=done.file_hash,
                by_id=by.pk,
                intake=done,
                takes_back=True,
            )
            work_on.enqueue(job.pk)
    except IntegrityError as error:
        raise _is_busy() from error
    return job


def _require_free(sheet: Sheet) -> None:
    if IntakeJob.objects.filter(section=sheet.section, phase__in=BUSY).exists():
        raise _is_busy()


def _is_busy() -> Refused:
    return Refused(
        _("Bu bölümün başka bir dosyası şu anda işleniyor; bitince yeniden denenmelidir.")
    )


def _go_on(job: IntakeJob, after: tuple[IntakePhase, ...], **fields: object) -> None:
    try:
        with transaction.atomic():
            held = IntakeJob.objects.select_for_update().get(pk=job.pk)
            if held.stage not in after:
                raise Refused(_("Dosyanın durumu değişmiş; sayfa yenilenmelidir."))
            held.phase, held.done, held.total, held.message = IntakePhase.WAITING, 0, 0, ""
            for name, value in fields.items():
                setattr(held, name, value)
            held.save()
            work_on.enqueue(held.pk)
    except IntegrityError as error:
        raise _is_busy() from error


# -- the work ----------------------------------------------------------------------------------


@task()
def work_on(number: int) -> None:
    """Task: the next step of a job. Running it twice does no harm."""
    named = IntakeJob.objects.filter(pk=number).first()
    if named is None:
        return
    with job_files.working_on(named.token) as mine:
        job = IntakeJob.objects.get(pk=number)
        if not mine or not job.stage.is_busy:
            return
        ended = supervised(
            partial(step, job.pk),
            hear=partial(_hear, job),
            must_stop=partial(_is_cancelled, job),
            seconds=SECONDS,
        )
        settle(IntakeJob.objects.get(pk=number), ended)


def _hear(job: IntakeJob, said: Told) -> None:
    job.phase, job.done, job.total = said
    # Nobody misses one of many; while the rows are written, nothing else is on SQLite.
    with suppress(OperationalError):
        job.save(update_fields=["phase", "done", "total"])


def _is_cancelled(job: IntakeJob) -> bool:
    return IntakeJob.objects.filter(pk=job.pk).exclude(cancelled_at=None).exists()


def settle(job: IntakeJob, ended: Ended[Result]) -> None:
    """Write down what came of a step."""
    taken = job.intake or Intake.objects.filter(token=job.token).defer("changes").first()
    result = ended.result
    if taken is not None:
        # Also where it was stopped after the rows stood already.
        text = result.refused if result else ""
        if job.takes_back and result is None and ended.end is not End.STOPPED:
            undone = Intake.objects.filter(pk=taken.pk).exclude(undone_at=None).exists()
            text = (
                ""
                if undone
                else _("Geri alma yarıda kaldı, hiçbir şey değişmedi; yeniden istenebilir.")
            )
        job.intake, job.takes_back = taken, False
        _end(job, IntakePhase.TAKEN, text)
    elif ended.end is End.STOPPED or job.cancelled_at is not None:
        _end(job, IntakePhase.CANCELLED)
    elif ended.end is End.LATE:
        text = _("İşlem %(minutes)s dakikada bitmedi ve durduruldu; tablo bölünerek yüklenmelidir.")
        _end(job, IntakePhase.FAILED, text % {"minutes": SECONDS // 60})
    elif result is None:
        _break(job, _("İşlem yarıda kaldı, hiçbir şey kaydedilmedi; yeniden başlatılabilir."))
    elif result.refused and result.again:
        _break(job, result.refused)
    elif result.refused:
        _end(job, IntakePhase.FAILED, result.refused)
    else:
        job.phase, job.digest, job.summary = IntakePhase.READY, result.digest, result.summary
        job.save(update_fields=["phase", "digest", "summary"])


def _stop(job: IntakeJob, text: str = "") -> None:
    """End what nobody works on; what was taken stays taken, and may be taken back later."""
    job.takes_back = False
    _end(job, IntakePhase.TAKEN if job.intake_id else IntakePhase.CANCELLED, text)


def _break(job: IntakeJob, text: str) -> None:
    job.phase, job.message = IntakePhase.BROKEN, text
    job.save(update_fields=["phase", "message"])


def _end(job: IntakeJob, phase: IntakePhase, text: str = "") -> None:
    job.phase, job.message, job.ended_at = phase, text, timezone.now()
    job.summary = {}
    job.save(update_fields=["phase", "message", "ended_at", "summary", "intake", "takes_back"])
    job_files.remove(job.token)
