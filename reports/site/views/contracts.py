"""Contracts: facts, items and progress payments."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from reports.ground.languages import Turkish
from reports.present import shapes
from reports.present.findings import about_contract, about_table
from reports.present.render.findings import finding_group
from reports.site.page import Link, Page
from reports.site.pages import public, show
from reports.site.presenting import facts, site_table

OVERVIEW = ("title", "department", "kind", "amount", "contract_date", "physical_progress")


@public
def index(request: HttpRequest, page: Page) -> HttpResponse:
    table = page.document.tables.get(shapes.CONTRACTS)
    view = None
    if table is not None and table.rows:
        columns = [name for name in OVERVIEW if name in table.index]
        view = site_table(table.selection(None, columns or None, "Sözleşmeler"), page)
    return show(
        request,
        page,
        "site/contracts.html",
        _("Sözleşmeler"),
        table=view,
        findings=finding_group(
            page.document, page.links, about_table(page.document, shapes.CONTRACTS)
        ),
        full=Link(table.title, page.links.table(table.id)) if table else None,
    )


@public
def contract(request: HttpRequest, page: Page, key: str) -> HttpResponse:
    table = page.document.tables.get(shapes.CONTRACTS)
    if table is None or key not in table.by_key:
        raise Http404(_("Bu yılın raporunda böyle bir sözleşme yok."))
    row = table.by_key[key]
    parts = shapes.contract_tables(page.document, key)
    return show(
        request,
        page,
        "site/contract.html",
        Turkish(shapes.text(table, row, "title") or shapes.text(table, row, "name") or key),
        trail=(Link(_("Sözleşmeler"), page.links.contracts),),
        facts=facts(table, row, skip=("title", "name", "code", "tender_count")),
        row_href=page.links.table(table.id, key),
        findings=finding_group(page.document, page.links, about_contract(page.document, key)),
        tables=[site_table(part, page) for part in parts if part.rows],
    )
