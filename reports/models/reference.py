"""Reference numbers of a year: what legal limits and rates are measured by."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from .base import QuantityField, YearRow, unique_in_year


class ReferenceNumber(YearRow):
    """A number from outside the report that checks need: population, revaluation rate …

    It is entered with its source and published; a check that lacks one asks for it by its key.
    """

    key = models.CharField(
        "anahtar",
        max_length=40,
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9_]*$",
                "Anahtar küçük harfle (a-z) başlar; yalnız küçük harf, rakam ve alt çizgi içerir.",
            )
        ],
        help_text=(
            "Denetimin istediği anahtar: population (nüfus), last_revenue (gerçekleşen en son yıl "
            "bütçe geliri, TL), revaluation_rate (yeniden değerleme oranı, yüzde), financing "
            "(finansmanın ekonomik sınıflandırması toplamı, TL), performance_tolerance (yüzde)."
        ),
    )
    label = models.CharField("ad", max_length=200)
    value = QuantityField("değer", null=True, blank=True)
    unit = models.CharField("birim", max_length=40, blank=True)
    source = models.CharField("kaynak", max_length=300, blank=True)

    class Meta(YearRow.Meta):
        verbose_name = "denetimde kullanılan sayı"
        verbose_name_plural = "denetimde kullanılan sayılar"
        constraints = [
            unique_in_year(
                "key",
                name="reference_number_key_once",
                message="Bu anahtarla bir sayı bu yıl zaten var; mevcut kayıt düzenlenmelidir.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.year_id})"

    @property
    def row_key(self) -> str:
        return self.key
