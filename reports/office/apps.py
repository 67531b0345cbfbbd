"""Unfold with the office's own admin site."""

from __future__ import annotations

from unfold.apps import BasicAppConfig

from reports.ground import capitals


class OfficeConfig(BasicAppConfig):
    """In the place of unfold's own configuration; the first of all that are made ready."""

    def ready(self) -> None:
        capitals.replace()
        from django.contrib import admin  # noqa: PLC0415 - models are loaded only now
        from django.contrib.admin import sites  # noqa: PLC0415 - models are loaded only now

        from .shared.site import OfficeSite  # noqa: PLC0415 - models are loaded only now

        admin.site = sites.site = OfficeSite()
