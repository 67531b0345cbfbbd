"""Files of sessions and deliveries: handed out as downloads, removed with the rows of drafts."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.http import FileResponse, Http404

from reports import kept_files
from reports.models import CouncilDocument, Delivery


def hand_out(item: CouncilDocument | Delivery) -> FileResponse:
    """A kept file as a download. Raises Http404 when it is lost."""
    if not item.file:
        raise Http404
    try:
        content = item.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        content,
        as_attachment=True,
        filename=item.original_name,
        content_type=item.content_type,
        headers=kept_files.HEADERS,
    )


def watch() -> None:
    """Called once at start-up."""
    for model in (CouncilDocument, Delivery):
        post_delete.connect(
            _deleted, sender=model, dispatch_uid=f"reports.council.files.{model.__name__}"
        )


def _deleted(instance: CouncilDocument | Delivery, using: str, **_: Any) -> None:
    """The file goes when the deletion is committed; one that is rolled back keeps it."""
    if instance.file:
        remove = partial(instance.file.storage.delete, str(instance.file.name))
        transaction.on_commit(remove, using=using, robust=True)
