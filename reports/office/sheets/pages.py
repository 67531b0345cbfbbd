"""Pages of the entry sheets: one table of a section on one grid, filled in and saved in one step.

The grid is an ordinary form; the script beside it only makes it quicker.
"""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from reports.collect.sheets import Sheet, sheets_for
from reports.collect.sheets.pasting import Pasted
from reports.collect.sheets.saving import Outcome, review, save
from reports.collect.workflow import access
from reports.ground.actors import Visitor, signed_in
from reports.models import Section
from reports.office.sheets.findings import findings_of, notes_of
from reports.office.sheets.page import PageBuilder

ACTION, PASTE, BLOCK = "islem", "yapistir", "blok"
CONFLICT = 409


@never_cache
def sheet_page(request: HttpRequest, year: int, section: str, sheet: str) -> HttpResponse:
    """One sheet: shown, reviewed after a block was pasted, or saved (POST)."""
    found = _sheet(request, year, section, sheet)
    closed = _closed(request.user, found)
    if request.method != "POST":
        return _page(request, found, closed=closed)
    if closed:
        raise PermissionDenied(closed)
    if request.POST.get(ACTION) == PASTE:
        outcome, pasted = review(found, request.POST, request.POST.get(BLOCK, ""))
        return _page(request, found, outcome=outcome, pasted=pasted)
    outcome = save(found, request.POST, signed_in(request.user))
    if not outcome.saved:
        return _page(request, found, outcome=outcome, closed="")
    _say(request, outcome)
    return HttpResponseRedirect(found.address)


def _sheet(request: HttpRequest, year: int, code: str, key: str) -> Sheet:
    """A section that one may not see is not there, and neither are its sheets."""
    section = Section.objects.filter(year=year, code=code).first()
    if section is None or not access.may_see_section(request.user, section):
        raise Http404
    for sheet in sheets_for(request.user, section):
        if sheet.key == key and sheet.kind == "grid":
            return sheet
    raise Http404


def _closed(user: Visitor, sheet: Sheet) -> str:
    """Why a person may look but not write; empty where he or she may write.

    What the section's state forbids is told by `access.state_problem`.
    """
    if not user.has_perm(sheet.permission("change")):
        return _("Bu tabloyu görebilirsiniz; değiştirme yetkisi rolünüzde yok.")
    return "" if access.answers_for(user, sheet.section) else access.NOT_YOURS


def _say(request: HttpRequest, outcome: Outcome) -> None:
    if not outcome.changes:
        messages.info(request, _("Kaydedilecek bir değişiklik yok."))
        return
    text = ngettext(
        "%(number)s değişiklik kaydedildi.",
        "%(number)s değişiklik kaydedildi.",
        outcome.changes,
    ) % {"number": outcome.changes}
    others = len(outcome.merged.refreshed) + len(outcome.merged.added)
    if others:
        text += " " + _(
            "Siz yazarken başkalarının yaptığı %(number)s değişiklik de tablodadır."
        ) % {"number": others}
    messages.success(request, text)


def _page(
    request: HttpRequest,
    sheet: Sheet,
    *,
    outcome: Outcome | None = None,
    pasted: Pasted | None = None,
    closed: str = "",
) -> TemplateResponse:
    state = outcome.locked if outcome and outcome.locked else access.state_problem(sheet.section)
    rows = outcome.rows if outcome else sheet.rows()
    banner, marks = findings_of(sheet, rows)
    # What was typed stays in its inputs, even where it can't be saved any more.
    is_open = outcome is not None or not (closed or state)
    page = PageBuilder(sheet, request.user, marks, outcome, rows).build(is_open=is_open)
    refused = outcome is not None and (outcome.merged.conflicts or outcome.locked)
    return TemplateResponse(
        request,
        "office/sheets/sheet.html",
        {
            **admin.site.each_context(request),
            "title": sheet.title,
            "sheet": sheet,
            "section": sheet.section,
            "section_href": _section_href(sheet.section),
            "year": str(sheet.section.year_id),
            "last_year": str(sheet.section.year_id - 1),
            "page": page,
            "is_open": is_open,
            "closed": closed or state,
            "is_late": bool(outcome and outcome.locked),
            "progress": sheet.progress(),
            "pasted": pasted,
            "links": [n for n in sheet.links(request.user) if is_open or not n.writes],
            "findings_banner": banner,
            "section_notes": notes_of(sheet, request.user),
            "section_of_notes": sheet.section,
            "is_paste_open": bool(pasted and pasted.problems),
            "pasted_text": request.POST.get(BLOCK, "") if pasted and pasted.problems else "",
        },
        status=CONFLICT if refused else 200,
    )


def _section_href(section: Section) -> str:
    try:
        return section.get_absolute_url()
    except NoReverseMatch:
        return reverse("admin:index")


def urls() -> list[URLPattern]:
    """Addresses under the admin."""
    return [
        path(
            "veri-girisi/<int:year>/<path:section>/<slug:sheet>/",
            admin.site.admin_view(sheet_page),
            name="sheet",
        )
    ]
