"""Pages on which a file is taken into an entry sheet.

The file is read before any transaction. What is shown is tried out and taken back; what is
confirmed is the same file with the same choices, on rows that are still what they were.
"""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from reports.collect.intake.marking import marked_file
from reports.collect.intake.origins import refusal
from reports.collect.intake.preview import preview
from reports.collect.intake.taking import Refused, Upload, latest, take, undo
from reports.collect.reading.files import Unreadable, job_reach, read_file
from reports.collect.sheets.grid import Sheet
from reports.collect.workbooks.reading import Unfit, Workbook, require, workbook_in
from reports.collect.workbooks.units import directorate
from reports.collect.workflow import access
from reports.ground.actors import signed_in
from reports.models import Intake
from reports.office.sheets.pages import closed_for

from . import jobs, kept, showing
from .around import (
    around,
    job_address,
    open_sheet,
    place_of,
    result_address,
    workbook_response,
)
from .choices import Choices
from .job_pages import job_marked_page, job_page
from .places import places_page
from .reading import Read, read_kept

FILE, DIGEST, HASH, ACTION, UNDO = "dosya", "ozet", "sha256", "islem", "geri-al"
UNPROCESSABLE, CONFLICT = 422, 409


@never_cache
def upload_page(request: HttpRequest, year: int, section: str, sheet: str) -> HttpResponse:
    """Choose a file; it is looked at on the next page."""
    found, locked = open_sheet(request, year, section, sheet)
    if request.method == "POST" and not locked:
        upload = request.FILES.get(FILE)
        if not isinstance(upload, UploadedFile):
            return _upload(request, found, locked, _("Dosya seçilmedi; bir dosya seçilmelidir."))
        if (upload.size or 0) > job_reach().most_bytes:
            most = _("Dosya %(most)s MB sınırını aşıyor; tablo bölünerek yüklenmelidir.")
            text = most % {"most": job_reach().most_bytes // 2**20}
            return _upload(request, found, locked, text)
        content = upload.read()
        try:
            book = read_file(content)
            whole = workbook_in(book)
            if whole is not None:
                _require_own(request, found, whole)
        except Unfit as error:
            return _upload(request, found, locked, str(error))
        except Unreadable as error:
            if not error.is_too_large:
                return _upload(request, found, locked, str(error))
            return _as_job(request, found, upload.name or "", content)
        if whole is not None:
            # A directorate's workbook is taken as a whole, wherever it is uploaded.
            place = reverse("admin:workbook_upload", args=[whole.year, whole.unit])
            return HttpResponseRedirect(f"{place}{kept.keep(request, place, upload, content)}/")
        if problem := refusal(found, book):
            return _upload(request, found, locked, problem)
        token = kept.keep(request, found.address, upload, content)
        return HttpResponseRedirect(_address(found, token))
    return _upload(request, found, locked)


def _require_own(request: HttpRequest, sheet: Sheet, workbook: Workbook) -> None:
    """A workbook that leads away from a table's page leads to a page that the person may open, and
    never into another year. Raises Unfit.
    """
    year = sheet.section.year_id
    require(workbook, year=year, unit=workbook.unit, institution="")
    sections = access.visible_sections(request.user).filter(year=year).select_related("year")
    unit = directorate(year, workbook.unit, list(sections))
    sheets = unit.sheets(request.user) if unit is not None else ()
    if all(closed_for(request.user, own) for own in sheets):
        raise Unfit(
            _(
                "Çalışma kitabı «%(unit)s» için hazırlanmış; o müdürlüğün tabloları "
                "sorumluluğunuzda değil."
            )
            % {"unit": workbook.unit_name}
        )


def _as_job(request: HttpRequest, sheet: Sheet, name: str, content: bytes) -> HttpResponse:
    """What is too large for a page is looked at by the worker."""
    try:
        job = jobs.ask(sheet, signed_in(request.user), name, content)
    except Refused as refused:
        return _upload(request, sheet, "", str(refused))
    return HttpResponseRedirect(job_address(sheet, job))


def _upload(request: HttpRequest, sheet: Sheet, locked: str, problem: str = "") -> HttpResponse:
    status = CONFLICT if locked and request.method == "POST" else 200
    return TemplateResponse(
        request,
        "office/intake/upload.html",
        {
            **around(request, sheet),
            "locked": locked,
            "problem": problem,
            "before": latest(sheet),
            "columns": sheet.inputs,
        },
        status=UNPROCESSABLE if problem else status,
    )


@never_cache
def preview_page(
    request: HttpRequest, year: int, section: str, sheet: str, token: str
) -> HttpResponse:
    """What the file would change; confirmed (POST) as it was shown."""
    found, locked = open_sheet(request, year, section, sheet)
    try:
        file = kept.read(request, found.address, token)
    except kept.Gone:
        return _gone(request, found, token)
    given = request.POST if request.method == "POST" else request.GET
    try:
        read = read_kept(found, file, Choices.of(given))
    except Unreadable as error:
        return _upload(request, found, locked, str(error))
    if request.method != "POST":
        return _preview(request, found, read)
    if not file.is_shown(given.get(HASH)):
        return _preview(request, found, read, _("Onaylanan dosya gösterilen dosya değil."))
    upload = Upload(token, file.name, file.file_hash, str(given.get(DIGEST, "")))
    try:
        done = take(
            found, read.found, read.choices.decisions, upload, signed_in(request.user), read.names
        )
    except Refused as refused:
        return _preview(request, found, read, str(refused))
    kept.forget(request, token)
    return HttpResponseRedirect(result_address(found, done.pk))


def _preview(request: HttpRequest, sheet: Sheet, read: Read, problem: str = "") -> HttpResponse:
    shown = preview(sheet, read.found, read.choices.decisions, signed_in(request.user))
    query, here = urlencode(read.choices.fields), _address(sheet, read.file.token)
    marked = reverse("admin:sheet_marked", args=[*place_of(sheet), read.file.token])
    return TemplateResponse(
        request,
        "office/intake/preview.html",
        {
            **around(request, sheet),
            **showing.context(sheet, read, shown, here),
            "problem": problem,
            "marked": f"{marked}?{query}" if query else marked,
            "here": here,
        },
        status=CONFLICT if problem else 200,
    )


@never_cache
def marked_page(
    request: HttpRequest, year: int, section: str, sheet: str, token: str
) -> HttpResponse:
    """The uploaded workbook with its faulty cells marked and commented."""
    found, _locked = open_sheet(request, year, section, sheet)
    try:
        file = kept.read(request, found.address, token)
        read = read_kept(found, file, Choices.of(request.GET))
    except kept.Gone:
        return _gone(request, found, token)
    except Unreadable as error:
        return _upload(request, found, "", str(error))
    shown = preview(found, read.found, read.choices.decisions, signed_in(request.user))
    marks = {read.found.sheet.name: showing.marks_of(shown, found)}
    return workbook_response(marked_file(file.content, read.book, marks), found.key)


def _gone(request: HttpRequest, sheet: Sheet, token: str) -> HttpResponse:
    """A file that was confirmed already leads to what came of it."""
    known = Intake.objects.filter(token=token, section=sheet.section, sheet=sheet.key)
    done = known.defer("changes").first()
    if done is not None:
        return HttpResponseRedirect(result_address(sheet, done.pk))
    messages.error(
        request,
        _(
            "Yüklenen dosya artık yok: süresi dolmuş ya da başka bir kişi yüklemiş. Dosya "
            "yeniden yüklenmelidir."
        ),
    )
    return HttpResponseRedirect(reverse("admin:sheet_upload", args=place_of(sheet)))


@never_cache
def result_page(
    request: HttpRequest, year: int, section: str, sheet: str, number: int
) -> HttpResponse:
    """What a file changed; taken back (POST) while the section is open."""
    found, locked = open_sheet(request, year, section, sheet)
    known = Intake.objects.filter(pk=number, section=found.section, sheet=found.key)
    done = known.defer("changes").first()
    if done is None:
        raise Http404
    if request.method == "POST" and request.POST.get(ACTION) == UNDO:
        by = signed_in(request.user)
        try:
            if locked:
                raise Refused(locked)
            if done.undone_at is None and done.changed_rows >= jobs.LARGE:
                return HttpResponseRedirect(job_address(found, jobs.take_back(done, by)))
            undo(done, found, by)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Dosyadan alınanlar geri alındı."))
        return HttpResponseRedirect(result_address(found, done.pk))
    changes = showing.changes_of(done.first_changes, found)
    return TemplateResponse(
        request,
        "office/intake/result.html",
        {
            **around(request, found),
            "done": done,
            "changes": changes,
            "more_changes": done.changed_rows - len(changes),
            "locked": locked,
        },
    )


def _address(sheet: Sheet, token: str) -> str:
    return reverse("admin:sheet_preview", args=[*place_of(sheet), token])


def urls() -> list[URLPattern]:
    """Addresses under the admin, before those of the sheets themselves."""
    at = "veri-girisi/<int:year>/<path:section>/<slug:sheet>/dosya/"
    view = admin.site.admin_view
    return [
        path("veri-girisi/dosya/<str:table>/", view(places_page), name="table_files"),
        path(at, view(upload_page), name="sheet_upload"),
        path(f"{at}sonuc/<int:number>/", view(result_page), name="sheet_taken"),
        path(f"{at}is/<slug:token>/", view(job_page), name="sheet_job"),
        path(f"{at}is/<slug:token>/isaretli.xlsx", view(job_marked_page), name="sheet_job_marked"),
        path(f"{at}<slug:token>/", view(preview_page), name="sheet_preview"),
        path(f"{at}<slug:token>/isaretli.xlsx", view(marked_page), name="sheet_marked"),
    ]
