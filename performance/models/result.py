"""What an indicator gave in a year: target, values of the periods, outcome, reason."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from kars_portal.lib.turkish import lower
from performance.enums import ReasonCategory
from reports.models import QuantityField, YearRow, not_negative, unique_in_year

from .indicator import Indicator


class IndicatorResult(YearRow):
    """Target and outcome of an indicator in a year, and the reason where they differ.

    The reason is a duty (Law 5018 art. 41). `actual` is typed only where the year itself is
    reported; where periods are, the outcome follows from their values. Read it with
    `performance.figures.outcome_of`, which knows both. The rate is computed too.
    """

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name="gösterge", related_name="results"
    )
    target = QuantityField("hedef", null=True, blank=True)
    actual = QuantityField(
        "gerçekleşme",
        null=True,
        blank=True,
        help_text="Yıl içinde izlenen göstergede boş kalır; dönem değerlerinden hesaplanır.",
    )
    explanation = models.TextField("sapmanın nedeni", blank=True)
    reason_category = models.CharField(
        "neden grubu", max_length=15, choices=ReasonCategory, blank=True
    )
    corrective_action = models.TextField(
        "alınacak önlem", blank=True, help_text="Hedefe ulaşmak için ne yapılacağı."
    )
    new_date = models.DateField(
        "yeni tarih",
        null=True,
        blank=True,
        help_text="Hedefe ulaşılmasının beklendiği gün; raporun yılından sonradır.",
    )

    natural_key_fields = ("indicator",)

    class Meta(YearRow.Meta):
        verbose_name = "gösterge sonucu"
        verbose_name_plural = "gösterge sonuçları"
        constraints = [
            unique_in_year(
                "indicator",
                name="indicatorresult_indicator_once",
                message="Bu göstergenin bu yıl için sonucu zaten var; mevcut satır "
                "düzenlenmelidir.",
            ),
            not_negative("target", "Hedef", "indicatorresult_target_not_negative"),
            models.CheckConstraint(
                condition=models.Q(reason_category="")
                | models.Q(reason_category__in=ReasonCategory.values),
                name="indicatorresult_reason_category_known",
                violation_error_message=(
                    "Neden grubu listede yok; listedeki gruplardan biri seçilmelidir."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} ({self.year_id})"

    def clean(self) -> None:
        super().clean()
        if not self.indicator_id or not self.year_id:
            return
        plan = self.indicator.objective.goal.plan
        if not plan.covers(self.year_id):
            raise ValidationError(
                {
                    "indicator": f"{plan} {self.year_id} yılını kapsamıyor; o yılın planındaki "
                    "gösterge seçilmelidir."
                }
            )
        if self.new_date is not None and self.new_date.year <= self.year_id:
            raise ValidationError(
                {
                    "new_date": f"Yeni tarih {self.year_id} yılından sonra olmalıdır; "
                    f"örneğin 30.06.{self.year_id + 1}."
                }
            )
        if self.actual is not None and self.has_values:
            raise ValidationError(
                {
                    "actual": "Bu göstergeye dönem değerleri girilmiş; yıl sonucu onlardan "
                    "hesaplanır. Bu alan boş bırakılmalı ya da dönem değerleri silinmelidir."
                }
            )

    @property
    def has_values(self) -> bool:
        """Whether values of periods were entered; only indicators with periods can have them."""
        return bool(self.pk and self.indicator.periods and self.values.all())

    @property
    def row_key(self) -> str:
        return self.indicator.row_key


class IndicatorValue(models.Model):
    """The value of one period of a year: a quarter or a half.

    A period without a row, or without a value, is not reported yet; it is not zero.
    """

    natural_key_fields: ClassVar[tuple[str, ...]] = ("result", "period")

    result = models.ForeignKey(
        IndicatorResult, models.CASCADE, verbose_name="gösterge sonucu", related_name="values"
    )
    period = models.PositiveSmallIntegerField("dönem")
    value = QuantityField("değer", null=True, blank=True)
    note = models.CharField("not", max_length=300, blank=True)

    class Meta:
        verbose_name = "dönem değeri"
        verbose_name_plural = "dönem değerleri"
        ordering = ["result__year", "result__position", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["result", "period"],
                name="indicatorvalue_period_once",
                violation_error_message=(
                    "Bu dönemin değeri zaten girilmiş; mevcut satır düzenlenmelidir."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(period__gte=1, period__lte=4),
                name="indicatorvalue_period_in_range",
                violation_error_message="Dönem numarası 1 ile 4 arasında olmalıdır.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result} {self.period}. dönem"

    def clean(self) -> None:
        super().clean()
        if not self.result_id or self.period is None:
            return
        indicator = self.result.indicator
        if not indicator.periods:
            raise ValidationError(
                "Bu gösterge yıllık izleniyor; dönem değeri girilmez. Değer yıl sonucuna yazılmalı "
                "ya da gösterge kartındaki raporlama dönemi değiştirilmelidir."
            )
        if self.period not in indicator.periods:
            raise ValidationError(
                {
                    "period": f"Bu gösterge {lower(indicator.get_period_display())} izleniyor; "
                    f"dönem numarası 1 ile {len(indicator.periods)} arasında olmalıdır."
                }
            )
        if self.result.actual is not None:
            raise ValidationError(
                "Bu göstergenin yıl sonucu elle yazılmış; dönem değeri girmek için «gerçekleşme» "
                "alanı boşaltılmalıdır."
            )
