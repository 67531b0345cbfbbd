"""The last answer when something broke: a kept page, a sentence to come back, or our own fault."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template import loader
from django.views.defaults import server_error as fault

from reports.ground.addresses import office_prefix
from reports.ground.away import is_away

from .kept_pages import kept_answer, outage

RETRY_SECONDS = "30"
SENTENCE = "Portal şu anda veritabanına ulaşamıyor; biraz sonra yeniden denenmelidir."


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Django's `handler500`. A database that is away is no fault: what citizens have read before is
    answered as it was kept, everything else with 503 and the time after which to try again.
    """
    if not is_away(sys.exc_info()[1]):
        return fault(request)
    if not request.path.startswith(office_prefix()):
        # Who writes may be kept waiting while all others read.
        outage.begun()
        kept = kept_answer(request)
        if kept is not None:
            return kept
    return unavailable(request)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 in the form that was asked for; reads nothing that could be away."""
    response: HttpResponse
    wanted = request.get_preferred_type(["text/html", "application/json"])
    if wanted == "application/json" or request.path.endswith(".json"):
        response = JsonResponse({"hata": SENTENCE}, json_dumps_params={"ensure_ascii": False})
    else:
        sent = request.method not in {"GET", "HEAD"}
        response = HttpResponse(loader.render_to_string("503.html", {"sent": sent}))
    response.status_code = 503
    response.headers["Retry-After"] = RETRY_SECONDS
    response.headers["Cache-Control"] = "no-store"
    return response
