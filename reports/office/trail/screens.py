"""Admin screens whose changes are told apart by their way, with the trail behind "history"."""

from __future__ import annotations

from contextlib import nullcontext

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from unfold.admin import ModelAdmin

from reports.collect.audit import Channel, recording
from reports.collect.audit.registration import is_recorded
from reports.models import AuditEntry

from .pages import of_record, record_page


class Trailed(ModelAdmin):
    """For every screen of a recorded model; stands before the other bases."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Before and after of every change; whoever may see a row may see how it came about."""
        if not is_recorded(self.model):
            return super().history_view(request, object_id, extra_context)
        row = self.get_object(request, unquote(object_id))
        meta = self.model._meta
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, meta, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        entries = of_record(AuditEntry.objects.all(), self.model, row.pk)
        form = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
        return record_page(request, entries, title=str(row), form=form)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Rows edited in the list itself come in by the grid."""
        in_the_list = request.method == "POST" and "_save" in request.POST
        with recording(channel=Channel.GRID) if in_the_list else nullcontext():
            return super().changelist_view(request, extra_context)

    def response_action(  # type: ignore[override] # the stubs' Django is newer
        self, request: HttpRequest, queryset: QuerySet[Model]
    ) -> HttpResponse | None:
        with recording(channel=Channel.BULK):
            return super().response_action(request, queryset)
