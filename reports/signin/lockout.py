"""The answer to somebody who has tried too often: what happened and until when."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .address import client_address
from .tries import closed_until


def locked_page(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, object] | None
) -> HttpResponse:
    """The page in place of the sign-in form; other forms say it themselves and keep their text."""
    if request.path != reverse("admin:login"):
        return response
    name = get_client_username(request, credentials)
    of_address = closed_until(client_address(request), name)
    until = locked_until(request, name)
    page = render(
        request,
        "signin/locked.html",
        {**admin.site.each_context(request), "title": _("Giriş geçici olarak kapalı"),
         "until": until, "minutes": _minutes(),
         "whole_address": until is not None and until == of_address},
        status=429,
    )  # fmt: skip
    if until:
        wait = (until - timezone.now()).total_seconds()
        page.headers["Retry-After"] = str(max(1, round(wait)))
    return page


def locked_until(request: HttpRequest, username: str | None) -> datetime | None:
    """When enough failures are old enough for another try; None when a try is open."""
    address = client_address(request)
    of_name = locks(username=username, ip_address=address).get((username, address))
    moments = (of_name, closed_until(address, username))
    return max((moment for moment in moments if moment is not None), default=None)


def locks(**which: str | None) -> dict[tuple[str | None, str | None], datetime]:
    """The names that are locked at an address now, each with the time of its release."""
    failures = defaultdict(list)
    recent = AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - get_cool_off(), **which)
    for attempt in recent.order_by("attempt_time"):
        failures[attempt.username, attempt.ip_address].append(attempt)
    found = {}
    for place, attempts in failures.items():
        # Each browser has a row; the lock ends when enough of them are too old to count.
        counted = sum(attempt.failures_since_start for attempt in attempts)
        for attempt in attempts:
            if counted < settings.AXES_FAILURE_LIMIT:
                break
            counted -= attempt.failures_since_start
            found[place] = timezone.localtime(attempt.attempt_time + get_cool_off())
    return found


def forget_failures(request: HttpRequest, username: str) -> None:
    """A right password answers for the wrong ones before it."""
    address = client_address(request)
    if address:
        AxesProxyHandler.reset_attempts(username=username, ip_address=address)


def _minutes() -> int:
    return int(get_cool_off().total_seconds() // 60)
