"""A person leaves: what he or she has in hand, who takes over, and closing the account.

Accounts are never deleted: what a person entered stays under the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from unfold.admin import ModelAdmin
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget

from kars_portal.lib.numbers import format_date
from reports.collect.audit import recording
from reports.core import registry
from reports.core.registry import Handover
from reports.ground.actors import Actor, signed_in


def duties_of(person: User) -> list[Handover]:
    """Everything that a person has in hand, in the apps' order."""
    return [
        duty
        for kit in registry.kits()
        if kit.leaving is not None
        for duty in kit.leaving.duties(person)
    ]


@transaction.atomic
def close_account(
    person: User, *, by: Actor, day: date, successors: Mapping[str, User] | None = None
) -> None:
    """End a person's duties on a day, deactivate the account and end its sessions.

    `successors` names who takes over a duty, by its key; the others are left open.
    """
    with recording(reason=f"{format_date(day)} günü görevden ayrıldı"):
        for kit in registry.kits():
            if kit.leaving is not None:
                kit.leaving.leave(person, day, successors or {}, by)
        person.is_active = False
        person.save(update_fields=["is_active"])
    end_sessions(person)


def end_sessions(person: User) -> int:
    """Throw away every session of a person; returns how many there were."""
    own = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=timezone.now())
        if session.get_decoded().get(SESSION_KEY) == str(person.pk)
    ]
    Session.objects.filter(pk__in=own).delete()
    return len(own)


class SuccessorsForm(forms.Form):
    """Who takes over, for each duty that somebody can take over; nobody need be named."""

    def __init__(self, data: QueryDict | None, *, duties: Iterable[Handover]) -> None:
        super().__init__(data, label_suffix="")
        for duty in duties:
            if duty.candidates:
                self.fields[duty.key] = forms.TypedChoiceField(
                    label=f"{duty.label}: {duty.role}",
                    choices=[("", "Şimdilik kimse"), *duty.candidates],
                    required=False,
                    coerce=int,
                    empty_value=None,
                    # The row of the table says it; there is no label beside the field.
                    widget=UnfoldAdminSelectWidget(
                        attrs={"aria-label": f"{duty.label}, {duty.role}: yerine"}
                    ),
                )

    def successors(self) -> dict[str, User]:
        """The people chosen in a valid form."""
        people = User.objects.in_bulk([pk for pk in self.cleaned_data.values() if pk])
        return {key: people[pk] for key, pk in self.cleaned_data.items() if pk}


@never_cache
def leaving_page(request: HttpRequest, pk: int) -> HttpResponse:
    """List what the person has in hand, ask for successors, close the account on POST."""
    if not request.user.is_superuser:
        raise PermissionDenied
    person = get_object_or_404(User, pk=pk)
    back = reverse("admin:auth_user_change", args=[pk])
    if person.pk == request.user.pk:
        messages.warning(request, _("Kendi hesabı kapatılamaz; başka bir yönetici kapatır."))
        return HttpResponseRedirect(back)
    if not person.is_active:
        messages.info(request, _("Bu hesap zaten kapalı."))
        return HttpResponseRedirect(back)
    duties = duties_of(person)
    form = SuccessorsForm(request.POST if request.method == "POST" else None, duties=duties)
    if form.is_valid():
        close_account(
            person,
            by=signed_in(request.user),
            day=timezone.localdate(),
            successors=form.successors(),
        )
        messages.success(request, _("%(name)s hesabı kapatıldı.") % {"name": _name(person)})
        return HttpResponseRedirect(back)
    lines = [(duty, form[duty.key] if duty.key in form.fields else None) for duty in duties]
    return TemplateResponse(
        request,
        "office/people/leaving.html",
        {
            **admin.site.each_context(request),
            "title": _("%(name)s ayrıldı: hesabı kapat") % {"name": _name(person)},
            "lines": lines,
            "asks": any(field is not None for _duty, field in lines),
            "form": form,
            "back": back,
        },
    )


def _name(person: User) -> str:
    return person.get_full_name() or person.get_username()


class Leavers(ModelAdmin):
    """The way from an account to closing it, for superusers (mix in before UserAdmin)."""

    @action(description="Ayrıldı: hesabı kapat", url_path="ayrildi", permissions=["close"])
    def person_left(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("admin:person_left", int(object_id))

    def has_close_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_superuser)


def urls() -> list[URLPattern]:
    view = admin.site.admin_view(leaving_page)
    return [path("hesaplar/<int:pk>/ayrildi/", view, name="person_left")]
