"""Bodies outside the budget: those that were aided, and companies that the municipality owns."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from reports.models import MoneyField, QuantityField, YearRow, not_negative, unique_in_year


class AidedBody(YearRow):
    """Aid from the budget to an association, foundation or union, in lira (Law 5018 art. 29)."""

    name = models.CharField("yardım yapılan kuruluş", max_length=200)
    purpose = models.CharField("amaç", max_length=300, blank=True)
    amount = MoneyField("tutar", null=True, blank=True)

    natural_key_fields = ("name", "purpose")

    class Meta(YearRow.Meta):
        verbose_name = "yardım yapılan kuruluş"
        verbose_name_plural = "yardım yapılan kuruluşlar"
        constraints = [
            unique_in_year(
                "name",
                "purpose",
                name="aidedbody_name_once",
                message="Bu kuruluşa bu amaçla yapılan yardım zaten girilmiş; mevcut satır "
                "düzenlenmelidir.",
            ),
            not_negative("amount", "Tutar", "aidedbody_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.year_id})"


class Company(YearRow):
    """A company or affiliated body of the municipality and its year (Law 5393 art. 56), in lira."""

    name = models.CharField("şirket", max_length=200)
    share = QuantityField(
        "belediyenin payı (%)",
        null=True,
        blank=True,
        validators=[
            MinValueValidator(0, "Pay yüzde 0 ile 100 arasında olmalıdır."),
            MaxValueValidator(100, "Pay yüzde 0 ile 100 arasında olmalıdır."),
        ],
    )
    capital = MoneyField("sermaye", null=True, blank=True)
    personnel = models.IntegerField("personel sayısı", null=True, blank=True)
    revenue = MoneyField("gelir", null=True, blank=True)
    profit = MoneyField(
        "dönem kârı", null=True, blank=True, help_text="Zarar eksi işaretiyle yazılır."
    )

    natural_key_fields = ("name",)

    class Meta(YearRow.Meta):
        verbose_name = "şirket ve bağlı kuruluş"
        verbose_name_plural = "şirketler ve bağlı kuruluşlar"
        constraints = [
            unique_in_year(
                "name",
                name="company_name_once",
                message="Bu şirketin bu yıl için satırı zaten var; mevcut satır düzenlenmelidir.",
            ),
            models.CheckConstraint(
                condition=models.Q(share__isnull=True) | models.Q(share__gte=0, share__lte=100),
                name="company_share_in_range",
                violation_error_message="Pay yüzde 0 ile 100 arasında olmalıdır.",
            ),
            not_negative("capital", "Sermaye", "company_capital_not_negative"),
            not_negative("personnel", "Personel sayısı", "company_personnel_not_negative"),
            not_negative("revenue", "Gelir", "company_revenue_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.year_id})"
