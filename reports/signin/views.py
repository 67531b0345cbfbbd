"""The pages between the password and the office."""

from __future__ import annotations

import segno
from django.contrib import admin, messages
from django.contrib.auth import get_user, logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from . import factors, sessions
from .forms import CodeForm
from .progress import Standing, standing
from .reauth import ConfirmationForm, confirm_first, recently_confirmed, refusal

SECRET = "signin.secret"  # noqa: S105 - the name of a place in the session
CODES = "signin.codes"
FEW_CODES = 3


def next_address(request: HttpRequest) -> str:
    """Where the visitor was going, if that is in this portal; else the office's first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else reverse("admin:index")


def page(request: HttpRequest, template: str, title: str, **context: object) -> TemplateResponse:
    return TemplateResponse(
        request,
        f"signin/{template}.html",
        {**admin.site.each_context(request), "title": title, **context},
    )


@never_cache
@sensitive_post_parameters("code")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code, after the password."""
    user = get_user(request)
    if standing(request, user) is not Standing.OWES_CODE or not isinstance(user, User):
        return HttpResponseRedirect(next_address(request))
    recovery = "kurtarma" in request.GET
    form = CodeForm(request.POST if request.method == "POST" else None, recovery=recovery)
    if form.is_valid():
        answer = factors.check(user, form.cleaned_data["code"])
        if answer.device is not None:
            sessions.complete(request, answer.device)
            if not answer.by_phone:
                _tell_codes_left(request, user)
            return HttpResponseRedirect(next_address(request))
        form.refuse(refusal(answer))
    query = {"next": next_address(request)}
    other = urlencode(query if recovery else query | {"kurtarma": "1"})
    return page(
        request, "code", _("Doğrulama kodu"), form=form, recovery=recovery,
        next=query["next"], other=f"?{other}", username=user.get_username(),
    )  # fmt: skip


def _tell_codes_left(request: HttpRequest, user: User) -> None:
    left = factors.state_of(user).codes_left
    text = ngettext(
        "Kurtarma koduyla girildi; %(left)s kod kaldı.",
        "Kurtarma koduyla girildi; %(left)s kod kaldı.",
        left,
    ) % {"left": left}
    if left <= FEW_CODES:
        text += " " + _("“Hesabım” sayfasından yenileri alınabilir.")
    messages.warning(request, text)


@never_cache
@sensitive_post_parameters("code")
def second_factor_setup(request: HttpRequest) -> HttpResponse:
    """Register a phone: QR code, secret, a first code; then the recovery codes."""
    user = get_user(request)
    found = standing(request, user)
    if not isinstance(user, User) or found not in {Standing.OWES_FACTOR, Standing.INSIDE}:
        return HttpResponseRedirect(next_address(request))
    if found is Standing.INSIDE:
        first = confirm_first(request)
        if first is not None:
            return first
    elif not sessions.is_recent(request.session, sessions.PASSWORD):
        # Whoever finds an old, half-opened session must not register a phone of their own.
        logout(request)
        messages.info(request, _("Kayıt için parolanın yeniden yazılması gerekir."))
        query = urlencode({"next": next_address(request)})
        return HttpResponseRedirect(f"{reverse('admin:login')}?{query}")
    secret: str = request.session.setdefault(SECRET, factors.new_secret())
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        step = factors.proven_step(secret, form.cleaned_data["code"])
        if step is not None:
            request.user = user  # from here the sign-in is complete, and the trail knows who acts
            del request.session[SECRET]
            sessions.complete(request, factors.register(user, secret, step))
            request.session[CODES] = factors.new_recovery_codes(user)
            query = urlencode({"next": next_address(request)})
            return HttpResponseRedirect(f"{reverse('admin:recovery_codes')}?{query}")
        form.refuse(
            _("Kod bu anahtara uymuyor. Telefonun saati doğruysa uygulamadaki yeni kodu yazın.")
        )
    text = factors.secret_text(secret)
    return page(
        request, "setup", _("İki adımlı giriş"), form=form, next=next_address(request),
        qr=segno.make(factors.address_of(user, secret), error="m").svg_data_uri(scale=5, border=3),
        secret=[text[place : place + 4] for place in range(0, len(text), 4)],
        username=user.get_username(), compulsory=found is Standing.OWES_FACTOR,
    )  # fmt: skip


@never_cache
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The new recovery codes; they are shown this one time."""
    codes = request.session.pop(CODES, [])
    if not codes:
        messages.info(request, _("Kurtarma kodları yalnız bir kez gösterilir."))
        return redirect("admin:account")
    return page(
        request, "codes", _("Kurtarma kodları"), codes=codes, next=next_address(request),
        username=request.user.get_username(),
    )  # fmt: skip


@never_cache
@sensitive_post_parameters("password", "code")
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for password and code again and go back."""
    if recently_confirmed(request):
        return HttpResponseRedirect(next_address(request))
    form = ConfirmationForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        return HttpResponseRedirect(next_address(request))
    return page(
        request, "confirm", _("Kimlik doğrulama"), form=form, next=next_address(request)
    )  # fmt: skip
