"""From a page of an older version to the same place in the current one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import resolve

from reports.documents import Document
from reports.publishing import edition

from . import shapes
from .links import SiteLinks

if TYPE_CHECKING:
    from .pages import Page

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
        case "difference" | "front":
            return ""
    return "" if names else links.to(name)
