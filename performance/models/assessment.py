"""Higher plans that the municipality follows, and its own strengths and weaknesses."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models

from kars_portal.lib.turkish import slugify
from performance.enums import SwotKind
from reports.models import YearRow, code_validator, unique_in_year


class HigherPlanReference(YearRow):
    """An item of a national or regional plan that the report refers to (basic policies)."""

    key = models.CharField(
        "anahtar",
        max_length=60,
        blank=True,
        validators=[code_validator],
        help_text="Boş bırakılırsa madde numarasından üretilir.",
    )
    plan_name = models.CharField("plan", max_length=200)
    item = models.CharField("madde", max_length=30)
    parent = models.CharField(
        "üst madde",
        max_length=30,
        blank=True,
        help_text="Tedbirin bağlı olduğu politika maddesi.",
    )
    sector = models.CharField("sektör", max_length=200, blank=True)
    summary = models.TextField("özet", blank=True)

    class Meta(YearRow.Meta):
        verbose_name = "üst politika maddesi"
        verbose_name_plural = "üst politika maddeleri"
        constraints = [
            unique_in_year(
                "key",
                name="higherplanreference_key_once",
                message="Bu madde bu yıl için zaten girilmiş; mevcut satır düzenlenmelidir.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_name} {self.item}"

    def clean(self) -> None:
        super().clean()
        self.key = self.key or slugify(self.item)


class SwotItem(YearRow):
    """A strength or weakness of the institution (regulation art. 18, institutional capability)."""

    kind = models.CharField("tür", max_length=10, choices=SwotKind)
    no = models.PositiveIntegerField(
        "no", validators=[MinValueValidator(1, "Numara 1'den başlar.")]
    )
    text = models.TextField("metin")

    natural_key_fields = ("kind", "no")

    class Meta(YearRow.Meta):
        verbose_name = "üstünlük veya zayıflık"
        verbose_name_plural = "üstünlükler ve zayıflıklar"
        constraints = [
            unique_in_year(
                "kind",
                "no",
                name="swotitem_no_once",
                message="Bu numara bu türde zaten var; başka bir numara verilmelidir.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.no} ({self.year_id})"

    @property
    def kind_label(self) -> str:
        return self.get_kind_display()
