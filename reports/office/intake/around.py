"""What all pages of a table's files share: the table under its rights, addresses, the head."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.collect.sheets.grid import Sheet
from reports.collect.workflow import access
from reports.models import IntakeJob
from reports.office.sheets.pages import closed_for, section_href, sheet_or_404

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def open_sheet(request: HttpRequest, year: int, section: str, sheet: str) -> tuple[Sheet, str]:
    """The sheet, and why nothing can be written into it now. A person who may never write here is
    refused.
    """
    found = sheet_or_404(request, year, section, sheet)
    closed = closed_for(request.user, found)
    if closed:
        raise PermissionDenied(closed)
    return found, access.state_problem(found.section)


def around(request: HttpRequest, sheet: Sheet) -> dict[str, object]:
    """What all pages of a table's files show."""
    sees = access.may_see_section(request.user, sheet.section)
    return {
        **admin.site.each_context(request),
        "title": _("Excel'den yükle: %(table)s") % {"table": sheet.title},
        "sheet": sheet,
        "section": sheet.section,
        "section_href": section_href(sheet.section) if sees else "",
        "year": str(sheet.section.year_id),
        "upload_href": reverse("admin:sheet_upload", args=place_of(sheet)),
    }


def workbook_response(content: bytes, name: str) -> HttpResponse:
    """A marked workbook to be kept."""
    disposition = f'attachment; filename="{name}-isaretli.xlsx"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def place_of(sheet: Sheet) -> list[int | str]:
    return [sheet.section.year_id, sheet.section.code, sheet.key]


def result_address(sheet: Sheet, done: int) -> str:
    """Of the `reports.models.Intake` with this key."""
    return reverse("admin:sheet_taken", args=[*place_of(sheet), done])


def job_address(sheet: Sheet, job: IntakeJob) -> str:
    return reverse("admin:sheet_job", args=[*place_of(sheet), job.token])
