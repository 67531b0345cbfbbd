"""The address a request comes from, as lockouts count it."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The visitor's address; X-Forwarded-For is believed only from as many proxies as there are.

    Each proxy appends the address it was called from, so with n of them the n-th from the right
    was written by our own outermost proxy; whatever stands left of it is the visitor's claim.
    """
    hops: int = settings.TRUSTED_PROXIES
    if hops:
        claimed = request.headers.get("X-Forwarded-For", "").split(",")
        found = _valid(claimed[-hops]) if len(claimed) >= hops else None
        if found:
            return found
    return _valid(request.META.get("REMOTE_ADDR", ""))


def _valid(text: str) -> str | None:
    """The address, or None for what is none (a Unix socket has no address)."""
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        return None
