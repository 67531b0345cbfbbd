"""Addresses of performance in the office."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, path

from performance.views import evidence


def urls() -> list[URLPattern]:
    return [path("kanit/<int:pk>/", admin.site.admin_view(evidence), name="evidence")]
