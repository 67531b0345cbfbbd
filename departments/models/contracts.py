"""Procurement contracts after a tender, what they buy and what was paid for them."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from departments.enums import ContractKind
from reports.models import MoneyField, QuantityField, YearRow, not_negative, unique_in_year

from .department import Department
from .free_tables import table_code_validator
from .keyed import sum_of_known


def _in_order(first: str, second: str, name: str, message: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True})
        | Q(**{f"{second}__isnull": True})
        | Q(**{f"{second}__gte": F(first)}),
        name=name,
        violation_error_message=message,
    )


class Contract(YearRow):
    """A contract that a directorate carried out in the year (Laws 4734 and 4735).

    `amount` is the contract price in TL. An increase of work (Law 4735 art. 24) is
    given as amount or as rate, never both: the rate of an amount is computed.
    """

    lookup_field: ClassVar[str] = "code"
    natural_key_fields = ("code",)

    code = models.CharField(
        "kod",
        max_length=60,
        validators=[table_code_validator],
        help_text="Dosyalarda ve metinlerdeki atıflarda kullanılır; sonradan değiştirilmez.",
    )
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="müdürlük", related_name="contracts"
    )
    title = models.CharField("İş", max_length=300)
    kind = models.CharField("tür", max_length=10, choices=ContractKind)
    procedure = models.CharField(
        "İhale usulü", max_length=60, blank=True, help_text="Kanun ve madde: 4734/19"
    )
    tender_no = models.CharField("İhale kayıt no", max_length=60, blank=True)
    tender_date = models.DateField("İhale tarihi", null=True, blank=True)
    contract_date = models.DateField("sözleşme tarihi", null=True, blank=True)
    amount = MoneyField("sözleşme bedeli", null=True, blank=True)
    duration_days = models.PositiveIntegerField("süre (gün)", null=True, blank=True)
    quantity = QuantityField("miktar", null=True, blank=True)
    quantity_unit = models.CharField("miktar birimi", max_length=40, blank=True)
    site_delivery_date = models.DateField("yer teslim tarihi", null=True, blank=True)
    completion_date = models.DateField("İş bitim tarihi", null=True, blank=True)
    extended_completion_date = models.DateField("süre uzatımlı bitim tarihi", null=True, blank=True)
    increase_rate = QuantityField("İş artışı oranı (%)", null=True, blank=True)
    increase_amount = MoneyField("İş artışı tutarı", null=True, blank=True)
    credit_allocated = MoneyField("tahsis edilen kredi", null=True, blank=True)
    credit_used = MoneyField("kullanılan kredi", null=True, blank=True)
    credit_remaining = models.GeneratedField(
        expression=F("credit_allocated") - F("credit_used"),
        output_field=MoneyField("kalan kredi", null=True),
        db_persist=True,
        verbose_name="kalan kredi",
    )
    physical_progress = QuantityField("fiziki gerçekleşme (%)", null=True, blank=True)
    approval_date = models.DateField("olur tarihi", null=True, blank=True)
    approval_no = models.CharField("olur sayısı", max_length=60, blank=True)
    acceptance_date = models.DateField("geçici kabul tarihi", null=True, blank=True)
    acceptance_approval_date = models.DateField("geçici kabul onay tarihi", null=True, blank=True)
    line_from = models.PositiveIntegerField("kaynak satırı (ilk)", null=True, blank=True)
    line_to = models.PositiveIntegerField("kaynak satırı (son)", null=True, blank=True)

    class Meta(YearRow.Meta):
        verbose_name = "sözleşme"
        verbose_name_plural = "sözleşmeler"
        constraints = [
            unique_in_year(
                "code",
                name="contract_code_once",
                message="Bu kodla bir sözleşme bu yıl zaten var; başka bir kod verilmelidir.",
            ),
            not_negative("amount", "Sözleşme bedeli", "contract_amount_not_negative"),
            not_negative("quantity", "Miktar", "contract_quantity_not_negative"),
            not_negative("increase_rate", "İş artışı oranı", "contract_increase_rate_not_negative"),
            not_negative(
                "increase_amount", "İş artışı tutarı", "contract_increase_amount_not_negative"
            ),
            not_negative("credit_allocated", "Tahsis edilen kredi", "contract_credit_not_negative"),
            not_negative("credit_used", "Kullanılan kredi", "contract_credit_used_not_negative"),
            models.CheckConstraint(
                condition=Q(physical_progress__isnull=True)
                | Q(physical_progress__gte=0, physical_progress__lte=100),
                name="contract_progress_is_share",
                violation_error_message=(
                    "Fiziki gerçekleşme 0 ile 100 arasında bir yüzde olmalıdır."
                ),
            ),
            models.CheckConstraint(
                condition=Q(increase_rate__isnull=True) | Q(increase_amount__isnull=True),
                name="contract_increase_given_once",
                violation_error_message=(
                    "İş artışı tutarı yazıldığında oran hesaplanır; tutar ya da oran silinmelidir."
                ),
            ),
            _in_order(
                "tender_date",
                "contract_date",
                "contract_tender_before_contract",
                "Sözleşme tarihi ihale tarihinden önce olamaz; tarihlerden biri düzeltilmelidir.",
            ),
            _in_order(
                "contract_date",
                "site_delivery_date",
                "contract_before_site_delivery",
                "Yer teslim tarihi sözleşme tarihinden önce olamaz; tarihlerden biri "
                "düzeltilmelidir.",
            ),
            _in_order(
                "completion_date",
                "extended_completion_date",
                "contract_completion_before_extended",
                "Süre uzatımlı bitim tarihi iş bitim tarihinden önce olamaz; tarihlerden biri "
                "düzeltilmelidir.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year_id})"

    @property
    def increase_percent(self) -> Decimal | None:
        """Increase of work in percent of the price: as given, else computed from the amount."""
        rate: Decimal | None = self.increase_rate
        if rate is not None or self.increase_amount is None or not self.amount:
            return rate
        return Decimal(self.increase_amount / self.amount * 100).quantize(Decimal("0.000001"))


class ContractItem(models.Model):
    """One item of a contract's bill: what is bought and how much of it."""

    contract = models.ForeignKey(
        Contract, models.CASCADE, verbose_name="sözleşme", related_name="items"
    )
    no = models.PositiveIntegerField("sıra no")
    description = models.CharField("açıklama", max_length=500)
    unit = models.CharField("birim", max_length=40, blank=True)
    quantity = QuantityField("miktar", null=True, blank=True)

    class Meta:
        verbose_name = "İş kalemi"
        verbose_name_plural = "İş kalemleri"
        ordering = ["contract", "no", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "no"],
                name="contractitem_no_once",
                violation_error_message=(
                    "Bu sıra numarası sözleşmede zaten var; başka bir numara verilmelidir."
                ),
            ),
            not_negative("quantity", "Miktar", "contractitem_quantity_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.no}. {self.description}"

    @property
    def row_key(self) -> str:
        return str(self.no)


_MONEY = MoneyField()


class ProgressPayment(models.Model):
    """One progress payment (hakediş) of a contract, in TL; Law 4735 and its general conditions.

    The accrual is computed: payment + VAT + price difference. A price difference may be negative.
    """

    contract = models.ForeignKey(
        Contract, models.CASCADE, verbose_name="sözleşme", related_name="payments"
    )
    no = models.PositiveIntegerField("hakediş no")
    date = models.DateField("tarih", null=True, blank=True)
    payment = MoneyField("hakediş tutarı", null=True, blank=True)
    vat = MoneyField("KDV", null=True, blank=True)
    price_difference = MoneyField("fiyat farkı", null=True, blank=True)
    accrual = models.GeneratedField(
        expression=sum_of_known("payment", "vat", "price_difference", output=_MONEY),
        output_field=MoneyField("tahakkuk", null=True),
        db_persist=True,
        verbose_name="tahakkuk",
    )

    class Meta:
        verbose_name = "hakediş"
        verbose_name_plural = "hakedişler"
        ordering = ["contract", "no", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "no"],
                name="progresspayment_no_once",
                violation_error_message=(
                    "Bu hakediş numarası sözleşmede zaten var; başka bir numara verilmelidir."
                ),
            ),
            not_negative("payment", "Hakediş tutarı", "progresspayment_payment_not_negative"),
            not_negative("vat", "KDV", "progresspayment_vat_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.no}. hakediş"

    @property
    def row_key(self) -> str:
        return str(self.no)
