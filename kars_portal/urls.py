"""The URL table."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

handler400 = "reports.site.refusals.bad_request"

urlpatterns: list[URLPattern | URLResolver] = [
    path("yonetim/", admin.site.urls),
    path("", include("reports.office.drafts.preview")),
    path("", include("reports.site.urls")),
]

handler500 = "reports.site.failing.server_error"
