"""Indicators with their cards, and what became of them over the years."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Coalesce

from departments.models import Department
from performance.enums import Direction, Measure, ReportingPeriod, SuccessionKind, Unit

from .plan import Objective, OrderedRow, below, plan_row_key


class Indicator(OrderedRow):
    """A performance indicator of an objective with its card (Law 5018 art. 9).

    The card says what is counted, how and from which source, and who answers for the figure;
    auditors remark on indicators without one. Owner and deputy are accounts of staff: they are
    reminded and shown in the office, never published.
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
    period = models.CharField(
        "raporlama dönemi",
        max_length=10,
        choices=ReportingPeriod,
        default=ReportingPeriod.YEARLY,
        help_text="Yıl içinde izlenen göstergenin yıl sonucu dönem değerlerinden hesaplanır.",
    )
    measure = models.CharField(
        "ölçüm",
        max_length=10,
        choices=Measure,
        default=Measure.LAST,
        help_text="Dönem değerlerinden yıl sonucunun nasıl çıktığı.",
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="sorumlu müdürlük",
        related_name="indicators",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="gösterge sorumlusu",
        related_name="owned_indicators",
        help_text="Değerleri giren kişi; yayımlanmaz.",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="vekili",
        related_name="deputised_indicators",
        help_text="Sorumlu bulunmadığında değerleri giren kişi; yayımlanmaz.",
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
            ),
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True)
                | models.Q(deputy__isnull=True)
                | ~models.Q(owner=models.F("deputy")),
                name="indicator_deputy_is_another",
                violation_error_message=(
                    "Gösterge sorumlusu ile vekili aynı kişi olamaz; vekil değiştirilmeli ya da "
                    "boş bırakılmalıdır."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        super().clean()
        if self.objective_id:
            below(self.code, self.objective.code, "Gösterge", "hedefin")
        if self.pk and self._is_measured_otherwise():
            raise ValidationError(
                {
                    "period": (
                        "Bu göstergeye dönem değerleri girilmiş; raporlama dönemi değiştirilemez. "
                        "Dönemi değişen gösterge yeni bir gösterge olarak açılmalı ve öncekine "
                        "bağlanmalıdır."
                    )
                }
            )

    def _is_measured_otherwise(self) -> bool:
        """Whether values were entered for periods other than the card's present ones."""
        before = Indicator.objects.filter(pk=self.pk).exclude(period=self.period)
        return before.filter(results__values__isnull=False).exists()

    @property
    def row_key(self) -> str:
        return plan_row_key(self.code)

    @property
    def periods(self) -> range:
        """Numbers of the periods of a year; empty where the year itself is reported."""
        return range(1, ReportingPeriod(self.period).parts + 1)


class IndicatorSuccession(models.Model):
    """One step in the life of an indicator: renamed, merged into, split into others, or ended.

    It leads across plans too: the new plan's indicator continues the old one's line. An indicator
    that was split has one row for each successor, one that was merged one for each predecessor.
    """

    predecessor = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name="önceki gösterge", related_name="successions"
    )
    successor = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="sonraki gösterge",
        related_name="origins",
        help_text="Sona eren göstergede boş bırakılır.",
    )
    year = models.PositiveSmallIntegerField("yıl", help_text="Sonraki göstergenin ilk yılı.")
    kind = models.CharField("tür", max_length=10, choices=SuccessionKind)

    class Meta:
        verbose_name = "gösterge değişikliği"
        verbose_name_plural = "gösterge değişiklikleri"
        ordering = ["year", "predecessor", "pk"]
        constraints = [
            # A missing successor (the indicator ended) counts as a value, so that it stands once.
            models.UniqueConstraint(
                "predecessor",
                Coalesce("successor", 0),
                name="indicatorsuccession_pair_once",
                violation_error_message=(
                    "Bu iki gösterge arasındaki değişiklik zaten kayıtlı; mevcut kayıt "
                    "düzenlenmelidir."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(year__gte=2006, year__lte=2100),
                name="indicatorsuccession_year_in_range",
                violation_error_message="Yıl 2006 ile 2100 arasında olmalıdır.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=SuccessionKind.ENDED, successor__isnull=True)
                | (~models.Q(kind=SuccessionKind.ENDED) & models.Q(successor__isnull=False)),
                name="indicatorsuccession_successor_fits_kind",
                violation_error_message=(
                    "Sona eren göstergede sonraki gösterge boş bırakılmalı, diğer türlerde "
                    "seçilmelidir."
                ),
            ),
        ]

    def __str__(self) -> str:
        after = str(self.successor) if self.successor else self.get_kind_display()
        return f"{self.predecessor} → {after} ({self.year})"

    def clean(self) -> None:
        super().clean()
        if self.predecessor_id and self.successor_id and self._leads_back():
            raise ValidationError(
                {
                    "successor": (
                        "Bu seçim bir döngü oluşturuyor: sonraki gösterge, doğrudan ya da dolaylı "
                        "olarak önceki göstergeye bağlanıyor. Sıra düzeltilmelidir."
                    )
                }
            )

    def _leads_back(self) -> bool:
        """Whether the chain from the successor ends at the predecessor again."""
        steps: dict[int, set[int]] = {}
        pairs = IndicatorSuccession.objects.exclude(pk=self.pk).filter(successor__isnull=False)
        for before, after in pairs.values_list("predecessor_id", "successor_id"):
            if after is not None:
                steps.setdefault(before, set()).add(after)
        seen: set[int] = set()
        waiting = {self.successor_id}
        while waiting:
            current = waiting.pop()
            if current == self.predecessor_id:
                return True
            if current is not None and current not in seen:
                seen.add(current)
                waiting |= steps.get(current, set())
        return False
