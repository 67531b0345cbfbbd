"""What is typed outlives a session: what the browser is told, and pages that keep a form.

The browser keeps what somebody types (`office/keeping.js`) under a name for the person, and drops
it when it is told that the server has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token

from reports.ground.actors import Visitor
from reports.ground.addresses import office_prefix

from . import sessions

SESSION = "kars_oturum"
"""Cookie: who (a name for the person that says nothing), the server's clock, when it ends."""
KEPT = "kars_tutulan"
"""Cookie, and field of a form: what the server has now."""
ANSWERED = "kars_cevap"
"""Cookie: the form that the page answers, which holds what was typed into it; read once."""
_ANSWERS = (200, 409)
"""Pages that come back with the form: a refusal at its cells, a preview, a conflict."""
_TOKEN = re.compile(r"[a-z0-9]{8,40}")
_SECRET = re.compile(r"passw|parola|code|kod|csrf|token", re.IGNORECASE)
"""Names of fields that never leave the page on which they were typed."""


class KeepingMiddleware:
    """Tell the browser whose session it is, how long it lasts, and which form has arrived."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path.startswith(office_prefix()):
            return response
        if not request.user.is_authenticated:
            if SESSION in request.COOKIES:
                response.delete_cookie(SESSION, path=office_prefix())
            return response
        ends = int(sessions.ends_unused(request.session))
        _set(response, SESSION, f"{_name_of(request.user)}.{sessions.now()}.{ends}")
        token = str(request.POST.get(KEPT, "")) if request.method == "POST" else ""
        if response.status_code in (302, 303) and _TOKEN.fullmatch(token):
            _set(response, KEPT, token)
        elif response.status_code in _ANSWERS and _TOKEN.fullmatch(token):
            _set(response, ANSWERED, token)
        return response


def _name_of(user: Visitor) -> str:
    return salted_hmac("reports.signin.keeping", str(user.pk)).hexdigest()[:16]


def _set(response: HttpResponseBase, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        path=office_prefix(),
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


@never_cache
def stay(request: HttpRequest) -> HttpResponse:
    """The session is in use; the answer's cookie says until when."""
    return HttpResponse("", content_type="text/plain")


def fields_of(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What was typed into a form that did not arrive; nothing secret."""
    for name, values in request.POST.lists():
        if name != KEPT and not _SECRET.search(str(name)):
            for value in values:
                yield str(name), str(value)


def is_own(request: HttpRequest) -> bool:
    """Whether the form was sent from a page of the portal: else it is not offered again."""
    own = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin", "")
    return origin == own if origin else request.headers.get("Referer", "").startswith(f"{own}/")


def _kept_form(request: HttpRequest, template: str) -> HttpResponse:
    """A page that holds the form as it was typed, to be sent again."""
    at_gate = request.path.startswith(reverse("admin:login"))
    fields = list(fields_of(request)) if is_own(request) and not at_gate else []
    query = urlencode({REDIRECT_FIELD_NAME: request.path})
    context: dict[str, object] = {
        "fields": fields,
        "action": request.get_full_path(),
        "files": list(request.FILES),
        "login": f"{reverse('admin:login')}?{query}",
        "page": reverse("admin:login") if at_gate else request.path,
    }
    return render(request, template, context, status=403)


def ended(request: HttpRequest) -> HttpResponse:
    """A form was sent after its session had ended."""
    return _kept_form(request, "signin/ended.html")


@requires_csrf_token
def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came from a page of another session, or from elsewhere (`CSRF_FAILURE_VIEW`)."""
    return _kept_form(request, "signin/refused.html")
