"""Activities that the directorates report one by one."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from reports.models import YearRow, unique_in_year

from .department import Department


class Activity(YearRow):
    """One reported activity of a directorate; no date where the source gives no full day."""

    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="müdürlük", related_name="activities"
    )
    no = models.PositiveIntegerField(
        "no",
        validators=[MinValueValidator(1, "Numara 1'den başlar.")],
        help_text="Müdürlük içindeki sıra numarası.",
    )
    title = models.CharField("başlık", max_length=300)
    date = models.DateField("tarih", null=True, blank=True)
    summary = models.TextField("özet", blank=True)

    natural_key_fields = ("department", "no")

    class Meta(YearRow.Meta):
        verbose_name = "faaliyet"
        verbose_name_plural = "faaliyetler"
        constraints = [
            unique_in_year(
                "department",
                "no",
                name="activity_no_once",
                message="Bu müdürlüğün bu yıl için aynı numaralı bir faaliyeti zaten var; "
                "başka bir numara verilmelidir.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def row_key(self) -> str:
        return f"{self.department.code}-{self.no}"

    def clean(self) -> None:
        super().clean()
        if self.date is not None and self.year_id and self.date.year != self.year_id:
            raise ValidationError(
                {
                    "date": f"Tarih {self.year_id} mali yılı içinde olmalıdır; gün bilinmiyorsa "
                    "alan boş bırakılmalıdır."
                }
            )
