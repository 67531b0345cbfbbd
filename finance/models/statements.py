"""Statements beside the budget: activities on accrual basis, and the state of debts."""

from __future__ import annotations

from django.db import models
from django.db.models import F

from finance.enums import CreditorKind, StatementItem
from kars_portal.lib.turkish import slugify
from reports.models import MoneyField, YearRow, not_negative, unique_in_year

from .budget import computed_money, money_sum


class StatementOfActivities(YearRow):
    """One side of the statement of activities (faaliyet sonuçları tablosu): accrued, in lira.

    The result of the year is the difference of the two sides; see `finance.figures`.
    """

    item = models.CharField("kalem", max_length=10, choices=StatementItem)
    amount = MoneyField("tutar", null=True, blank=True)

    natural_key_fields = ("item",)

    class Meta(YearRow.Meta):
        verbose_name = "faaliyet sonucu satırı"
        verbose_name_plural = "faaliyet sonuçları tablosu"
        constraints = [
            unique_in_year(
                "item",
                name="statementofactivities_item_once",
                message="Bu kalemin bu yıl için satırı zaten var; mevcut satır düzenlenmelidir.",
            ),
            not_negative("amount", "Tutar", "statementofactivities_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_item_display()} ({self.year_id})"


class Debt(YearRow):
    """What the municipality owes to one creditor, in lira (Law 5393 art. 56 and 68)."""

    kind = models.CharField("alacaklı türü", max_length=20, choices=CreditorKind)
    creditor = models.CharField(
        "alacaklı",
        max_length=200,
        blank=True,
        help_text="Kurum adı; türün tamamı tek satırda veriliyorsa boş bırakılır.",
    )
    opening = MoneyField("yıl başı borcu", null=True, blank=True)
    borrowed = MoneyField("yıl içinde borçlanılan", null=True, blank=True)
    repaid = MoneyField(
        "yıl içinde ödenen", null=True, blank=True, help_text="Ödeme yoksa 0 yazılır."
    )
    closing = computed_money(
        "yıl sonu borcu",
        money_sum("opening", "borrowed") - F("repaid"),
    )

    natural_key_fields = ("kind", "creditor")

    class Meta(YearRow.Meta):
        verbose_name = "borç"
        verbose_name_plural = "borç durumu"
        constraints = [
            unique_in_year(
                "kind",
                "creditor",
                name="debt_creditor_once",
                message="Bu alacaklının bu yıl için satırı zaten var; mevcut satır "
                "düzenlenmelidir.",
            ),
            not_negative("opening", "Yıl başı borcu", "debt_opening_not_negative"),
            not_negative("borrowed", "Yıl içinde borçlanılan", "debt_borrowed_not_negative"),
            not_negative("repaid", "Yıl içinde ödenen", "debt_repaid_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.year_id})"

    @property
    def label(self) -> str:
        return self.creditor or self.get_kind_display()

    @property
    def kind_label(self) -> str:
        return self.get_kind_display()

    @property
    def row_key(self) -> str:
        return slugify(f"{self.kind}-{self.creditor}")
