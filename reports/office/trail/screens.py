"""Admin screens whose changes are told apart by their way, with the trail behind "history"."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from reports.collect.audit import Channel, recording
from reports.collect.audit.registration import is_recorded
from reports.models import AuditEntry

from .pages import of_record, record_page


class Trailed:
    """Mixin in front of ModelAdmin, for every screen of a recorded model."""

    model: type[Model]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Before and after of every change; whoever may see a row may see how it came about."""
        if not is_recorded(self.model):
            plain: HttpResponse = super().history_view(  # type: ignore[misc]
                request, object_id, extra_context
            )
            return plain
        row = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        meta = self.model._meta
        if row is None:
            back: HttpResponse = self._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined]
                request, meta, object_id
            )
            return back
        if not self.has_view_or_change_permission(request, row):  # type: ignore[attr-defined]
            raise PermissionDenied
        entries = of_record(AuditEntry.objects.all(), self.model, row.pk)
        form = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
        return record_page(request, entries, title=str(row), form=form)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Rows edited in the list itself come in by the grid."""
        in_the_list = request.method == "POST" and "_save" in request.POST
        with recording(channel=Channel.GRID) if in_the_list else nullcontext():
            shown: HttpResponse = super().changelist_view(  # type: ignore[misc]
                request, extra_context
            )
            return shown

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        with recording(channel=Channel.BULK):
            return super().response_action(request, queryset)  # type: ignore[misc]
