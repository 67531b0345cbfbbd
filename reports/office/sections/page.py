"""The page of one section: where it stands, what it owes, its findings, steps and history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from reports.collect.checking import Counts, Run, latest_or_none
from reports.collect.owed import filled, owed
from reports.collect.wording.taking import closed, text_of
from reports.collect.workflow import access, steps
from reports.collect.workflow.actions import WorkflowError
from reports.collect.workflow.notes import open_notes
from reports.core import registry
from reports.core.documents import Document, FindingValue
from reports.core.documents.model import ProseBlock
from reports.core.registry import Unit
from reports.ground.actors import signed_in
from reports.models import Narrative, Section
from reports.office.board.lines import board_lines
from reports.office.findings.alike import Alike
from reports.office.findings.desk import Desk, Item
from reports.office.shared.noted import noted
from reports.office.shared.sight import seen_findings
from reports.office.shared.wording import what_next
from reports.office.texts.places import word_address
from reports.present.editions import edition
from reports.present.links import SiteLinks
from reports.present.render.blocks import resolve_links

from .forms import STEP_NAMES, Places, StepForm, step_form
from .story import PER_PAGE, story

NEWEST = 6
"""Entries of the history on the section's own page."""


@never_cache
def section(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Everything about a section; POST takes one of its steps."""
    found = _section(request, year, code)
    run = latest_or_none(found.year)
    document = run.document if run is not None else None
    mine = _findings(request, run, found)
    items = owed(request.user, [found])[found.pk]
    places = Places.of(found, document, mine, items)
    taken: StepForm | None = None
    if request.method == "POST":
        taken = _posted(request, found, places)
        if taken.form.is_valid() and _take(request, found, taken):
            # Without a place of its own, browsers keep that of the form, which is done with.
            return HttpResponseRedirect(f"{found.get_absolute_url()}#page")
        # What somebody else did in the meantime is shown with the refusal.
        found = _section(request, year, code)
        items = owed(request.user, [found])[found.pk]
    [line] = board_lines(request.user, found.year, {found.code})
    access.know_owners([found], {found.pk} if line.unit else set())
    possible = steps.offered(request.user, found, frozen=steps.is_frozen(year))
    told = story(found, request.user, document)
    desk = Desk(run, request.user) if run is not None else None
    return _page(
        request,
        "office/sections/section.html",
        found,
        line=line,
        next=what_next(found, possible),
        no_head=_lacks_head(line.unit, found),
        notes=noted(found, open_notes(found), document, request.user)
        if found.stage.is_editable
        else (),
        items=items,
        filled=filled(items),
        listed=_listed(desk, mine),
        may_waive=request.user.has_perm("reports.waive_finding"),
        forms=_forms(request, found, places, possible, taken),
        place_rows=places.rows(),
        entries=told[:NEWEST],
        entry_count=len(told),
        last_text=_last_text(found),
        word_href=_word_address(request, found),
        draft_href=_draft_address(found, document),
        last_year=str(year - 1),
        workbook=_workbook(request, line.unit, found),
        years=_years(request, found),
    )


@never_cache
def history(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The whole story of a section."""
    found = _section(request, year, code)
    run = latest_or_none(found.year)
    told = story(found, request.user, run.document if run is not None else None)
    page = Paginator(told, PER_PAGE).get_page(request.GET.get("sayfa"))
    return _page(
        request,
        "office/sections/history.html",
        found,
        heading=_("%(title)s: geçmiş") % {"title": found.title},
        page=page,
        pages=list(page.paginator.get_elided_page_range(page.number))
        if page.paginator.num_pages > 1
        else [],
        trail=reverse("admin:trail"),
    )


def _section(request: HttpRequest, year: int, code: str) -> Section:
    """The section, or 404: whoever may not see it does not learn that it is there."""
    wanted = access.visible_sections(request.user).filter(year=year, code=code)
    found = wanted.select_related("year", "last_edited_by").first()
    if found is None:
        raise Http404
    return found


# -- steps -------------------------------------------------------------------------------------


def _posted(request: HttpRequest, found: Section, places: Places) -> StepForm:
    name = request.POST.get("step", "")
    if name not in STEP_NAMES:
        raise Http404
    return step_form(name, found, signed_in(request.user), places, request.POST)


def _take(request: HttpRequest, found: Section, taken: StepForm) -> bool:
    """Take the step, or say at its form why not. Raises PermissionDenied without the right."""
    try:
        taken.take(found, signed_in(request.user))
    except WorkflowError as error:
        taken.form.add_error(None, str(error))
        return False
    messages.success(
        request, _("%(step)s: %(title)s.") % {"step": taken.label, "title": found.title}
    )
    return True


def _forms(
    request: HttpRequest,
    found: Section,
    places: Places,
    possible: Iterable[steps.Step],
    taken: StepForm | None,
) -> list[StepForm]:
    """The steps that can be taken now; one that was refused stays with what was typed."""
    forms = []
    names = [step.name for step in possible]
    if taken is not None and taken.name not in names:
        names.insert(0, taken.name)
    for name in names:
        is_taken = taken is not None and taken.name == name
        forms.append(taken if is_taken else step_form(name, found, signed_in(request.user), places))
    return [form for form in forms if form is not None]


# -- what stands on the page -------------------------------------------------------------------


def _findings(request: HttpRequest, run: Run | None, found: Section) -> list[FindingValue]:
    if run is None:
        return []
    codes = run.section_codes
    return [f for f in seen_findings(request.user, run) if codes.get(f.mark) == found.code]


@dataclass(frozen=True)
class Listed:
    """The section's findings in lines, by what they ask for, and how many there are of each."""

    wrong: list[Alike[Item]]
    awaited: list[Alike[Item]]
    waived: list[Alike[Item]]
    counts: Counts


def _listed(desk: Desk | None, findings: list[FindingValue]) -> Listed | None:
    if desk is None:
        return None
    run, found = desk.run, desk.sorted(findings)

    def lines(wanted: Callable[[FindingValue], bool]) -> list[Alike[Item]]:
        return [desk.items(line) for line in desk.alike(filter(wanted, found))]

    return Listed(
        lines(run.is_wrong),
        lines(lambda finding: finding.mark in run.awaited),
        lines(lambda finding: finding.is_waived),
        run.counted(findings),
    )


def _lacks_head(unit: Unit | None, found: Section) -> bool:
    """Whether a delivery waits for an approval that nobody can give."""
    if unit is None or found.approved or found.stage.is_finished:
        return False
    return not any(person.has_perm(steps.APPROVE.permission) for person in unit.members)


def _last_text(found: Section) -> SafeString | str:
    """Last year's text as it was published, else as it stands in the rows; empty without one."""
    year = found.year_id - 1
    published = edition(year)
    node = published.document.node_by_code.get(found.code) if published is not None else None
    if published is not None and node is not None:
        links = SiteLinks(published.document)
        parts = [b.html for b in node.blocks if isinstance(b, ProseBlock)]
        # Safe: cleaned when the document was built.
        return mark_safe("".join(resolve_links(html, links) for html in parts))  # noqa: S308
    table = registry.work_tables()["reports.narrative"]
    texts = Narrative.objects.filter(table.within([found.code]), year=year).order_by("section")
    return mark_safe("".join(linebreaks(text.body, autoescape=True) for text in texts))  # noqa: S308


def _workbook(request: HttpRequest, unit: Unit | None, found: Section) -> tuple[str, ...]:
    """The workbook of the section's directorate, for those who fill it in: out and in."""
    if unit is None or not access.answers_for(request.user, found):
        return ()
    args = [found.year_id, unit.code]
    return (reverse("admin:workbook", args=args), reverse("admin:workbook_upload", args=args))


def _word_address(request: HttpRequest, found: Section) -> str:
    """Where the section's text is taken from a Word file; empty where one may not change it."""
    text = text_of(found.year, found.code)
    return "" if closed(request.user, text) else word_address(text)


def _draft_address(found: Section, document: Document | None) -> str:
    """The section as its page will be; empty where the document has none for it."""
    node = document.node_by_code.get(found.code) if document is not None else None
    return reverse("admin:draft_section", args=[found.year_id, node.slug]) if node else ""


def _years(request: HttpRequest, found: Section) -> list[tuple[str, str]]:
    """The same section in other years, newest first."""
    others = access.visible_sections(request.user).filter(code=found.code).exclude(pk=found.pk)
    return [
        (_("%(year)s yılındaki bölüm") % {"year": other.year_id}, other.get_absolute_url())
        for other in others
    ]


def _page(
    request: HttpRequest, template: str, found: Section, **context: object
) -> TemplateResponse:
    return TemplateResponse(
        request,
        template,
        {
            **admin.site.each_context(request),
            "title": context.pop("heading", found.title),
            "section": found,
            "year": str(found.year_id),
            **context,
        },
    )


def urls() -> list[URLPattern]:
    """Addresses under the admin; joined to the site's `extra_urls`."""
    view = admin.site.admin_view
    return [
        path("bolum/<int:year>/<path:code>/gecmis/", view(history), name="section_history"),
        path("bolum/<int:year>/<path:code>/", view(section), name="section"),
    ]
