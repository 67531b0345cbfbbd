"""The page of a large file: how far the work is, what would change, what came of it.

It loads itself again while the server works. Only who uploaded the file finds it.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from reports.collect.intake.taking import Refused
from reports.collect.sheets.grid import Sheet
from reports.enums import IntakePhase
from reports.models import IntakeJob

from . import job_files, jobs
from .around import (
    around,
    job_address,
    open_sheet,
    place_of,
    result_address,
    workbook_response,
)
from .choices import Choices
from .told import retold

ACTION, DIGEST, HASH = "islem", "ozet", "sha256"
SHOW, CONFIRM, CANCEL, REPEAT = "goster", "onayla", "iptal", "yeniden"
FORGET = "birak"
"""A reading that was chosen and is to be asked again."""
REFRESH_SECONDS = 2


@never_cache
def job_page(request: HttpRequest, year: int, section: str, sheet: str, token: str) -> HttpResponse:
    """One job; its next step is asked for by POST."""
    found, locked = open_sheet(request, year, section, sheet)
    job = _own(request, found, token)
    if request.method == "POST":
        try:
            _act(request, job, locked)
        except (Refused, job_files.Gone) as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(job_address(found, job))
    if job.intake_id is not None and not job.stage.is_busy:
        if job.message:
            messages.error(request, job.message)
        return HttpResponseRedirect(result_address(found, job.intake_id))
    return _page(request, found, job, locked)


@never_cache
def job_marked_page(
    request: HttpRequest, year: int, section: str, sheet: str, token: str
) -> HttpResponse:
    """The uploaded workbook with its faulty cells marked, as the job left it."""
    found, _locked = open_sheet(request, year, section, sheet)
    job = _own(request, found, token)
    try:
        return workbook_response(job_files.read_marked(job.token), found.key)
    except job_files.Gone as gone:
        messages.error(request, str(gone))
        return HttpResponseRedirect(job_address(found, job))


def _own(request: HttpRequest, sheet: Sheet, token: str) -> IntakeJob:
    """A job of this person; of others there is none."""
    jobs_of_sheet = IntakeJob.objects.filter(section=sheet.section, sheet=sheet.key)
    job = jobs_of_sheet.filter(token=token, by_id=request.user.pk).first()
    if job is None:
        raise Http404
    return job


def _act(request: HttpRequest, job: IntakeJob, locked: str) -> None:
    action = request.POST.get(ACTION)
    if action == CANCEL:
        jobs.cancel(job)
        return
    if locked:
        raise Refused(locked)
    choices = dict(Choices.of(request.POST).fields)
    if action == CONFIRM:
        posted = (str(request.POST.get(HASH, "")), str(request.POST.get(DIGEST, "")))
        jobs.confirm(job, *posted)
    elif action == REPEAT:
        jobs.repeat(job)
    elif action == SHOW or FORGET in request.POST:
        choices.pop(str(request.POST.get(FORGET, "")), None)
        jobs.look_again(job, choices)


def _marked_address(sheet: Sheet, job: IntakeJob) -> str:
    if not job_files.has_marked(job.token):
        return ""
    return reverse("admin:sheet_job_marked", args=[*place_of(sheet), job.token])


def _page(request: HttpRequest, sheet: Sheet, job: IntakeJob, locked: str) -> HttpResponse:
    stage = job.stage
    is_abandoned = jobs.is_abandoned(job)
    response = TemplateResponse(
        request,
        "office/intake/job.html",
        {
            **around(request, sheet),
            **(retold(job.summary) if stage is IntakePhase.READY else {}),
            "job": job,
            "stage": stage.label,
            "is_busy": stage.is_busy and not is_abandoned,
            "is_ready": stage is IntakePhase.READY,
            "may_repeat": is_abandoned or stage is IntakePhase.BROKEN,
            "is_abandoned": is_abandoned,
            "is_over": stage.is_over,
            "choices": Choices(job.chosen),
            "here": job_address(sheet, job),
            "is_job": True,
            "marked": _marked_address(sheet, job),
            "locked": locked,
        },
    )
    if stage.is_busy and not is_abandoned:
        response.headers["Refresh"] = f"{REFRESH_SECONDS}; url={request.path}"
    return response
