"""Back office of the core: the year's report, its texts, its versions; users and roles."""

from __future__ import annotations

from typing import cast

from auditlog.models import LogEntry
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.decorators import action
from unfold.forms import AdminPasswordChangeForm, UserCreationForm

from reports.collect.guards import locked
from reports.collect.resources import (
    DeclarationResource,
    OutlineSectionResource,
    ReferenceNumberResource,
    StatedFigureResource,
)
from reports.models import (
    Declaration,
    FiscalYear,
    Narrative,
    OutlineSection,
    Publication,
    ReferenceNumber,
    Report,
    StatedFigure,
    Waiver,
)
from reports.office.board import pages as board
from reports.office.calendar import pages as calendar
from reports.office.calendar import screens as calendar_admin  # noqa: F401
from reports.office.drafts import page as drafts
from reports.office.drafts import preview as draft_preview
from reports.office.drafts import word as draft_word
from reports.office.findings import counts as small_counts
from reports.office.findings import pages as findings
from reports.office.findings.banners import ProseFindings, StatedFindings
from reports.office.findings.forms import WaiverForm
from reports.office.intake.pages import urls as intake_urls
from reports.office.people import leaving as people
from reports.office.people.accounts import AccountScreen, RoleScreen
from reports.office.people.leaving import Leavers
from reports.office.release import corrections, signing
from reports.office.release import council as council_admin
from reports.office.release import policies as signing_admin  # noqa: F401
from reports.office.release.prints import PdfButton
from reports.office.release.publishing import publish_page
from reports.office.sections import page as sections
from reports.office.shared.urls import add_urls, extra_urls
from reports.office.sheets.pages import urls as sheet_urls
from reports.office.statements import pages as statements
from reports.office.statements.screens import Verified
from reports.office.tables.scoping import Scoped
from reports.office.tables.screens import TableAdmin, YearRowAdmin
from reports.office.texts import desk as text_desk
from reports.office.texts import history as text_history
from reports.office.texts import remarks as text_remarks
from reports.office.texts import word
from reports.office.texts.form import TextForm
from reports.office.texts.places import text_address, word_address
from reports.office.trail import pages as trail
from reports.office.trail.screens import Trailed
from reports.office.workbooks import pages as workbooks
from reports.office.workbooks import uploading as workbook_uploads
from reports.office.years import pages as opening
from reports.signin.people import SecondFactorOfPeople
from reports.signin.urls import urls as signin_urls

# Unfold asks the site for addresses beside those of the models.
add_urls(findings.urls, small_counts.urls, board.urls, calendar.urls, trail.urls, signin_urls)
add_urls(intake_urls)
add_urls(sheet_urls, workbooks.urls, workbook_uploads.urls)
# The desk's own address ends as those of its other pages begin: it comes last.
add_urls(word.urls, text_history.urls, text_remarks.urls, text_desk.urls)
# Links before the sections of a draft, whose addresses have the same form.
add_urls(draft_preview.urls, drafts.urls, draft_word.urls)
add_urls(statements.urls)
add_urls(opening.urls, people.urls, sections.urls, corrections.urls)
add_urls(signing.urls)
add_urls(council_admin.urls)
admin.site.extra_urls = extra_urls  # type: ignore[attr-defined]
admin.site.login_template = "signin/login.html"

# The trail has pages of its own (reports.office.trail.pages).
admin.site.unregister(LogEntry)
admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(Leavers, SecondFactorOfPeople, AccountScreen):
    """Accounts of staff; leaving staff are deactivated, not deleted."""

    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    actions_detail = ("person_left", *SecondFactorOfPeople.actions_detail)


@admin.register(Group)
class GroupAdmin(RoleScreen):
    """Roles; their rights are set by the portal (reports.core.roles)."""


@admin.register(FiscalYear)
class FiscalYearAdmin(Trailed, ModelAdmin):
    list_display = ("year",)
    search_fields = ("year",)


@admin.register(Report)
class ReportAdmin(Trailed, PdfButton, ModelAdmin):
    """The year's report, with the way to publishing it."""

    list_display = ("year", "institution", "title", "state", "figure_status")
    search_fields = ("institution", "title")
    ordering = ("-year_id",)
    readonly_fields = ("state",)
    actions_detail = ["publish", "findings_button", "pdf_button"]

    def save_model(
        self, request: HttpRequest, obj: Report, form: forms.ModelForm[Report], change: bool
    ) -> None:
        # The steps of publishing alone change the state; the form may have waited for one of them.
        if change:
            obj.state = locked(obj).state
        super().save_model(request, obj, form, change)

    @action(description="Dondur ve yayımla", url_path="yayimla", permissions=["publish"])
    def publish(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return publish_page(request, get_object_or_404(Report, pk=object_id))

    @action(description="Bulgular", url_path="bulgular", permissions=["view"])
    def findings_button(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("admin:findings", int(object_id))

    def has_publish_permission(self, request: HttpRequest, obj: object = None) -> bool:
        # Named by a method: unfold looks up "app.permission" in the database before it is migrated.
        return request.user.has_perm("reports.publish_report")

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(OutlineSection)
class OutlineSectionAdmin(Verified, TableAdmin):
    resource_classes = [OutlineSectionResource]
    list_display = (
        "code",
        "number",
        "title",
        "parent",
        "basis",
        "valid_from",
        "valid_to",
        "verified",
    )
    search_fields = ("code", "number", "title", "basis")
    ordering = ("position", "code")


@admin.register(Narrative)
class NarrativeAdmin(Trailed, Scoped, ProseFindings, ModelAdmin):
    list_display = ("section", "year", "opening")
    list_filter = ("year",)
    search_fields = ("section", "body")
    ordering = ("-year_id", "section")
    actions_detail = ("at_the_desk", "from_word")
    form = TextForm

    def get_form(
        self,
        request: HttpRequest,
        obj: Model | None = None,
        change: bool = False,
        **kwargs: object,
    ) -> type[forms.ModelForm[Model]]:
        made = super().get_form(request, obj, change, **kwargs)
        cast("type[TextForm]", made).reader = request.user
        return made

    @action(description="Yazı masasında aç", url_path="masa", permissions=["view"])
    def at_the_desk(self, request: HttpRequest, object_id: str) -> HttpResponse:
        narrative = get_object_or_404(self.get_queryset(request), pk=object_id)
        return redirect(text_address(narrative))

    @action(description="Word belgesinden al", url_path="word", permissions=["change"])
    def from_word(self, request: HttpRequest, object_id: str) -> HttpResponse:
        narrative = get_object_or_404(self.get_queryset(request), pk=object_id)
        return redirect(word_address(narrative))

    @admin.display(description="metnin başı")
    def opening(self, narrative: Narrative) -> str:
        return narrative.body[:120]


@admin.register(Declaration)
class DeclarationAdmin(YearRowAdmin):
    resource_classes = [DeclarationResource]
    list_display = ("title", "year", "role", "signatory", "date", "confirmed")
    search_fields = ("title", "signatory", "body")
    actions_detail = ("text_and_confirmation",)

    @admin.display(description="metin onaylı", boolean=True)
    def confirmed(self, declaration: Declaration) -> bool:
        return declaration.is_confirmed

    @action(description="Beyan metni ve onayı", url_path="metin", permissions=["view"])
    def text_and_confirmation(self, request: HttpRequest, object_id: str) -> HttpResponse:
        declaration = get_object_or_404(self.get_queryset(request), pk=object_id)
        return redirect("admin:declaration_text", declaration.pk)


@admin.register(ReferenceNumber)
class ReferenceNumberAdmin(YearRowAdmin):
    resource_classes = [ReferenceNumberResource]
    list_display = ("label", "year", "value", "unit", "source")
    search_fields = ("key", "label", "source")


@admin.register(StatedFigure)
class StatedFigureAdmin(StatedFindings, YearRowAdmin):
    resource_classes = [StatedFigureResource]
    list_display = (
        "key",
        "year",
        "label",
        "value",
        "unit",
        "dataset",
        "row",
        "column",
        "line_from",
    )
    list_filter = ("year", "source_table")
    search_fields = ("key", "label", "item", "dataset", "row", "value", "note")


@admin.register(Waiver)
class WaiverAdmin(Trailed, ModelAdmin):
    """Accepted findings: made at the finding, never deleted; only their end can be set."""

    form = WaiverForm
    list_display = ("code", "dataset", "row", "column", "granted_by", "granted_on", "expires_on")
    list_filter = ("year", "code", "granted_by")
    search_fields = ("code", "dataset", "row", "reason", "granted_by")
    ordering = ("-year_id", "-granted_on", "code", "position")
    fields = (
        "year",
        "code",
        "dataset",
        "row",
        "column",
        "source",
        "section",
        "stated",
        "computed",
        "reason",
        "granted_by",
        "granted_on",
        "expires_on",
    )
    readonly_fields = fields[:-1]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.has_perm(findings.WAIVE)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Publication)
class PublicationAdmin(PdfButton, ModelAdmin):
    """Versions are shown, never edited: the database refuses it too."""

    list_display = (
        "year",
        "version",
        "published_at",
        "publisher_name",
        "figure_status",
        "short_hash",
    )
    list_filter = ("year",)
    search_fields = ("publisher_name", "reason", "sha256")
    ordering = ("-year_id", "-version")
    fields = (
        "year",
        "version",
        "published_at",
        "publisher_name",
        "figure_status",
        "reason",
        "corrections_link",
        "sha256",
    )
    readonly_fields = fields

    @admin.display(description="düzeltmeler")
    def corrections_link(self, publication: Publication) -> SafeString:
        return format_html(
            '<a class="findings-link" href="{}">{}</a>',
            corrections.corrections_address(publication.year_id),
            f"{publication.year_id} raporunun düzeltmeleri",
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        found: QuerySet[Publication] = super().get_queryset(request)
        return found.defer("document", "drawings")

    @admin.display(description="SHA-256")
    def short_hash(self, publication: Publication) -> str:
        return publication.sha256[:16]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
