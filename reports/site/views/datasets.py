"""The list of all datasets, the page of one, and its files."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kars_portal.lib.numbers import format_integer
from kars_portal.lib.turkish import search_key
from reports.core.tables import Table
from reports.ground.languages import Turkish
from reports.present import downloads, shapes, spreadsheets
from reports.present.findings import about_table
from reports.present.render import TableView
from reports.present.render.findings import finding_group
from reports.present.render.rates import spelled_formula
from reports.present.render.stated import unexplained_notes
from reports.site.filters import TableFilter, filtered_total
from reports.site.page import Link, Page
from reports.site.pages import FOREVER, public, show
from reports.site.presenting import site_table
from reports.site.tables import SORT, dataset_table, heads
from reports.site.unbudgeted import compared


@dataclass(frozen=True)
class DatasetEntry:
    """A dataset in the list."""

    title: str
    href: str
    rows: str
    columns: str
    unit: str
    is_empty: bool
    downloads: tuple[tuple[str, str], ...]


@public
def index(request: HttpRequest, page: Page) -> HttpResponse:
    """All datasets, grouped by section, narrowed by a text."""
    query = request.GET.get("q", "")[:100]
    words = search_key(query).split()
    groups: list[tuple[Link, list[DatasetEntry]]] = []
    found = 0
    for label, tables in _by_section(page):
        entries = [
            _entry(table, page)
            for table in tables
            if all(word in _text_of(table, label.label) for word in words)
        ]
        if entries:
            groups.append((label, entries))
            found += sum(not entry.is_empty for entry in entries)
    return show(
        request,
        page,
        "site/datasets.html",
        _("Veriler"),
        groups=groups,
        query=query,
        found=format_integer(found),
        all_count=format_integer(len(shapes.filled(page.document))),
    )


@public
def dataset(request: HttpRequest, page: Page, slug: str) -> HttpResponse:
    """One table: filter, sort, totals of what is shown, downloads, what the printed report says."""
    table = _table(page, slug)
    narrowed = TableFilter(table, request.GET)
    sortable = dataset_table(table, narrowed.rows, request.GET.get(SORT, "").split(","))
    shown = replace(
        table.selection(sortable.sorted_keys, None) if narrowed.is_active else table,
        rows=tuple(sortable.data),
        total=None if narrowed.is_active else table.total,
    )
    part_total = None
    if narrowed.is_active:
        label = _("Süzülen satırların toplamı")
        row = filtered_total(table, sortable.sorted_keys, label)
        part_total = _row_of(replace(table, rows=(), total=row), page)
    parameters = [(name, str(value)) for name, value in request.GET.items() if value]
    found = about_table(page.document, table.id)
    notes = unexplained_notes(table, page.document)
    nodes = page.document.node_by_code
    node = nodes.get(table.section) or page.document.section_of_table.get(table.id)
    return show(
        request,
        page,
        "site/dataset.html",
        Turkish(table.title),
        trail=(Link(_("Veriler"), page.links.datasets),),
        table=site_table(shown, page),
        heads=heads(sortable, table, parameters),
        part_total=part_total,
        whole_total=_row_of(table, page) if narrowed.is_active else None,
        narrowed=narrowed,
        is_empty=not table.rows,
        shown_count=format_integer(len(shown.rows)),
        all_count=format_integer(len(table.rows)),
        section=Link(shapes.full_label(node), page.links.section(node)) if node else None,
        findings=finding_group(page.document, page.links, found, table.title),
        differing=[note for note in notes if note.differs],
        agreeing=[note for note in notes if not note.differs],
        agreeing_count=format_integer(sum(not note.differs for note in notes)),
        schema_href=page.links.to("schema", slug=slug),
        dataset_href=page.links.table(table.id),
        columns=[(column, spelled_formula(column, table)) for column in table.columns],
        unbudgeted=compared(page) if table.id == shapes.DEPARTMENT_BUDGETS else None,
    )


@public
def without_slash(request: HttpRequest, page: Page, slug: str) -> HttpResponseBase:
    query = request.META.get("QUERY_STRING", "")
    address = page.links.to("dataset", slug=_table(page, slug).slug)
    return redirect(f"{address}?{query}" if query else address, permanent=True)


@public
def download(request: HttpRequest, page: Page, slug: str, format_: str) -> HttpResponse:
    table = _table(page, slug)
    match format_:
        case "csv":
            content = downloads.as_csv(table)
        case "excel.csv":
            content = spreadsheets.as_excel_csv(table)
        case "ods":
            content = spreadsheets.as_ods(table, page.edition)
        case "json":
            content = downloads.as_json(table, page.edition)
        case _:
            content = downloads.as_xlsx(table, page.edition)
    return file_response(
        page,
        content,
        f"{slug}.{format_}",
        downloads.MEDIA_TYPES[format_],
        tells_standing=format_ == "json",
    )


@public
def schema(request: HttpRequest, page: Page, slug: str) -> HttpResponse:
    content = downloads.schema_json(_table(page, slug), page.edition)
    return file_response(page, content, f"{slug}.schema.json", downloads.MEDIA_TYPES["json"])


def file_response(
    page: Page, content: bytes, name: str, media_type: str, *, tells_standing: bool = False
) -> HttpResponse:
    """A file whose name says year and version; a given version's file never changes.

    One that tells whether the version is superseded does, and is asked for again.
    """
    response = HttpResponse(content, content_type=media_type)
    kind = "inline" if media_type.startswith("application/json") else "attachment"
    full = f"{page.year}-s{page.edition.version}-{name}"
    response.headers["Content-Disposition"] = f'{kind}; filename="{full}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    if page.version is not None and not tells_standing:
        response.headers["Cache-Control"] = FOREVER
    return response


def _table(page: Page, slug: str) -> Table:
    table = page.document.table_by_slug.get(slug)
    if table is None:
        raise Http404(_("Bu yılın raporunda böyle bir tablo yok."))
    return table


def _row_of(table: Table, page: Page) -> object:
    view: TableView = site_table(table, page)
    return view.total


def _entry(table: Table, page: Page) -> DatasetEntry:
    return DatasetEntry(
        title=table.title,
        href=page.links.table(table.id),
        rows=format_integer(len(table.rows)),
        columns=format_integer(len(table.columns)),
        unit=table.unit,
        is_empty=not table.rows,
        downloads=page.links.downloads(table.id),
    )


def _text_of(table: Table, section: str) -> str:
    parts = (table.title, table.description, section, *(c.title for c in table.columns))
    return search_key(" ".join(parts))


def _by_section(page: Page) -> list[tuple[Link, list[Table]]]:
    """Datasets under the sections that they belong to, in the order of the outline."""
    groups: dict[str, list[Table]] = {}
    for table in sorted(page.document.tables.values(), key=lambda item: item.order):
        groups.setdefault(table.section, []).append(table)
    found = [
        (Link(Turkish(shapes.full_label(node)), page.links.section(node)), tables)
        for node in page.document.nodes()
        if (tables := groups.pop(node.code, None))
    ]
    if rest := [table for tables in groups.values() for table in tables]:
        found.append((Link(_("Diğer tablolar"), ""), rest))
    return found
