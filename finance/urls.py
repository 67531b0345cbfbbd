"""Addresses of finance in the office."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, path

from finance.views import preview_page, upload_page


def urls() -> list[URLPattern]:
    view = admin.site.admin_view
    return [
        path("mizan/<int:year>/", view(upload_page), name="trial_balance"),
        path("mizan/<int:year>/<slug:token>/", view(preview_page), name="trial_balance_preview"),
    ]
