"""The portal with one more page that does nothing: the measure of what a page itself costs."""

from __future__ import annotations

import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def portal_and_empty_page() -> WSGIHandler:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kars_portal.settings")
    portal = get_wsgi_application()
    from kars_portal.urls import urlpatterns  # models must be loaded before

    urlpatterns.insert(0, path("bos/", empty))
    return portal


application = portal_and_empty_page()
