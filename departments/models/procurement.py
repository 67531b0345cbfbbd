"""Purchases without tender."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from departments.enums import ProcurementBasis, ProcurementKind
from reports.models import MoneyField, YearRow, not_negative, unique_in_year

from .department import Department


class DirectProcurement(YearRow):
    """One line of a directorate's purchases without tender, in TL.

    Law 4734 art. 22 and art. 3/e (State Supply Office). A line sums up purchases of one kind;
    `count` is how many there were.
    """

    natural_key_fields = ("department", "no")

    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="müdürlük", related_name="direct_procurements"
    )
    no = models.PositiveIntegerField("sıra no")
    basis = models.CharField("dayanak", max_length=10, choices=ProcurementBasis)
    kind = models.CharField("tür", max_length=10, choices=ProcurementKind)
    title = models.CharField("alım", max_length=300)
    count = models.PositiveIntegerField("alım sayısı", null=True, blank=True)
    amount_excl_vat = MoneyField("tutar (KDV hariç)", null=True, blank=True)
    amount_incl_vat = MoneyField("tutar (KDV dâhil)", null=True, blank=True)

    class Meta(YearRow.Meta):
        verbose_name = "doğrudan temin"
        verbose_name_plural = "doğrudan teminler"
        constraints = [
            unique_in_year(
                "department",
                "no",
                name="directprocurement_no_once",
                message=(
                    "Bu sıra numarası müdürlüğün bu yılki alımlarında zaten var; başka bir numara "
                    "verilmelidir."
                ),
            ),
            not_negative(
                "amount_excl_vat", "KDV hariç tutar", "directprocurement_excl_vat_not_negative"
            ),
            not_negative(
                "amount_incl_vat", "KDV dâhil tutar", "directprocurement_incl_vat_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(amount_excl_vat__isnull=True)
                | Q(amount_incl_vat__isnull=True)
                | Q(amount_incl_vat__gte=F("amount_excl_vat")),
                name="directprocurement_vat_added",
                violation_error_message=(
                    "KDV dâhil tutar KDV hariç tutardan küçük olamaz; tutarlar yer "
                    "değiştirmiş olabilir."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year_id})"

    @property
    def row_key(self) -> str:
        return f"{self.department.code}-{self.no}"
