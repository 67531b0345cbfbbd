"""The new-year wizard: choices, what would be made, and making it.

Looking writes nothing; the last step is the same as `manage.py open_year`.
"""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from reports.collect.audit import Channel, recording
from reports.collect.opening import OPEN, OpeningError, Plan, open_year, plan_year, prepare
from reports.ground.actors import Visitor, signed_in

from .forms import OpeningForm, YearsForm

REVIEW, DO, BACK = "gozden-gecir", "ac", "secimler"


def may_open(user: Visitor) -> bool:
    return bool(user.is_active and user.is_staff and user.has_perm(OPEN))


@never_cache
@require_http_methods(["GET", "POST"])
def opening_page(request: HttpRequest) -> HttpResponse:
    """Choices first, then what they lead to, then the deed; each step carries the choices on."""
    if not may_open(request.user):
        raise PermissionDenied
    years = YearsForm(request.GET)
    pair = years.years
    if pair is None:
        return _show(request, "start", years=years)
    try:
        opening = prepare(*pair)
    except OpeningError as error:
        return _show(request, "start", years=years, refusal=str(error))
    step = request.POST.get("adim", BACK) if request.method == "POST" else ""
    form = OpeningForm(request.POST if step else None, opening=opening)
    if not step or not form.is_valid() or step == BACK:
        plan = plan_year(form.chosen() if step and form.is_valid() else opening)
        return _show(request, "choices", years=years, form=form, plan=plan)
    plan = plan_year(form.chosen())
    if plan.problems:
        form.refuse(plan.problems)
        return _show(request, "choices", years=years, form=form, plan=plan_year(opening))
    if step != DO:
        return _show(request, "review", years=years, form=form, plan=plan)
    try:
        with recording(channel=Channel.BULK):
            made = open_year(form.chosen(), by=signed_in(request.user))
    except OpeningError as error:
        form.add_error(None, str(error))
        return _show(request, "choices", years=years, form=form, plan=plan_year(opening))
    _tell(request, made)
    return HttpResponseRedirect(_address(made))


def _tell(request: HttpRequest, made: Plan) -> None:
    if made.is_empty:
        messages.info(request, _("Eklenecek bir şey yoktu; hiçbir kayıt değişmedi."))
        return
    text = ngettext(
        "%(year)s yılı açıldı: %(rows)s satır ve %(sections)s bölüm eklendi.",
        "%(year)s yılı açıldı: %(rows)s satır ve %(sections)s bölüm eklendi.",
        made.rows,
    )
    values = {"year": made.opening.year, "rows": made.rows, "sections": len(made.sections)}
    messages.success(request, text % values)


def _address(plan: Plan) -> str:
    query = urlencode({"yil": plan.opening.year.pk, "kaynak": plan.opening.source.pk})
    return f"{reverse('admin:open_year')}?{query}"


def _show(
    request: HttpRequest, page: str, *, plan: Plan | None = None, **context: object
) -> HttpResponse:
    title = _("Yeni mali yıl")
    if plan is not None:
        title = _("%(year)s yılını aç") % {"year": plan.opening.year}
        context |= {"plan": plan, "here": _address(plan)}
    return TemplateResponse(
        request,
        f"office/years/{page}.html",
        {**admin.site.each_context(request), "title": title, **context},
    )


def urls() -> list[URLPattern]:
    return [path("yeni-yil/", admin.site.admin_view(opening_page), name="open_year")]
