"""Files of a whole version, and the answer for those who watch over the server."""

from __future__ import annotations

import logging

from django.db import DatabaseError, connection
from django.http import FileResponse, Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports.enums import PdfKind
from reports.models import Publication
from reports.present import downloads, shapes
from reports.present.pdf.files import stem
from reports.present.pdf.jobs import request_in_public
from reports.present.standing import standing
from reports.publish.signing.readers import public_file
from reports.site.page import Page
from reports.site.pages import public, show

from .datasets import file_response

log = logging.getLogger(__name__)


@public
def report_pdf(request: HttpRequest, page: Page) -> HttpResponseBase:
    """The file that was signed last, byte for byte, else the finished PDF of the version.

    A page that says so while there is none.
    """
    return _pdf(request, page, PdfKind.REPORT)


@public
def summary_pdf(request: HttpRequest, page: Page) -> HttpResponseBase:
    """The citizens' summary of the version."""
    return _pdf(request, page, PdfKind.SUMMARY)


@public
def unit_pdf(request: HttpRequest, page: Page, code: str) -> HttpResponseBase:
    """The unit report of a directorate."""
    if code not in shapes.departments(page.document):
        raise Http404(_("Bu yılın raporunda böyle bir müdürlük yok."))
    return _pdf(request, page, PdfKind.UNIT, code)


def _pdf(request: HttpRequest, page: Page, kind: PdfKind, unit: str = "") -> HttpResponseBase:
    """The file of a print; asked for in the background by its first reader."""
    file = public_file(page.edition, kind, unit)
    if file is not None:
        name = f"{stem(page.year, kind, unit)}-s{page.edition.version}.pdf"
        response = FileResponse(file.path.open("rb"), filename=name, content_type="application/pdf")
        response.headers["ETag"] = f'"{file.tag}"'
        return response
    # The report itself is asked for when it is frozen and published.
    if kind is not PdfKind.REPORT and request.method == "GET":
        versions = Publication.objects.filter(year_id=page.edition.year)
        request_in_public(versions.get(version=page.edition.version), kind, unit)
    return _pending(request, page, kind)


def _pending(request: HttpRequest, page: Page, kind: PdfKind) -> HttpResponseBase:
    title = _("PDF hazırlanıyor")
    page_response = show(request, page, "site/pdf_pending.html", title, print=kind.value)
    page_response.status_code = 503
    page_response.headers["Retry-After"] = "300" if kind is PdfKind.REPORT else "30"
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
