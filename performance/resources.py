"""Import and export of the performance tables, as package parts in load order."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models
from import_export import fields

from departments.resources.children import ChildResource
from performance.models import (
    Goal,
    HigherPlanReference,
    Indicator,
    IndicatorResult,
    IndicatorSuccession,
    IndicatorValue,
    Objective,
    StrategicPlan,
    SwotItem,
)
from reports.collect.imports.resources import (
    RememberedKeyWidget,
    TableResource,
    YearResource,
)
from reports.collect.imports.text_widget import TextWidget
from reports.collect.imports.widgets import NaturalKeyWidget
from reports.collect.packages import ResourcePart
from reports.ground.actors import Actor
from reports.models import FiscalYear


class WithinPlanWidget(RememberedKeyWidget):
    """Looks a code up in the plan that the row names: every plan has a goal 1.

    Rows share their objective or goal, so each is asked for once in a plan.
    """

    def __init__(self, model: type[models.Model], path: str, column: str = "plan") -> None:
        super().__init__(model)
        self.path = path
        self.column = column
        self._found_in: dict[str, dict[str, list[models.Model]]] = {}

    def forget(self) -> None:
        super().forget()
        self._found_in.clear()

    def clean(
        self, value: object, row: Mapping[str, object] | None = None, **kwargs: object
    ) -> models.Model | None:
        plan = str((row or {}).get(self.column) or "").strip()
        self.queryset = lambda: self.model._default_manager.filter(**{f"{self.path}__code": plan})
        self.found = self._found_in.setdefault(plan, {})
        return super().clean(value, row, **kwargs)


def _field(
    attribute: str, column: str, widget: NaturalKeyWidget | TextWidget, *, readonly: bool = False
) -> fields.Field:
    return fields.Field(attribute=attribute, column_name=column, widget=widget, readonly=readonly)


def _plan(attribute: str) -> fields.Field:
    """The plan's code: it finds the parent, and follows from it."""
    return _field(attribute, "plan", TextWidget(), readonly=True)


class StrategicPlanResource(TableResource):
    class Meta(TableResource.Meta):
        model = StrategicPlan
        fields = (
            "code", "title", "first_year", "last_year", "mission", "vision", "warn_above",
            "block_above", "reasons_from_year",
        )  # fmt: skip
        import_id_fields = ("code",)

    def get_queryset(self) -> models.QuerySet[StrategicPlan]:
        return StrategicPlan.objects.order_by("position")


class GoalResource(TableResource):
    class Meta(TableResource.Meta):
        model = Goal
        fields = ("plan", "code", "title")
        import_id_fields = ("plan", "code")

    def get_queryset(self) -> models.QuerySet[Goal]:
        return Goal.objects.select_related("plan").order_by("position")


class ObjectiveResource(TableResource):
    plan = _plan("goal__plan__code")
    goal = _field("goal", "goal", WithinPlanWidget(Goal, "plan"))

    class Meta(TableResource.Meta):
        model = Objective
        fields = ("plan", "goal", "code", "title", "performance_target")
        import_id_fields = ("plan", "goal", "code")

    def get_queryset(self) -> models.QuerySet[Objective]:
        return Objective.objects.select_related("goal__plan").order_by("position")


class IndicatorResource(TableResource):
    plan = _plan("objective__goal__plan__code")
    objective = _field("objective", "objective", WithinPlanWidget(Objective, "goal__plan"))

    class Meta(TableResource.Meta):
        model = Indicator
        fields = (
            "plan", "objective", "code", "name", "unit", "direction", "period", "measure",
            "department", "definition", "formula", "source", "method",
        )  # fmt: skip
        import_id_fields = ("plan", "objective", "code")

    def get_queryset(self) -> models.QuerySet[Indicator]:
        return Indicator.objects.select_related("objective__goal__plan", "department").order_by(
            "position"
        )


class IndicatorResultResource(YearResource):
    """Results of a year; indicators are looked up in the plan that is in force in it."""

    class Meta(YearResource.Meta):
        model = IndicatorResult
        fields = (
            "indicator", "target", "actual", "explanation", "reason_category", "corrective_action",
            "new_date",
        )  # fmt: skip
        import_id_fields = ("indicator",)

    def __init__(
        self,
        *,
        year: FiscalYear,
        whole_table: bool = False,
        actor: Actor | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(year=year, whole_table=whole_table, actor=actor, **kwargs)
        widget: NaturalKeyWidget = self.fields["indicator"].widget
        plan = StrategicPlan.objects.in_force(year)
        widget.queryset = lambda: Indicator.objects.filter(
            objective__goal__plan=plan
        ).select_related("objective__goal__plan")

    def get_queryset(self) -> models.QuerySet[IndicatorResult]:
        found: models.QuerySet[IndicatorResult] = super().get_queryset()
        return found.select_related("indicator__objective__goal__plan")


class IndicatorSuccessionResource(TableResource):
    """What became of indicators; a step may lead from one plan to the next."""

    predecessor_plan = _field(
        "predecessor__objective__goal__plan__code", "predecessor_plan", TextWidget(), readonly=True
    )
    predecessor = _field(
        "predecessor",
        "predecessor",
        WithinPlanWidget(Indicator, "objective__goal__plan", "predecessor_plan"),
    )
    successor_plan = _field(
        "successor__objective__goal__plan__code", "successor_plan", TextWidget(), readonly=True
    )
    successor = _field(
        "successor",
        "successor",
        WithinPlanWidget(Indicator, "objective__goal__plan", "successor_plan"),
    )

    class Meta(TableResource.Meta):
        model = IndicatorSuccession
        fields = ("predecessor_plan", "predecessor", "successor_plan", "successor", "year", "kind")
        import_id_fields = ("predecessor", "successor")

    def get_queryset(self) -> models.QuerySet[IndicatorSuccession]:
        plan = "objective__goal__plan"
        return IndicatorSuccession.objects.select_related(
            f"predecessor__{plan}", f"successor__{plan}"
        ).order_by("year", "predecessor__position", "successor__position", "pk")


class IndicatorValueResource(ChildResource[IndicatorValue]):
    """Values of the periods of a year, found by indicator and number."""

    parent = "result"
    order = "period"

    result = _field("result", "indicator", NaturalKeyWidget(IndicatorResult, "indicator__code"))

    class Meta(ChildResource.Meta):
        model = IndicatorValue
        fields = ("result", "period", "value", "note")
        import_id_fields = ("result", "period")

    def __init__(
        self,
        *,
        year: FiscalYear,
        whole_table: bool = False,
        actor: Actor | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(year=year, whole_table=whole_table, actor=actor, **kwargs)
        widget: NaturalKeyWidget = self.fields["result"].widget
        plan = StrategicPlan.objects.in_force(year)
        widget.queryset = lambda: IndicatorResult.objects.filter(
            year=year, indicator__objective__goal__plan=plan
        ).select_related("indicator__objective__goal__plan")

    def get_queryset(self) -> models.QuerySet[IndicatorValue]:
        found: models.QuerySet[IndicatorValue] = super().get_queryset()
        return found.select_related("result__indicator__objective__goal__plan")

    def labels(self) -> dict[str, str]:
        return {**super().labels(), "indicator": "gösterge"}

    def validate_instance(
        self,
        instance: IndicatorValue,
        import_validation_errors: dict[str, ValidationError] | None = None,
        validate_unique: bool = True,
    ) -> None:
        """Problems are said at the file's columns."""
        try:
            super().validate_instance(instance, import_validation_errors, validate_unique)
        except ValidationError as error:
            if "result" not in getattr(error, "error_dict", {}):
                raise
            problems = dict(error.error_dict)
            problems["indicator"] = problems.pop("result")
            raise ValidationError(problems) from error


class HigherPlanReferenceResource(YearResource):
    class Meta(YearResource.Meta):
        model = HigherPlanReference
        fields = ("key", "plan_name", "item", "parent", "sector", "summary")
        import_id_fields = ("key",)


class SwotItemResource(YearResource):
    class Meta(YearResource.Meta):
        model = SwotItem
        fields = ("kind", "no", "text")
        import_id_fields = ("kind", "no")


PARTS = (
    ResourcePart("strategic_plans", StrategicPlanResource),
    ResourcePart("goals", GoalResource),
    ResourcePart("objectives", ObjectiveResource),
    ResourcePart("indicators", IndicatorResource),
    ResourcePart("indicator_successions", IndicatorSuccessionResource),
    ResourcePart("indicator_results", IndicatorResultResource),
    ResourcePart("indicator_values", IndicatorValueResource),
    ResourcePart("higher_plan_references", HigherPlanReferenceResource),
    ResourcePart("swot_items", SwotItemResource),
)
