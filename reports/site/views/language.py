"""The switch between Turkish and English: a choice kept in a cookie, and back to the page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from reports.ground.languages import REPORT_LANGUAGE

START = "/"


@csrf_exempt  # asks for nobody's session, and changes nothing but the words of the next page
@require_POST
def language(request: HttpRequest) -> HttpResponseRedirect:
    """Keep the language in this browser for a year; Turkish needs no cookie and leaves none."""
    wanted = request.POST.get("dil", "")
    back = request.POST.get("sonra", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if is_ours else START)
    if wanted == REPORT_LANGUAGE or wanted not in dict(settings.LANGUAGES):
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    else:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    response.headers["Cache-Control"] = "no-store"
    return response
