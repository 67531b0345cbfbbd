"""App configuration of performance; hands the app's kit to the registry at start-up."""

from __future__ import annotations

from django.apps import AppConfig

from reports.core.registry import register
from reports.ground.kept_files import remove_with


class PerformanceConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "performance"
    verbose_name = "Performans bilgileri"

    def ready(self) -> None:
        from .kit import KIT  # noqa: PLC0415 - models are loaded only now

        register(KIT)
        remove_with(self.get_model("IndicatorEvidence"))
