"""App configuration of finance; hands the app's kit to the registry at start-up."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from reports.core.registry import register


class FinanceConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "finance"
    verbose_name = "Mali bilgiler"

    def ready(self) -> None:
        from .kit import AFTER_MIGRATION, KIT  # noqa: PLC0415 - models are loaded only now

        register(KIT)
        post_migrate.connect(
            AFTER_MIGRATION, sender=self, dispatch_uid="finance.ensure_account_rules"
        )
