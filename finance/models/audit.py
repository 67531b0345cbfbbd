"""What auditors remarked and what was done about it."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models

from finance.enums import AuditingBody, RemarkStatus
from reports.models import YearRow, unique_in_year


class AuditRemark(YearRow):
    """One remark of an internal or external audit with the answer to it.

    Law 5018 art. 63 and 68; 2006 regulation art. 18 (results of financial audits).
    """

    body = models.CharField("denetim türü", max_length=10, choices=AuditingBody)
    no = models.PositiveIntegerField(
        "bulgu no", validators=[MinValueValidator(1, "Bulgu numarası 1'den başlar.")]
    )
    subject = models.TextField("konu")
    response = models.TextField("cevap ve yapılan işlem", blank=True)
    status = models.CharField(
        "durum", max_length=20, choices=RemarkStatus, default=RemarkStatus.OPEN
    )

    natural_key_fields = ("body", "no")

    class Meta(YearRow.Meta):
        verbose_name = "denetim bulgusu"
        verbose_name_plural = "denetim bulguları"
        constraints = [
            unique_in_year(
                "body",
                "no",
                name="auditremark_no_once",
                message="Bu denetimin bu numaralı bulgusu zaten var; başka bir numara "
                "verilmelidir.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()} {self.no} ({self.year_id})"

    @property
    def body_label(self) -> str:
        return self.get_body_display()

    @property
    def status_label(self) -> str:
        return self.get_status_display()
