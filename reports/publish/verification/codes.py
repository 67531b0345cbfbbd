"""What the short code on the foot of every printed page stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from reports.models import FrozenReport, PdfExport, Publication
from reports.present.editions import Edition, edition
from reports.present.pdf.address import CODE_LENGTH

LONGEST = 64


class Standing(StrEnum):
    """Of what a code is known to be; nothing is said of reports that are not published."""

    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    DRAFT = "draft"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Found:
    """`editions` are the published versions that have the code, newest first: a version can be
    published again after another one.
    """

    code: str
    standing: Standing
    editions: tuple[Edition, ...] = ()


def normal(text: str) -> str | None:
    """The code in a typed text: upper or lower case, with or without dashes and blanks.

    A whole hash is accepted too and cut. None for what can't be a code.
    """
    digits = re.sub(r"[\s\-\u2010-\u2015]", "", text).lower()
    if not CODE_LENGTH <= len(digits) <= LONGEST or not re.fullmatch(r"[0-9a-f]+", digits):
        return None
    return digits[:CODE_LENGTH]


def look_up(code: str) -> Found:
    """Find a code (as `normal` gives it) among all documents of the portal."""
    rows = (
        Publication.objects.filter(sha256__startswith=code)
        .order_by("-year_id", "-version")
        .values_list("year_id", "version")
    )
    found = tuple(filter(None, (edition(year, version) for year, version in rows)))
    if found:
        return Found(code, Standing.PUBLISHED, found)
    if FrozenReport.objects.filter(sha256__startswith=code).exists():
        return Found(code, Standing.UNPUBLISHED)
    if PdfExport.objects.filter(sha256__startswith=code).exists():
        return Found(code, Standing.DRAFT)
    return Found(code, Standing.UNKNOWN)
