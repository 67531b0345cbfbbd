"""What every yearly row has in common: its year, its place in the table, its key."""

from __future__ import annotations

from typing import Any, ClassVar, Unpack

from django.core.validators import RegexValidator
from django.db import models

from kars_portal.lib.turkish import slugify
from reports.ground.forms import TurkishDecimalField
from reports.ground.saving import SaveOptions

code_validator = RegexValidator(
    r"^[a-z0-9]+(?:[_-][a-z0-9]+)*$",
    "Kod yalnız küçük harf (a-z), rakam, tire ve alt çizgiden oluşur.",
)


class FiscalYear(models.Model):
    """A fiscal year (Law 5018 art. 3): the calendar year that a report is about."""

    year = models.PositiveSmallIntegerField("yıl", primary_key=True)

    class Meta:
        verbose_name = "mali yıl"
        verbose_name_plural = "mali yıllar"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year__gte=2006, year__lte=2100),
                name="fiscal_year_in_range",
                violation_error_message=(
                    "Mali yıl 2006 ile 2100 arasında olmalıdır (5018 sayılı Kanun dönemi)."
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.year)


class MoneyField(models.DecimalField):  # type: ignore[type-arg]
    """An amount in Turkish lira with two places; missing is NULL and is not zero."""

    def __init__(self, verbose_name: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 18)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(verbose_name, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.setdefault("form_class", TurkishDecimalField)
        return super().formfield(is_money=True, **kwargs)


class QuantityField(models.DecimalField):  # type: ignore[type-arg]
    """A measured quantity (m², ton, percent …) with up to four places."""

    def __init__(self, verbose_name: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 18)
        kwargs.setdefault("decimal_places", 4)
        super().__init__(verbose_name, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.setdefault("form_class", TurkishDecimalField)
        return super().formfield(**kwargs)


def not_negative(field: str, label: str, name: str) -> models.CheckConstraint:
    """Database rule that a figure is not below zero, with the sentence that the user reads."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__gte": 0}) | models.Q(**{f"{field}__isnull": True}),
        name=name,
        violation_error_message=f"{label} eksi olamaz; değer bilinmiyorsa alan boş bırakılmalıdır.",
    )


def unique_in_year(*fields: str, name: str, message: str) -> models.UniqueConstraint:
    """Database rule that a natural key stands once in a year, with the sentence for the user."""
    return models.UniqueConstraint(
        fields=["year", *fields], name=name, violation_error_message=message
    )


class YearRow(models.Model):
    """One row of a yearly table. `position` is its place as entered; it orders page and export."""

    year = models.ForeignKey(FiscalYear, models.PROTECT, verbose_name="mali yıl")
    position = models.PositiveIntegerField("sıra", default=0, editable=False)

    natural_key_fields: ClassVar[tuple[str, ...]] = ("key",)
    """Fields that name the row within its year; imports find the row by them."""

    class Meta:
        abstract = True
        ordering = ["year", "position", "pk"]

    def save(self, **options: Unpack[SaveOptions]) -> None:
        self.settle()
        if self._state.adding and not self.position:
            last = (
                type(self)
                ._default_manager.filter(year_id=self.year_id)
                .aggregate(last=models.Max("position"))["last"]
            )
            self.position = (last or 0) + 1
        super().save(**options)

    def settle(self) -> None:
        """Set what follows from the row itself, before it is stored."""

    @property
    def row_key(self) -> str:
        """The row's stable name in addresses, references and stated figures."""
        parts = (str(getattr(self, field)) for field in self.natural_key_fields)
        return slugify("-".join(parts))
