"""Import and export of contracts, their items and payments, and direct purchases."""

from __future__ import annotations

from django.db.models import QuerySet

from departments.models import Contract, ContractItem, DirectProcurement, ProgressPayment
from reports.collect.imports.resources import YearResource

from .children import ChildResource


class ContractResource(YearResource):
    """Contracts; what is computed (credit that is left) is not a column."""

    class Meta(YearResource.Meta):
        model = Contract
        fields = (
            "code", "department", "title", "kind", "procedure", "tender_no", "tender_date",
            "contract_date", "amount", "duration_days", "quantity", "quantity_unit",
            "site_delivery_date", "completion_date", "extended_completion_date", "increase_rate",
            "increase_amount", "credit_allocated", "credit_used", "physical_progress",
            "approval_date", "approval_no", "acceptance_date", "acceptance_approval_date",
            "line_from", "line_to",
        )  # fmt: skip
        import_id_fields = ("code",)

    def get_queryset(self) -> QuerySet[Contract]:
        found: QuerySet[Contract] = super().get_queryset()
        return found.select_related("department")


class ContractItemResource(ChildResource[ContractItem]):
    """Items of the contracts' bills."""

    parent = "contract"

    class Meta(ChildResource.Meta):
        model = ContractItem
        fields = ("contract", "no", "description", "unit", "quantity")
        import_id_fields = ("contract", "no")


class ProgressPaymentResource(ChildResource[ProgressPayment]):
    """Progress payments of the contracts."""

    parent = "contract"

    class Meta(ChildResource.Meta):
        model = ProgressPayment
        fields = ("contract", "no", "date", "payment", "vat", "price_difference")
        import_id_fields = ("contract", "no")


class DirectProcurementResource(YearResource):
    """Purchases without tender."""

    class Meta(YearResource.Meta):
        model = DirectProcurement
        fields = (
            "department", "no", "basis", "kind", "title", "count", "amount_excl_vat",
            "amount_incl_vat",
        )  # fmt: skip
        import_id_fields = ("department", "no")

    def get_queryset(self) -> QuerySet[DirectProcurement]:
        found: QuerySet[DirectProcurement] = super().get_queryset()
        return found.select_related("department")
