"""Which account of the trial balance is which figure of the report."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from finance.account_codes import AccountPath, path_of
from finance.enums import AccountFigure, AccountTarget, CodeKind, StatementItem
from kars_portal.lib.turkish import lower
from reports.models import Confirmable

from .classification import EconomicCode

COLUMNS: Final[dict[str, dict[str, str]]] = {
    AccountTarget.EXPENDITURE: {
        "carried_in": "Devreden ödenek",
        "budget": "Bütçe ödeneği",
        "supplementary": "Ek bütçe",
        "transfer": "Aktarma (net)",
        "spent": "Bütçe gideri",
        "carried_out": "Devredilen ödenek",
    },
    AccountTarget.REVENUE: {
        "estimate": "Bütçe tahmini",
        "supplementary": "Ek bütçe",
        "gross": "Tahsilat",
        "refunds": "Ret ve iadeler",
    },
    AccountTarget.ACTIVITIES: {"amount": "Tutar"},
    AccountTarget.NONE: {},
}
"""Table → its columns that accounts may fill."""

CODE_KINDS: Final[dict[str, CodeKind]] = {
    AccountTarget.EXPENDITURE: CodeKind.EXPENDITURE,
    AccountTarget.REVENUE: CodeKind.REVENUE,
}
"""Tables whose rows are economic codes, and the side of the budget of these."""

_EARLIEST, _LATEST = 0, 9999


class AccountRule(Confirmable):
    """How an account and its details go into a table of the report; in force for a span of years.

    Rules are data: the chart of accounts (Budget and Accounting Regulation of Local Administrations
    and the detailed chart that goes with it) changes without the portal. The most detailed rule of
    an account counts. `row` is a row's key, or empty where the economic code that follows in the
    account's details names it. `NONE` says that an account is known and belongs to no table.
    """

    shipped = models.CharField(
        "portalla gelen kural", max_length=40, blank=True, editable=False, default=""
    )
    account = models.CharField(
        "hesap kodu",
        max_length=40,
        validators=[
            RegexValidator(
                r"^[0-9]{1,3}(?:\.[0-9]{1,6})*$",
                "Hesap kodu noktalarla ayrılarak yazılır: 830 ya da 830.01.1.",
            )
        ],
        help_text="Alt hesaplarıyla birlikte: 830, 830.01.1; bir grup için 83, bir sınıf için 8.",
    )
    title = models.CharField("hesap adı", max_length=200)
    target = models.CharField("tablo", max_length=12, choices=AccountTarget)
    column = models.CharField(
        "sütun",
        max_length=20,
        blank=True,
        choices={key: name for columns in COLUMNS.values() for key, name in columns.items()},
    )
    row = models.CharField(
        "satır",
        max_length=20,
        blank=True,
        help_text=(
            "Boşsa satır, hesabın ayrıntısındaki ekonomik koddur. Faaliyet sonuçları tablosunda "
            "«revenue» (gelirler) ya da «expense» (giderler); bütçe tablolarında bir ekonomik kod."
        ),
    )
    skip = models.PositiveSmallIntegerField(
        "atlanan düzey",
        default=0,
        validators=[MaxValueValidator(10)],
        help_text="Ana hesapla ekonomik kod arasındaki düzey sayısı; çoğunlukla 0.",
    )
    figure = models.CharField(
        "alınan tutar",
        max_length=14,
        choices=AccountFigure,
        default=AccountFigure.DEBIT_BALANCE,
    )
    is_subtracted = models.BooleanField(
        "düşülür", default=False, help_text="Tutar satırın toplamına eksi olarak katılır."
    )
    valid_from = models.PositiveSmallIntegerField("ilk yıl", null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField("son yıl", null=True, blank=True)
    source = models.CharField("kaynak", max_length=300, blank=True)
    verified = models.BooleanField(
        "doğrulandı",
        default=False,
        help_text=(
            "İşaretlenmeyen kuralın hesapları kuşkulu sayılır: gösterilir, kendiliğinden alınmaz."
        ),
    )
    note = models.TextField("not", blank=True)

    class Meta:
        verbose_name = "hesap eşlemesi"
        verbose_name_plural = "hesap eşlemeleri"
        ordering = ["account", "target", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["shipped"],
                condition=~Q(shipped=""),
                name="accountrule_shipped_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="accountrule_years_in_order",
                violation_error_message="Son yıl ilk yıldan önce olamaz.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} → {self.get_target_display()}"

    def clean(self) -> None:
        super().clean()
        self._check_place()
        self._check_row()
        mine = self._years
        for other in AccountRule.objects.filter(target=self.target).exclude(pk=self.pk):
            is_same = other.path == self.path
            if is_same and mine[0] <= other._years[1] and other._years[0] <= mine[1]:
                raise ValidationError(
                    {
                        "account": (
                            f"«{self.account}» hesabının bu tablo için bu yıllarda geçerli başka "
                            "bir kuralı var; o kural düzeltilmeli ya da son yılı yazılmalıdır."
                        )
                    }
                )

    def _check_place(self) -> None:
        columns = COLUMNS.get(self.target, {})
        if self.column and self.column not in columns:
            raise ValidationError(
                {"column": f"«{self.get_target_display()}» bu sütunu almaz; biri seçilmelidir."}
            )
        if columns and not self.column:
            raise ValidationError({"column": "Tutarın yazılacağı sütun seçilmelidir."})
        if self.account and self.path is None:
            raise ValidationError(
                {
                    "account": (
                        "Hesap kodu bir sınıf (8), grup (83) ya da ana hesapla (830) başlamalıdır."
                    )
                }
            )

    def _check_row(self) -> None:
        if self.target == AccountTarget.ACTIVITIES and self.row not in StatementItem.values:
            raise ValidationError(
                {"row": "Faaliyet sonuçları tablosunda satır «revenue» ya da «expense» olmalıdır."}
            )
        kind = CODE_KINDS.get(self.target)
        if kind and self.row and not _is_code(kind, self.row):
            raise ValidationError(
                {"row": f"«{self.row}» tanımlı bir {lower(kind.label)} kodu değil."}
            )

    @property
    def path(self) -> AccountPath | None:
        return path_of(self.account)

    @property
    def _years(self) -> tuple[int, int]:
        return (self.valid_from or _EARLIEST, self.valid_to or _LATEST)

    def holds_in(self, year: int) -> bool:
        """Whether the rule counts for the trial balance of a year."""
        return self._years[0] <= year <= self._years[1]


def _is_code(kind: CodeKind, code: str) -> bool:
    return EconomicCode.objects.filter(kind=kind, code=code).exists()
