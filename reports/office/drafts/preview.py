"""The draft by a link: the page on which links are given, and the pages that they open."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from unfold.widgets import UnfoldAdminTextInputWidget

from kars_portal.lib.texts import whole_number
from reports.core.building import build_document
from reports.ground.actors import signed_in
from reports.ground.slots import Busy, one_of
from reports.models import FiscalYear, PreviewLink, Report

from .links import RIGHT, give, link_of, used
from .page import show_contents, show_section
from .sight import Draft
from .word import PATIENCE_SECONDS, UNAVAILABLE, place_of

LONGEST: Final = timedelta(days=60)
WITHDRAWN: Final = "geri-al"
SHOWN: Final = 200


class LinkForm(forms.Form):
    """Who may read until when, and why."""

    person = forms.CharField(
        label=gettext_lazy("Adı soyadı"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Bağlantı adı bilinen bir kişiye verilir.")},
    )
    organisation = forms.CharField(
        label=gettext_lazy("Kurumu ve görevi"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Kişinin kurumu ve görevi yazılmalıdır.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Gerekçe"),
        max_length=300,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Gerekçe yazılmalıdır.")},
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Son gün"),
        widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Son gün yazılmalıdır."),
            "invalid": gettext_lazy("Son gün bir tarih olmalıdır."),
        },
    )

    def clean_ends_on(self) -> datetime:
        """The end of that day."""
        day = self.cleaned_data["ends_on"]
        today = timezone.localdate()
        if not today <= day <= today + LONGEST:
            raise forms.ValidationError(
                _("Son gün bugünden önce ve %(days)s günden sonra olamaz.") % {"days": LONGEST.days}
            )
        return timezone.make_aware(datetime.combine(day, time.max))


@never_cache
def preview_links(request: HttpRequest, year: int) -> HttpResponse:
    """The links of a year; a new one is given, an open one taken back (POST)."""
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    found = get_object_or_404(FiscalYear, pk=year)
    here = reverse("admin:preview_links", args=[year])
    form, address = LinkForm(), ""
    if request.method == "POST" and WITHDRAWN in request.POST:
        _withdraw(request, found)
        return HttpResponseRedirect(here)
    if request.method == "POST":
        form = LinkForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            _link, token = give(
                found, said["person"], said["organisation"], said["reason"], said["ends_on"],
                signed_in(request.user),
            )  # fmt: skip
            address = f"{settings.SITE_URL}{reverse('preview', args=[token])}"
            form = LinkForm()
    links = PreviewLink.objects.filter(year=found).select_related("made_by")
    return TemplateResponse(
        request,
        "office/drafts/links.html",
        {
            **admin.site.each_context(request),
            "title": _("%(year)s taslağı: ön okuma bağlantıları") % {"year": year},
            "year": str(year),
            "form": form,
            "address": address,
            "links": links.annotate(count=Count("uses"), last=Max("uses__at")).order_by(
                F("withdrawn_at").asc(nulls_first=True), "-ends_at", "-pk"
            )[:SHOWN],
            "here": here,
            "draft": reverse("admin:draft", args=[year]),
            "withdrawn": WITHDRAWN,
        },
    )


def _withdraw(request: HttpRequest, year: FiscalYear) -> None:
    link = PreviewLink.objects.filter(
        year=year, pk=whole_number(request.POST[WITHDRAWN]) or 0, withdrawn_at=None
    ).first()
    if link is None:
        messages.info(request, _("Bağlantı zaten geri alınmış."))
        return
    link.withdrawn_at = timezone.now()
    link.save(update_fields=["withdrawn_at"])
    messages.success(request, _("Bağlantı geri alındı; artık hiçbir yere gitmez."))


@never_cache
@require_safe
def preview(request: HttpRequest, token: str, slug: str = "") -> HttpResponse:
    """The draft for who has the link: as it will be published, small counts withheld.

    An unknown, an ended and a withdrawn link answer alike. One document is built at a time, so that
    readers of a draft take no server from others.
    """
    link = link_of(token)
    report = Report.objects.filter(year=link.year).first() if link is not None else None
    if link is None or report is None:
        raise Http404(_("Bu bağlantı yok ya da süresi dolmuş."))
    try:
        with one_of([place_of("on-okuma")], PATIENCE_SECONDS):
            document = build_document(report)
    except Busy:
        said = _("Şu anda çok okuyan var; biraz sonra yeniden denenmelidir.")
        return HttpResponse(said, status=UNAVAILABLE, content_type="text/plain; charset=utf-8")
    draft = Draft(
        link.year,
        document,
        request.user,
        by_link=token,
        named=f"{link.person}, {link.organisation}",
    )
    answer = show_section(request, draft, slug) if slug else show_contents(request, draft)
    if request.method == "GET":
        used(link, slug)
    # The address is a key: it is not told to pages that a link leads to.
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def urls() -> list[URLPattern]:
    """Addresses under the admin."""
    return [
        path(
            "taslak/<int:year>/baglantilar/",
            admin.site.admin_view(preview_links),
            name="preview_links",
        )
    ]


urlpatterns = [
    path("taslak/<str:token>/", preview, name="preview"),
    path("taslak/<str:token>/<slug:slug>/", preview, name="preview_section"),
]
"""Addresses outside of the admin."""
