"""Forms for numbered rows inside another form: key figures, items and payments of a contract."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model
from django.forms import BaseFormSet
from django.forms import ModelForm as DjangoForm
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest

from departments.models import ContractItem, KeyFigure, ProgressPayment
from reports.ground.model_forms import InlineFormSet, ModelForm
from reports.office.tables.screens import YearRowAdmin, YearRowInline

F = TypeVar("F", bound="DjangoForm[Any]")
N = TypeVar("N", bound=ContractItem | KeyFigure | ProgressPayment)
"""Rows with a number."""


def kept_forms(formset: BaseFormSet[F]) -> list[F]:
    """Forms of the rows that will be there after saving."""
    return [
        form
        for form in formset.forms
        if not form.cleaned_data.get(DELETION_FIELD_NAME)
        and (form.instance.pk or form.has_changed())
    ]


class NumberedForm(ModelForm[N]):
    """A row whose number follows by itself when it is left empty."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "no" in self.fields:
            self.fields["no"].required = False


class NumberedFormSet(InlineFormSet[N, Model]):
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

    form: type[NumberedForm[Any]] = NumberedForm
    formset: type[NumberedFormSet[Any]] = NumberedFormSet
    extra = 1
    tab = False


class ChildAdmin(YearRowAdmin):
    """Screen of rows that have their year through another row."""

    def get_list_select_related(self, request: HttpRequest) -> bool | tuple[str, ...]:
        declared = self.list_select_related
        return declared if isinstance(declared, bool) else tuple(declared)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        initial = super().get_changeform_initial_data(request)
        initial.pop("year", None)
        return initial
