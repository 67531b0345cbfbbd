"""Security headers of every answer (no foreign requests, no inline code, no framing); requests that
no view could answer truly are refused; pages are kept for the time when the database is away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.log import log_response

from kars_portal.lib.texts import unwanted
from reports.ground.addresses import office_prefix

from . import kept_pages
from .refusals import LENGTH_REQUIRED, METHOD_NOT_ALLOWED, refused

PUBLIC_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)
# The admin's screens (unfold) use Alpine, which evaluates expressions, and inline styles.
OFFICE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; form-action 'self'; base-uri 'self'; "
    "frame-ancestors 'self'"
)
# Browsers show a PDF in a viewer of their own, which the strict policy would starve.
FILE_POLICY = "frame-ancestors 'none'"

OK = 200

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), "
        "payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeadersMiddleware:
    """Set the headers that an answer does not carry yet; a view may set stricter ones itself."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy(request.path, response))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def policy(path: str, response: HttpResponseBase) -> str:
    """The content policy for an address and the kind of its answer."""
    if path.startswith(office_prefix()):
        return OFFICE_POLICY
    if response.headers.get("Content-Type", "").startswith("application/pdf"):
        return FILE_POLICY
    return PUBLIC_POLICY


READING = ("GET", "HEAD")
_LOGGED = "_has_been_logged"
KNOWN = (*READING, "POST")
LARGEST = 2**31 - 1
"""Of the numbers in addresses: years, versions and rows."""


class RefusalMiddleware:
    """Answers what no view could answer truly, with the portal's own pages.

    An address with invisible signs leads nowhere (404), nor does one with a number that no database
    takes. No page takes another method than reading
    and posting, and no public page is posted to unless it reads no cookie (405). A body whose
    length nobody tells would be read as an empty one (411).
    """

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if unwanted(request.path_info):
            raise Http404
        if request.method not in KNOWN:
            return _not_allowed(request, KNOWN)
        if request.headers.get("Transfer-Encoding") and not request.META.get("CONTENT_LENGTH"):
            page = refused(request, LENGTH_REQUIRED, 411)
            log_response("Length Required: %s", request.path, response=page, request=request)
            return page
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            page = _page(request, response.headers["Allow"])
            setattr(page, _LOGGED, True)  # as the view's own answer was
            return page
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., object],
        args: object,
        kwargs: Mapping[str, object],
    ) -> HttpResponse | None:
        """Before anybody asks a form for its token: there is none on a public page."""
        if any(isinstance(value, int) and value > LARGEST for value in kwargs.values()):
            raise Http404
        is_public = not request.path.startswith(office_prefix())
        if request.method in READING or not is_public or getattr(view, "csrf_exempt", False):
            return None
        return _not_allowed(request, READING)


def _not_allowed(request: HttpRequest, allowed: tuple[str, ...]) -> HttpResponse:
    response = _page(request, ", ".join(allowed))
    log_response(
        "Method Not Allowed (%s): %s",
        request.method,
        request.path,
        response=response,
        request=request,
    )
    return response


def _page(request: HttpRequest, allowed: str) -> HttpResponse:
    response = refused(request, METHOD_NOT_ALLOWED, 405)
    response.headers["Allow"] = allowed
    return response


class KeptPagesMiddleware:
    """Keep what readers were answered; answer from there while the database is known to be away.

    Below the language, above everything that asks the database.
    """

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(office_prefix()):
            return self.get_response(request)
        if kept_pages.outage.lasts():
            kept = kept_pages.kept_answer(request)
            if kept is not None:
                return kept
        begun = kept_pages.moment()
        response = self.get_response(request)
        if response.status_code == OK and kept_pages.MARK not in response.headers:
            kept_pages.outage.over()
        kept_pages.keep(request, response, begun)
        return response
