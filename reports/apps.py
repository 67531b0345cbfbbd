"""App configuration of the core; its kit is registered first, before the domain apps'."""

from __future__ import annotations

from django.apps import AppConfig, apps


class ReportsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "reports"
    verbose_name = "Raporlar"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from reports.core.registry import register
        from reports.present.pdf.jobs import when_ready
        from reports.publish.signing.notices import tell_ready

        from .collect.audit.registration import record_everything
        from .collect.calendar.rules import ensure_rules_after_migration
        from .collect.checking import watch
        from .core.roles import sync_groups
        from .ground.kept_files import remove_with
        from .kit import KIT
        from .models import CouncilDocument, Delivery

        register(KIT)
        when_ready(tell_ready)
        record_everything()
        watch()
        remove_with(CouncilDocument, Delivery)
        # Once, after the last app has its permissions; each app sends the signal.
        last = list(apps.get_app_configs())[-1]
        post_migrate.connect(sync_groups, sender=last, dispatch_uid="reports.sync_groups")
        post_migrate.connect(
            ensure_rules_after_migration, sender=self, dispatch_uid="reports.ensure_rules"
        )
