"""The versions of a year: when, why, and how to check that a copy is one of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from reports.enums import FigureStatus
from reports.models import FrozenSignature, Publication
from reports.present import downloads
from reports.present.editions import signatures_of
from reports.present.links import SiteLinks
from reports.present.standing import CURRENT, SUPERSEDED, absolute
from reports.site.corrections import CorrectionEntry, by_version, published_corrections
from reports.site.page import Page
from reports.site.pages import public, show

from .datasets import file_response


@dataclass(frozen=True)
class VersionEntry:
    number: str
    href: str
    pdf_href: str
    checks_href: str
    summary_href: str
    published_at: datetime
    reason: str
    sha256: str
    status: str
    figure_status: str
    is_current: bool
    previous: str
    """Number of the version before it, nothing for the first."""
    difference_href: str
    successor: str
    """Number of the version that took its place, nothing for the newest."""
    successor_href: str
    corrections: tuple[CorrectionEntry, ...]
    signatures: tuple[FrozenSignature, ...]
    is_fully_signed: bool


@public
def index(request: HttpRequest, page: Page) -> HttpResponse:
    corrections = published_corrections(page.edition.year)
    return show(
        request,
        page,
        "site/versions.html",
        _("Sürümler"),
        versions=list(_entries(page, corrections)),
        corrections=corrections,
        json_href=page.links.to("versions_json"),
    )


@public
def as_json(request: HttpRequest, page: Page) -> HttpResponse:
    """The same for machines: every version with its standing, its corrections and its addresses."""
    corrections = published_corrections(page.edition.year)
    content = {
        "year": page.edition.year,
        "institution": page.institution,
        "versions": [_record(entry) for entry in _entries(page, corrections)],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    return file_response(
        page, text.encode(), "surumler.json", downloads.MEDIA_TYPES["json"], tells_standing=True
    )


def _entries(page: Page, corrections: list[CorrectionEntry]) -> Iterator[VersionEntry]:
    """Newest first."""
    rows = Publication.objects.filter(year_id=page.edition.year).order_by("-version")
    found = list(
        rows.values_list(
            "version", "published_at", "reason", "sha256", "figure_status", "frozen__pk"
        )
    )
    signed = signatures_of(frozen for *_rest, frozen in found if frozen)
    before = [version for version, *_rest in found[1:]]
    of_version = by_version(corrections)
    successor = None
    for (version, published_at, reason, sha256, status, frozen), previous in zip_longest(
        found, before
    ):
        links = SiteLinks(page.document, version)
        yield VersionEntry(
            number=str(version),
            href=links.front,
            pdf_href=links.pdf,
            summary_href=links.summary_pdf,
            checks_href=links.checks,
            published_at=published_at,
            reason=reason,
            sha256=sha256,
            status=status,
            figure_status=str(FigureStatus(status).label),
            is_current=successor is None,
            previous=str(previous or ""),
            difference_href=links.to("difference", older=previous) if previous else "",
            successor=str(successor or ""),
            successor_href=SiteLinks(page.document, successor).front if successor else "",
            corrections=tuple(of_version.get(version, ())),
            signatures=signed.get(frozen, ()),
            is_fully_signed=any(item.file.complete for item in signed.get(frozen, ())),
        )
        successor = version


def _record(entry: VersionEntry) -> dict[str, object]:
    record: dict[str, object] = {
        "version": int(entry.number),
        "status": CURRENT if entry.is_current else SUPERSEDED,
    }
    if entry.successor:
        record["supersededBy"] = {
            "version": int(entry.successor),
            "url": absolute(entry.successor_href),
        }
    return record | {
        "url": absolute(entry.href),
        "pdf": absolute(entry.pdf_href),
        "published_at": entry.published_at.isoformat(),
        "sha256": entry.sha256,
        "figure_status": entry.status,
        "reason": entry.reason,
        "difference": absolute(entry.difference_href) if entry.previous else None,
        "corrections": [correction.record() for correction in entry.corrections],
        "signed": entry.is_fully_signed,
        "signatures": [
            {
                "role": signature.role,
                "signer": signature.signer,
                "time": (
                    signature.stamped_at or signature.claimed_at or entry.published_at
                ).isoformat(),
                "level": signature.level,
                "demo": signature.demo,
            }
            for signature in entry.signatures
        ],
    }
