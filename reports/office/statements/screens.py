"""Forms of what rests on the law: whoever ticks «doğrulandı» is noted, a change takes it back."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from reports.ground.actors import signed_in
from reports.models import Confirmable, StatementText
from reports.office.trail.screens import Trailed


class Verified(ModelAdmin):
    """Mixin: notes who compared a record with its source; what changes later is to be compared
    again.
    """

    def get_readonly_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> tuple[str, ...]:
        declared = tuple(str(name) for name in super().get_readonly_fields(request, obj))
        return (*declared, "verified_by", "verified_on")

    def save_model(
        self, request: HttpRequest, obj: Model, form: forms.ModelForm[Model], change: bool
    ) -> None:
        if isinstance(obj, Confirmable):
            self._note(request, obj, form, change=change)
        super().save_model(request, obj, form, change)

    def _note(
        self, request: HttpRequest, obj: Confirmable, form: forms.ModelForm[Model], *, change: bool
    ) -> None:
        changed = set(form.changed_data) - {"note", "valid_to"}
        if "verified" in changed and obj.verified:
            user = signed_in(request.user)
            obj.set_verified(user.get_full_name() or user.get_username(), timezone.localdate())
        elif changed and obj.verified and change:
            obj.set_unverified()
            messages.warning(
                request, _("Kayıt değiştiği için doğrulaması düştü; yeniden doğrulanmalıdır.")
            )
        elif not obj.verified:
            obj.set_unverified()


@admin.register(StatementText)
class StatementTextAdmin(Verified, Trailed, ModelAdmin):
    """A text that no longer holds gets an end; it is never deleted."""

    list_display = (
        "role", "regulation", "article", "gazette_date", "gazette_number", "valid_from",
        "valid_to", "verified",
    )  # fmt: skip
    list_filter = ("role", "verified")
    search_fields = ("text", "regulation", "article", "gazette_number", "note")
    ordering = ("role", "valid_from")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
