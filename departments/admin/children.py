"""Forms for numbered rows inside another form: key figures, items and payments of a contract."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseInlineFormSet
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest

from reports.office.tables.screens import YearRowAdmin, YearRowInline


def kept_forms(formset: Any) -> list[Any]:
    """Forms of the rows that will be there after saving."""
    return [
        form
        for form in formset.forms
        if not form.cleaned_data.get(DELETION_FIELD_NAME)
        and (form.instance.pk or form.has_changed())
    ]


class NumberedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row whose number follows by itself when it is left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "no" in self.fields:
            self.fields["no"].required = False


class NumberedFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Gives rows without a number the next ones, in their order on the page."""

    def clean(self) -> None:
        super().clean()
        kept = kept_forms(self)
        last = max((form.instance.no or 0 for form in kept), default=0)
        for form in kept:
            if not form.instance.no and "no" not in form.errors:
                last += 1
                form.instance.no = last


class NumberedInline(YearRowInline):
    """Numbered rows, one line each; works without JavaScript, hence the empty line."""

    form = NumberedForm
    formset = NumberedFormSet
    extra = 1
    tab = False


class ChildAdmin(YearRowAdmin):
    """Screen of rows that have their year through another row."""

    def get_list_select_related(self, request: HttpRequest) -> bool | tuple[str, ...]:
        declared = self.list_select_related
        return declared if isinstance(declared, bool) else tuple(declared)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        initial.pop("year", None)
        return initial
