"""What begins with the portal: declarations are registered, hooks are set, signals are heard.

Loaded by `apps.ready()`, once every model is there.
"""

from __future__ import annotations

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from reports.collect.audit.registration import record_everything
from reports.collect.calendar.rules import ensure_rules_after_migration
from reports.collect.checking import watch
from reports.collect.statements.texts import ensure_texts_after_migration
from reports.core.registry import register
from reports.core.roles import sync_groups
from reports.ground.kept_files import remove_with
from reports.ground.texts import guard_texts
from reports.kit import KIT
from reports.models import CouncilDocument, Delivery
from reports.present.pdf.jobs import when_ready
from reports.publish.signing.notices import tell_ready
from reports.site import kept_pages


def start(config: AppConfig) -> None:
    """Once, when all models are loaded; the core's kit comes before the domain apps'."""
    register(KIT)
    when_ready(tell_ready)
    record_everything()
    watch()
    guard_texts()
    kept_pages.watch()
    remove_with(CouncilDocument, Delivery)
    # Once, after the last app has its permissions; each app sends the signal.
    last = list(apps.get_app_configs())[-1]
    post_migrate.connect(sync_groups, sender=last, dispatch_uid="reports.sync_groups")
    post_migrate.connect(
        ensure_rules_after_migration, sender=config, dispatch_uid="reports.ensure_rules"
    )
    post_migrate.connect(
        ensure_texts_after_migration, sender=config, dispatch_uid="reports.ensure_texts"
    )
