"""Directorates: who they are, what they spent, what they did."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kars_portal.lib.numbers import format_compact_money, format_percent
from reports.core.registry import Kind
from reports.core.tables import as_decimal
from reports.ground.languages import Turkish
from reports.present import shapes
from reports.present.findings import about_department
from reports.present.render import TableView
from reports.present.render.findings import finding_group
from reports.present.render.rates import rate_notes
from reports.site.page import Link, Page
from reports.site.pages import public, show
from reports.site.presenting import Fact, facts, section_blocks
from reports.site.unbudgeted import compared

from .performance import indicators_of


@dataclass(frozen=True)
class DepartmentEntry:
    name: str
    href: str
    spent: str
    rate: str


@dataclass(frozen=True)
class FactGroup:
    """The line of a yearly table that belongs to a directorate."""

    title: str
    href: str
    facts: tuple[Fact, ...]


@public
def index(request: HttpRequest, page: Page) -> HttpResponse:
    entries = [_entry(page, code, name) for code, name in shapes.departments(page.document).items()]
    budget = page.document.tables.get(shapes.DEPARTMENT_BUDGETS)
    return show(
        request,
        page,
        "site/departments.html",
        _("Müdürlükler"),
        entries=entries,
        has_budgets=any(entry.spent for entry in entries),
        unbudgeted=compared(page),
        rates=rate_notes(budget) if budget else (),
        budget=Link(budget.title, page.links.table(budget.id)) if budget else None,
    )


@public
def department(request: HttpRequest, page: Page, code: str) -> HttpResponse:
    name = shapes.departments(page.document).get(code)
    if name is None:
        raise Http404(_("Bu yılın raporunda böyle bir müdürlük yok."))
    node = page.document.node_by_code.get(f"{shapes.ACTIVITIES_SECTION}/{code}")
    blocks = list(section_blocks(node, page)) if node else []
    return show(
        request,
        page,
        "site/department.html",
        Turkish(name),
        trail=(Link(_("Müdürlükler"), page.links.departments),),
        unit_pdf=page.links.to("unit_pdf", code=code),
        groups=_fact_groups(page, code),
        blocks=blocks,
        findings=finding_group(
            page.document, page.links, about_department(page.document, code, name), name
        ),
        contracts=[
            Link(title, page.links.to("contract", key=key))
            for key, title in shapes.contracts_of(page.document, name)
        ],
        indicators=indicators_of(page, name),
        jumps=[
            Link(block.title, f"#{block.anchor}")
            for block in blocks
            if isinstance(block, TableView)
        ],
    )


def _entry(page: Page, code: str, name: str) -> DepartmentEntry:
    table = page.document.tables.get(shapes.DEPARTMENT_BUDGETS)
    spent = rate = ""
    if table is not None and code in table.by_key:
        row = table.by_key[code]
        if "spent" in table.index:
            value = as_decimal(row.cells[table.index["spent"]])
            spent = format_compact_money(value) if value is not None else ""
        for position, column in enumerate(table.columns):
            if column.kind is Kind.PERCENT:
                rate = format_percent(as_decimal(row.cells[position]))
                break
    return DepartmentEntry(name, page.links.department(code), spent, rate)


def _fact_groups(page: Page, code: str) -> list[FactGroup]:
    return [
        FactGroup(
            title=table.title,
            href=page.links.table(table.id, code),
            facts=tuple(fact for fact in facts(table, row) if fact.is_number),
        )
        for table, row in shapes.tables_about(page.document, code)
    ]
