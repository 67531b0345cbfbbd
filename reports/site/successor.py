"""From a page of an older version to the same place in the current one."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import resolve

from reports.core.documents import Document
from reports.present import shapes
from reports.present.editions import Edition, edition
from reports.present.links import SiteLinks

from .page import Page

_TABLE_OF = {
    "objective": shapes.OBJECTIVES,
    "indicator": shapes.INDICATORS,
    "contract": shapes.CONTRACTS,
}


@dataclass(frozen=True)
class Newer:
    """What the notice of an older version offers. `is_same`: the very place, not the front page."""

    href: str
    is_same: bool
    difference_href: str


def newer_place(path: str, page: Page) -> Newer | None:
    """None on pages of the current version. One query more on those of an older one."""
    if not page.newest:
        return None
    current = edition(page.edition.year)
    if current is None:
        return None
    match = resolve(path)
    names = {k: v for k, v in match.kwargs.items() if k not in {"year", "version"}}
    links = SiteLinks(current.document)
    href = _same_place(match.url_name or "", names, page.document, links)
    changes = SiteLinks(current.document, current.version)
    return Newer(
        href=href or links.front,
        is_same=bool(href),
        difference_href=changes.to("difference", older=page.edition.version),
    )


def place_in(path: str, page: Page, other: Edition | None, version: int | None) -> str:
    """The same place in another version (`version` as its address names it), else its front page.

    Empty for what compares two versions, and where there is no such version.
    """
    match = resolve(path)
    name = match.url_name or ""
    if other is None or name.startswith("difference"):
        return ""
    names = {k: v for k, v in match.kwargs.items() if k not in {"year", "version"}}
    links = SiteLinks(other.document, version)
    return _same_place(name, names, page.document, links) or links.front


def _same_place(name: str, names: dict[str, str], old: Document, links: SiteLinks) -> str:
    """Its address in the current version, or nothing where it is gone."""
    new = links.document
    match name:
        case "section":
            node = new.node_by_code.get(old.node_by_slug[names["slug"]].code)
            return links.section(node) if node else ""
        case "dataset":
            return links.table(old.table_by_slug[names["slug"]].id)
        case "department":
            known = names["code"] in shapes.departments(new)
            return links.department(names["code"]) if known else ""
        case "objective" | "indicator" | "contract":
            table = new.tables.get(_TABLE_OF[name])
            known = table is not None and names["key"] in table.by_key
            return links.to(name, **names) if known else ""
        case "download" | "schema":
            table = new.tables.get(old.table_by_slug[names["slug"]].id)
            return links.to(name, **{**names, "slug": table.slug}) if table else ""
        case (
            "reconciliation_csv"
            | "reconciliation_json"
            | "council_json"
            | "council_csv"
            | "deliveries_csv"
        ):
            return links.to(name)
        case "difference" | "front":
            return ""
    return "" if names else links.to(name)
