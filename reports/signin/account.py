"""“Hesabım”: what one's account knows, and what one may change about signing in."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from . import factors, policy, sessions
from .reauth import ConfirmationForm
from .views import CODES, page


def _person(request: HttpRequest) -> User:
    """The account itself: what writes rows looks at their class, and `request.user` is lazy."""
    user = get_user(request)
    if not request.user.is_authenticated or not isinstance(user, User):
        raise PermissionDenied
    return user


@never_cache
def account(request: HttpRequest) -> HttpResponse:
    user = _person(request)
    return page(
        request, "account", _("Hesabım"),
        state=factors.state_of(user), compulsory=policy.must_have_factor(user),
        previous=sessions.previous(request.session),
        started=sessions.started_at(request.session), ends=sessions.ends_at(request.session),
        roles=list(user.groups.order_by("name").values_list("name", flat=True)),
    )  # fmt: skip


@never_cache
@sensitive_post_parameters("password", "code")
def new_recovery_codes(request: HttpRequest) -> HttpResponse:
    user = _person(request)
    if not factors.has_factor(user):
        return redirect("admin:account")

    def act() -> HttpResponse:
        request.session[CODES] = factors.new_recovery_codes(user)
        query = f"?next={reverse('admin:account')}"
        return HttpResponseRedirect(reverse("admin:recovery_codes") + query)

    return _ask(
        request, act, title=_("Yeni kurtarma kodları"), button=_("Yeni kodlar üret"),
        text=_("Yeni kodlar üretildiğinde eski kurtarma kodları geçersiz olur."),
        back=reverse("admin:account"),
    )  # fmt: skip


@never_cache
@sensitive_post_parameters("password", "code")
def remove_second_factor(request: HttpRequest) -> HttpResponse:
    """Only for those who are free to have one."""
    user = _person(request)
    if policy.must_have_factor(user):
        raise PermissionDenied

    def act() -> HttpResponse:
        if factors.remove(user):
            messages.success(request, _("İki adımlı giriş kapatıldı."))
        return redirect("admin:account")

    return _ask(
        request, act, title=_("İki adımlı girişi kapat"), button=_("Kapat"),
        text=_("Kapatıldığında giriş için yalnız parola sorulur; kurtarma kodları silinir."),
        back=reverse("admin:account"),
    )  # fmt: skip


@never_cache
@sensitive_post_parameters("password", "code")
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """For somebody who lost the phone and the codes; by another person, a superuser."""
    user = _person(request)
    if not user.is_superuser:
        raise PermissionDenied
    other = get_object_or_404(User, pk=pk)
    back = reverse("admin:auth_user_change", args=[pk])
    if other == user:
        messages.warning(
            request, _("Kendi doğrulama uygulaması “Hesabım” sayfasından değiştirilir.")
        )
        return redirect("admin:account")
    if not factors.has_factor(other):
        messages.info(
            request, _("%(name)s için kayıtlı doğrulama uygulaması yok.") % {"name": other}
        )
        return redirect(back)

    def act() -> HttpResponse:
        if factors.remove(other):
            messages.success(
                request, _("%(name)s için iki adımlı giriş sıfırlandı.") % {"name": other}
            )
        return redirect(back)

    return _ask(
        request, act, title=_("İki adımlı girişi sıfırla"), button=_("Sıfırla"),
        text=_(
            "%(name)s hesabının doğrulama uygulaması ve kurtarma kodları silinir, açık oturumları "
            "durur. Rolü gerektiriyorsa kişi bir sonraki girişte yeniden kayıt yapar. Önce isteğin "
            "gerçekten bu kişiden geldiğinden emin olunmalıdır."
        ) % {"name": other.get_full_name() or other.get_username()},
        back=back,
    )  # fmt: skip


def _ask(
    request: HttpRequest, act: Callable[[], HttpResponse], *,
    title: str, text: str, button: str, back: str,
) -> HttpResponse:  # fmt: skip
    """A page that says what will happen, asks who is there, and does it."""
    form = ConfirmationForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        return act()
    return page(request, "ask", title, form=form, text=text, button=button, back=back)
