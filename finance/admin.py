"""Back-office screens of finance; tables are edited in the columns that people know from Excel."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from finance.figures import rate
from finance.models import (
    AccountRule,
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
from finance.resources import (
    AidedBodyResource,
    AuditRemarkResource,
    CompanyResource,
    DebtResource,
    DepartmentBudgetResource,
    EconomicCodeResource,
    ExpenditureResource,
    RevenueResource,
    StatementOfActivitiesResource,
)
from finance.urls import urls
from reports.office.shared.urls import add_urls
from reports.office.statements.screens import Verified
from reports.office.tables.screens import TableAdmin, YearRowAdmin, percent_or_missing
from reports.office.trail.screens import Trailed


@admin.register(EconomicCode)
class EconomicCodeAdmin(TableAdmin):
    resource_classes = [EconomicCodeResource]
    list_display = ("code", "name", "kind", "level", "valid_from", "valid_to")
    list_filter = ("kind", "level")
    search_fields = ("code", "name")
    ordering = ("kind", "code")


@admin.register(ExpenditureLine)
class ExpenditureLineAdmin(YearRowAdmin):
    resource_classes = [ExpenditureResource]
    sidebar_icon = "payments"
    list_display = (
        "code",
        "year",
        "carried_in",
        "budget",
        "supplementary",
        "transfer",
        "total_appropriation",
        "spent",
        "carried_out",
        "cancelled",
        "realisation_rate",
    )
    list_select_related = ("code", "year")
    search_fields = ("code__code", "code__name")
    autocomplete_fields = ("code",)
    ordering = ("-year", "code__code")

    @admin.display(description="gerçekleşme")
    def realisation_rate(self, line: ExpenditureLine) -> str:
        return percent_or_missing(rate(line.spent, line.total_appropriation))


@admin.register(RevenueLine)
class RevenueLineAdmin(YearRowAdmin):
    resource_classes = [RevenueResource]
    sidebar_icon = "savings"
    list_display = (
        "code",
        "year",
        "estimate",
        "supplementary",
        "revised_estimate",
        "gross",
        "refunds",
        "net",
        "realisation_rate",
    )
    list_select_related = ("code", "year")
    search_fields = ("code__code", "code__name")
    autocomplete_fields = ("code",)
    ordering = ("-year", "code__code")

    @admin.display(description="gerçekleşme")
    def realisation_rate(self, line: RevenueLine) -> str:
        return percent_or_missing(rate(line.net, line.revised_estimate))


@admin.register(DepartmentBudget)
class DepartmentBudgetAdmin(YearRowAdmin):
    resource_classes = [DepartmentBudgetResource]
    sidebar_icon = "account_balance_wallet"
    list_display = (
        "department",
        "year",
        "appropriation",
        "added",
        "total_appropriation",
        "spent",
        "carried_out",
        "realisation_rate",
    )
    list_filter = ("year", "department")
    list_select_related = ("department", "year")
    search_fields = ("department__name", "department__code")
    autocomplete_fields = ("department",)

    @admin.display(description="gerçekleşme")
    def realisation_rate(self, budget: DepartmentBudget) -> str:
        return percent_or_missing(rate(budget.spent, budget.total_appropriation))


@admin.register(StatementOfActivities)
class StatementOfActivitiesAdmin(YearRowAdmin):
    resource_classes = [StatementOfActivitiesResource]
    sidebar_icon = "balance"
    sidebar_title = _("Faaliyet sonuçları")
    list_display = ("item", "year", "amount")
    search_fields = ("item",)
    list_select_related = ("year",)


@admin.register(Debt)
class DebtAdmin(YearRowAdmin):
    resource_classes = [DebtResource]
    sidebar_icon = "credit_score"
    list_display = ("label", "year", "kind", "opening", "borrowed", "repaid", "closing")
    list_filter = ("year", "kind")
    list_select_related = ("year",)
    search_fields = ("creditor", "kind")

    @admin.display(description="alacaklı", ordering="creditor")
    def label(self, debt: Debt) -> str:
        return debt.label


@admin.register(AuditRemark)
class AuditRemarkAdmin(YearRowAdmin):
    resource_classes = [AuditRemarkResource]
    sidebar_icon = "policy"
    list_display = ("no", "year", "body", "subject", "status")
    list_filter = ("year", "body", "status")
    list_select_related = ("year",)
    search_fields = ("subject", "response", "body")


@admin.register(AidedBody)
class AidedBodyAdmin(YearRowAdmin):
    resource_classes = [AidedBodyResource]
    sidebar_icon = "volunteer_activism"
    list_display = ("name", "year", "purpose", "amount")
    list_select_related = ("year",)
    search_fields = ("name", "purpose")


@admin.register(Company)
class CompanyAdmin(YearRowAdmin):
    resource_classes = [CompanyResource]
    sidebar_icon = "corporate_fare"
    sidebar_title = _("Şirketler")
    list_display = ("name", "year", "share", "capital", "personnel", "revenue", "profit")
    list_select_related = ("year",)
    search_fields = ("name",)


@admin.register(AccountRule)
class AccountRuleAdmin(Verified, Trailed, ModelAdmin):
    """A rule that no longer holds gets its last year; it is never deleted."""

    list_display = (
        "account",
        "title",
        "target",
        "column",
        "row",
        "figure",
        "is_subtracted",
        "valid_from",
        "valid_to",
        "verified",
    )
    list_filter = ("target", "verified")
    search_fields = ("account", "title", "row", "source", "note")
    ordering = ("account", "target", "valid_from")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


add_urls(urls)
