"""The budget and what became of it: expenditure, revenue, appropriations of the directorates."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F

from departments.models import Department, sum_of_known
from finance.enums import CodeKind
from kars_portal.lib.turkish import lower
from reports.models import MoneyField, YearRow, not_negative, unique_in_year

from .classification import EconomicCode, economic_row_key

if TYPE_CHECKING:
    from reports.models import FiscalYear

NEGATIVE_REVENUE_CODE = "09"
"""Refunds (Red ve İadeler) are budgeted below zero; no other revenue is."""


def money_sum(*fields: str) -> models.Case:
    """Sum of a row's amounts; missing ones are left out, with none known there is no sum."""
    return sum_of_known(*fields, output=MoneyField())


def computed_money(label: str, expression: models.Expression) -> models.GeneratedField:
    return models.GeneratedField(
        expression=expression, output_field=MoneyField(), db_persist=True, verbose_name=label
    )


class BudgetLine(YearRow):
    """What lines of expenditure and revenue share: a code that is counted only once in a year."""

    natural_key_fields = ("code",)

    class Meta(YearRow.Meta):
        abstract = True

    code_kind: CodeKind
    code: models.ForeignKey[EconomicCode, EconomicCode]
    code_id: int | None

    def __str__(self) -> str:
        return f"{self.code} ({self.year_id})"

    def clean(self) -> None:
        super().clean()
        if self.code_id is None or self.year_id is None:
            return
        if self.code.kind != self.code_kind:
            raise ValidationError(
                {"code": f"{self.code} bir {lower(self.code_kind.label)} kodu değildir."}
            )
        if not self.code.is_valid_in(self.year):
            raise ValidationError({"code": f"{self.code} {self.year_id} yılında yürürlükte değil."})
        relative = self._counted_already()
        if relative:
            raise ValidationError(
                {
                    "code": f"{relative} kodu bu yıl zaten girilmiş; üst ve alt kod birlikte "
                    "girilirse tutarlar iki kez toplanır. Satırlardan biri silinmelidir."
                }
            )

    @property
    def row_key(self) -> str:
        return economic_row_key(self.code.code)

    @property
    def economic_code(self) -> str:
        return str(self.code.code)

    @property
    def economic_name(self) -> str:
        return str(self.code.name)

    def _counted_already(self) -> str:
        """A code above or below this one that has a line in the same year, or an empty text."""
        own: str = self.code.code
        above = [own[:end] for end, sign in enumerate(own) if sign == "."]
        lines: Any = type(self)._default_manager
        codes = (
            lines.filter(year_id=self.year_id)
            .filter(models.Q(code__code__in=above) | models.Q(code__code__startswith=f"{own}."))
            .exclude(pk=self.pk)
            .values_list("code__code", flat=True)
        )
        return str(codes.first() or "")


Line = TypeVar("Line", bound=models.Model)


class BudgetLineQuerySet(models.QuerySet[Line]):
    """Lines of the expenditure or revenue table."""

    def for_year(self, year: FiscalYear) -> models.QuerySet[Line]:
        """The year's lines with their codes, in the order of the codes."""
        return self.filter(year=year).select_related("code").order_by("code__code")


class ExpenditureLine(BudgetLine):
    """One line of the expenditure table: appropriation and spending of an economic code, in lira.

    Law 5018 art. 41; Budget and Accounting Regulation of Local Administrations (MİBMY). The
    appropriation is what was carried in, budgeted, added and transferred; what is neither spent nor
    carried out lapses. `transfer` is the balance of transfers and may be negative.
    """

    code_kind = CodeKind.EXPENDITURE

    code = models.ForeignKey(
        EconomicCode,
        models.PROTECT,
        verbose_name="ekonomik kod",
        related_name="expenditure_lines",
        limit_choices_to={"kind": CodeKind.EXPENDITURE},
    )
    carried_in = MoneyField("devreden ödenek", null=True, blank=True)
    budget = MoneyField("bütçe ödeneği", null=True, blank=True)
    supplementary = MoneyField("ek bütçe", null=True, blank=True)
    transfer = MoneyField(
        "aktarma (net)",
        null=True,
        blank=True,
        help_text="Eklenen eksi düşülen; başka kodlara aktarılan ödenek eksi yazılır.",
    )
    spent = MoneyField("bütçe gideri", null=True, blank=True)
    carried_out = MoneyField(
        "devredilen ödenek",
        null=True,
        blank=True,
        help_text="Ertesi yıla devredilen ödenek; devir yoksa 0 yazılır.",
    )
    total_appropriation = computed_money(
        "toplam ödenek", money_sum("carried_in", "budget", "supplementary", "transfer")
    )
    remaining = computed_money(
        "kalan ödenek",
        money_sum("carried_in", "budget", "supplementary", "transfer") - F("spent"),
    )
    cancelled = computed_money(
        "İptal edilen ödenek",
        money_sum("carried_in", "budget", "supplementary", "transfer")
        - F("spent")
        - F("carried_out"),
    )

    objects = BudgetLineQuerySet["ExpenditureLine"].as_manager()

    class Meta(YearRow.Meta):
        verbose_name = "gider satırı"
        verbose_name_plural = "bütçe giderleri"
        constraints = [
            unique_in_year(
                "code",
                name="expenditureline_code_once",
                message="Bu kodun bu yıl için gider satırı zaten var; mevcut satır "
                "düzenlenmelidir.",
            ),
            not_negative(
                "carried_in", "Devreden ödenek", "expenditureline_carried_in_not_negative"
            ),
            not_negative("budget", "Bütçe ödeneği", "expenditureline_budget_not_negative"),
            not_negative("supplementary", "Ek bütçe", "expenditureline_supplementary_not_negative"),
            not_negative("spent", "Bütçe gideri", "expenditureline_spent_not_negative"),
            not_negative(
                "carried_out", "Devredilen ödenek", "expenditureline_carried_out_not_negative"
            ),
        ]


class RevenueLine(BudgetLine):
    """One line of the revenue table: estimate and collection of an economic code, in lira.

    Revenue is shown gross with refunds apart (Law 5018 art. 13). `estimate` is the budget's initial
    estimate where it is known, else the estimate with the supplementary budget in it.
    """

    code_kind = CodeKind.REVENUE

    code = models.ForeignKey(
        EconomicCode,
        models.PROTECT,
        verbose_name="ekonomik kod",
        related_name="revenue_lines",
        limit_choices_to={"kind": CodeKind.REVENUE},
    )
    estimate = MoneyField("bütçe tahmini", null=True, blank=True)
    supplementary = MoneyField("ek bütçe", null=True, blank=True)
    gross = MoneyField("tahsilat", null=True, blank=True)
    refunds = MoneyField("ret ve iadeler", null=True, blank=True, help_text="İade yoksa 0 yazılır.")
    revised_estimate = computed_money("ek bütçeyle tahmin", money_sum("estimate", "supplementary"))
    net = computed_money("net tahsilat", F("gross") - F("refunds"))

    objects = BudgetLineQuerySet["RevenueLine"].as_manager()

    class Meta(YearRow.Meta):
        verbose_name = "gelir satırı"
        verbose_name_plural = "bütçe gelirleri"
        constraints = [
            unique_in_year(
                "code",
                name="revenueline_code_once",
                message="Bu kodun bu yıl için gelir satırı zaten var; mevcut satır "
                "düzenlenmelidir.",
            ),
            not_negative("gross", "Tahsilat", "revenueline_gross_not_negative"),
            not_negative("refunds", "Ret ve iadeler", "revenueline_refunds_not_negative"),
        ]

    def clean(self) -> None:
        super().clean()
        if not self.code_id or self.code.root_code == NEGATIVE_REVENUE_CODE:
            return
        for field, label in (("estimate", "Bütçe tahmini"), ("supplementary", "Ek bütçe")):
            amount: Decimal | None = getattr(self, field)
            if amount is not None and amount < 0:
                raise ValidationError(
                    {
                        field: f"{label} eksi olamaz; yalnız {NEGATIVE_REVENUE_CODE} Red ve "
                        "İadeler kodunda eksi yazılır."
                    }
                )


class DepartmentBudget(YearRow):
    """One line of the table of directorates: appropriation and spending, in lira."""

    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="müdürlük", related_name="budgets"
    )
    appropriation = MoneyField("ödenek", null=True, blank=True)
    added = MoneyField("eklenen ödenek", null=True, blank=True)
    spent = MoneyField("harcama", null=True, blank=True)
    carried_out = MoneyField("devredilen ödenek", null=True, blank=True)
    total_appropriation = computed_money("toplam ödenek", money_sum("appropriation", "added"))

    natural_key_fields = ("department",)

    class Meta(YearRow.Meta):
        verbose_name = "müdürlük bütçesi"
        verbose_name_plural = "müdürlük bütçeleri"
        constraints = [
            unique_in_year(
                "department",
                name="departmentbudget_department_once",
                message="Bu müdürlüğün bu yıl için bütçe satırı zaten var; mevcut satır "
                "düzenlenmelidir.",
            ),
            not_negative("appropriation", "Ödenek", "departmentbudget_appropriation_not_negative"),
            not_negative("added", "Eklenen ödenek", "departmentbudget_added_not_negative"),
            not_negative("spent", "Harcama", "departmentbudget_spent_not_negative"),
            not_negative(
                "carried_out", "Devredilen ödenek", "departmentbudget_carried_out_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} ({self.year_id})"

    @property
    def row_key(self) -> str:
        return self.department.code
