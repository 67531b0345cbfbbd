"""Every request has a number; what it changes carries the number, the person and the way in."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .context import Channel, recording

HEADER = "X-Request-ID"


class RecordingMiddleware:
    """Opens the recording of a request and returns its number, which staff can quote.

    The number is always made here: one that a visitor sends could be that of somebody else's
    request.
    """

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = uuid.uuid4().hex
        with recording(channel=Channel.FORM, request=request, reason="", by="", id=number):
            response = self.get_response(request)
        response.headers[HEADER] = number
        return response
