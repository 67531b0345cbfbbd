"""App configuration of performance; hands the app's kit to the registry at start-up."""

from __future__ import annotations

from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "performance"
    verbose_name = "Performans bilgileri"

    def ready(self) -> None:
        from reports.core.registry import register
        from reports.ground.kept_files import remove_with

        from .kit import KIT
        from .models import IndicatorEvidence

        register(KIT)
        remove_with(IndicatorEvidence)
