"""Screens of indicators: their cards and what became of them."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import ForeignKey, Model, TextField
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse

from performance.entering import open_lacking
from performance.models import Indicator, IndicatorSuccession
from performance.resources import IndicatorResource, IndicatorSuccessionResource
from reports.collect.imports.outcome import FileResult
from reports.ground.actors import signed_in
from reports.ground.fields import ModelField
from reports.ground.model_forms import ModelChoiceField
from reports.office.tables.screens import TableAdmin, YearRowInline

PEOPLE = ("owner", "deputy")


class SuccessionInline(YearRowInline):
    """What became of an indicator, on its own form."""

    model = IndicatorSuccession
    fk_name = "predecessor"
    autocomplete_fields = ("successor",)
    verbose_name = "sonraki gösterge"
    verbose_name_plural = "sonraki göstergeler"


class PersonField(ModelChoiceField[User]):
    """Accounts by the names of the people."""

    def label_from_instance(self, obj: User) -> str:
        name = obj.get_full_name()
        return f"{name} ({obj.get_username()})" if name else str(obj.get_username())


@admin.register(Indicator)
class IndicatorAdmin(TableAdmin):
    """An indicator's card."""

    resource_classes = [IndicatorResource]
    list_display = (
        "code", "name", "objective", "unit", "direction", "period", "department", "has_card",
    )  # fmt: skip
    list_filter = ("objective__goal__plan", "direction", "period", "department")
    list_select_related = ("objective", "department")
    search_fields = ("code", "name", "definition", "objective__title", "department__name")
    autocomplete_fields = ("objective", "department")
    inlines = (SuccessionInline,)
    fieldsets = (
        (None, {"fields": ("objective", "code", "name")}),
        (
            "Ne sayılıyor",
            {"fields": ("definition", "formula", ("unit", "direction"), "source", "method")},
        ),
        ("Ne zaman ölçülüyor", {"fields": (("period", "measure"),)}),
        ("Kim sorumlu", {"fields": ("department", PEOPLE)}),
    )

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Model, Model], request: HttpRequest, **kwargs: object
    ) -> ModelChoiceField[Model] | None:
        if db_field.name in PEOPLE:
            # Accounts are not searched by typing: whoever keeps cards may not list all accounts.
            people = get_user_model()._default_manager.filter(is_active=True, is_staff=True)
            kwargs["queryset"] = people.order_by("first_name", "last_name", "username")
            kwargs["form_class"] = PersonField
        found: ModelChoiceField[Model] | None = super().formfield_for_foreignkey(
            db_field, request, **kwargs
        )
        return found

    def formfield_for_dbfield(
        self, db_field: ModelField, request: HttpRequest, **kwargs: object
    ) -> forms.Field | None:
        field: forms.Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, TextField) and field is not None:
            field.widget.attrs["rows"] = 3
        return field

    def save_related(
        self,
        request: HttpRequest,
        form: forms.ModelForm[Model],
        formsets: Sequence[BaseFormSet[forms.BaseForm]],
        change: bool,
    ) -> None:
        super().save_related(request, form, formsets, change)
        open_lacking(signed_in(request.user))

    def process_result(self, result: FileResult, request: HttpRequest) -> HttpResponse:
        response = super().process_result(result, request)
        if not result.is_refused:
            open_lacking(signed_in(request.user))
        return response

    @admin.display(description="kart", boolean=True)
    def has_card(self, indicator: Indicator) -> bool:
        return bool(indicator.definition.strip() and indicator.formula.strip())


@admin.register(IndicatorSuccession)
class IndicatorSuccessionAdmin(TableAdmin):
    """All steps, for search, import and export."""

    resource_classes = [IndicatorSuccessionResource]
    list_display = ("predecessor", "kind", "successor", "year")
    list_filter = ("kind", "year")
    list_select_related = ("predecessor", "successor")
    search_fields = ("predecessor__code", "predecessor__name", "successor__name")
    autocomplete_fields = ("predecessor", "successor")
