"""What a print-out says of itself: the short code of its document, where to look it up, as a QR."""

from __future__ import annotations

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from reports.present.editions import Edition

CODE_LENGTH = 12
GROUP = 4


def short_code(sha256: str) -> str:
    """The beginning of a document's hash as people read it out: 0A1B-2C3D-4E5F."""
    code = sha256[:CODE_LENGTH].upper()
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def verification_address(edition: Edition) -> str:
    """Where a reader of the print finds what the portal knows of it; nothing for a draft."""
    if edition.is_draft:
        return ""
    code = edition.sha256[:CODE_LENGTH]
    return settings.SITE_URL + reverse("site:verification_code", kwargs={"code": code})


def version_address(edition: Edition) -> str:
    """The lasting address of the version that a print was made of; nothing for a draft."""
    return "" if edition.is_draft else f"{settings.SITE_URL}/{edition.year}/v{edition.version}/"


def qr_code(address: str) -> SafeString:
    """The address as an SVG drawing; its title becomes the alternative text of the tag."""
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        title=_("Karekod: %s") % address, border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(drawing)  # noqa: S308 - segno escapes the title
