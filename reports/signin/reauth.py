"""Showing again who one is, before what cannot be taken back.

For a form: mix in `ConfirmationFields`; it asks for password and code in the form itself, so
nothing that was typed is lost. For a page that has no form yet: `confirm_first`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminTextInputWidget

from . import factors, lockout, sessions


def recently_confirmed(request: HttpRequest) -> bool:
    """Whether password and code were given within the last ten minutes, signing in included."""
    return request.user.is_authenticated and sessions.is_recent(request.session, sessions.CONFIRMED)


def confirm_first(request: HttpRequest) -> HttpResponse | None:
    """The way to the page that asks for password and code; None when that is not needed."""
    if recently_confirmed(request):
        return None
    query = urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('admin:confirm')}?{query}")


def code_field(*, recovery: bool = True) -> forms.CharField:
    """A field for a code; phones show their digits and fill in what the app offers."""
    return forms.CharField(
        label="Doğrulama kodu",
        max_length=32,
        help_text=(
            "Telefondaki uygulamanın gösterdiği 6 haneli kod ya da bir kurtarma kodu."
            if recovery
            else "Telefondaki uygulamanın gösterdiği 6 haneli kod."
        ),
        error_messages={"required": "Doğrulama kodu yazılmalıdır."},
        widget=UnfoldAdminTextInputWidget(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "text" if recovery else "numeric",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )


def refusal(answer: factors.Answer) -> str:
    """Why a code was not taken."""
    if answer.locked_until:
        return _(
            "Art arda yanlış kod girildi; kodlara saat %(time)s sonrasında yeniden bakılır."
        ) % {"time": f"{sessions.local(answer.locked_until):%H:%M:%S}"}
    if answer.by_phone:
        return _("Kod geçerli değil. Her kod bir kez ve kısa bir süre geçerlidir; yeni kodu yazın.")
    return _("Kod geçerli değil. Kullanılmış bir kurtarma kodu yeniden kullanılamaz.")


class ConfirmationFields(forms.BaseForm):
    """Password and code as fields of a form; none when both were given a short while ago.

    They are looked at last: a code is good for one time and is not spent on a form that has other
    errors.
    """

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        if recently_confirmed(request):
            return
        self.fields["password"] = forms.CharField(
            label="Parola",
            strip=False,
            max_length=1000,
            error_messages={"required": "Bu işlem için parola yeniden yazılmalıdır."},
            widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "current-password"}),
        )
        if factors.has_factor(request.user):
            self.fields["code"] = code_field()

    @property
    def confirmation_fields(self) -> list[BoundField]:
        """The fields still to be filled in, for the template."""
        return [self[name] for name in ("password", "code") if name in self.fields]

    def clean(self) -> dict[str, object] | None:
        cleaned = super().clean()
        if "password" in self.fields and not self.errors:
            self._confirm(self.cleaned_data)
        return cleaned

    def _confirm(self, given: Mapping[str, str]) -> None:
        user = self.request.user
        assert isinstance(user, User)  # noqa: S101 - only asked of those who are inside
        name = user.get_username()
        found = authenticate(self.request, username=name, password=given["password"])
        if found is None or found.pk != user.pk:
            until = lockout.locked_until(self.request, name)
            self.add_error(
                "password",
                _("Art arda yanlış parola girildi; saat %(time)s sonrasında yeniden denenebilir.")
                % {"time": f"{until:%H:%M}"}
                if until
                else _("Parola doğru değil."),
            )
            return
        if "code" in self.fields:
            answer = factors.check(user, given["code"])
            if answer.device is None:
                self.add_error("code", refusal(answer))
                return
        lockout.forget_failures(self.request, name)
        sessions.confirm(self.request.session)
        # Not asked again should the page be shown once more.
        for field in ("password", "code"):
            self.fields.pop(field, None)


class ConfirmationForm(ConfirmationFields, forms.Form):
    """Nothing but password and code."""
