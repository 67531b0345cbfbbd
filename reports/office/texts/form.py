"""The plain form of a text, which holds to the same rule as its desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest

from reports.collect.checking import latest_or_none
from reports.collect.writing.saving import require_open
from reports.collect.writing.sight import Sight
from reports.models import FiscalYear


def guarded(
    form: type[forms.ModelForm[Model]], request: HttpRequest
) -> type[forms.ModelForm[Model]]:
    """The form class with the rule that no reference tells its writer a closed figure."""

    class TextForm(form):  # type: ignore[misc, valid-type]
        def clean(self) -> dict[str, Any]:
            cleaned: dict[str, Any] = super().clean() or self.cleaned_data
            year = cleaned.get("year") or getattr(self.instance, "year", None)
            run = latest_or_none(year) if isinstance(year, FiscalYear) else None
            if run is not None and "body" in cleaned:
                before = self.initial.get("body") or ""
                try:
                    require_open(before, cleaned["body"], Sight(run, request.user))
                except forms.ValidationError as error:
                    self.add_error("body", error)
            return cleaned

    return TextForm
