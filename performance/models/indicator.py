"""Indicators with their cards, and the yearly results."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from departments.models import Department
from performance.enums import Direction, Measure, Unit
from reports.models import QuantityField, YearRow, not_negative, unique_in_year

from .plan import Objective, OrderedRow, below, plan_row_key


class Indicator(OrderedRow):
    """A performance indicator of an objective with its card (Law 5018 art. 9).

    The card says what is counted, how and from which source, and who answers for the figure;
    auditors remark on indicators without one.
    """

    lookup_field: ClassVar[str] = "code"

    objective = models.ForeignKey(
        Objective, models.PROTECT, verbose_name="hedef", related_name="indicators"
    )
    code = models.CharField(
        "kod",
        max_length=20,
        validators=[
            RegexValidator(r"^\d+\.\d+\.\d+$", "Gösterge kodu 1.1.1 biçiminde yazılmalıdır.")
        ],
    )
    name = models.CharField("gösterge", max_length=300)
    unit = models.CharField("birim", max_length=10, choices=Unit, default=Unit.NUMBER)
    direction = models.CharField(
        "yön",
        max_length=10,
        choices=Direction,
        default=Direction.HIGHER,
        help_text="Gerçekleşme oranı buna göre hesaplanır.",
    )
    measure = models.CharField("ölçüm", max_length=10, choices=Measure, default=Measure.LAST)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="sorumlu müdürlük",
        related_name="indicators",
    )
    definition = models.TextField("tanım", blank=True)
    formula = models.TextField("hesaplama yöntemi", blank=True)
    source = models.TextField("veri kaynağı", blank=True)
    method = models.TextField("veri toplama yöntemi", blank=True)

    class Meta:
        verbose_name = "gösterge"
        verbose_name_plural = "göstergeler"
        ordering = ["objective__goal__plan", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "code"],
                name="indicator_code_once",
                violation_error_message=(
                    "Bu hedefte bu kodla bir gösterge zaten var; mevcut kayıt düzenlenmeli ya da "
                    "başka bir kod verilmelidir."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        super().clean()
        if self.objective_id:
            below(self.code, self.objective.code, "Gösterge", "hedefin")

    @property
    def row_key(self) -> str:
        return plan_row_key(self.code)


class IndicatorResult(YearRow):
    """Target and outcome of an indicator in a year, and the reason where they differ.

    The reason is a duty (Law 5018 art. 41). The rate is computed; see `performance.figures`.
    """

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name="gösterge", related_name="results"
    )
    target = QuantityField("hedef", null=True, blank=True)
    actual = QuantityField("gerçekleşme", null=True, blank=True)
    explanation = models.TextField("sapmanın nedeni", blank=True)

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

    @property
    def row_key(self) -> str:
        return self.indicator.row_key
