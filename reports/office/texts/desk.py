"""The desk of a text: the text, what is wrong in it, its figures, and what it will look like."""

from __future__ import annotations

from typing import Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from reports.collect.wording.planning import base_of
from reports.collect.wording.taking import closed
from reports.collect.workflow import access
from reports.collect.writing.advice import remarks, shown_references
from reports.collect.writing.picking import MOST, own_tables, picks
from reports.collect.writing.saving import Overwritten, save
from reports.collect.writing.sight import Sight
from reports.collect.writing.threads import may_remark, threads
from reports.core.documents import Document, FindingValue
from reports.ground.actors import signed_in
from reports.models import Narrative, Section
from reports.office.drafts.page import draft_of, section_views, show, with_text
from reports.office.shared.back import BACK, back_of, with_query
from reports.office.shared.people import readers
from reports.publish.versions.wording import compare_words

from .places import section_address, sight_of, text_address, text_or_404, word_address

BODY: Final = "metin"
BASE: Final = "taban"
STEP: Final = "islem"
SAVE, RETURN, LOOK = "kaydet", "kaydet-don", "bak"
QUERY: Final = "ara"
CONFLICT: Final = 409
WRONG: Final = 422
LONGEST: Final = 200_000
"""Letters of a text: some eighty pages."""
LONGEST_QUERY: Final = 200


@never_cache
def desk(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """A text: shown (GET), looked through or saved (POST). A section that one may not see is not
    there; one that one may not change is shown with the reason.
    """
    text = text_or_404(request, year, code)
    why = closed(request.user, text)
    if request.method != "POST":
        return _page(request, text, text.body, why=why)
    if why:
        raise PermissionDenied(why)
    body = _body(request)
    if request.POST.get(STEP) == LOOK:
        return _page(request, text, body, base=request.POST.get(BASE, ""), is_looking=True)
    return _save(request, text, body)


def _body(request: HttpRequest) -> str:
    return request.POST.get(BODY, "").replace("\r\n", "\n")[:LONGEST]


def _save(request: HttpRequest, text: Narrative, body: str) -> HttpResponse:
    base = request.POST.get(BASE, "")
    sight = sight_of(request, text)
    try:
        saved = save(text.year, text.section, body, base, signed_in(request.user), sight)
    except Overwritten as error:
        messages.error(
            request,
            _("Metni bu arada başka biri kaydetti; hiçbir şey kaybolmadı ve kaydedilmedi. Aşağıda "
              "iki metin yan yanadır: birleştirilip yeniden kaydedilmelidir."),
        )  # fmt: skip
        return _page(request, error.now, body, theirs=error.now.body, status=CONFLICT)
    except ValidationError as error:
        problems = [problem for problem in error.messages if problem]
        return _page(request, text, body, base=base, problems=problems, status=WRONG)
    if base_of(saved.body) == base:
        messages.info(request, _("Metinde değişiklik yok; kayıt yapılmadı."))
    else:
        messages.success(request, _("Metin kaydedildi."))
    back = back_of(request) or section_address(access.section_of(saved))
    here = with_query(text_address(saved), (BACK, back_of(request)))
    return HttpResponseRedirect(back if request.POST.get(STEP) == RETURN else here)


def _page(
    request: HttpRequest,
    text: Narrative,
    body: str,
    *,
    base: str | None = None,
    why: str = "",
    theirs: str | None = None,
    problems: list[str] | None = None,
    is_looking: bool = False,
    status: int = 200,
) -> TemplateResponse:
    section = access.section_of(text)
    sight = sight_of(request, text)
    document = sight.document if sight is not None else None
    said = remarks(body, sight, text.section) if sight is not None else []
    args = [text.year_id, text.section]
    return TemplateResponse(
        request,
        "office/texts/desk.html",
        {
            **admin.site.each_context(request),
            "title": _("%(section)s metni") % {"section": text.section},
            "text": text,
            "section": section,
            "year": str(text.year_id),
            "body": body,
            "base": base_of(text.body) if base is None else base,
            "why": why,
            "problems": problems or [],
            "remarks": [
                {"remark": remark, "words": body[remark.start : remark.end]} for remark in said
            ],
            "is_looking": is_looking,
            "findings": _findings(sight, text),
            "parts": compare_words(theirs, body) if theirs is not None else (),
            "theirs": theirs,
            "tables": _tables(document, text.section),
            "last": _last(text),
            "last_year": str(text.year_id - 1),
            "here": with_query(text_address(text), (BACK, back_of(request))),
            "back": back_of(request) or section_address(section),
            "figures": reverse("admin:text_figures", args=args),
            "advice": reverse("admin:text_advice", args=args),
            "preview": reverse("admin:text_preview", args=args),
            "history": reverse("admin:text_history", args=args) if text.pk else "",
            "draft": _draft_address(document, text),
            "word": "" if why else word_address(text),
            "longest": LONGEST,
            **_remarks(request, text, section),
        },
        status=status,
    )


def _remarks(request: HttpRequest, text: Narrative, section: Section | None) -> dict[str, object]:
    """The remarks about the text, and who can be told of one."""
    by = signed_in(request.user)
    may = section is not None and may_remark(by, section)
    people = readers(section).exclude(pk=by.pk) if section is not None and may else ()
    return {
        "threads": threads(text),
        "people": [(each.get_username(), each.get_full_name()) for each in people],
        "remarks_to": reverse("admin:text_remarks", args=[text.year_id, text.section])
        if may
        else "",
    }


def _findings(sight: Sight | None, text: Narrative) -> list[FindingValue]:
    """What the checks say of the text as it is saved."""
    return [
        finding
        for finding in (sight.run.checks.findings if sight is not None else ())
        if finding.section == text.section and not finding.dataset and sight is not None
        and sight.run.is_wrong(finding)
    ]  # fmt: skip


def _draft_address(document: Document | None, text: Narrative) -> str:
    node = document.node_by_code.get(text.section) if document is not None else None
    return reverse("admin:draft_section", args=[text.year_id, node.slug]) if node else ""


def _last(text: Narrative) -> Narrative | None:
    """The same section's text of the year before."""
    before = Narrative.objects.filter(year_id=text.year_id - 1, section=text.section)
    return before.first()


def _tables(document: Document | None, section: str) -> list[tuple[str, str]]:
    """The section's tables: title, and how a search of its figures begins."""
    if document is None:
        return []
    own = own_tables(document, section)
    return [(table.title, table.id) for table in document.tables.values() if table.id in own]


@never_cache
@require_safe
def figures(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Figures to pick, by the words of a search: as JSON for the editor, else as a page."""
    text = text_or_404(request, year, code)
    sight = sight_of(request, text)
    query = request.GET.get(QUERY, "")[:LONGEST_QUERY]
    found = picks(sight, text.section, query) if sight is not None else []
    if request.GET.get("bicim") == "json":
        return JsonResponse(
            {
                "figures": [
                    {
                        "reference": pick.reference,
                        "table": pick.table,
                        "name": f"{pick.row} · {pick.column}",
                        "shown": pick.shown,
                        "own": pick.is_own,
                    }
                    for pick in found
                ]
            }
        )
    return TemplateResponse(
        request,
        "office/texts/figures.html",
        {
            **admin.site.each_context(request),
            "title": _("%(section)s: rakam seç") % {"section": text.section},
            "query": query,
            "found": found,
            "is_cut": len(found) == MOST,
            "here": reverse("admin:text_figures", args=[year, code]),
            "back": text_address(text),
        },
    )


@never_cache
@require_POST
def advice(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """What is to be said of a text as it stands in the editor; nothing is saved."""
    text = text_or_404(request, year, code)
    sight = sight_of(request, text)
    body = _body(request)
    return JsonResponse(
        {
            "remarks": [
                {
                    "from": _units(body, remark.start),
                    "to": _units(body, remark.end),
                    "severity": remark.weight.value,
                    "message": remark.message,
                    "instead": [
                        {"text": instead.text, "label": instead.label} for instead in remark.instead
                    ],
                }
                for remark in (remarks(body, sight, text.section) if sight else ())
            ],
            "figures": shown_references(body, sight) if sight else {},
        }
    )


def _units(body: str, place: int) -> int:
    """A place as browsers count: in UTF-16, where some signs take two."""
    return len(body[:place].encode("utf-16-le")) // 2


@never_cache
@xframe_options_sameorigin
@require_POST
def preview(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The section as its page will be with the text of the editor; nothing is saved."""
    text = text_or_404(request, year, code)
    draft = draft_of(request, year)
    node = draft.document.node_by_code.get(text.section)
    sight = sight_of(request, text)
    body = _body(request)
    if sight is not None:
        body = sight.masked(body, _("[başka bölümün rakamı]"))
    blocks = (
        list(section_views(with_text(node, body, draft.document), draft))
        if node is not None and draft.may_read(node)
        else []
    )
    title = node.label if node is not None else text.section
    return show(request, draft, "office/texts/preview.html", title=title, node=node, blocks=blocks)


def urls() -> list[URLPattern]:
    """Addresses under the admin."""
    view = admin.site.admin_view
    at = "metin/<int:year>/<path:code>/"
    return [
        path(f"{at}rakamlar/", view(figures), name="text_figures"),
        path(f"{at}denetle/", view(advice), name="text_advice"),
        path(f"{at}onizleme/", view(preview), name="text_preview"),
        path(at, view(desk), name="text_desk"),
    ]
