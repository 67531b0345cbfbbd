"""Which rows are recorded: those of every model of the portal, and accounts and roles.

A new model is recorded without anybody thinking of it; what is not has its reason here.
"""

from __future__ import annotations

from collections.abc import Iterable

from auditlog.registry import AuditlogModelRegistry
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import models
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from reports.core.roles import EVERYTHING
from reports.ground.fields import ModelField

from . import receivers

NOT_RECORDED = {
    "reports.auditentry": "the trail itself",
    "reports.publication": "immutable; its row is its own record",
    "reports.pdfexport": "a file made by a job, and its progress",
    "reports.intakejob": "how far the work on a file is; what is taken has entries of its own",
    "reports.sectionevent": "a history itself, only added to",
    "reports.textremark": "its event is a history itself; only added to",
    "reports.reminderlog": "a log of mails, written by the run that sends them",
}
"""Model → why its rows leave no entries."""

NOT_RECORDED_FIELDS: dict[str, dict[str, str]] = {
    "auth.user": {"last_login": "every sign-in would be a change of the account"},
    "reports.frozenreport": {
        "document": "the whole report; its hash is recorded",
        "drawings": "made from the document",
    },
    "reports.intake": {"changes": "the changed rows have entries of their own"},
    "reports.section": {
        "last_edited_by": "follows from the entries of the section's rows",
        "last_edited_at": "follows from the entries of the section's rows",
    },
}
"""Model → field → why it is left out of the entries."""

HIDDEN_FIELDS = {
    "auth.user": frozenset({"password"}),
    "reports.signaturepolicy": frozenset({"finance_citizen_hash", "top_manager_citizen_hash"}),
}
"""That these changed is recorded, what they are is not."""

ACCOUNTS: tuple[type[Model], ...] = (User, Group)

# django-auditlog's registry with receivers of our own; its global one stays empty.
trail = AuditlogModelRegistry(
    create=False,
    update=False,
    delete=False,
    access=False,
    m2m=False,
    custom={
        pre_save: receivers.before_save,
        post_save: receivers.after_save,
        pre_delete: receivers.before_delete,
        post_delete: receivers.after_delete,
    },
)


def record_everything() -> None:
    """Record the portal's models; called once when all of them are loaded."""
    record(*portal_models(), *ACCOUNTS)


def portal_models() -> list[type[Model]]:
    """The models of the portal's own apps that are recorded."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.partition(".")[0] in EVERYTHING
        and model._meta.label_lower not in NOT_RECORDED
    ]


def record(*models_: type[Model]) -> None:
    """From now on, every change of these models' rows leaves an entry."""
    for model in models_:
        fields = tuple(_recorded_fields(model))
        receivers.FIELDS.recorded[model] = fields
        receivers.FIELDS.hidden[model] = HIDDEN_FIELDS.get(model._meta.label_lower, frozenset())
        trail.register(model, include_fields=[field.name for field in fields])
        for relation in model._meta.many_to_many:
            m2m_changed.connect(
                receivers.watcher(model, relation),
                sender=relation.remote_field.through,
                weak=False,
                dispatch_uid=f"reports.collect.audit {relation}",
            )


def is_recorded(model: type[Model]) -> bool:
    return bool(trail.contains(model))


def _recorded_fields(model: type[Model]) -> Iterable[ModelField]:
    """What staff or code can set: no numbers that the database gives, no columns it computes."""
    left_out = NOT_RECORDED_FIELDS.get(model._meta.label_lower, {})
    for field in model._meta.concrete_fields:
        numbered = field.primary_key and isinstance(field, models.AutoField)
        if not (numbered or field.generated or field.name in left_out):
            yield field
