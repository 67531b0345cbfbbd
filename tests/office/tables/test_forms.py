"""Forms of the admin: what stands in one row fits into it."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db import models


def test_a_row_with_a_date_has_two_fields_at_most() -> None:
    """A date with its button takes half a row and would cover the label of a third field."""
    crowded = []
    for model, form in admin.site._registry.items():
        for _name, options in form.fieldsets or ():
            for row in options["fields"]:
                names = row if isinstance(row, (tuple, list)) else (row,)
                if len(names) > 2 and any(_is_date(model, name) for name in names):
                    crowded.append((model._meta.label, names))
    assert crowded == []


def _is_date(model: type[models.Model], name: str) -> bool:
    try:
        return isinstance(model._meta.get_field(name), models.DateField)
    except FieldDoesNotExist:  # a method of the form
        return False
