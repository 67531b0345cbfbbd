"""Links for reading a draft: given to a person until a moment, taken back, each use recorded."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Final

from reports.ground.actors import Actor
from reports.models import FiscalYear, PreviewLink, PreviewUse, Publication

RIGHT: Final = "reports.publish_report"
"""Who may publish may also show before."""
_BYTES: Final = 32


def give(
    year: FiscalYear,
    person: str,
    organisation: str,
    reason: str,
    ends_at: datetime,
    by: Actor,
) -> tuple[PreviewLink, str]:
    """A new link and the only time that its token is known."""
    token = secrets.token_urlsafe(_BYTES)
    made = PreviewLink.objects.create(
        year=year,
        person=person,
        organisation=organisation,
        reason=reason,
        ends_at=ends_at,
        token_hash=_hash(token),
        made_by=by,
    )
    return made, token


def link_of(token: str) -> PreviewLink | None:
    """The link that a token opens now; None for an unknown, ended or withdrawn one alike, and for
    one whose draft has been published since: what comes after is another draft.
    """
    found = PreviewLink.objects.select_related("year").filter(token_hash=_hash(token)).first()
    if found is None or not found.is_open:
        return None
    since = Publication.objects.filter(year=found.year, published_at__gt=found.made_at)
    return None if since.exists() else found


def used(link: PreviewLink, page: str) -> None:
    """Record that a page was read; the audit trail has an entry of it, too."""
    PreviewUse.objects.create(link=link, page=page[:200])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
