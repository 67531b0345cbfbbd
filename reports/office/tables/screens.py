"""Base classes of the back office.

Every yearly table is edited, imported and exported the same way.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin import ListFilter
from django.db import models
from django.db.models import Model
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.import_export.forms import ExportForm

from kars_portal.lib.numbers import MISSING, format_decimal
from reports.models import FiscalYear
from reports.office.findings.banners import FindingBanners
from reports.office.shared.sidebar import Linked
from reports.office.trail.screens import Trailed

from .exporting import WritesFiles
from .files import year_of_list
from .importing import Importing, YearImportForm, YearPlanForm, current_year
from .scoping import Scoped, ScopedInline


class TableAdmin(Linked, Trailed, Scoped, FindingBanners, ModelAdmin, WritesFiles, Importing):
    """Admin of one table: computed columns read-only, import and export through its resource.

    Findings of its rows stand above its lists and forms and at the fields.
    """

    export_form_class = ExportForm
    list_per_page = 100
    compressed_fields = True
    warn_unsaved_form = True
    list_filter_submit = False
    # What is missing looks the same in lists, forms and published tables.
    empty_value_display = MISSING

    def get_readonly_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> tuple[str, ...]:
        declared = tuple(str(name) for name in super().get_readonly_fields(request, obj))
        return declared + tuple(n for n in generated_fields(self.model) if n not in declared)

    # -- files ------------------------------------------------------------------------------

    def has_import_permission(self, request: HttpRequest, *args: object) -> bool:
        """Files bring new rows and change old ones."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest, *args: object) -> bool:
        return self.has_view_permission(request)

    def get_import_resource_kwargs(
        self, request: HttpRequest, **kwargs: object
    ) -> dict[str, object]:
        return {**super().get_import_resource_kwargs(request, **kwargs), "actor": request.user}


class YearRowAdmin(TableAdmin):
    """Admin of a yearly table: filtered by year, year asked at import."""

    import_form_class = YearImportForm
    confirm_form_class = YearPlanForm
    list_filter: ClassVar[tuple[str | type[ListFilter], ...]] = ("year",)
    ordering: ClassVar[tuple[str | Combinable, ...]] = ("-year", "position")

    def get_ordering(self, request: HttpRequest) -> tuple[str | Combinable, ...]:
        # Newest year first; by the relation it would be the years' own order turned round.
        declared = super().get_ordering(request)
        return tuple("-year_id" if name == "-year" else name for name in declared)

    def get_list_select_related(self, request: HttpRequest) -> bool | tuple[str, ...]:
        # Every row shows its year; without this each would cost a query.
        declared = super().get_list_select_related(request)
        return declared if declared is True else (*(declared or ()), "year")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        initial = dict(super().get_changeform_initial_data(request))
        year = current_year()
        if year is not None:
            initial.setdefault("year", str(year.pk))
        return initial

    def get_import_resource_kwargs(
        self, request: HttpRequest, **kwargs: object
    ) -> dict[str, object]:
        found = super().get_import_resource_kwargs(request, **kwargs)
        return {**found, "year": self._year(request, kwargs.get("form"))}

    def get_export_resource_kwargs(
        self, request: HttpRequest, **kwargs: object
    ) -> dict[str, object]:
        return {"year": self._year(request, None)}

    def _year(self, request: HttpRequest, form: object) -> FiscalYear:
        """The year of the import form, else of the list's filter, else the one in work."""
        if isinstance(form, forms.Form) and form.is_bound and form.is_valid():
            chosen = form.cleaned_data.get("year")
            if isinstance(chosen, FiscalYear):
                return chosen
        return year_of_list(request) or current_year() or FiscalYear(year=2006)


class YearRowInline(ScopedInline, TabularInline):
    """Rows of a table inside another form, one line each."""

    extra = 0
    tab = True

    def get_readonly_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> tuple[str, ...]:
        declared = tuple(str(name) for name in super().get_readonly_fields(request, obj))
        return declared + tuple(n for n in generated_fields(self.model) if n not in declared)


def generated_fields(model: type[models.Model]) -> tuple[str, ...]:
    """Names of the columns that the database computes."""
    return tuple(f.name for f in model._meta.get_fields() if isinstance(f, models.GeneratedField))


@admin.display(description="%")
def percent_or_missing(value: Decimal | None) -> str:
    return MISSING if value is None else format_decimal(value, places=1)
