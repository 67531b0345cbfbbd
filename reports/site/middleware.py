"""Security headers of every answer: no foreign requests, no inline code, no framing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from reports.ground.addresses import office_prefix

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
