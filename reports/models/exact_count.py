"""Exact counts: a column that counts people is published as it is, for a reason on record."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from .base import YearRow, unique_in_year

NO_REASON = "Gerekçe yazılmadan tam sayılar yayımlanamaz."


class ExactCount(YearRow):
    """A reviewer's decision to publish the small counts of one column (KVKK art. 5 and 6).

    `row` is empty where the whole column is meant. It holds for one year: the next year's people
    are others.
    """

    dataset = models.CharField("tablo", max_length=100)
    row = models.CharField("satır", max_length=200, blank=True)
    column = models.CharField("sütun", max_length=100)
    reason = models.TextField("gerekçe", max_length=2000)
    granted_by = models.CharField("karar veren", max_length=200)
    granted_on = models.DateField("karar tarihi")

    natural_key_fields = ("dataset", "row", "column")

    class Meta(YearRow.Meta):
        verbose_name = "yayımlanan küçük sayı"
        verbose_name_plural = "yayımlanan küçük sayılar"
        permissions = [("publish_exact_count", "Küçük kişi sayılarını gerekçesiyle yayımlatabilir")]
        constraints = [
            unique_in_year(
                "dataset",
                "row",
                "column",
                name="exactcount_place_once",
                message="Bu sayılar için karar zaten var; önce o geri alınmalıdır.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="exactcount_has_reason",
                violation_error_message=NO_REASON,
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.dataset, self.row, self.column)))

    def clean(self) -> None:
        super().clean()
        if not self.reason.strip():
            raise ValidationError({"reason": NO_REASON})
