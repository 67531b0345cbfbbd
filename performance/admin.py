"""Back-office screens of performance: the plan from the top down, results edited in the list."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from performance.figures import achievement_rate, achievement_status
from performance.models import (
    Goal,
    HigherPlanReference,
    Indicator,
    IndicatorResult,
    Objective,
    StrategicPlan,
    SwotItem,
)
from performance.resources import (
    GoalResource,
    HigherPlanReferenceResource,
    IndicatorResource,
    IndicatorResultResource,
    ObjectiveResource,
    StrategicPlanResource,
    SwotItemResource,
)
from reports.office.admin import TableAdmin, YearRowAdmin, percent_or_missing


class GoalInline(TabularInline):  # type: ignore[misc]
    model = Goal
    fields = ("code", "title")
    extra = 0
    tab = True
    show_change_link = True


class ObjectiveInline(TabularInline):  # type: ignore[misc]
    model = Objective
    fields = ("code", "title", "performance_target")
    extra = 0
    tab = True
    show_change_link = True


class IndicatorInline(TabularInline):  # type: ignore[misc]
    model = Indicator
    fields = ("code", "name", "unit", "direction", "measure", "department")
    autocomplete_fields = ("department",)
    extra = 0
    tab = True
    show_change_link = True


@admin.register(StrategicPlan)
class StrategicPlanAdmin(TableAdmin):
    resource_classes = [StrategicPlanResource]
    list_display = ("title", "code", "first_year", "last_year")
    search_fields = ("code", "title")
    inlines = [GoalInline]


@admin.register(Goal)
class GoalAdmin(TableAdmin):
    resource_classes = [GoalResource]
    list_display = ("code", "title", "plan")
    list_filter = ("plan",)
    list_select_related = ("plan",)
    search_fields = ("code", "title")
    autocomplete_fields = ("plan",)
    inlines = [ObjectiveInline]


@admin.register(Objective)
class ObjectiveAdmin(TableAdmin):
    resource_classes = [ObjectiveResource]
    list_display = ("code", "title", "goal")
    list_filter = ("goal__plan",)
    list_select_related = ("goal",)
    search_fields = ("code", "title", "performance_target")
    autocomplete_fields = ("goal",)
    inlines = [IndicatorInline]


@admin.register(Indicator)
class IndicatorAdmin(TableAdmin):
    resource_classes = [IndicatorResource]
    list_display = ("code", "name", "objective", "unit", "direction", "department")
    list_filter = ("objective__goal__plan", "direction", "department")
    list_select_related = ("objective", "department")
    search_fields = ("code", "name")
    autocomplete_fields = ("objective", "department")
    fieldsets = (
        (None, {"fields": ("objective", "code", "name", "unit", "direction", "measure")}),
        (
            "Gösterge kartı",
            {"fields": ("department", "definition", "formula", "source", "method")},
        ),
    )


@admin.register(IndicatorResult)
class IndicatorResultAdmin(YearRowAdmin):
    resource_classes = [IndicatorResultResource]
    list_display = ("indicator", "year", "target", "actual", "rate", "status", "explanation")
    list_editable = ("target", "actual", "explanation")
    list_filter = ("year", "indicator__department", "indicator__direction")
    list_select_related = ("indicator", "year")
    search_fields = ("indicator__code", "indicator__name", "explanation")
    autocomplete_fields = ("indicator",)
    readonly_fields = ("rate", "status")

    def get_queryset(self, request: HttpRequest) -> QuerySet[IndicatorResult]:
        # The list is a formset: each of its rows validates its indicator against the plan.
        found: QuerySet[IndicatorResult] = super().get_queryset(request)
        return found.select_related("indicator__objective__goal__plan", "year")

    @admin.display(description="gerçekleşme oranı (%)")
    def rate(self, result: IndicatorResult) -> str:
        if not result.indicator_id:
            return percent_or_missing(None)
        return percent_or_missing(
            achievement_rate(result.target, result.actual, result.indicator.direction)
        )

    @admin.display(description="durum")
    def status(self, result: IndicatorResult) -> str:
        if not result.indicator_id:
            return percent_or_missing(None)
        state = achievement_status(result.target, result.actual, result.indicator.direction)
        return str(state.label)


@admin.register(HigherPlanReference)
class HigherPlanReferenceAdmin(YearRowAdmin):
    resource_classes = [HigherPlanReferenceResource]
    list_display = ("item", "year", "plan_name", "parent", "sector", "summary")
    list_filter = ("year", "plan_name", "sector")
    search_fields = ("item", "sector", "summary")


@admin.register(SwotItem)
class SwotItemAdmin(YearRowAdmin):
    resource_classes = [SwotItemResource]
    list_display = ("no", "year", "kind", "text")
    list_filter = ("year", "kind")
    search_fields = ("text",)
