"""The page on which a frozen report is signed: what is signed, whose turn it is, how, and uploads.

Signing happens outside, with the officer's own card and tool; the page hands out the PDF and takes
it back. What is done here with a click is an approval at most, never a signature.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kars_portal.lib.texts import whole_number
from reports.enums import JobState, PdfKind
from reports.ground.actors import signed_in
from reports.models import FiscalYear, FrozenReport, PdfExport, Report, SignatureUpload
from reports.office.shared.wording import person_name
from reports.present.editions import frozen_edition
from reports.present.pdf.address import short_code
from reports.present.pdf.data import data_package
from reports.present.pdf.files import is_abandoned as pdf_is_abandoned
from reports.present.pdf.jobs import is_lost, request_export
from reports.publish.signing import flow, receiving
from reports.publish.signing.believed import configured_trust
from reports.publish.signing.jobs import is_abandoned
from reports.publish.signing.record import damage_of
from reports.publish.signing.state import Standing, frozen_pdf, standing_of, to_sign
from reports.publish.signing.trust import TrustError
from reports.publish.versions import frozen_report

from .signing_lines import lines_of, may_see, past_of

FREEZE = "reports.publish_report"
MAKE_PDF = "reports.export_report_pdf"
REFRESH_SECONDS = 3
SHOWN_UPLOADS = 20

# Whatever a file holds, a browser must neither run it nor take it for something else.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class UploadForm(forms.Form):
    """The signed file and nothing else: it says itself who has signed."""

    file = forms.FileField(
        label="İmzalı PDF",
        allow_empty_file=True,
        error_messages={
            "required": "İmzalı PDF seçilmelidir.",
            "invalid": "Dosya gönderilemedi; imzalı PDF yeniden seçilmelidir.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
    )


@dataclass(frozen=True)
class Alert:
    """Why the file that was sent last was not taken, for the top of the page."""

    title: str
    sentences: tuple[str, ...]
    repeats: bool = False
    """Whether the cure is to judge the same file again, not to send another one."""


@never_cache
def page(request: HttpRequest, year: int) -> HttpResponse:
    """GET shows how the signatures stand; POST takes a file in, or starts broken-off work again."""
    if not may_see(request.user):
        raise PermissionDenied
    report = get_object_or_404(Report.objects.select_related("year"), pk=year)
    form = UploadForm()
    if request.method == "POST":
        step = request.POST.get("step", "upload")
        taken = {"upload": _upload, "repeat": _repeat, "pdf": _make_pdf}.get(step)
        if taken is None:
            raise Http404
        answer = taken(request, report)
        if isinstance(answer, HttpResponse):
            return answer
        form = answer
    return _show(request, report, form)


def _upload(request: HttpRequest, report: Report) -> HttpResponse | UploadForm:
    if not request.user.has_perm(flow.UPLOAD):
        raise PermissionDenied
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return form
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    by = signed_in(request.user)
    try:
        upload = receiving.receive(report, file.chunks(), file.size or 0, by=by)
    except flow.SigningError as error:
        form.add_error("file", str(error))
        return form
    if upload.is_accepted:
        messages.info(request, _("Bu dosya daha önce yüklenmiş ve kabul edilmiş."))
    else:
        messages.success(request, _("Dosya alındı; imzalar denetleniyor."))
    return HttpResponseRedirect(request.path)


def _repeat(request: HttpRequest, report: Report) -> HttpResponse:
    if not request.user.has_perm(flow.UPLOAD):
        raise PermissionDenied
    number = request.POST.get("upload", "")
    upload = get_object_or_404(
        SignatureUpload.objects.select_related("frozen"),
        pk=whole_number(number) or 0,
        frozen__year=report.year_id,
    )
    by = signed_in(request.user)
    try:
        receiving.repeat(upload, by=by)
    except flow.SigningError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Denetim yeniden başlatıldı."))
    return HttpResponseRedirect(request.path)


def _make_pdf(request: HttpRequest, report: Report) -> HttpResponse:
    """Ask again for a PDF that could not be made, or was removed."""
    if not request.user.has_perm(MAKE_PDF):
        raise PermissionDenied
    frozen = frozen_report(report)
    if frozen is None:
        messages.error(request, flow.NOT_FROZEN)
    else:
        by = signed_in(request.user)
        request_export(report.year, frozen, by=by)
    return HttpResponseRedirect(request.path)


def _show(request: HttpRequest, report: Report, form: UploadForm) -> HttpResponse:
    frozen = frozen_report(report)
    # Before what a verdict changes: whoever reads that all are judged reads what came of it.
    uploads = _uploads(frozen)
    state = standing_of(frozen) if frozen is not None else None
    making = _making(frozen, state)
    may_sign = request.user.has_perm(flow.UPLOAD)
    pdf = to_sign(state.frozen, state.last) if state else None
    # A form that was just refused stays as it is until its reader has read it; one that could be
    # filled in is not shown on a page that is about to be loaded again.
    making_it = making is not None and making.state != JobState.FAILED
    waits = (making_it or any(upload.is_active for upload in uploads)) and not form.is_bound
    has_pdf = pdf is not None and pdf.is_file()
    may_publish = request.user.has_perm(FREEZE)
    response = TemplateResponse(
        request,
        "office/release/signing/page.html",
        {
            **admin.site.each_context(request),
            "title": _("%(year)s raporunun imzası") % {"year": report.pk},
            "report": report,
            "frozen": frozen,
            "code": short_code(frozen.sha256) if frozen else "",
            "standing": state,
            "lines": lines_of(state) if state else (),
            "uploads": uploads,
            "making": making,
            "waits": waits,
            "has_pdf": has_pdf,
            "shows_form": may_sign and bool(state and state.missing) and has_pdf and not waits,
            "may_sign": may_sign,
            "may_fetch": may_sign or request.user.has_perm(MAKE_PDF),
            "may_make_pdf": request.user.has_perm(MAKE_PDF),
            "may_publish": may_publish,
            "freezers": _names(FREEZE) if frozen is None and not may_publish else (),
            "alert": _alert(form, state, uploads),
            "obstacle": (_distrust() or damage_of(state.last)) if state else "",
            "form": form,
            "past": past_of(report),
        },
    )
    if waits:
        # With the address: a browser does not load a page again whose own has a fragment.
        response.headers["Refresh"] = f"{REFRESH_SECONDS}; url={request.path}"
    return response


def _uploads(frozen: FrozenReport | None) -> list[SignatureUpload]:
    """Uploads of a freeze, newest first; one whose worker died is shown as broken off."""
    if frozen is None:
        return []
    found = SignatureUpload.objects.filter(frozen=frozen).select_related("uploaded_by")
    uploads = list(found[:SHOWN_UPLOADS])
    for upload in uploads:
        if is_abandoned(upload):
            upload.state = JobState.FAILED
    return uploads


def _alert(
    form: UploadForm, state: Standing | None, uploads: list[SignatureUpload]
) -> Alert | None:
    """What was wrong with the newest file; nothing once a newer one was accepted or is judged."""
    if form.errors:
        refused = tuple(str(error) for errors in form.errors.values() for error in errors)
        return Alert(_("Dosya alınmadı."), refused)
    newest = uploads[0] if uploads else None
    if newest is None or state is None or state.is_complete:
        return None
    sentences = (newest.sentence,) if newest.sentence else ()
    if newest.is_refused:
        return Alert(_("Son yüklenen dosya kabul edilmedi."), sentences)
    if newest.state == JobState.FAILED:
        return Alert(_("Son yüklenen dosyanın denetimi yarıda kaldı."), sentences, repeats=True)
    return None


def _names(permission: str) -> tuple[str, ...]:
    """Those who hold a permission by their role, by name; superusers are no office."""
    found = User.objects.with_perm(
        permission,
        include_superusers=False,
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return tuple(person_name(person) for person in found.order_by("first_name", "last_name", "pk"))


def _making(frozen: FrozenReport | None, state: Standing | None) -> PdfExport | None:
    """The PDF while it is not there yet: being made, or failed."""
    if frozen is None or state is None or state.last is not None:
        return None
    # Before its file is looked for: one that is ready meanwhile is then found.
    export = PdfExport.objects.filter(frozen=frozen, kind=PdfKind.REPORT).first()
    if frozen_pdf(frozen) is not None:
        return None
    if (
        export is None
        or export.state == JobState.DONE
        or pdf_is_abandoned(export)
        or is_lost(export)
    ):
        # It was never asked for, its file was removed, its worker or its job is gone: ask again.
        return PdfExport(
            year_id=frozen.year_id,
            frozen=frozen,
            state=JobState.FAILED,
            error=_("PDF üretilmemiş ya da dosyası bulunamıyor; yeniden istenebilir."),
        )
    return export


def _distrust() -> str:
    """Why no signature can be believed now."""
    try:
        return flow.NO_TRUST if configured_trust() is None else ""
    except (TrustError, OSError):
        return flow.BAD_TRUST


def current(request: HttpRequest) -> HttpResponse:
    """The report that waits for signatures, else the newest."""
    if not may_see(request.user):
        raise PermissionDenied
    frozen = FrozenReport.objects.filter(released_at__isnull=True, publication__isnull=True)
    year = frozen.order_by("-year_id").values_list("year_id", flat=True).first()
    if year is None:
        reports = FiscalYear.objects.filter(report__isnull=False)
        year = reports.order_by("-year").values_list("year", flat=True).first()
    if year is None:
        messages.info(request, _("Henüz bir rapor yok."))
        return HttpResponseRedirect(reverse("admin:index"))
    return HttpResponseRedirect(reverse("admin:signing", args=[year]))


@never_cache
@require_safe
def download(request: HttpRequest, year: int) -> HttpResponseBase:
    """What is to be signed next: the frozen PDF, or what was accepted last; byte for byte."""
    if not (request.user.has_perm(flow.UPLOAD) or request.user.has_perm(MAKE_PDF)):
        raise PermissionDenied
    frozen = _frozen(year)
    state = standing_of(frozen)
    file = to_sign(frozen, state.last)
    if file is None or not file.is_file():
        raise Http404
    signed = f"-{len(state.signatures)}-imzali" if state.signatures else ""
    return FileResponse(
        file.open("rb"),
        as_attachment=True,
        filename=f"faaliyet-raporu-{year}-s{frozen.version}{signed}.pdf",
        content_type="application/pdf",
        headers=HEADERS,
    )


@never_cache
@require_safe
def data(request: HttpRequest, year: int) -> HttpResponse:
    """The data inside the PDF, so that a signer can look at what is signed."""
    if not may_see(request.user):
        raise PermissionDenied
    frozen = _frozen(year)
    name = f"faaliyet-raporu-{year}-s{frozen.version}-veri-paketi.zip"
    return HttpResponse(
        data_package(frozen_edition(frozen)),
        content_type="application/zip",
        headers={**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'},
    )


def _frozen(year: int) -> FrozenReport:
    frozen = frozen_report(get_object_or_404(Report, pk=year))
    if frozen is None:
        raise Http404
    return frozen


def urls() -> list[URLPattern]:
    """Addresses under the admin; joined to the site's `extra_urls`."""
    view = admin.site.admin_view
    return [
        path("imza/", view(current), name="signing_now"),
        path("imza/<int:year>/", view(page), name="signing"),
        path("imza/<int:year>/pdf/", view(download), name="signing_file"),
        path("imza/<int:year>/veri/", view(data), name="signing_data"),
    ]
