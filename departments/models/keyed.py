"""What named rows have in common, and sums within a row."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from kars_portal.lib.turkish import slugify
from reports.models import YearRow, code_validator


def sum_of_known(*fields: str, output: models.Field[Any, Any]) -> models.Case:
    """Sum of a row's figures: missing ones are left out; with none known there is no sum."""
    zero = models.Value(0, output_field=output)
    total: Combinable = Coalesce(models.F(fields[0]), zero)
    for name in fields[1:]:
        total = total + Coalesce(models.F(name), zero)
    return models.Case(
        models.When(**{f"{name}__isnull": True for name in fields}, then=models.Value(None)),
        default=total,
        output_field=output,
    )


class KeyedRow(YearRow):
    """A row known by its name; the key for addresses and imports follows from the name."""

    key = models.CharField(
        "anahtar",
        max_length=120,
        blank=True,
        validators=[code_validator],
        help_text="Adreslerde ve dosyalarda kullanılır; boş bırakılırsa addan üretilir.",
    )
    name = models.CharField("ad", max_length=300)

    class Meta(YearRow.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def row_key(self) -> str:
        return self.key

    def clean(self) -> None:
        super().clean()
        self.key = self.key or slugify(self.name)

    def settle(self) -> None:
        super().settle()
        self.key = self.key or slugify(self.name)
