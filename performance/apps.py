"""App configuration of performance; hands the app's kit to the registry at start-up."""

from __future__ import annotations

from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "performance"
    verbose_name = "Performans bilgileri"

    def ready(self) -> None:
        from reports.kept_files import remove_with
        from reports.registry import register

        from .models import IndicatorEvidence
        from .sections import KIT

        register(KIT)
        remove_with(IndicatorEvidence)
