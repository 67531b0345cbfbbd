"""Screens of the plan from the top down, of higher plans, strengths and weaknesses."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin
from django.db.models import Model
from django.forms import BaseForm, BaseFormSet, ModelForm
from django.http import HttpRequest
from unfold.admin import TabularInline

from performance.entering import open_lacking
from performance.models import (
    Goal,
    HigherPlanReference,
    Indicator,
    Objective,
    StrategicPlan,
    SwotItem,
)
from performance.resources import (
    GoalResource,
    HigherPlanReferenceResource,
    ObjectiveResource,
    StrategicPlanResource,
    SwotItemResource,
)
from reports.ground.actors import signed_in
from reports.office.tables.screens import TableAdmin, YearRowAdmin


class GoalInline(TabularInline):
    model = Goal
    fields = ("code", "title")
    extra = 0
    tab = True
    show_change_link = True


class ObjectiveInline(TabularInline):
    model = Objective
    fields = ("code", "title", "performance_target")
    extra = 0
    tab = True
    show_change_link = True


class IndicatorInline(TabularInline):
    model = Indicator
    fields = ("code", "name", "unit", "direction", "period", "measure", "department")
    autocomplete_fields = ("department",)
    extra = 0
    tab = True
    show_change_link = True


@admin.register(StrategicPlan)
class StrategicPlanAdmin(TableAdmin):
    resource_classes = [StrategicPlanResource]
    list_display = ("title", "code", "first_year", "last_year", "warn_above", "block_above")
    search_fields = ("code", "title")
    inlines = [GoalInline]
    fieldsets = (
        (None, {"fields": ("code", "title", ("first_year", "last_year"), "mission", "vision")}),
        (
            "Hedeften sapmalar",
            {
                "description": (
                    "Mevzuat bir sınır koymaz; planın sınırlarını idare belirler. Sınırlar raporla "
                    "birlikte yayımlanır."
                ),
                "fields": (("warn_above", "block_above"), "reasons_from_year"),
            },
        ),
    )


@admin.register(Goal)
class GoalAdmin(TableAdmin):
    resource_classes = [GoalResource]
    list_display = ("code", "title", "plan")
    list_filter = ("plan",)
    list_select_related = ("plan",)
    search_fields = ("code", "title", "plan__title")
    autocomplete_fields = ("plan",)
    inlines = [ObjectiveInline]


@admin.register(Objective)
class ObjectiveAdmin(TableAdmin):
    resource_classes = [ObjectiveResource]
    list_display = ("code", "title", "goal")
    list_filter = ("goal__plan",)
    list_select_related = ("goal",)
    search_fields = ("code", "title", "performance_target", "goal__title")
    autocomplete_fields = ("goal",)
    inlines = [IndicatorInline]

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[Model],
        formsets: Sequence[BaseFormSet[BaseForm]],
        change: bool,
    ) -> None:
        super().save_related(request, form, formsets, change)
        open_lacking(signed_in(request.user))


@admin.register(HigherPlanReference)
class HigherPlanReferenceAdmin(YearRowAdmin):
    resource_classes = [HigherPlanReferenceResource]
    sidebar_icon = "account_tree"
    list_display = ("item", "year", "plan_name", "parent", "sector", "summary")
    list_filter = ("year", "plan_name", "sector")
    search_fields = ("plan_name", "item", "parent", "sector", "summary")


@admin.register(SwotItem)
class SwotItemAdmin(YearRowAdmin):
    resource_classes = [SwotItemResource]
    list_display = ("no", "year", "kind", "text")
    list_filter = ("year", "kind")
    search_fields = ("text",)
