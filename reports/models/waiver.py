"""Waivers: a finding that can't be mended is answered in public, by a person, with a reason."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from reports.ground.marks import mark_of

from .base import YearRow


class Waiver(YearRow):
    """Acceptance of one finding: who, when, why. It lapses when a value or the place changes.

    Shown on the reconciliation page of every version. It is never deleted; a waiver that should no
    longer count gets an end date.
    """

    code = models.CharField("kural", max_length=20)
    dataset = models.CharField("tablo", max_length=100, blank=True)
    row = models.CharField("satır", max_length=200, blank=True)
    column = models.CharField("sütun", max_length=100, blank=True)
    source = models.CharField("beyan edilen rakam", max_length=100, blank=True)
    section = models.CharField("bölüm", max_length=80, blank=True)
    stated = models.TextField("yazan değer", blank=True)
    computed = models.TextField("hesaplanan değer", blank=True)
    reason = models.TextField("gerekçe")
    granted_by = models.CharField("kabul eden", max_length=200)
    granted_on = models.DateField("kabul tarihi")
    expires_on = models.DateField("geçerlilik sonu", null=True, blank=True)

    natural_key_fields = ("mark",)

    class Meta(YearRow.Meta):
        verbose_name = "kabul edilmiş bulgu"
        verbose_name_plural = "kabul edilmiş bulgular"
        permissions = [("waive_finding", "Bulguyu gerekçesiyle kabul edebilir")]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "year", "code", "dataset", "row", "column", "source", "section", "stated",
                    "computed",
                ],
                name="waiver_of_finding_once",
                violation_error_message="Bu bulgu zaten kabul edilmiş.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="waiver_has_reason",
                violation_error_message="Gerekçe yazılmadan bulgu kabul edilemez.",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gte=models.F("granted_on")),
                name="waiver_dates_in_order",
                violation_error_message="Geçerlilik sonu, kabul tarihinden önce olamaz.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.dataset} {self.row} {self.column}".strip()

    def clean(self) -> None:
        super().clean()
        if not self.reason.strip():
            raise ValidationError({"reason": "Gerekçe yazılmadan bulgu kabul edilemez."})

    @property
    def mark(self) -> str:
        return mark_of(
            self.code,
            self.dataset,
            self.row,
            self.column,
            self.source,
            self.section,
            self.stated,
            self.computed,
        )
