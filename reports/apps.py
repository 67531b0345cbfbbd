"""App configuration of the core; its kit is registered first, before the domain apps'."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "reports"
    verbose_name = "Raporlar"

    def ready(self) -> None:
        from .starting import start  # noqa: PLC0415 - models are loaded only now

        start(self)
