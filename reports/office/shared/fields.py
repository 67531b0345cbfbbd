"""Fields of a form by their names, as the kinds that they are."""

from __future__ import annotations

from typing import TypeVar

from django import forms

F = TypeVar("F", bound=forms.Field)


def field_of(form: forms.BaseForm, name: str, kind: type[F]) -> F:
    """A field whose choices, or people, are known only when the form is made."""
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name}: {type(field).__name__}")
    return field
