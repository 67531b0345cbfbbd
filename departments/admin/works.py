"""Screens for contracts with their items and payments, and for direct purchases."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from django.contrib import admin
from django.db.models import Model, QuerySet, Sum
from django.http import HttpRequest

from departments.models import Contract, ContractItem, DirectProcurement, ProgressPayment
from departments.resources import works as resources
from kars_portal.lib.numbers import MISSING, format_money, format_percent
from reports.office.tables.screens import YearRowAdmin

from .children import ChildAdmin, NumberedInline


class ContractItemInline(NumberedInline):
    """The contract's bill."""

    model = ContractItem
    fields = ("no", "description", "unit", "quantity")


class ProgressPaymentInline(NumberedInline):
    """The contract's payments; the accrual is computed."""

    model = ProgressPayment
    fields = ("no", "date", "payment", "vat", "price_difference", "accrual")


class WithAccrual(Protocol):
    """A contract as the list reads it."""

    accrued_in_all: Decimal | None


@admin.register(Contract)
class ContractAdmin(YearRowAdmin):
    """A contract's page: facts, bill, payments."""

    resource_classes = [resources.ContractResource]
    list_display = (
        "title", "department", "kind", "year", "amount", "accrued", "increase", "credit_remaining",
    )  # fmt: skip
    list_filter = ("year", "department", "kind")
    list_select_related = ("year", "department")
    search_fields = ("title", "code", "tender_no", "approval_no", "department__name")
    autocomplete_fields = ("department",)
    inlines = (ContractItemInline, ProgressPaymentInline)
    fieldsets = (
        (None, {"fields": ("year", "code", "department", "title", "kind")}),
        (
            "İhale ve sözleşme",
            {
                "fields": (
                    ("procedure", "tender_no"),
                    ("tender_date", "contract_date"),
                    ("amount", "duration_days"),
                    ("quantity", "quantity_unit"),
                )
            },
        ),
        (
            "İşin yürütülmesi",
            {
                "fields": (
                    ("site_delivery_date", "completion_date"),
                    ("extended_completion_date", "physical_progress"),
                    ("increase_amount", "increase_rate"),
                    ("credit_allocated", "credit_used"),
                    "credit_remaining",
                    ("approval_date", "approval_no"),
                    ("acceptance_date", "acceptance_approval_date"),
                )
            },
        ),
        ("Kaynak", {"fields": (("line_from", "line_to"),)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contract]:
        found: QuerySet[Contract] = super().get_queryset(request)
        return found.annotate(accrued_in_all=Sum("payments__accrual"))

    def get_readonly_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> tuple[str, ...]:
        declared = super().get_readonly_fields(request, obj)
        return (*declared, "code") if obj else declared

    @admin.display(description="hakediş tahakkuku", ordering="accrued_in_all")
    def accrued(self, contract: WithAccrual) -> str:
        return format_money(contract.accrued_in_all)

    @admin.display(description="iş artışı")
    def increase(self, contract: Contract) -> str:
        percent = contract.increase_percent
        return MISSING if percent is None else format_percent(percent, 2)


@admin.register(ContractItem)
class ContractItemAdmin(ChildAdmin):
    """All items of a year's contracts, for search, import and export."""

    resource_classes = [resources.ContractItemResource]
    list_display = ("description", "contract", "no", "unit", "quantity")
    list_filter = ("contract__year", "contract__department")
    list_select_related = ("contract__year",)
    search_fields = ("description", "contract__title")
    autocomplete_fields = ("contract",)
    ordering = ("-contract__year", "contract__position", "no")


@admin.register(ProgressPayment)
class ProgressPaymentAdmin(ChildAdmin):
    """All payments of a year's contracts, for search, import and export."""

    resource_classes = [resources.ProgressPaymentResource]
    list_display = (
        "contract", "no", "date", "payment", "vat", "price_difference", "accrual",
    )  # fmt: skip
    list_filter = ("contract__year", "contract__department")
    list_select_related = ("contract__year",)
    search_fields = ("contract__title",)
    autocomplete_fields = ("contract",)
    ordering = ("-contract__year", "contract__position", "no")


@admin.register(DirectProcurement)
class DirectProcurementAdmin(YearRowAdmin):
    resource_classes = [resources.DirectProcurementResource]
    list_display = (
        "title", "department", "no", "basis", "kind", "year", "count", "amount_excl_vat",
        "amount_incl_vat",
    )  # fmt: skip
    list_filter = ("year", "department", "basis", "kind")
    list_select_related = ("year", "department")
    search_fields = ("title", "department__name")
    autocomplete_fields = ("department",)
