"""Screens of a year's results, in the order of the work: card, target, values, reason, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Model, QuerySet
from django.forms import BaseForm, BaseFormSet, ModelForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from departments.admin.children import ChildAdmin
from kars_portal.lib.numbers import MISSING, format_date, format_decimal, plain
from performance import deviations
from performance.figures import achievement_of, outcome_of
from performance.histories import past_results
from performance.models import IndicatorEvidence, IndicatorResult, IndicatorValue
from performance.reporting import card_of, period_names
from performance.resources import IndicatorResultResource, IndicatorValueResource
from reports.ground.model_forms import InlineFormSet
from reports.office.tables.screens import YearRowAdmin, YearRowInline, percent_or_missing

from .forms import EvidenceForm, ResultForm, ResultListForm, ValueForm, missing_reasons

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec

PAST_SHOWN = 5


class ValueInline(YearRowInline):
    """A line for each period of the year; empty ones are offered, not stored."""

    model = IndicatorValue
    form = ValueForm
    fields = ("period", "value", "note")
    tab = False
    hide_title = True
    verbose_name_plural = "Dönem değerleri"
    amid_fields = True
    """Shown between the fields, where the work is done; see the form's template."""

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: object) -> int:
        return len(missing_periods(obj)) if isinstance(obj, IndicatorResult) else 0

    def get_max_num(self, request: HttpRequest, obj: Model | None = None, **kwargs: object) -> int:
        return len(obj.indicator.periods) if isinstance(obj, IndicatorResult) else 0


class EvidenceInline(YearRowInline):
    """Files that prove the result."""

    model = IndicatorEvidence
    form = EvidenceForm
    fields = ("file", "title", "public", "uploaded")
    readonly_fields = ("uploaded",)
    extra = 1
    tab = False
    hide_title = True

    @admin.display(description="yükleyen")
    def uploaded(self, item: IndicatorEvidence) -> str:
        if not item.pk:
            return MISSING
        by = item.uploaded_by
        name = (by.get_full_name() or by.get_username()) if by else MISSING
        return f"{name}, {format_date(timezone.localdate(item.uploaded_at))}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[IndicatorEvidence]:
        found: QuerySet[IndicatorEvidence] = super().get_queryset(request)
        return found.select_related("uploaded_by")

    @property
    def verbose_name_plural(self) -> str:
        limit = settings.EVIDENCE_MAX_BYTES // 2**20
        return f"Kanıt belgeleri (PDF, resim, Excel, Word, ODF, CSV, metin; en çok {limit} MB)"

    @verbose_name_plural.setter
    def verbose_name_plural(self, value: object) -> None:
        """The admin sets the model's own name; ours names the limits."""


@admin.register(IndicatorResult)
class IndicatorResultAdmin(YearRowAdmin):
    resource_classes = [IndicatorResultResource]
    form = ResultForm
    list_display = (
        "indicator", "year", "target", "actual", "outcome", "rate", "status", "explanation",
    )  # fmt: skip
    list_editable = ("target", "actual", "explanation")
    list_filter = ("year", "indicator__department", "indicator__direction", "reason_category")
    list_select_related = ("indicator", "year")
    search_fields = (
        "indicator__code",
        "indicator__name",
        "indicator__department__name",
        "explanation",
        "corrective_action",
    )
    autocomplete_fields = ("indicator",)
    readonly_fields = ("card", "history", "outcome", "rate", "status")
    inlines = (ValueInline, EvidenceInline)

    new_fieldsets: ClassVar[_FieldsetSpec] = (
        (None, {"fields": ("year", "indicator", "target", "actual", "explanation")}),
    )

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("office/office.css",)}

    # -- what the form shows ---------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> _FieldsetSpec:
        if not isinstance(obj, IndicatorResult):
            return self.new_fieldsets
        computed = obj.indicator.periods and obj.actual is None
        outcome = ("outcome",) if computed else ("actual",)
        return (
            ("Gösterge kartı", {"fields": ("card",)}),
            ("Hedef", {"fields": ("target", "history"), "classes": ("before-amid",)}),
            ("Gerçekleşme", {"fields": (*outcome, ("rate", "status"))}),
            (
                "Hedeften sapma",
                {
                    "fields": (
                        ("reason_category", "new_date"),
                        "explanation",
                        "corrective_action",
                    )
                },
            ),
        )

    def get_readonly_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> tuple[str, ...]:
        declared = super().get_readonly_fields(request, obj)
        # A result is not moved to another indicator or year; that would take its evidence along.
        return (*declared, "year", "indicator") if obj else declared

    def get_inlines(
        self, request: HttpRequest, obj: Model | None
    ) -> tuple[type[YearRowInline], ...]:
        if not isinstance(obj, IndicatorResult):
            return ()
        return (ValueInline, EvidenceInline) if obj.indicator.periods else (EvidenceInline,)

    def get_formset_kwargs(
        self,
        request: HttpRequest,
        obj: IndicatorResult,
        inline: InlineModelAdmin[Model, Model],
        prefix: str,
    ) -> dict[str, object]:
        found: dict[str, object] = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, ValueInline):
            found["initial"] = [{"period": number} for number in missing_periods(obj)]
        return found

    def get_changelist_form(self, request: HttpRequest, **kwargs: object) -> type[ModelForm[Model]]:
        wanted = {"form": ResultListForm, **kwargs}
        found: type[ModelForm[Model]] = super().get_changelist_form(request, **wanted)
        return found

    def get_queryset(self, request: HttpRequest) -> QuerySet[IndicatorResult]:
        # The list is a formset: each of its rows validates its indicator against the plan.
        found: QuerySet[IndicatorResult] = super().get_queryset(request)
        return found.select_related(
            "indicator__objective__goal__plan", "indicator__department", "year"
        ).prefetch_related("values")

    @admin.display(description="")
    def card(self, result: IndicatorResult) -> SafeString:
        indicator = result.indicator
        return _rendered(
            "card",
            card=card_of(indicator),
            objective=indicator.objective,
            department=indicator.department,
            people=[
                person.get_full_name() or person.get_username()
                for person in (indicator.owner, indicator.deputy)
                if person is not None
            ],
            year=result.year_id,
        )

    @admin.display(description="önceki yıllar")
    def history(self, result: IndicatorResult) -> SafeString | str:
        past = past_results(result.indicator, result.year_id)[:PAST_SHOWN]
        if not past:
            return "Bu göstergenin önceki yıllara ait sonucu yok."
        lines = [
            {
                "year": str(item.year),
                "name": "" if item.indicator == result.indicator else str(item.indicator),
                "target": _shown(item.target),
                "value": _shown(item.value),
                "explanation": item.explanation,
            }
            for item in past
        ]
        return _rendered("history", lines=lines)

    @admin.display(description="yıl sonucu")
    def outcome(self, result: IndicatorResult) -> str:
        if not result.indicator_id:
            return MISSING
        found = outcome_of(result)
        missing = f" (eksik: {period_names(found.missing)})" if found.missing else ""
        return f"{_shown(found.value)}{missing}"

    @admin.display(description="gerçekleşme oranı (%)")
    def rate(self, result: IndicatorResult) -> str:
        return percent_or_missing(achievement_of(result)[0] if result.indicator_id else None)

    @admin.display(description="durum")
    def status(self, result: IndicatorResult) -> str:
        if not result.indicator_id:
            return percent_or_missing(None)
        return str(achievement_of(result)[1].label)

    # -- what is saved ---------------------------------------------------------------------------

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[IndicatorResult],
        formset: InlineFormSet[IndicatorEvidence | IndicatorValue, IndicatorResult],
        change: bool,
    ) -> None:
        if formset.model is IndicatorEvidence:
            for item in formset.save(commit=False):
                if isinstance(item, IndicatorEvidence) and not item.pk:
                    item.uploaded_by_id = request.user.pk
        super().save_formset(request, form, formset, change)

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[Model],
        formsets: Sequence[BaseFormSet[BaseForm]],
        change: bool,
    ) -> None:
        super().save_related(request, form, formsets, change)
        saved = self.get_queryset(request).filter(pk=form.instance.pk).first()
        if saved is not None:
            self._say_what_is_missing(request, saved)

    def _say_what_is_missing(self, request: HttpRequest, result: IndicatorResult) -> None:
        grade, missing = missing_reasons(result)
        if not missing:
            return
        stop = (
            " Tamamlanmadan bölüm teslim edilemez ve rapor yayımlanamaz."
            if grade is deviations.Gravity.BLOCK
            else ""
        )
        messages.warning(
            request,
            f"{result.indicator.code}: kaydedildi, ancak hedeften sapma açıklanmamış. Eksik: "
            f"{deviations.named(missing)}.{stop}",
        )


@admin.register(IndicatorValue)
class IndicatorValueAdmin(ChildAdmin):
    """All values of a year's periods, for search, import and export."""

    resource_classes = [IndicatorValueResource]
    list_display = ("indicator", "year", "period", "value", "note")
    list_filter = ("result__year", "result__indicator__department", "period")
    list_select_related = ("result__indicator", "result__year")
    search_fields = ("result__indicator__code", "result__indicator__name", "note")
    autocomplete_fields = ("result",)
    ordering = ("-result__year", "result__position", "period")

    @admin.display(description="gösterge", ordering="result__indicator__position")
    def indicator(self, item: IndicatorValue) -> str:
        return str(item.result.indicator)

    @admin.display(description="mali yıl", ordering="result__year_id")
    def year(self, item: IndicatorValue) -> str:
        return str(item.result.year_id)


def missing_periods(result: IndicatorResult) -> list[int]:
    """Periods of which there is no line yet."""
    known = {item.period for item in result.values.all()}
    return [number for number in result.indicator.periods if number not in known]


def _shown(number: Decimal | None) -> str:
    return MISSING if number is None else format_decimal(plain(number))


def _rendered(name: str, **context: object) -> SafeString:
    # Safe: rendered by a template, which escapes what staff typed.
    return mark_safe(render_to_string(f"office/performance/{name}.html", context))  # noqa: S308
