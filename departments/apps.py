"""App configuration of the directorates; hands the app's kit to the registry at start-up."""

from __future__ import annotations

from django.apps import AppConfig

from reports.core.registry import register


class DepartmentsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "departments"
    verbose_name = "Müdürlük bilgileri"

    def ready(self) -> None:
        from .kit import KIT  # noqa: PLC0415 - models are loaded only now

        register(KIT)
