"""The header that leads from an address of a version to the same place in the newest one."""

from __future__ import annotations

from reports.present.editions import Edition, edition
from reports.present.standing import successor_of

from .page import Page
from .successor import place_in


def version_links(path: str, page: Page) -> str:
    """`Link` header (RFC 5829) of an address that names a version; empty for the others.

    It leads to the same place of the newest version and of the successor, or to their front pages
    where the place is gone.
    """
    if page.version is None or not page.edition.versions:
        return ""
    found = [(place_in(path, page, _edition(page, max(page.edition.versions)), None), "latest")]
    successor = successor_of(page.edition)
    if successor is not None:
        other = _edition(page, successor)
        found.append((place_in(path, page, other, successor), "successor"))
    return ", ".join(f'<{href}>; rel="{name}-version"' for href, name in found if href)


def _edition(page: Page, version: int) -> Edition | None:
    if version == page.edition.version:
        return page.edition
    return edition(page.edition.year, version)
