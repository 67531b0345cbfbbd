"""Where a version stands among those of its year, as files made for the public say it.

The data inside a signed PDF do not say it, since its bytes are signed.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from reports.present.editions import Edition

CURRENT, SUPERSEDED = "current", "superseded"


def successor_of(found: Edition) -> int | None:
    """Number of the version that took this one's place; None for the newest."""
    return min((number for number in found.versions if number > found.version), default=None)


def absolute(address: str) -> str:
    """An address as readers outside of the portal need it."""
    return f"{settings.SITE_URL}{address}"


def standing(found: Edition) -> dict[str, object]:
    """`status` and, once there is one, `supersededBy`, for a description in JSON."""
    successor = successor_of(found)
    if successor is None:
        return {"status": CURRENT}
    address = reverse("site:front", kwargs={"year": found.year, "version": successor})
    return {
        "status": SUPERSEDED,
        "supersededBy": {"version": successor, "url": absolute(address)},
    }
