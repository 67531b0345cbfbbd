"""What rests on the law and is not compared with the official text yet, in every app."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from reports.ground.actors import Actor, Visitor
from reports.models import Confirmable

VERIFY = "reports.verify_legal_source"


def kinds(user: Visitor) -> list[type[Confirmable]]:
    """The tables of such records that a user may see, in the order of the portal's apps."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Confirmable)
        and user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
    ]


@transaction.atomic
def verify(model: type[Confirmable], pks: Iterable[int], *, by: Actor) -> list[Confirmable]:
    """Note that somebody compared records with their source; those that say nothing are left."""
    found = [
        item
        for item in model._default_manager.select_for_update().filter(pk__in=list(pks))
        if not item.verified and item.can_be_verified
    ]
    for item in found:
        item.set_verified(by.get_full_name() or by.get_username(), timezone.localdate())
        item.save(update_fields=["verified", "verified_by", "verified_on"])
    return found
