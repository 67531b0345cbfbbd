"""Removes the file of evidence when its row is gone for good, however the row was deleted."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete

from performance.models import IndicatorEvidence


def watch() -> None:
    """Called once at start-up."""
    post_delete.connect(
        _deleted, sender=IndicatorEvidence, dispatch_uid="performance.files.deleted"
    )


def _deleted(instance: IndicatorEvidence, using: str, **_: Any) -> None:
    """The file goes when the deletion is committed; one that is rolled back keeps it."""
    remove = partial(instance.file.storage.delete, str(instance.file.name))
    transaction.on_commit(remove, using=using, robust=True)
