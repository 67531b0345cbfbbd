"""Figures in the forms of tables: read as people write them, each in the unit of its table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.db import models
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminTextInputWidget

from reports.collect.imports.limits import units_of
from reports.ground.fields import ModelField
from reports.ground.forms import TurkishDecimalField, TurkishIntegerField

M = TypeVar("M", bound=models.Model)

# Django's own field turns "1.000" into 1.
FIGURE_FIELDS: Mapping[type[ModelField], Mapping[str, object]] = MappingProxyType(
    {
        models.IntegerField: {
            "form_class": TurkishIntegerField,
            "widget": UnfoldAdminTextInputWidget,
        }
    }
)


class TypedFigures(BaseModelAdmin[M]):
    """Mixin of screens and of the lines inside them: a figure's field refuses another unit than
    the published column's.
    """

    formfield_overrides = FIGURE_FIELDS

    def formfield_for_dbfield(
        self, db_field: ModelField, request: HttpRequest, **kwargs: object
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, TurkishDecimalField):
            units = units_of(self.model._meta.label_lower)
            field.unit = field.unit or units.get(db_field.name, "")
        return field
