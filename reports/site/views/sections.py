"""Contents and sections of the report."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from reports.core.documents import ChartBlock, Document, Node
from reports.ground.languages import Turkish
from reports.present import shapes
from reports.present.findings import about_section
from reports.present.render import block_views
from reports.present.render.findings import finding_group
from reports.site.page import Link, Page
from reports.site.pages import public, show
from reports.site.presenting import section_blocks


@public
def contents(request: HttpRequest, page: Page) -> HttpResponse:
    tree = [_entry(node, page) for node in page.document.outline if not node.is_empty]
    return show(request, page, "site/contents.html", _("İçindekiler"), tree=tree)


@public
def section(request: HttpRequest, page: Page, slug: str) -> HttpResponseBase:
    node = page.document.node_by_slug.get(slug)
    if node is None:
        raise Http404(_("Raporda böyle bir bölüm yok."))
    own = page.links.section(node)
    if own != request.path:
        return redirect(own, permanent=True)
    before, after = _neighbours(page.document, node, page)
    return show(
        request,
        page,
        "site/section.html",
        Turkish(node.label),
        trail=trail_of(node, page),
        node=node,
        blocks=section_blocks(node, page),
        children=[_entry(child, page) for child in node.children if not child.is_empty],
        findings=finding_group(page.document, page.links, about_section(page.document, node)),
        before=before,
        after=after,
    )


@public
def charts(request: HttpRequest, page: Page) -> HttpResponse:
    """All charts of the year on one page."""
    carrier = Node(
        "", "", "", "", "", tuple(map(ChartBlock, shapes.charts_in_order(page.document))), (), {}
    )
    views = block_views(carrier, page.document, page.edition.drawings, page.links)
    return show(request, page, "site/charts.html", _("Grafikler"), charts=list(views))


def trail_of(node: Node, page: Page) -> tuple[Link, ...]:
    """The way from the contents down to a section's parent."""
    return (
        Link(_("İçindekiler"), page.links.contents),
        *(
            Link(Turkish(parent.label), page.links.section(parent))
            for parent in page.document.parents(node)
        ),
    )


def _entry(node: Node, page: Page) -> dict[str, object]:
    """A section as a list entry with its subsections."""
    return {
        "label": node.label,
        "number": node.number,
        "title": node.title,
        "href": page.links.section(node),
        "children": [_entry(child, page) for child in node.children if not child.is_empty],
    }


def _neighbours(document: Document, node: Node, page: Page) -> tuple[Link | None, Link | None]:
    """The sections before and after this one in reading order; empty ones are passed over."""
    nodes = [item for item in document.nodes() if not item.is_empty or item is node]
    position = next(number for number, item in enumerate(nodes) if item is node)

    def link(number: int) -> Link | None:
        if not 0 <= number < len(nodes):
            return None
        return Link(nodes[number].label, page.links.section(nodes[number]))

    return link(position - 1), link(position + 1)
