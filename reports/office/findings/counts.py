"""Small counts of people: which numbers are withheld, and the reviewer's reason to publish them."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from unfold.widgets import UnfoldAdminTextareaWidget

from reports.collect.checking import current_report, latest
from reports.collect.exact_counts import (
    DECIDE,
    Place,
    may_see,
    places,
    problem,
    publish_exactly,
    withhold_again,
)
from reports.ground.actors import signed_in
from reports.models import Report
from reports.publish.versions import require_permission

from .pages import answer, report_of, require_sight


class ReasonForm(forms.Form):
    """A decision asks for a reason, which readers see below the table."""

    reason = forms.CharField(
        label=gettext_lazy("Gerekçe (kamuya açık)"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Gerekçe yazılmadan tam sayılar yayımlanamaz.")},
        help_text=gettext_lazy(
            "Kimlerin sayıldığının neden anlaşılmayacağı ya da neden açıklandığı. Tablonun altında "
            "yayımlanır."
        ),
    )


@never_cache
def current(request: HttpRequest) -> HttpResponse:
    """The small counts of the year in work."""
    require_sight(request)
    report = current_report()
    if report is None:
        raise Http404
    return HttpResponseRedirect(reverse("admin:small_counts", args=[report.pk]))


@never_cache
def counts(request: HttpRequest, year: int) -> HttpResponse:
    """Every count of people of a sensitive kind in the sections that a person may see; first those
    of which something is withheld.
    """
    require_sight(request)
    report = report_of(year)
    found = [
        place
        for place in places(report, latest(report).document)
        if may_see(request.user, report, place)
    ]
    return answer(
        request,
        "office/findings/counts.html",
        title=_("%(year)s küçük kişi sayıları") % {"year": year},
        year=str(year),
        places=sorted(found, key=lambda place: not place.withheld),
    )


@never_cache
def count(request: HttpRequest, year: int, mark: str) -> HttpResponse:
    """One of them, and the decision about it (POST)."""
    require_sight(request)
    if request.method == "POST":
        require_permission(request.user, DECIDE)
    report = report_of(year)
    found = next((p for p in places(report, latest(report).document) if p.mark == mark), None)
    if found is None or not may_see(request.user, report, found):
        raise Http404
    refusal = problem(request.user, report, found)
    form = ReasonForm(request.POST if request.method == "POST" and not found.decision else None)
    if request.method == "POST" and _decide(request, report, found, form):
        return HttpResponseRedirect(reverse("admin:small_counts", args=[year]))
    return answer(
        request,
        "office/findings/count.html",
        title=f"{found.table.title}: {found.title}",
        place=found,
        form=form,
        refusal=refusal,
        may_decide=request.user.has_perm(DECIDE) and not refusal,
        back=reverse("admin:small_counts", args=[year]),
    )


def _decide(request: HttpRequest, report: Report, place: Place, form: ReasonForm) -> bool:
    """Record a decision or take it back, or say why not."""
    by = signed_in(request.user)
    try:
        if place.decision is not None:
            withhold_again(report, place.mark, by=by)
            messages.success(request, _("Karar geri alındı; sayılar yeniden gizlenecek."))
        elif form.is_valid():
            publish_exactly(report, place.mark, reason=form.cleaned_data["reason"], by=by)
            messages.success(request, _("Karar kaydedildi; tam sayılar yayımlanacak."))
        else:
            return False
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
        return False
    return True


def urls() -> list[URLPattern]:
    """Addresses under the admin."""
    view = admin.site.admin_view
    return [
        path("kucuk-sayilar/", view(current), name="small_counts_now"),
        path("kucuk-sayilar/<int:year>/", view(counts), name="small_counts"),
        path("kucuk-sayilar/<int:year>/<slug:mark>/", view(count), name="small_count"),
    ]
