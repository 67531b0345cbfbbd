"""Pages of the draft: its contents and its sections, as the public pages will be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports.collect.checking import latest_or_none
from reports.collect.workflow import access
from reports.core.charts import draw, draw_narrow, narrow_key
from reports.core.documents import ChartBlock, Document, Node, ProseBlock
from reports.core.documents.model import Block
from reports.core.documents.prose import render as render_prose
from reports.models import FiscalYear
from reports.present.render import BlockView, block_views

from .sight import Draft, DraftLinks

NO_ROBOTS = "noindex, nofollow, noarchive"


def draft_of(request: HttpRequest, year: int) -> Draft:
    """Today's draft as the person sees it. Raises Http404 where there is none for him or her."""
    found = get_object_or_404(FiscalYear, pk=year)
    run = latest_or_none(found)
    if run is None:
        raise Http404(_("Bu yılın raporu açılmamış."))
    draft = Draft(found, run.document, request.user)
    if not access.visible_sections(request.user).filter(year=found).exists():
        raise Http404(_("Bu yılın raporunda görevli olduğunuz bölüm yok."))
    return draft


@never_cache
@require_safe
def contents(request: HttpRequest, year: int) -> HttpResponse:
    """The sections that the person may read."""
    return show_contents(request, draft_of(request, year))


@never_cache
@require_safe
def section(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """A section of the draft."""
    return show_section(request, draft_of(request, year), slug)


def show_contents(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The list of what may be read."""
    return show(
        request,
        draft,
        "office/drafts/contents.html",
        title=_("%(year)s raporunun taslağı") % {"year": draft.year.pk},
        entries=[_entry(node, draft) for node in draft.readable()],
    )


def show_section(request: HttpRequest, draft: Draft, slug: str) -> HttpResponse:
    """A section with the way to those around it. Raises Http404 for what may not be read."""
    node = draft.document.node_by_slug.get(slug)
    if node is None or not draft.may_read(node):
        raise Http404(_("Raporda böyle bir bölüm yok ya da size açık değil."))
    nodes = list(draft.readable())
    place = next((number for number, each in enumerate(nodes) if each is node), None)
    around = (None, None) if place is None else (place - 1, place + 1)
    before, after = (
        _entry(nodes[number], draft) if number is not None and 0 <= number < len(nodes) else None
        for number in around
    )
    return show(
        request,
        draft,
        "office/drafts/section.html",
        title=node.label,
        node=node,
        blocks=list(section_views(node, draft)),
        children=[_entry(child, draft) for child in draft.readable(node.children)],
        before=before,
        after=after,
    )


def show(
    request: HttpRequest, draft: Draft, template: str, *, title: str, **context: object
) -> HttpResponse:
    """A page of the draft: marked as one, kept by nobody, named by no search engine."""
    year = str(draft.year.pk)
    response = render(
        request,
        template,
        {
            "title": title,
            "on_site": True,
            "year": year,
            "institution": draft.document.header.institution,
            "contents": reverse("preview", args=[draft.by_link])
            if draft.by_link
            else reverse("admin:draft", args=[year]),
            "desk": "" if draft.by_link else f"{reverse('admin:index')}?yil={year}",
            "reader": request.user,
            "named": draft.named,
            **context,
        },
    )
    response.headers["X-Robots-Tag"] = NO_ROBOTS
    return response


def section_views(node: Node, draft: Draft) -> Iterable[BlockView]:
    """The blocks of a section; its charts are drawn, nothing of other sections is."""
    drawings = {}
    for block in node.blocks:
        if isinstance(block, ChartBlock):
            chart = draft.document.charts[block.chart]
            drawings[chart.id] = draw(chart.spec, chart.id)
            drawings[narrow_key(chart.id)] = draw_narrow(chart.spec, chart.id)
    return block_views(node, draft.document, drawings, DraftLinks(draft))


def with_text(node: Node, body: str, document: Document) -> Node:
    """A section with another text than the one that is saved: the first block of prose is it."""
    shown = render_prose(body, document.tables)
    prose = ProseBlock(shown.html, shown.text, shown.problems)
    return replace(node, blocks=tuple(_with_prose(node.blocks, prose)))


def _with_prose(blocks: tuple[Block, ...], prose: ProseBlock) -> Iterator[Block]:
    if not any(isinstance(block, ProseBlock) for block in blocks):
        yield prose
    is_first = True
    for block in blocks:
        if not isinstance(block, ProseBlock):
            yield block
        elif is_first:
            yield prose
            is_first = False


def _entry(node: Node, draft: Draft) -> dict[str, object]:
    return {
        "label": node.label,
        "level": node.code.count(".") + node.code.count("/"),
        "href": DraftLinks(draft).section(node),
    }


def urls() -> list[URLPattern]:
    """Addresses under the admin."""
    view = admin.site.admin_view
    return [
        path("taslak/<int:year>/", view(contents), name="draft"),
        path("taslak/<int:year>/<slug:slug>/", view(section), name="draft_section"),
    ]
