"""The strategic plan: its goals and objectives. Global, not yearly: a plan spans five years."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Unpack

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from kars_portal.lib.turkish import slugify
from reports.ground.saving import SaveOptions
from reports.models import QuantityField, code_validator, not_negative

if TYPE_CHECKING:
    from reports.models import FiscalYear


class OrderedRow(models.Model):
    """A global row that keeps its place as entered; imports set it from the order of the file."""

    position = models.PositiveIntegerField("sıra", default=0, editable=False)

    class Meta:
        abstract = True

    def save(self, **options: Unpack[SaveOptions]) -> None:
        if self._state.adding and not self.position:
            last = type(self)._default_manager.aggregate(last=models.Max("position"))["last"]
            self.position = (last or 0) + 1
        super().save(**options)


def below(code: str, parent: str, what: str, whose: str) -> None:
    """Refuse a code that does not continue its parent's: 1.2 belongs below 1.

    So a code is unique in the whole plan because it is unique below its parent.
    """
    if code.rpartition(".")[0] != parent:
        raise ValidationError(
            {"code": f"{what} kodu, {whose} koduyla başlamalıdır: {parent}.1, {parent}.2 gibi."}
        )


class StrategicPlanQuerySet(models.QuerySet["StrategicPlan"]):
    def in_force(self, year: FiscalYear) -> StrategicPlan | None:
        """The plan of a year; where two overlap, the newer one. None before the first plan."""
        return (
            self.filter(
                Q(first_year__isnull=True) | Q(first_year__lte=year.year),
                Q(last_year__isnull=True) | Q(last_year__gte=year.year),
            )
            .order_by(F("first_year").desc(nulls_last=True), "-pk")
            .first()
        )


class StrategicPlan(OrderedRow):
    """A strategic plan (Law 5018 art. 9, Law 5393 art. 41) with the mission and vision in it.

    The plan also says from which deviation on its indicators need a reason: no law draws that line.
    """

    lookup_field: ClassVar[str] = "code"

    code = models.CharField(
        "kod",
        max_length=20,
        unique=True,
        validators=[code_validator],
        error_messages={
            "unique": "Bu kodla bir stratejik plan zaten var; mevcut kayıt düzenlenmeli ya da "
            "başka bir kod verilmelidir."
        },
        help_text="Örneğin 2025_2029.",
    )
    title = models.CharField("başlık", max_length=200)
    first_year = models.PositiveSmallIntegerField("İlk yıl", null=True, blank=True)
    last_year = models.PositiveSmallIntegerField("son yıl", null=True, blank=True)
    mission = models.TextField("misyon", blank=True)
    vision = models.TextField("vizyon", blank=True)
    warn_above = QuantityField(
        "uyarı sınırı (%)",
        default=Decimal(0),
        help_text="Hedeften bu yüzdeden çok sapan göstergede neden yazılmamışsa uyarı verilir.",
    )
    block_above = QuantityField(
        "engelleme sınırı (%)",
        default=Decimal(20),
        help_text="Bu yüzdeden çok sapan göstergede açıklama tam değilse rapor yayımlanamaz.",
    )
    reasons_from_year = models.PositiveSmallIntegerField(
        "tam açıklamanın başladığı yıl",
        default=2025,
        validators=[
            MinValueValidator(2006, "Yıl 2006 ile 2100 arasında olmalıdır."),
            MaxValueValidator(2100, "Yıl 2006 ile 2100 arasında olmalıdır."),
        ],
        help_text=(
            "Bu yıldan başlayarak engelleme sınırının üzerinde neden grubu, alınacak önlem ve yeni "
            "tarih de zorunludur; önceki yıllarda yalnız sapmanın nedeni aranır."
        ),
    )

    objects = StrategicPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "stratejik plan"
        verbose_name_plural = "stratejik planlar"
        ordering = ["-first_year", "position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_year__isnull=True)
                | models.Q(last_year__isnull=True)
                | models.Q(last_year__gte=models.F("first_year")),
                name="strategicplan_years_in_order",
                violation_error_message=(
                    "Planın son yılı ilk yılından önce olamaz; yıllardan biri düzeltilmelidir."
                ),
            ),
            not_negative("warn_above", "Uyarı sınırı", "strategicplan_warn_above_not_negative"),
            models.CheckConstraint(
                condition=models.Q(block_above__gte=models.F("warn_above")),
                name="strategicplan_limits_in_order",
                violation_error_message=(
                    "Engelleme sınırı uyarı sınırından küçük olamaz; sınırlardan biri "
                    "düzeltilmelidir."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(reasons_from_year__gte=2006, reasons_from_year__lte=2100),
                name="strategicplan_reasons_from_in_range",
                violation_error_message="Yıl 2006 ile 2100 arasında olmalıdır.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def covers(self, year: int) -> bool:
        return (self.first_year or year) <= year <= (self.last_year or year)


class Goal(OrderedRow):
    """A goal (stratejik amaç) of a plan."""

    lookup_field: ClassVar[str] = "code"

    plan = models.ForeignKey(
        StrategicPlan, models.PROTECT, verbose_name="stratejik plan", related_name="goals"
    )
    code = models.CharField(
        "kod",
        max_length=10,
        validators=[RegexValidator(r"^\d+$", "Amaç kodu bir sayıdır: 1, 2, 3 …")],
    )
    title = models.CharField("amaç", max_length=400)

    class Meta:
        verbose_name = "amaç"
        verbose_name_plural = "amaçlar"
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="goal_code_once",
                violation_error_message=(
                    "Bu planda bu kodla bir amaç zaten var; mevcut kayıt düzenlenmeli ya da başka "
                    "bir kod verilmelidir."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"A{self.code} {self.title}"


class Objective(OrderedRow):
    """An objective (hedef) of a goal, with the performance target of the yearly programme."""

    lookup_field: ClassVar[str] = "code"

    goal = models.ForeignKey(Goal, models.PROTECT, verbose_name="amaç", related_name="objectives")
    code = models.CharField(
        "kod",
        max_length=20,
        validators=[RegexValidator(r"^\d+\.\d+$", "Hedef kodu 1.1 biçiminde yazılmalıdır.")],
    )
    title = models.CharField("hedef", max_length=400)
    performance_target = models.CharField("performans hedefi", max_length=400, blank=True)

    class Meta:
        verbose_name = "hedef"
        verbose_name_plural = "hedefler"
        ordering = ["goal__plan", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "code"],
                name="objective_code_once",
                violation_error_message=(
                    "Bu amaçta bu kodla bir hedef zaten var; mevcut kayıt düzenlenmeli ya da başka "
                    "bir kod verilmelidir."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"H{self.code} {self.title}"

    def clean(self) -> None:
        super().clean()
        if self.goal_id:
            below(self.code, self.goal.code, "Hedef", "amacın")

    @property
    def row_key(self) -> str:
        return plan_row_key(self.code)


def plan_row_key(code: str) -> str:
    """Row key of a code; dots separate the parts of a reference, so they become hyphens."""
    return slugify(code)
