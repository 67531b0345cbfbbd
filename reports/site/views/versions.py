"""The versions of a year: when, why, and how to check that a copy is one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from reports.enums import FigureStatus
from reports.models import Publication
from reports.site.links import SiteLinks
from reports.site.pages import Page, public, show


@dataclass(frozen=True)
class VersionEntry:
    number: str
    href: str
    checks_href: str
    pdf_href: str
    summary_href: str
    published_at: datetime
    reason: str
    sha256: str
    figure_status: str
    is_current: bool
    previous: str
    """Number of the version before it, nothing for the first."""
    difference_href: str


@public
def index(request: HttpRequest, page: Page) -> HttpResponse:
    rows = Publication.objects.filter(year_id=page.edition.year).order_by("-version")
    found = list(rows.values_list("version", "published_at", "reason", "sha256", "figure_status"))
    before = [version for version, *_rest in found[1:]]
    entries = [
        VersionEntry(
            number=str(version),
            href=SiteLinks(page.document, version).front,
            checks_href=SiteLinks(page.document, version).checks,
            pdf_href=SiteLinks(page.document, version).pdf,
            summary_href=SiteLinks(page.document, version).summary_pdf,
            published_at=published_at,
            reason=reason,
            sha256=sha256,
            figure_status=str(FigureStatus(status).label),
            is_current=position == 0,
            previous=str(previous or ""),
            difference_href=SiteLinks(page.document, version).to("difference", older=previous)
            if previous
            else "",
        )
        for position, ((version, published_at, reason, sha256, status), previous) in enumerate(
            zip_longest(found, before)
        )
    ]
    return show(request, page, "site/versions.html", _("Sürümler"), versions=entries)
