"""Types that several rooms share: a field of whatever model, and what JSON can say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Never, TypeAlias

if TYPE_CHECKING:
    from django.db import models

ModelField: TypeAlias = "models.Field[Never, object]"
"""A field of whatever type: its rows are read and written elsewhere, only its own words matter."""

Relation: TypeAlias = "models.ForeignKey[Never, object]"
"""A field that names a row of whatever model."""

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
