"""A filled-in workbook of a directorate: all its sheets in one preview, all of them or none."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from reports.collect.intake.marking import MOST_MARKED, marked_file
from reports.collect.intake.preview import Part, Preview, preview_all
from reports.collect.intake.taking import Refused, Upload, take_all, undo_all
from reports.collect.intake.workbooks import Taken, parts_of
from reports.collect.reading.cells import Book
from reports.collect.reading.files import PAGE, Unreadable, read_file
from reports.collect.sheets.grid import Sheet
from reports.collect.workbooks.reading import Unfit, Workbook, require, workbook_in
from reports.collect.workbooks.units import Directorate
from reports.collect.workflow import access
from reports.ground.actors import Visitor, signed_in
from reports.models import Intake
from reports.office.intake import kept, showing
from reports.office.intake.around import workbook_response
from reports.office.intake.choices import Choices
from reports.office.intake.pages import (
    ACTION,
    CONFLICT,
    DIGEST,
    FILE,
    HASH,
    UNDO,
    UNPROCESSABLE,
)

from .pages import unit_of


@dataclass
class Read:
    """A kept workbook, read, with what was chosen."""

    file: kept.Kept
    book: Book
    workbook: Workbook
    choices: Choices
    taken: Taken


@dataclass(frozen=True)
class ShownPart:
    """What would become of one table."""

    sheet: Sheet
    shown: Preview
    changes: tuple[object, ...]
    more_changes: int
    troubles: tuple[object, ...]
    more_troubles: int


def _open(request: HttpRequest, year: int, code: str) -> Directorate:
    """The directorate of which somebody may enter a table; for others it does not exist."""
    unit = unit_of(request.user, year, code)
    if unit is None:
        raise Http404
    if not any(_writes(request.user, sheet) for sheet in unit.sheets(request.user)):
        raise PermissionDenied(access.NOT_YOURS)
    return unit


def _writes(user: Visitor, sheet: Sheet) -> bool:
    return sheet.may(user, "change") and access.answers_for(user, sheet.section)


@never_cache
def upload_page(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Choose a workbook."""
    unit = _open(request, year, code)
    if request.method != "POST":
        return _upload(request, unit)
    upload = request.FILES.get(FILE)
    if not isinstance(upload, UploadedFile):
        return _upload(request, unit, _("Dosya seçilmedi; bir dosya seçilmelidir."))
    if (upload.size or 0) > PAGE.most_bytes:
        text = _("Çalışma kitabı %(most)s MB sınırını aşıyor; bu kadar büyük bir kitap verilmez.")
        return _upload(request, unit, text % {"most": PAGE.most_bytes // 2**20})
    content = upload.read()
    try:
        _workbook(unit, read_file(content))
    except (Unreadable, Unfit) as error:
        return _upload(request, unit, str(error))
    token = kept.keep(request, _place(unit), upload, content)
    return HttpResponseRedirect(_address(unit, token))


def _workbook(unit: Directorate, book: Book) -> Workbook:
    """The workbook of this directorate that a file is. Raises Unfit."""
    workbook = workbook_in(book)
    if workbook is None:
        raise Unfit(
            _(
                "Dosya portaldan indirilen bir çalışma kitabı değil. Tek bir tablonun dosyası, o "
                "tablonun sayfasındaki «Excel'den yükle» ile yüklenmelidir."
            )
        )
    require(workbook, year=unit.year, unit=unit.code, institution=unit.institution)
    return workbook


def _upload(request: HttpRequest, unit: Directorate, problem: str = "") -> HttpResponse:
    return TemplateResponse(
        request,
        "office/workbooks/upload.html",
        {**_around(request, unit), "problem": problem},
        status=UNPROCESSABLE if problem else 200,
    )


@never_cache
def preview_page(request: HttpRequest, year: int, code: str, token: str) -> HttpResponse:
    """What the workbook would change; confirmed (POST) as it was shown."""
    unit = _open(request, year, code)
    given = request.POST if request.method == "POST" else request.GET
    try:
        read = _read(request, unit, token, Choices.of(given))
    except kept.Gone:
        return _gone(request, unit, token)
    except (Unreadable, Unfit) as error:
        return _upload(request, unit, str(error))
    if request.method != "POST":
        return _preview(request, unit, read)
    if not read.file.is_shown(given.get(HASH)):
        return _preview(request, unit, read, _("Onaylanan dosya gösterilen dosya değil."))
    name, file_hash = read.file.name, read.file.file_hash
    parts = [
        (part, Upload(token, name, file_hash, str(given.get(_digest_name(part.sheet), ""))))
        for part in read.taken.parts
    ]
    try:
        take_all(parts, signed_in(request.user))
    except Refused as refused:
        return _preview(request, unit, read, str(refused))
    kept.forget(request, token)
    return HttpResponseRedirect(_result_address(unit, token))


def _digest_name(sheet: Sheet) -> str:
    return f"{DIGEST}.{sheet.section.code}.{sheet.key}"


def _read(request: HttpRequest, unit: Directorate, token: str, choices: Choices) -> Read:
    file = kept.read(request, _place(unit), token)
    book = read_file(file.content)
    workbook = _workbook(unit, book)
    sheets = unit.sheets(request.user)
    taken = parts_of(workbook, book, sheets, request.user, choices.decisions)
    return Read(file, book, workbook, choices, taken)


def _preview(
    request: HttpRequest, unit: Directorate, read: Read, problem: str = ""
) -> HttpResponse:
    previews = preview_all(read.taken.parts, signed_in(request.user))
    pairs = list(zip(read.taken.parts, previews, strict=True))
    speaking = [_shown(part, shown) for part, shown in pairs if _says(shown)]
    query, here = urlencode(read.choices.fields), _address(unit, read.file.token)
    marked = f"{here}isaretli.xlsx"
    changing = [(part, shown) for part, shown in pairs if shown.changes]
    return TemplateResponse(
        request,
        "office/workbooks/preview.html",
        {
            **_around(request, unit),
            "problem": problem,
            "file": read.file,
            "workbook": read.workbook,
            "notes": read.taken.notes,
            "choices": read.choices,
            "parts": speaking,
            "silent": len(pairs) - len(speaking),
            "new": sum(len(shown.new) for _part, shown in pairs),
            "cells": sum(shown.cells for _part, shown in pairs),
            "trouble_count": sum(len(shown.troubles) for _part, shown in pairs),
            "erasures": sum(len(shown.filling.erasures) for _part, shown in pairs),
            "conflicts": [c for _part, shown in pairs for c in shown.conflicts],
            "can_be_taken": bool(changing)
            and all(not _stands_against(shown) for _part, shown in pairs),
            "digests": {_digest_name(part.sheet): shown.digest for part, shown in changing},
            "marked": f"{marked}?{query}" if query else marked,
            "most_marked": MOST_MARKED,
            "is_marked_whole": sum(len(shown.troubles) for _p, shown in pairs) <= MOST_MARKED,
            "here": here,
        },
        status=CONFLICT if problem else 200,
    )


def _says(shown: Preview) -> bool:
    """Whether a table is worth showing: something of it changes, waits, or is wrong."""
    return bool(shown.changes or shown.troubles or shown.conflicts or shown.filling.erasures)


def _stands_against(shown: Preview) -> bool:
    """Whether the workbook can't be taken for what one of its sheets says."""
    if shown.troubles or shown.asks_erasure or shown.conflicts:
        return True
    return bool(shown.locked and shown.changes)


def _shown(part: Part, shown: Preview) -> ShownPart:
    changes, more_changes = showing.shortened(shown.changes)
    troubles, more_troubles = showing.shortened(showing.troubles_of(shown, part.sheet))
    return ShownPart(
        part.sheet, shown, tuple(changes), more_changes, tuple(troubles), more_troubles
    )


@never_cache
def marked_page(request: HttpRequest, year: int, code: str, token: str) -> HttpResponse:
    """The workbook with its faulty cells marked; it can be filled in again and uploaded."""
    unit = _open(request, year, code)
    try:
        read = _read(request, unit, token, Choices.of(request.GET))
    except kept.Gone:
        return _gone(request, unit, token)
    except (Unreadable, Unfit) as error:
        return _upload(request, unit, str(error))
    previews = preview_all(read.taken.parts, signed_in(request.user))
    marks = {
        part.found.sheet.name: showing.marks_of(shown, part.sheet)
        for part, shown in zip(read.taken.parts, previews, strict=True)
        if shown.troubles
    }
    marked = marked_file(read.file.content, read.book, marks)
    return workbook_response(marked, f"calisma-kitabi-{unit.year}-{unit.code}")


@never_cache
def result_page(request: HttpRequest, year: int, code: str, token: str) -> HttpResponse:
    """What a workbook changed, table by table; taken back (POST) as a whole."""
    unit = _open(request, year, code)
    sheets = {(sheet.section.pk, sheet.key): sheet for sheet in unit.sheets(request.user)}
    taken = (
        Intake.objects.filter(token=token).defer("changes").select_related("section").order_by("pk")
    )
    done = [
        (intake, sheet)
        for intake in taken
        if (sheet := sheets.get((intake.section_id, intake.sheet))) is not None
    ]
    if not done:
        raise Http404
    if request.method == "POST" and request.POST.get(ACTION) == UNDO:
        # Also of a table that this person does not see (any more): all go back, or none.
        is_whole = len(done) == len(taken)
        if not is_whole or not all(_writes(request.user, sheet) for _intake, sheet in done):
            raise PermissionDenied(access.NOT_YOURS)
        try:
            undo_all(done, signed_in(request.user))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Dosyadan alınanlar geri alındı."))
        return HttpResponseRedirect(_result_address(unit, token))
    first = done[0][0]
    return TemplateResponse(
        request,
        "office/workbooks/result.html",
        {
            **_around(request, unit),
            "done": first,
            "lines": done,
            "is_undone": all(intake.undone_at for intake, _sheet in done),
        },
    )


def _gone(request: HttpRequest, unit: Directorate, token: str) -> HttpResponse:
    if Intake.objects.filter(token=token).exists():
        return HttpResponseRedirect(_result_address(unit, token))
    messages.error(
        request,
        _(
            "Yüklenen dosya artık yok: süresi dolmuş ya da başka bir kişi yüklemiş. Dosya "
            "yeniden yüklenmelidir."
        ),
    )
    return HttpResponseRedirect(_place(unit))


def _around(request: HttpRequest, unit: Directorate) -> dict[str, object]:
    return {
        **admin.site.each_context(request),
        "title": _("Çalışma kitabını yükle: %(unit)s") % {"unit": unit.name},
        "unit": unit,
        "year": str(unit.year),
        "upload_href": _place(unit),
        "workbook_href": reverse("admin:workbook", args=[unit.year, unit.code]),
    }


def _place(unit: Directorate) -> str:
    return reverse("admin:workbook_upload", args=[unit.year, unit.code])


def _address(unit: Directorate, token: str) -> str:
    return reverse("admin:workbook_preview", args=[unit.year, unit.code, token])


def _result_address(unit: Directorate, token: str) -> str:
    return reverse("admin:workbook_taken", args=[unit.year, unit.code, token])


def urls() -> list[URLPattern]:
    """Addresses under the admin."""
    at = "calisma-kitabi/<int:year>/<slug:code>/yukle/"
    view = admin.site.admin_view
    return [
        path(at, view(upload_page), name="workbook_upload"),
        path(f"{at}<slug:token>/", view(preview_page), name="workbook_preview"),
        path(f"{at}<slug:token>/isaretli.xlsx", view(marked_page), name="workbook_marked"),
        path(f"{at}<slug:token>/sonuc/", view(result_page), name="workbook_taken"),
    ]
