"""Addresses of performance in the office."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, path

from performance.views import entry, evidence


def urls() -> list[URLPattern]:
    view = admin.site.admin_view
    return [
        path("kanit/<int:pk>/", view(evidence), name="evidence"),
        path("gosterge/<int:year>/<int:pk>/", view(entry), name="indicator_entry"),
    ]
