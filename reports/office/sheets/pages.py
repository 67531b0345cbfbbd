"""Pages of the entry sheets: one table of a section on one grid, filled in and saved in one step.

The grid is an ordinary form; the script beside it only makes it quicker.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from reports.collect.checking import latest_or_none
from reports.collect.sheets import Sheet, sheets_for
from reports.collect.sheets.pasting import Pasted
from reports.collect.sheets.saving import Outcome, cell_problems, look, review, save
from reports.collect.sheets.unchanged import confirm, confirmed, progress_with
from reports.collect.workflow import access
from reports.ground.actors import Visitor, signed_in
from reports.models import Section
from reports.office.findings.way import FINDING, wanted_spot
from reports.office.shared.back import BACK, back_of, with_query
from reports.office.sheets.findings import findings_of, notes_of
from reports.office.sheets.page import PageBuilder

ACTION, BLOCK = "islem", "blok"
PASTE, CHECK, UNCHANGED = "yapistir", "denetle", "degismedi"
CONFLICT = 409
MARK_LENGTH = 64


@never_cache
def sheet_page(request: HttpRequest, year: int, section: str, sheet: str) -> HttpResponse:
    """One sheet: shown, a cell of it checked while it is typed, reviewed after a block was pasted,
    or saved (POST).
    """
    return answer(request, sheet_or_404(request, year, section, sheet))


def answer(request: HttpRequest, found: Sheet, lead: str = "", **about: object) -> HttpResponse:
    """The same for a sheet that a page of its own has found; `lead` is a template that stands above
    the table, `about` what it is told.
    """
    closed = closed_for(request.user, found)
    told = {"lead": lead, **about}
    if request.method != "POST":
        return _page(request, found, told, closed=closed)
    if closed:
        raise PermissionDenied(closed)
    if request.POST.get(ACTION) == CHECK:
        return JsonResponse({"problems": cell_problems(found, request.POST)})
    if request.POST.get(ACTION) == UNCHANGED:
        if not found.can_be_confirmed:
            raise PermissionDenied
        seen = look(found, request.POST)
        if not seen.merged.is_nothing or seen.merged.problems:
            messages.warning(
                request, _("Tabloya yazılanlar var; önce kaydedilmeli ya da silinmelidir.")
            )
            return _page(request, found, told, outcome=seen)
        confirm(found, signed_in(request.user))
        messages.success(request, _("Tablonun bu yıl için böyle kaldığı kaydedildi."))
        return HttpResponseRedirect(_here(request, found))
    if request.POST.get(ACTION) == PASTE:
        outcome, pasted = review(found, request.POST, request.POST.get(BLOCK, ""))
        return _page(request, found, told, outcome=outcome, pasted=pasted)
    outcome = save(found, request.POST, signed_in(request.user))
    if not outcome.saved:
        return _page(request, found, told, outcome=outcome, closed="")
    _say(request, outcome)
    return HttpResponseRedirect(_here(request, found))


def _here(request: HttpRequest, sheet: Sheet) -> str:
    """The sheet with the way back that its address names."""
    mark = request.GET.get(FINDING, "")[:MARK_LENGTH]
    return with_query(sheet.address, (FINDING, mark), (BACK, back_of(request)))


def sheet_or_404(request: HttpRequest, year: int, code: str, key: str) -> Sheet:
    """A section that one may not see is not there, and neither are its sheets."""
    section = Section.objects.filter(year=year, code=code).first()
    if section is None or not access.may_see_section(request.user, section):
        raise Http404
    for sheet in sheets_for(request.user, section):
        if sheet.key == key and sheet.kind == "grid":
            return sheet
    raise Http404


def closed_for(user: Visitor, sheet: Sheet) -> str:
    """Why a person may look but not write; empty where he or she may write.

    What the section's state forbids is told by `access.state_problem`.
    """
    if not sheet.may(user, "change"):
        return _("Bu tabloyu görebilirsiniz; değiştirme yetkisi rolünüzde yok.")
    return "" if sheet.is_entered_by(user) else access.NOT_YOURS


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
    told: Mapping[str, object],
    *,
    outcome: Outcome | None = None,
    pasted: Pasted | None = None,
    closed: str = "",
) -> TemplateResponse:
    state = outcome.locked if outcome and outcome.locked else access.state_problem(sheet.section)
    rows = outcome.rows if outcome else sheet.rows()
    banner, marks = findings_of(sheet, rows)
    # Whoever enters one row only learns nothing of the rest of the section.
    sees = access.may_see_section(request.user, sheet.section)
    # What was typed stays in its inputs, even where it can't be saved any more.
    is_open = outcome is not None or not (closed or state)
    places = frozenset(pasted.cells) if pasted else frozenset()
    mark = request.GET.get(FINDING, "")
    # A page that says what was wrong with what was typed leads there, not to where one came from.
    wanted = wanted_spot(latest_or_none(sheet.year), sheet, mark, rows) if not outcome else None
    builder = PageBuilder(sheet, request.user, marks, outcome, rows, places, wanted)
    page = builder.build(is_open=is_open)
    merged = outcome.merged if outcome and pasted is None else None
    refused = outcome and (outcome.locked or (merged and (merged.conflicts or merged.proposed)))
    return TemplateResponse(
        request,
        "office/sheets/sheet.html",
        {
            **admin.site.each_context(request),
            "title": sheet.title,
            "sheet": sheet,
            "section": sheet.section,
            "section_href": section_href(sheet.section) if sees else "",
            "year": str(sheet.section.year_id),
            "last_year": str(sheet.section.year_id - 1),
            "page": page,
            "is_open": is_open,
            "closed": closed or state,
            "is_late": bool(outcome and outcome.locked),
            "progress": progress_with(sheet, confirmed([sheet.section])),
            "pasted": pasted,
            "links": [n for n in sheet.links(request.user) if is_open or not n.writes],
            "findings_banner": banner if sees else None,
            "back": back_of(request),
            "mark": mark,
            "wanted": page.wanted,
            "section_notes": notes_of(sheet, request.user) if sees else (),
            "section_of_notes": sheet.section,
            "is_paste_open": bool(pasted and pasted.problems),
            "pasted_text": request.POST.get(BLOCK, "") if pasted and pasted.problems else "",
            **told,
        },
        status=CONFLICT if refused else 200,
    )


def section_href(section: Section) -> str:
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
