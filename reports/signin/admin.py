"""Lockouts and sign-ins in the office, for superusers; the factors themselves are never shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from axes.models import AccessAttempt, AccessLog
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import ngettext
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from unfold.admin import ModelAdmin

from . import lockout

# Their screens would show one superuser the secret of another.
admin.site.unregister(TOTPDevice)
admin.site.unregister(StaticDevice)


class SuperuserAdmin(ModelAdmin):
    """Rows that the portal writes and superusers read."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return bool(request.user.is_superuser)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_release_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


@admin.register(AccessAttempt)
class LockoutAdmin(SuperuserAdmin):
    """Failed tries of the last minutes, by name and address; a try that succeeds clears them."""

    list_display_links = None
    search_fields = ("username", "ip_address")
    ordering = ("-attempt_time",)
    actions = ("release",)

    def get_list_display(
        self, request: HttpRequest
    ) -> tuple[str | Callable[[AccessAttempt], str | bool], ...]:
        # Counted once for the whole list: several browsers at one address count together.
        locks = SimpleLazyObject(lockout.locks)

        @admin.display(description="kilidin bitişi")
        def locked_until(attempt: AccessAttempt) -> str:
            until = locks.get((attempt.username, attempt.ip_address))
            return f"{until:%H:%M}" if until else "—"

        return ("name", "address", "failures", "last_try", locked_until)

    @admin.display(description="kullanıcı adı", ordering="username")
    def name(self, attempt: AccessAttempt) -> str:
        return attempt.username or "—"

    @admin.display(description="adres", ordering="ip_address")
    def address(self, attempt: AccessAttempt) -> str | None:
        found: str | None = attempt.ip_address
        return found

    @admin.display(description="başarısız deneme", ordering="failures_since_start")
    def failures(self, attempt: AccessAttempt) -> int:
        number: int = attempt.failures_since_start
        return number

    @admin.display(description="son deneme", ordering="attempt_time")
    def last_try(self, attempt: AccessAttempt) -> datetime:
        moment: datetime = attempt.attempt_time
        return moment

    @admin.action(description="Kilidi kaldır", permissions=["release"])
    def release(self, request: HttpRequest, chosen: QuerySet[AccessAttempt]) -> None:
        names = set(chosen.values_list("username", "ip_address"))
        for username, address in names:
            rows = AccessAttempt.objects.filter(username=username, ip_address=address)
            self.log_deletions(request, rows)
            rows.delete()
        text = ngettext("%(count)s kilit kaldırıldı.", "%(count)s kilit kaldırıldı.", len(names))
        self.message_user(request, text % {"count": len(names)}, messages.SUCCESS)


@admin.register(AccessLog)
class SignInLogAdmin(SuperuserAdmin):
    """Whose password was accepted, when and from where."""

    list_display = ("moment", "username", "ip_address", "browser")
    list_display_links = None
    list_filter = ("attempt_time",)
    search_fields = ("username", "ip_address")
    ordering = ("-attempt_time",)

    @admin.display(description="giriş zamanı", ordering="attempt_time")
    def moment(self, sign_in: AccessLog) -> datetime:
        found: datetime = sign_in.attempt_time
        return found

    @admin.display(description="tarayıcı")
    def browser(self, sign_in: AccessLog) -> str:
        found: str = sign_in.user_agent
        return found
