"""What `save()` of a model may be asked for: handed on by models that do more than save."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from django.db.models.base import ModelBase


class SaveOptions(TypedDict, total=False):
    """The named arguments of Django's `Model.save`."""

    force_insert: bool | tuple[ModelBase, ...]
    force_update: bool
    using: str | None
    update_fields: Iterable[str] | None
