"""The work on a large file: read, recognised, tried out; and taken, once a person has confirmed it.

Runs in a process of its own (`supervising`) and writes nothing of the job: a killed one leaves the
table as it was, or the file taken as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from reports.collect.audit import Channel, recording
from reports.collect.intake.marking import marked_file
from reports.collect.intake.preview import preview
from reports.collect.intake.taking import Refused, Upload, take, undo
from reports.collect.reading.files import Unreadable, job_reach
from reports.collect.sheets import Sheet, sheets_for
from reports.collect.workflow import access
from reports.enums import IntakePhase
from reports.ground.actors import Actor, signed_in
from reports.ground.supervising import Tell
from reports.models import IntakeJob
from reports.office.sheets.pages import closed_for

from . import job_files
from .choices import Choices
from .kept import Kept
from .reading import read_kept
from .showing import marks_of
from .told import Plain, told


@dataclass(frozen=True)
class Result:
    """What came of a step; `refused` says why nothing did, and `again` whether trying helps."""

    digest: str = ""
    summary: dict[str, Plain] = field(default_factory=dict)
    taken: int = 0
    refused: str = ""
    again: bool = False


class NotAllowed(Exception):
    """The person may not write there, or not any more; the sentence says why."""


def step(number: int, tell: Tell) -> Result:
    """The next step of a job: what would become of the table, or what became of it."""
    job = IntakeJob.objects.select_related("section").get(pk=number)
    try:
        by = _person(job)
        request = HttpRequest()
        request.user = by
        # In the name of the person who confirmed it.
        with recording(channel=Channel.IMPORT, request=request):
            return _step(job, by, tell)
    except (NotAllowed, PermissionDenied, Unreadable, job_files.Gone) as error:
        return Result(refused=str(error) or access.NOT_YOURS)
    except Refused as refused:
        return Result(refused=str(refused), again=True)


def _step(job: IntakeJob, by: Actor, tell: Tell) -> Result:
    sheet = _sheet(job, by)
    if job.takes_back and job.intake is not None:
        total = job.intake.changed_rows
        tell(IntakePhase.TAKING, 0, total)
        undo(job.intake, sheet, by, partial(_said, tell, IntakePhase.TAKING, total))
        return Result(taken=job.intake.pk)
    tell(IntakePhase.READING)
    file = Kept(job.token, job.file_name, job_files.read(job.token))
    if file.file_hash != job.file_hash:
        raise job_files.Gone(_("Kaydedilen dosya yüklenen dosya değil; yeniden yüklenmelidir."))
    choices = Choices(job.chosen)
    read = read_kept(sheet, file, choices, job_reach(), partial(tell, IntakePhase.RECOGNISING))
    total = len(read.found.rows)
    if not job.confirmed:
        tell(IntakePhase.TRYING, 0, total)
        tick = partial(_said, tell, IntakePhase.TRYING, total)
        shown = preview(sheet, read.found, choices.decisions, by, tick)
        marks = marks_of(shown, sheet)
        name = read.found.sheet.name
        marked = marked_file(file.content, read.book, {name: marks}, job_reach()) if marks else b""
        job_files.keep_marked(job.token, marked)
        return Result(shown.digest, told(sheet, read, shown))
    tell(IntakePhase.TAKING, 0, total)
    tick = partial(_said, tell, IntakePhase.TAKING, total)
    upload = Upload(job.token, file.name, file.file_hash, job.confirmed)
    done = take(sheet, read.found, choices.decisions, upload, by, read.names, tick)
    return Result(taken=done.pk)


def _said(tell: Tell, phase: IntakePhase, total: int, rows: int) -> None:
    tell(phase, min(rows, total), total)


def _person(job: IntakeJob) -> Actor:
    person = get_user_model().objects.get(pk=job.by_id)
    if not (person.is_active and person.is_staff):
        raise NotAllowed(_("İşi isteyen kişinin hesabı kapalı; tablo olduğu gibi kaldı."))
    return signed_in(person)


def _sheet(job: IntakeJob, by: Actor) -> Sheet:
    """The table, where the person may still write into it."""
    if not access.may_see_section(by, job.section):
        raise NotAllowed(access.NOT_YOURS)
    found = (s for s in sheets_for(by, job.section) if s.key == job.sheet and s.kind == "grid")
    sheet = next(found, None)
    if sheet is None:
        raise NotAllowed(_("Tablo bu bölümde artık yok; dosya alınmadı."))
    problem = closed_for(by, sheet) or access.state_problem(job.section)
    if problem:
        raise NotAllowed(problem)
    return sheet
