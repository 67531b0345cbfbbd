"""The way back: pages that lead to where data are entered say where one came from."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

BACK = "geri"
LONGEST = 2000


def back_of(request: HttpRequest) -> str:
    """The page of the office that one came from, with its filters; empty where none is named."""
    address = request.GET.get(BACK, "")
    if not address.startswith(reverse("admin:index")) or len(address) > LONGEST:
        return ""
    # Without a host of its own, and nothing that a browser would read as one.
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


def with_query(address: str, *pairs: tuple[str, str]) -> str:
    """An address with those of the pairs that say something."""
    query = urlencode([pair for pair in pairs if pair[1]])
    return f"{address}?{query}" if query else address
