"""The front page of a year, the way to it, and the page about the report itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kars_portal.lib.numbers import format_integer, format_percent
from kars_portal.lib.turkish import slugify
from reports.core.documents import ChartBlock, Document, Node
from reports.ground.languages import Turkish
from reports.present import shapes
from reports.present.editions import published_years
from reports.present.findings import tally
from reports.present.render import ChartView, block_views
from reports.site.page import Link, Page
from reports.site.pages import ASK, open_page, public, show
from reports.site.presenting import site_table


@dataclass(frozen=True)
class StatusCount:
    """How many indicators have a status, and where its part of the bar stands (in percent).

    `share` is of the indicators that could be judged, as in the tables and headlines; a status
    that judges nothing has none. The bar shows all indicators.
    """

    label: str
    slug: str
    tone: str
    count: str
    share: str
    x: str
    width: str
    href: str


@require_safe
def root(request: HttpRequest) -> HttpResponseBase:
    """The newest year; a list of years when there are several."""
    years = published_years()
    if len(years) == 1:
        return redirect("site:front", year=years[0])
    page = open_page(years[0], None) if years else None
    context = {
        "page": page,
        "links": page.links if page else None,
        "nav": page.nav(request.path) if page else (),
        "title": _("Faaliyet raporları"),
        "years": page.year_links if page else (),
    }
    response = render(request, "site/years.html", context)
    response.headers["Cache-Control"] = ASK
    return response


@require_safe
def about(request: HttpRequest) -> HttpResponseBase:
    """What the report is, which law asks for it, how to read it."""
    years = published_years()
    title = _("Rapor hakkında")
    if years:
        return show(request, open_page(years[0], None), "site/about.html", title)
    return render(request, "site/about.html", {"title": title})


@public
def front(request: HttpRequest, page: Page) -> HttpResponse:
    """The year at a glance; every figure leads to its table."""
    document = page.document
    spending = _chart_of(page, shapes.EXPENDITURE) or _chart_of(page, shapes.DEPARTMENT_BUDGETS)
    outcome = document.tables.get(shapes.BUDGET_OUTCOME)
    if outcome is not None:
        short = [key for key in shapes.OUTCOME_COLUMNS if key in outcome.index]
        outcome = outcome.selection(None, short)
    codes = shapes.departments(document)
    return show(
        request,
        page,
        "site/front.html",
        Turkish(page.heading),
        headlines=[(item, page.links.table(item.dataset, item.row)) for item in document.headlines],
        spending=spending,
        outcome=site_table(outcome, page) if outcome is not None else None,
        statuses=status_counts(page),
        indicator_count=_indicator_count(document),
        parts=[(node, page.links.section(node)) for node in document.outline if not node.is_empty],
        departments=[Link(name, page.links.department(code)) for code, name in codes.items()],
        tally=tally(page.document),
        table_count=format_integer(len(shapes.filled(document))),
    )


def status_counts(page: Page) -> tuple[StatusCount, ...]:
    """Indicators by status: kept promises first, then the others, the unknown last."""
    table = page.document.tables.get(shapes.INDICATORS)
    if table is None or "status" not in table.index or not table.rows:
        return ()
    counts = Counter(str(value) for value in table.column_values("status") if value is not None)
    whole = sum(counts.values())
    judged = sum(count for label, count in counts.items() if shapes.tone(label) != "unknown")
    found: list[StatusCount] = []
    before = 0
    ranked = sorted(counts.items(), key=lambda item: (shapes.rank(item[0]), -item[1]))
    for label, count in ranked:
        found.append(
            StatusCount(
                label=label,
                slug=slugify(label),
                tone=shapes.tone(label),
                count=format_integer(count),
                share=""
                if shapes.tone(label) == "unknown"
                else format_percent(Decimal(count * 100) / judged),
                x=f"{before * 100 / whole:.3f}",
                width=f"{count * 100 / whole:.3f}",
                href=f"{page.links.goals}?durum={slugify(label)}",
            )
        )
        before += count
    return tuple(found)


def _indicator_count(document: Document) -> str:
    table = document.tables.get(shapes.INDICATORS)
    return format_integer(len(table.rows)) if table else ""


def _chart_of(page: Page, dataset: str) -> ChartView | None:
    """The first chart about a dataset, wherever the report shows it."""
    for key in shapes.charts_in_order(page.document):
        if page.document.charts[key].dataset == dataset:
            carrier = Node("", "", "", "", "", (ChartBlock(key),), (), {})
            views = block_views(carrier, page.document, page.edition.drawings, page.links)
            return next((view for view in views if isinstance(view, ChartView)), None)
    return None
