"""Import and export of the finance tables, as package parts in load order."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from import_export import fields

from finance.enums import CodeKind
from finance.models import (
    AidedBody,
    AuditRemark,
    Company,
    Debt,
    DepartmentBudget,
    EconomicCode,
    ExpenditureLine,
    RevenueLine,
    StatementOfActivities,
)
from reports.collect.imports.resources import TableResource, YearResource
from reports.collect.imports.text_widget import TextWidget
from reports.collect.imports.widgets import NaturalKeyWidget, TurkishIntegerWidget
from reports.collect.packages import ResourcePart
from reports.ground.actors import Actor
from reports.models import FiscalYear


def _shown(attribute: str, column: str, widget: TextWidget | TurkishIntegerWidget) -> fields.Field:
    """A column that files carry and no import changes."""
    return fields.Field(attribute=attribute, column_name=column, readonly=True, widget=widget)


class EconomicCodeResource(TableResource):
    """The economic classification; shared by all years.

    `parent` and `level` follow from the code. The file carries them for its readers; a file that
    says something else is refused.
    """

    parent = _shown("parent__code", "parent", TextWidget())
    level = _shown("level", "level", TurkishIntegerWidget())

    class Meta(TableResource.Meta):
        model = EconomicCode
        fields = ("code", "kind", "name", "parent", "level", "valid_from", "valid_to")
        import_id_fields = ("code", "kind")

    def get_queryset(self) -> QuerySet[EconomicCode]:
        return EconomicCode.objects.select_related("parent").order_by("kind", "code")

    def before_import_row(self, row: dict[str, object], **kwargs: object) -> None:
        super().before_import_row(row, **kwargs)
        code = str(row.get("code") or "").strip()
        expected = {"parent": code.rpartition(".")[0], "level": str(code.count(".") + 1)}
        for column, value in expected.items():
            stated = str(row.get(column) or "").strip()
            if stated and stated != value:
                raise ValidationError(
                    {
                        column: f"«{stated}», {code} koduyla uyuşmuyor; "
                        f"«{value}» olmalı ya da boş bırakılmalıdır."
                    }
                )


class BudgetLineResource(YearResource):
    """Lines whose code is looked up on their own side of the budget: 01 exists on both."""

    kind: CodeKind

    def __init__(
        self,
        *,
        year: FiscalYear,
        whole_table: bool = False,
        actor: Actor | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(year=year, whole_table=whole_table, actor=actor, **kwargs)
        widget: NaturalKeyWidget = self.fields["code"].widget
        widget.queryset = lambda: EconomicCode.objects.filter(kind=self.kind)

    def get_queryset(self) -> QuerySet[Model]:
        found: QuerySet[Model] = super().get_queryset()
        return found.select_related("code")


class ExpenditureResource(BudgetLineResource):
    kind = CodeKind.EXPENDITURE

    class Meta(YearResource.Meta):
        model = ExpenditureLine
        fields = (
            "code", "carried_in", "budget", "supplementary", "transfer", "spent", "carried_out",
        )  # fmt: skip
        import_id_fields = ("code",)


class RevenueResource(BudgetLineResource):
    kind = CodeKind.REVENUE

    class Meta(YearResource.Meta):
        model = RevenueLine
        fields = ("code", "estimate", "supplementary", "gross", "refunds")
        import_id_fields = ("code",)


class DepartmentBudgetResource(YearResource):
    class Meta(YearResource.Meta):
        model = DepartmentBudget
        fields = ("department", "appropriation", "added", "spent", "carried_out")
        import_id_fields = ("department",)

    def get_queryset(self) -> QuerySet[DepartmentBudget]:
        found: QuerySet[DepartmentBudget] = super().get_queryset()
        return found.select_related("department")


class StatementOfActivitiesResource(YearResource):
    class Meta(YearResource.Meta):
        model = StatementOfActivities
        fields = ("item", "amount")
        import_id_fields = ("item",)


class DebtResource(YearResource):
    class Meta(YearResource.Meta):
        model = Debt
        fields = ("kind", "creditor", "opening", "borrowed", "repaid")
        import_id_fields = ("kind", "creditor")


class AuditRemarkResource(YearResource):
    class Meta(YearResource.Meta):
        model = AuditRemark
        fields = ("body", "no", "subject", "response", "status")
        import_id_fields = ("body", "no")


class AidedBodyResource(YearResource):
    class Meta(YearResource.Meta):
        model = AidedBody
        fields = ("name", "purpose", "amount")
        import_id_fields = ("name", "purpose")


class CompanyResource(YearResource):
    class Meta(YearResource.Meta):
        model = Company
        fields = ("name", "share", "capital", "personnel", "revenue", "profit")
        import_id_fields = ("name",)


PARTS = (
    ResourcePart("economic_codes", EconomicCodeResource),
    ResourcePart("expenditure", ExpenditureResource),
    ResourcePart("revenue", RevenueResource),
    ResourcePart("department_budgets", DepartmentBudgetResource),
    ResourcePart("statement_of_activities", StatementOfActivitiesResource),
    ResourcePart("debts", DebtResource),
    ResourcePart("audit_remarks", AuditRemarkResource),
    ResourcePart("aided_bodies", AidedBodyResource),
    ResourcePart("companies", CompanyResource),
)
