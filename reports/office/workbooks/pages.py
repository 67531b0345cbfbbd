"""The workbook of a directorate, and all of a year as a ZIP.

A directorate's is for those who answer for its sections; whoever sees the board may have any of
them and all together. For anybody else they do not exist.
"""

from __future__ import annotations

import io

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports.collect.workbooks.packing import file_name, write_all, zip_name
from reports.collect.workbooks.units import Directorate, directorate, directorates
from reports.collect.workbooks.writing import MEDIA_TYPE, workbook_of
from reports.collect.workflow import access
from reports.ground.actors import Visitor
from reports.office.board.pages import may_see

NO_YEAR = 10_000
"""From here on no year is asked for: an address may hold a number that no database takes."""


@never_cache
@require_safe
def workbook(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The tables that the person may open, of the sections that he or she may see."""
    found = unit_of(request.user, year, code)
    if found is None or not found.sheets(request.user):
        raise Http404
    content = workbook_of(found, now=timezone.now(), user=request.user)
    return _file(content, file_name(found), MEDIA_TYPE)


@never_cache
@require_safe
def workbooks(request: HttpRequest, year: int) -> HttpResponse:
    """Those of all directorates of a year."""
    if not may_see(request.user):
        raise PermissionDenied
    units = directorates(year) if year < NO_YEAR else []
    if not units:
        raise Http404
    out = io.BytesIO()
    write_all(out, units, now=timezone.now(), user=request.user)
    return _file(out.getvalue(), zip_name(year), "application/zip")


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def unit_of(user: Visitor, year: int, code: str) -> Directorate | None:
    """A directorate whose workbook a person may have, with the sections that he or she may see."""
    if year >= NO_YEAR:
        return None
    sections = access.visible_sections(user).filter(year=year).select_related("year")
    found = directorate(year, code, list(sections))
    if found is None or may_see(user):
        return found
    is_own = any(access.answers_for(user, section) for section in found.sections)
    return found if is_own else None


def urls() -> list[URLPattern]:
    """Addresses under the admin; joined to the site's `extra_urls`."""
    view = admin.site.admin_view
    return [
        path("calisma-kitabi/<int:year>/<slug:code>.xlsx", view(workbook), name="workbook"),
        path("calisma-kitaplari/<int:year>.zip", view(workbooks), name="workbooks"),
    ]
