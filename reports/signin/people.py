"""The second factor in the office's list and form of accounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_otp.plugins.otp_totp.models import TOTPDevice
from unfold.admin import ModelAdmin
from unfold.decorators import action


class SecondFactorOfPeople(ModelAdmin):
    """Adds a column and the way to a reset, for superusers (mix in before UserAdmin)."""

    actions_detail: Sequence[str] = ("reset_second_factor",)

    def get_list_display(self, request: HttpRequest) -> list[str | Callable[..., str | bool]]:
        return [*super().get_list_display(request), "second_factor", "last_login"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        found: QuerySet[User] = super().get_queryset(request)
        phones = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return found.annotate(has_second_factor=Exists(phones))

    @admin.display(description="iki adımlı giriş", boolean=True)
    def second_factor(self, person: Any) -> bool:
        return bool(person.has_second_factor)

    @action(
        description="İki adımlı girişi sıfırla", url_path="iki-adimli-giris", permissions=["reset"]
    )
    def reset_second_factor(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("admin:reset_second_factor", int(object_id))

    def has_reset_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return bool(request.user.is_superuser)
