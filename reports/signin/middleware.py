"""Nobody is somebody before the sign-in is complete."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from reports.ground.actors import Visitor
from reports.ground.addresses import office_prefix

from . import keeping, sessions
from .progress import Standing, standing

# What answers before the sign-in is complete.
OPEN = ("login", "second_factor", "second_factor_setup")
NEXT = {Standing.OWES_CODE: "second_factor", Standing.OWES_FACTOR: "second_factor_setup"}


class SignInMiddleware:
    """Make `request.user` anonymous until the sign-in is complete, and say what is missing.

    The first holds at every address of the portal; the office also leads people on.
    """

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(office_prefix()):
            request.user = cast(
                Visitor, SimpleLazyObject(partial(_admitted, request, request.user))
            )
            return self.get_response(request)
        found = standing(request, request.user)
        if found is Standing.INSIDE:
            sessions.touch(request.session)
            return self.get_response(request)
        if found is Standing.ENDED and request.method == "POST" and not _is_gate(request.path):
            logout(request)
            request.user = AnonymousUser()
            return keeping.ended(request)
        if found is Standing.ENDED:
            logout(request)
            messages.info(request, _("Oturum süresi doldu; yeniden giriş yapılması gerekir."))
        request.user = AnonymousUser()
        if found not in NEXT:
            return self.get_response(request)
        sessions.touch(request.session)
        return self._lead_on(request, reverse(f"admin:{NEXT[found]}"))

    def _lead_on(self, request: HttpRequest, address: str) -> HttpResponseBase:
        if _is_gate(request.path) and request.path != reverse("admin:logout"):
            return self.get_response(request)
        if request.path == reverse("admin:logout"):
            if request.method == "POST":
                logout(request)
            return HttpResponseRedirect(reverse("admin:login"))
        if request.method not in {"GET", "HEAD"}:
            return render(request, "403.html", status=403)
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{address}?{query}")


def _is_gate(path: str) -> bool:
    return path in {reverse(f"admin:{name}") for name in (*OPEN, "logout")}


def _admitted(request: HttpRequest, user: User | AnonymousUser) -> User | AnonymousUser:
    return user if standing(request, user) is Standing.INSIDE else AnonymousUser()
