"""Files of a whole version, and the answer for those who watch over the server."""

from __future__ import annotations

import logging

from django.db import DatabaseError, connection
from django.db.models import Q
from django.http import FileResponse, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports.enums import JobState, PdfKind
from reports.models import PdfExport, SignedFile
from reports.signing import files
from reports.site import downloads
from reports.site.pages import Page, public, show
from reports.site.standing import standing

from .datasets import file_response

log = logging.getLogger(__name__)


@public
def report_pdf(request: HttpRequest, page: Page) -> HttpResponseBase:
    """The file that was signed last, byte for byte, else the finished PDF of the version.

    A page that says so while there is none.
    """
    name = f"faaliyet-raporu-{page.year}-s{page.edition.version}.pdf"
    frozen_id = page.edition.frozen_id
    signed = SignedFile.objects.filter(frozen_id=frozen_id).order_by("-pk").first()
    if frozen_id is not None and signed is not None:
        return _signed_pdf(signed, name) or _pending(request, page)
    of_version = Q(publication_id=page.edition.publication_id)
    if page.edition.frozen_id is not None:
        of_version |= Q(frozen_id=page.edition.frozen_id)
    export = (
        PdfExport.objects.filter(of_version, state=JobState.DONE, kind=PdfKind.REPORT)
        .exclude(file="")
        .order_by("-finished_at", "-pk")
        .first()
    )
    if export is not None:
        try:
            content = export.file.open("rb")
        except FileNotFoundError:
            log.error("The file of PDF export %s is missing: %s", export.pk, export.file.name)
        else:
            response = FileResponse(content, filename=name, content_type="application/pdf")
            response.headers["ETag"] = f'"{export.sha256 or export.pk}"'
            return response
    return _pending(request, page)


def _signed_pdf(signed: SignedFile, name: str) -> HttpResponseBase | None:
    """The accepted file; None where it is missing: an unsigned one is no substitute for it."""
    try:
        content = files.path_of(signed.file).open("rb")
    except FileNotFoundError:
        log.error("The signed file %s is missing: %s", signed.pk, signed.file)
        return None
    response = FileResponse(content, filename=name, content_type="application/pdf")
    response.headers["ETag"] = f'"{signed.sha256}"'
    return response


def _pending(request: HttpRequest, page: Page) -> HttpResponseBase:
    page_response = show(request, page, "site/pdf_pending.html", _("PDF hazırlanıyor"))
    page_response.status_code = 503
    page_response.headers["Retry-After"] = "300"
    page_response.headers["Cache-Control"] = "no-store"
    return page_response


@public
def data_package(request: HttpRequest, page: Page) -> HttpResponseBase:
    """Every dataset of the version in one ZIP."""
    content = downloads.as_zip(page.edition, standing(page.edition))
    return file_response(page, content, "veri-paketi.zip", "application/zip", tells_standing=True)


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponseBase:
    """Whether the portal can answer: 200 when the database does, 503 when not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.exception("Health check: the database does not answer.")
        return JsonResponse({"durum": "veritabanına ulaşılamıyor"}, status=503)
    return JsonResponse({"durum": "iyi"})
