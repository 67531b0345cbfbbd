"""Is a PDF or a print-out a published report? For everybody, without a session; nothing is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from reports.present.editions import published_years
from reports.publish.verification.codes import Found, Standing, look_up, normal
from reports.publish.verification.judge import MAX_BYTES, judge
from reports.publish.verification.signed import signatures_of
from reports.publish.verification.slots import Busy
from reports.site.page import Link
from reports.site.pages import ASK, open_page, show
from reports.site.uploads import OneFileInMemory
from reports.site.verdicts import VersionFacts, code_json, signer_lines, verdict_json

FILE = "dosya"
CODE = "kod"
RETRY_SECONDS = 20
MOST_REQUEST_BYTES = 4 * MAX_BYTES
"""A request that says it is longer is not even read to its end."""


# No cookie is read and nothing is changed, so there is nothing that another site could forge; a
# token would set a cookie and keep machines out.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: HttpRequest) -> HttpResponseBase:
    """The form; a posted file is answered with the verdict on it."""
    if request.method == "POST":
        return _posted(request)
    typed = request.GET.get(CODE, "")
    if not typed.strip():
        return _cached(_page(request, "site/verification.html", _("Rapor doğrulama"), is_form=True))
    code = normal(typed)
    if code is None:
        return _cached(_form(request, code_error=_code_error(), typed=typed[:80], status=400))
    return redirect("site:verification_code", code=code)


@require_safe
def code(request: HttpRequest, code: str) -> HttpResponseBase:
    """What the portal knows of the print-out that carries a code."""
    normalised = _normal(code)
    if normalised != code:
        return redirect("site:verification_code", code=normalised, permanent=True)
    found = look_up(code)
    if found.standing is not Standing.PUBLISHED:
        title = _("Baskı doğrulama")
        page = _page(request, "site/verification_unknown.html", title, sub=True, found=found)
        page.status_code = 404
        return _cached(page)
    versions = [
        (VersionFacts(edition), signed, signer_lines(signed))
        for edition in found.editions
        for signed in [signatures_of(edition)]
    ]
    page = _page(
        request,
        "site/verification_code.html",
        _("Baskı doğrulama"),
        sub=True,
        found=found,
        versions=versions,
    )
    return _cached(page)


@require_safe
def code_file(request: HttpRequest, code: str) -> HttpResponseBase:
    """The same for machines."""
    found: Found = look_up(_normal(code))
    content = code_json(found, [signatures_of(edition) for edition in found.editions])
    status = 200 if found.standing is Standing.PUBLISHED else 404
    return _cached(_json(content, status))


@never_cache
@sensitive_variables("content", "upload")
def _posted(request: HttpRequest) -> HttpResponseBase:
    if _length(request) > MOST_REQUEST_BYTES:
        return _refused(request, "too_large", 413)
    upload = OneFileInMemory(request, FILE, MAX_BYTES)
    request.upload_handlers = [upload]
    file = request.FILES.get(FILE)
    if upload.is_too_large:
        return _refused(request, "too_large", 413)
    content = file.read() if file else b""
    if not content:
        return _refused(request, "no_file", 400)
    try:
        verdict = judge(content)
    except Busy:
        response = _refused(request, "busy", 503)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    if _wants_json(request):
        return _json(verdict_json(verdict))
    return _page(
        request,
        "site/verification_verdict.html",
        _("Doğrulama sonucu: %s") % verdict.tone.word,
        sub=True,
        verdict=verdict,
        version=VersionFacts(verdict.edition) if verdict.edition else None,
        signers=signer_lines(verdict.signed),
    )


def _refused(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """An answer without a verdict: the form with the sentence, or the sentence alone."""
    sentence = {
        "too_large": _("Dosya %s MB sınırını aşıyor; portalın yayımladığı dosyalar daha küçüktür.")
        % (MAX_BYTES // 2**20),
        "no_file": _("PDF dosyası seçilmemiş veya dosya boş; seçilip yeniden gönderilmelidir."),
        "busy": _("Şu anda başka dosyalar inceleniyor; yarım dakika sonra yeniden denenebilir."),
    }[why]
    if _wants_json(request):
        return _json({"error": why, "sentence": sentence}, status)
    return _form(request, file_error=sentence, status=status)


def _form(
    request: HttpRequest,
    *,
    code_error: str = "",
    file_error: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    response = _page(
        request,
        "site/verification.html",
        _("Rapor doğrulama"),
        is_form=True,
        code_error=code_error,
        file_error=file_error,
        typed=typed,
    )
    response.status_code = status
    return response


def _page(
    request: HttpRequest, template: str, title: str, *, sub: bool = False, **context: object
) -> HttpResponse:
    """With the menu of the newest year, where there is one."""
    years = published_years()
    context |= {"limit": MAX_BYTES // 2**20}
    if not years:
        return render(request, template, {"title": title, **context})
    trail = (Link(_("Rapor doğrulama"), reverse("site:verification")),) if sub else ()
    return show(request, open_page(years[0], None), template, title, trail=trail, **context)


def _json(content: dict[str, object], status: int = 200) -> JsonResponse:
    return JsonResponse(
        content, status=status, json_dumps_params={"ensure_ascii": False, "indent": 2}
    )


def _cached(response: HttpResponse) -> HttpResponse:
    """Asked again each time: a version is superseded without its page knowing."""
    response.headers["Cache-Control"] = ASK
    return response


def _normal(code: str) -> str:
    """The address lets nothing else through than what has a normal form."""
    normalised = normal(code)
    assert normalised is not None  # noqa: S101 - see CodeConverter
    return normalised


def _code_error() -> str:
    return _(
        "Kod on iki haneli olmalıdır: 0–9 rakamları ve A–F harfleri. Örnek biçim: 0A1B-2C3D-4E5F."
    )


def _length(request: HttpRequest) -> int:
    """What the request says of its length."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
