"""Forms, sets of forms and choices that name their model: `ModelForm[FreeRow]`.

Django's own are generic for a type checker only. What is in the brackets costs nothing at runtime.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django import forms
from django.db.models import Model

M = TypeVar("M", bound=Model)

if TYPE_CHECKING:
    InlineFormSet = forms.BaseInlineFormSet
    ModelChoiceField = forms.ModelChoiceField

    class ModelForm(forms.ModelForm[M]):
        """A form of a model; subclasses hand on what they are made with, unread."""

        def __init__(self, *args: object, **kwargs: object) -> None: ...

        def _post_clean(self) -> None:
            """Django's own step between the fields and the checks of the model."""

else:

    class _OfModel:
        def __class_getitem__(cls, _models):
            return cls

    class ModelForm(_OfModel, forms.ModelForm):
        """A form of a model."""

    class InlineFormSet(_OfModel, forms.BaseInlineFormSet):
        """Forms of the rows that belong to one row."""

    class ModelChoiceField(_OfModel, forms.ModelChoiceField):
        """A choice among the rows of a model."""
