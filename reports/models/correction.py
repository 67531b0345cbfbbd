"""Corrections: why a published report is opened again, and which version came of it."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.utils import timezone

from reports.enums import CorrectionKind

from .base import FiscalYear

SHORTEST_REASON = 20


class Correction(models.Model):
    """A correction of a published report, numbered within the year.

    What it is (number, class, reason, who, when, which version) never changes and the row is never
    deleted; its outcome, a version or a withdrawal, is set once. Triggers hold both (migration
    `corrections`). Several may be open at a time; the next version publishes them together.
    """

    year = models.ForeignKey(
        FiscalYear, models.PROTECT, verbose_name="mali yıl", related_name="corrections"
    )
    number = models.PositiveIntegerField("sıra numarası")
    kind = models.CharField("sınıf", max_length=10, choices=CorrectionKind)
    reason = models.TextField(
        "gerekçe (kamuya açık)",
        validators=[
            MinLengthValidator(
                SHORTEST_REASON,
                f"Gerekçe en az {SHORTEST_REASON} karakter olmalı, neyin neden düzeltildiğini "
                "söylemelidir.",
            )
        ],
    )
    basis = models.CharField(
        "dayanak",
        max_length=300,
        blank=True,
        help_text="Varsa denetim bulgusu, karar ya da mevzuat maddesi; kamuya açıktır.",
    )
    base = models.ForeignKey(
        "reports.Publication",
        models.PROTECT,
        verbose_name="düzeltilen sürüm",
        related_name="corrections_opened",
    )
    opened_at = models.DateTimeField("açılma zamanı", default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="açan",
        related_name="+",
    )
    opened_as = models.CharField(
        "açanın görevi",
        max_length=200,
        help_text="Kamuya gösterilen sorumlu; kişi adı değildir.",
    )
    publication = models.ForeignKey(
        "reports.Publication",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="yayımlandığı sürüm",
        related_name="corrections",
    )
    withdrawn_at = models.DateTimeField("geri çekilme zamanı", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="geri çeken",
        related_name="+",
    )
    withdrawn_for = models.TextField("geri çekilme gerekçesi", blank=True)

    class Meta:
        verbose_name = "düzeltme"
        verbose_name_plural = "düzeltmeler"
        ordering = ["-year_id", "-number"]
        permissions = [("open_correction", "Düzeltme açabilir ve geri çekebilir")]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                name="correction_number_once",
                violation_error_message="Bu yılın bu numaralı düzeltmesi zaten var.",
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1),
                name="correction_number_positive",
                violation_error_message="Düzeltme numarası 1'den başlar.",
            ),
            models.CheckConstraint(
                condition=models.Q(publication__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="correction_one_outcome",
                violation_error_message="Düzeltme hem yayımlanmış hem geri çekilmiş olamaz.",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_for="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_for="")),
                name="correction_withdrawn_for_a_reason",
                violation_error_message="Düzeltme ancak gerekçesiyle geri çekilir.",
            ),
        ]

    def __str__(self) -> str:
        return f"Düzeltme {self.mark}"

    @property
    def mark(self) -> str:
        """How the correction is cited: year and number."""
        return f"{self.year_id}/{self.number}"

    @property
    def is_open(self) -> bool:
        return self.publication_id is None and self.withdrawn_at is None

    @property
    def sentence(self) -> str:
        """Number, class and reason, as a version and a section opened under it say them."""
        return f"{self} ({self.get_kind_display()}): {self.reason}"
