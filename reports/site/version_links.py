"""Where a version stands among those of its year: in files, and in the headers of answers.

Files made for the public say it; the data inside a signed PDF does not, since its bytes are signed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from reports.publish.versions import Edition, edition

from .successor import place_in

if TYPE_CHECKING:
    from .pages import Page

CURRENT, SUPERSEDED = "current", "superseded"


def successor_of(found: Edition) -> int | None:
    """Number of the version that took this one's place; None for the newest."""
    return min((number for number in found.versions if number > found.version), default=None)


def absolute(address: str) -> str:
    """An address as readers outside of the portal need it."""
    return f"{settings.SITE_URL}{address}"


def standing(found: Edition) -> dict[str, Any]:
    """`status` and, once there is one, `supersededBy`, for a description in JSON."""
    successor = successor_of(found)
    if successor is None:
        return {"status": CURRENT}
    address = reverse("site:front", kwargs={"year": found.year, "version": successor})
    return {
        "status": SUPERSEDED,
        "supersededBy": {"version": successor, "url": absolute(address)},
    }


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
