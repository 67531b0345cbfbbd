"""A field of whatever model, as a type, and how one is found by its name."""

from __future__ import annotations

from typing import Never, TypeAlias

from django.core.exceptions import FieldDoesNotExist
from django.db import models

ModelField: TypeAlias = "models.Field[Never, object]"
"""A field of whatever kind: rows are written elsewhere, only its own words matter."""

Relation: TypeAlias = "models.ForeignKey[Never, object]"
"""A field that names a row of whatever model."""


def field_of(model: type[models.Model], name: str) -> ModelField:
    """The field itself. Raises FieldDoesNotExist for a relation that another model has to this."""
    found = model._meta.get_field(name)
    if isinstance(found, models.ForeignObjectRel):
        raise FieldDoesNotExist(f"{model._meta.label} has no field {name} of its own")
    return found
