"""Forms of the calendar: its rules, and the milestones of a year.

Whoever keeps the deadlines keeps the calendar (`reports.manage_deadlines`).
"""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from reports.collect.calendar.addressees import MANAGE
from reports.models import Milestone, MilestoneRule
from reports.office.statements.screens import Verified
from reports.office.trail.screens import Trailed


class _KeptByDeadlines(Trailed, ModelAdmin):
    """Changed by who keeps the deadlines, seen by who may see the model."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MANAGE)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm(MANAGE)


@admin.register(MilestoneRule)
class MilestoneRuleAdmin(Verified, _KeptByDeadlines):
    """A rule that no longer holds gets an end; it is never deleted."""

    list_display = (
        "title",
        "basis",
        "day",
        "month",
        "year_offset",
        "sections",
        "valid_from",
        "valid_to",
        "verified",
    )
    list_filter = ("topic", "verified")
    search_fields = ("code", "title", "basis", "note")
    ordering = ("year_offset", "month", "day", "code")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Milestone)
class MilestoneAdmin(_KeptByDeadlines):
    """What follows from a rule is marked as done, not deleted."""

    list_display = ("title", "year", "basis", "due_on", "done_on")
    list_filter = ("year", "done_on")
    list_select_related = ("year",)
    search_fields = ("code", "title", "basis", "note")
    ordering = ("-year_id", "due_on")

    def has_delete_permission(self, request: HttpRequest, obj: Milestone | None = None) -> bool:
        by_hand = obj is not None and obj.rule_id is None
        return by_hand and request.user.has_perm(MANAGE)
