"""Forms of a result: what is missing is said at its field, and saved all the same."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from performance import deviations, evidence
from performance.enums import AchievementStatus
from performance.figures import achievement_of
from performance.models import IndicatorEvidence, IndicatorResult, IndicatorValue
from performance.reporting import tolerance
from reports.ground.model_forms import ModelForm

TEXTS = {"explanation", "corrective_action"}


def missing_reasons(result: IndicatorResult) -> tuple[deviations.Gravity, tuple[str, ...]]:
    """How far a result deviates, and which fields that leaves to be filled in."""
    limits = tolerance(result.year)
    rate, state = achievement_of(result)
    missed = rate is None and state is AchievementStatus.MISSED
    grade = deviations.gravity(rate, limits, is_missed=missed)
    met = state is AchievementStatus.ACHIEVED
    fields = deviations.owed(grade, is_met=met, full=limits.full)
    texts = {name: str(getattr(result, name) or "") for name in deviations.NAMES}
    return grade, deviations.missing(fields, texts)


class ResultForm(ModelForm[IndicatorResult]):
    """The result with its reason; a deviation marks the fields that it asks for."""

    class Meta:
        model = IndicatorResult
        fields = (
            "year", "indicator", "target", "actual", "reason_category", "new_date", "explanation",
            "corrective_action",
        )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in TEXTS & self.fields.keys():
            self.fields[name].widget.attrs["rows"] = 4
        if self.instance.pk:
            self._mark()

    def _mark(self) -> None:
        grade, missing = missing_reasons(self.instance)
        kind = "error" if grade is deviations.Gravity.BLOCK else "warning"
        for name in missing:
            # What the rules found about the text stands at its field already.
            if name in self.fields and name != deviations.EXPLANATION:
                field = self.fields[name]
                field.help_text = format_html(
                    '{} <span class="finding-note finding-note--{}">{}</span>',
                    field.help_text,
                    kind,
                    "Sapma nedeniyle bu alan doldurulmalıdır.",
                )

    def clean_actual(self) -> Decimal | None:
        actual: Decimal | None = self.cleaned_data["actual"]
        indicator = self.cleaned_data.get("indicator") or (
            self.instance.indicator if self.instance.indicator_id else None
        )
        if actual is not None and indicator and indicator.periods and "actual" in self.changed_data:
            raise ValidationError(
                "Bu gösterge yıl içinde izleniyor; yıl sonucu yazılmaz, dönem değerlerinden "
                "hesaplanır. Alan boş bırakılıp kayıt açılınca dönem değerleri girilmelidir."
            )
        return actual


class ResultListForm(ModelForm[IndicatorResult]):
    """A line of the list: where periods are reported, the outcome is not typed."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "explanation" in self.fields:
            self.fields["explanation"].widget.attrs["rows"] = 3
        if "actual" in self.fields and self.instance.pk:
            computed = bool(self.instance.indicator.periods) and self.instance.actual is None
            self.fields["actual"].disabled = computed


class ValueForm(ModelForm[IndicatorValue]):
    """One period; its number is given by the line."""

    class Meta:
        model = IndicatorValue
        fields = ("period", "value", "note")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].widget = forms.NumberInput(
            attrs={"min": 1, "max": 4, "size": 2, "class": "period-number"}
        )


class KeptFileInput(forms.FileInput):
    """A file that has been kept: its name, with the link that asks for rights."""

    def __init__(self, kept: IndicatorEvidence) -> None:
        self.kept = kept
        super().__init__()

    def render(
        self,
        name: str,
        value: object,
        attrs: Mapping[str, object] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        # Safe: rendered by a template, which escapes the name.
        shown = render_to_string("office/performance/kept_file.html", {"kept": self.kept})
        return mark_safe(shown)  # noqa: S308


class EvidenceForm(ModelForm[IndicatorEvidence]):
    """A new file, or the words about one that was kept."""

    class Meta:
        model = IndicatorEvidence
        fields = ("file", "title", "public")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["file"].disabled = True
            self.fields["file"].widget = KeptFileInput(self.instance)
        else:
            accept = ",".join(evidence.CONTENT_TYPES)
            self.fields["file"].widget = forms.FileInput(
                attrs={"accept": accept, "class": "evidence-file"}
            )
