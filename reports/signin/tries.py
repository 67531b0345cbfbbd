"""How many passwords may be tried: by one name at an address, and by all names from an address."""

from __future__ import annotations

from datetime import datetime, timedelta

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from .address import client_address

NAMES = 6
"""So many names' failures close an address: with five for a name, thirty within fifteen minutes. An
office does not come near, since whoever signs in takes the own failures away."""
KNOWN_DAYS = 90
"""Who has signed in at an address within these days is never shut out by what others do there."""


def _is_locked(
    handler: object, request: HttpRequest, credentials: dict[str, str] | None = None
) -> bool:
    """Whether django-axes keeps a name out at an address, or its failures over all names do."""
    if AxesDatabaseHandler.is_locked(handler, request, credentials):
        return True
    name = get_client_username(request, credentials)
    return closed_until(client_address(request), name) is not None


# Made by `type`, since the library says nothing of its types: it counts a name at an address, this
# also an address over all names (AXES_HANDLER in the settings).
TriesHandler = type("TriesHandler", (AxesDatabaseHandler,), {"is_locked": _is_locked})


def closed_until(address: str | None, name: str | None) -> datetime | None:
    """When a name may be tried again that an address's many failures keep out; None when it may."""
    if address is None:
        return None
    now = timezone.now()
    recent = AccessAttempt.objects.filter(
        attempt_time__gt=now - get_cool_off(), ip_address=address
    ).order_by("attempt_time")
    tries = list(recent.values_list("attempt_time", "failures_since_start"))
    counted = sum(number for _moment, number in tries)
    until = None
    for moment, number in tries:
        if counted < settings.AXES_FAILURE_LIMIT * NAMES:
            break
        counted -= number
        until = timezone.localtime(moment + get_cool_off())
    if until is not None and name and _is_known(address, name, now):
        return None
    return until


def _is_known(address: str, name: str, now: datetime) -> bool:
    since = now - timedelta(days=KNOWN_DAYS)
    found: bool = AccessLog.objects.filter(
        username=name, ip_address=address, attempt_time__gt=since
    ).exists()
    return found
