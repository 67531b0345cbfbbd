"""Accounts and roles: who has which role, said in sentences, and changed by superusers alone.

Rights come from roles, never one by one: whoever looks at an account sees what it opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as BaseGroupAdmin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.forms import UserChangeForm

from kars_portal.lib.numbers import MISSING
from reports.core.roles import MEANINGS
from reports.ground.fields import ModelField
from reports.office.trail.screens import Trailed

from .leaving import duties_of

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec


class RolesField(forms.ModelMultipleChoiceField[Group]):
    """Roles to be ticked, each with what it opens."""

    def label_from_instance(self, obj: Model) -> str:
        name = str(obj)
        meaning = MEANINGS.get(name, _("Portalın kendi rollerinden değildir."))
        return format_html('{} <small class="role-meaning">{}</small>', name, meaning)


class OnlySuperusers(ModelAdmin):
    """Who gives rights could give them to himself: no role and no single right is enough."""

    def has_add_permission(self, request: HttpRequest, *args: object) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_superuser)


class AccountScreen(OnlySuperusers, Trailed, BaseUserAdmin[User], ModelAdmin):
    """An account with its roles and duties; the list of single permissions is not offered."""

    form = UserChangeForm
    filter_horizontal = ()
    readonly_fields = ("duties", "last_login", "date_joined")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> _FieldsetSpec:
        if obj is None:
            return super().get_fieldsets(request, obj)
        beside = obj.user_permissions.exists()
        return (
            (None, {"fields": ("username", "password", "first_name", "last_name", "email")}),
            (_("Giriş"), {"fields": ("is_active", "is_staff", "last_login", "date_joined")}),
            (
                _("Roller ve görevler"),
                {
                    "fields": (
                        "groups",
                        "is_superuser",
                        *(["user_permissions"] if beside else []),
                        "duties",
                    ),
                    "description": _(
                        "Yetkiler rollerden gelir. Müdürlük rolleri yalnız kişinin görevli olduğu "
                        "müdürlükte geçerlidir; görevlendirmeler kendi sayfasında yapılır."
                    ),
                },
            ),
        )

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: object
    ) -> type[forms.ModelForm[User]]:
        """Rights that somebody was given beside the roles can be taken away, never added."""
        form = super().get_form(request, obj, change=change, **kwargs)
        given = form.base_fields.get("user_permissions")
        if obj is not None and isinstance(given, forms.ModelMultipleChoiceField):
            given.queryset = obj.user_permissions.select_related("content_type")
        return form

    def formfield_for_dbfield(
        self, db_field: ModelField, request: HttpRequest, **kwargs: object
    ) -> forms.Field | None:
        if db_field.name == "groups":
            return RolesField(
                Group.objects.order_by("pk"),
                label=_("Roller"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        if db_field.name == "user_permissions":
            return forms.ModelMultipleChoiceField(
                Permission.objects.none(),
                label=_("Roller dışında verilmiş yetkiler"),
                help_text=_("İşareti kaldırılan yetki geri alınır; buradan yetki verilemez."),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "is_superuser":
            field.label = _("Sistem yöneticisi")
            field.help_text = _(
                "Bütün rollerin yetkilerini taşır; hesapları, rolleri ve görevlendirmeleri yalnız "
                "sistem yöneticileri değiştirir."
            )
        return field

    @admin.display(description=_("görevleri"))
    def duties(self, person: User) -> str:
        lines = ((duty.label, duty.role) for duty in duties_of(person))
        return format_html_join("", "<div>{}: {}</div>", lines) or MISSING

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class RoleScreen(OnlySuperusers, Trailed, BaseGroupAdmin, ModelAdmin):
    """Roles; those of the portal are made from its table (reports.core.roles) and only shown."""

    list_display = ("name", "meaning", "people")
    filter_horizontal = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        found: QuerySet[Group] = super().get_queryset(request)
        return found.annotate(people_count=Count("user"))

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("name", "meaning", "people") if _is_own(obj) else ("name", "permissions")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["meaning", "people"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_own(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_own(obj)

    @admin.display(description=_("ne yapar"))
    def meaning(self, group: Group) -> str | SafeString:
        return str(MEANINGS.get(group.name, MISSING))

    @admin.display(description=_("kişi sayısı"))
    def people(self, group: Group) -> int:
        return int(getattr(group, "people_count", 0))


def _is_own(group: object) -> bool:
    return isinstance(group, Group) and group.name in MEANINGS
