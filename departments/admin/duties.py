"""Screens for who works where, and which directorate answers for which section."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from departments.models import Membership, SectionAssignment
from reports.office.trail.screens import Trailed


@admin.register(Membership)
class MembershipAdmin(Trailed, ModelAdmin):
    """Duties of staff; a duty that is over gets an end date, so that its time stays on record."""

    list_display = ("user", "department", "kind", "is_deputy", "valid_from", "valid_to")
    list_filter = ("department", "kind", "is_deputy")
    list_select_related = ("user", "department")
    search_fields = ("user__username", "user__first_name", "user__last_name", "department__name")
    autocomplete_fields = ("user", "department")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(SectionAssignment)
class SectionAssignmentAdmin(Trailed, ModelAdmin):
    """Who answers for a section; made with the year, changed when duties change."""

    list_display = ("section", "department", "owner", "deputy")
    list_filter = ("section__year", "department")
    list_select_related = ("section", "department", "owner", "deputy")
    search_fields = (
        "section__code",
        "section__title",
        "department__name",
        "owner__username",
        "owner__first_name",
        "owner__last_name",
        "deputy__username",
        "deputy__first_name",
        "deputy__last_name",
    )
    autocomplete_fields = ("department", "owner", "deputy")
    fields = ("section", "department", "owner", "deputy")
    readonly_fields = ("section",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
