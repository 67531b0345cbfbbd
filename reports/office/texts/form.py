"""The plain form of a text, which holds to the same rule as its desk."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from reports.collect.checking import latest_or_none
from reports.collect.writing.saving import require_open
from reports.collect.writing.sight import Sight
from reports.ground.actors import Visitor
from reports.models import FiscalYear, Narrative


class TextForm(forms.ModelForm[Narrative]):
    """No reference in a text tells its writer a figure that is closed to him or her."""

    reader: ClassVar[Visitor | None] = None
    """Who writes; set on the class that is made for each request."""

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        year, body = cleaned.get("year"), cleaned.get("body")
        run = latest_or_none(year) if isinstance(year, FiscalYear) else None
        if run is not None and self.reader is not None and isinstance(body, str):
            try:
                require_open(self.initial.get("body") or "", body, Sight(run, self.reader))
            except forms.ValidationError as error:
                self.add_error("body", error)
        return cleaned
