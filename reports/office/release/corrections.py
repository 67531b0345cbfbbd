"""The corrections of a year in the office: open one, withdraw one, see what became of each.

Whoever sees every section sees them; opening and withdrawing need the right to correct.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from reports.collect.workflow import access
from reports.enums import CorrectionKind
from reports.ground.actors import Visitor, signed_in
from reports.models import Correction, FiscalYear, Publication, Report
from reports.models.correction import SHORTEST_REASON
from reports.publish.versions import PublishError, open_correction, withdraw_correction
from reports.publish.versions.corrections import OPEN, open_corrections

OPEN_STEP, WITHDRAW_STEP = "open", "withdraw"


class CorrectionForm(forms.Form):
    """What a correction is opened with; all of it becomes public with the version."""

    kind = forms.ChoiceField(
        label="Sınıf",
        choices=[("", "Seçiniz"), *CorrectionKind.choices],
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "Düzeltmenin sınıfı seçilmelidir."},
        help_text=(
            "Metin düzeltmesi hiçbir rakamı değiştirmez; ekleme yayımlanmış rakamları değiştirmez. "
            "Dondururken yayımlanmış sürümle karşılaştırılır."
        ),
    )
    reason = forms.CharField(
        label="Gerekçe (kamuya açık)",
        min_length=SHORTEST_REASON,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        error_messages={
            "required": "Gerekçe yazılmalıdır.",
            "min_length": (
                f"Gerekçe en az {SHORTEST_REASON} karakter olmalı, neyin neden düzeltildiğini "
                "söylemelidir."
            ),
        },
        help_text="Neyin neden düzeltildiği; yeni sürümle birlikte yayımlanır, değiştirilemez.",
    )
    basis = forms.CharField(
        label="Dayanak (isteğe bağlı)",
        max_length=300,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text="Varsa denetim bulgusu, karar ya da mevzuat maddesi; kamuya açıktır.",
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="duzeltme-%s", label_suffix="")


class WithdrawForm(forms.Form):
    """Why a correction is withdrawn."""

    withdrawn_for = forms.CharField(
        label="Geri çekme gerekçesi",
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        error_messages={"required": "Düzeltmenin geri çekilmesi için gerekçe yazılmalıdır."},
    )

    def __init__(self, correction: Correction, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id=f"geri-{correction.number}-%s", label_suffix="")


@dataclass(frozen=True)
class Line:
    """A correction with what may be done to it."""

    correction: Correction
    withdraw: WithdrawForm | None
    sections: int
    """Sections that were last opened under it."""

    @property
    def standing(self) -> str:
        if self.correction.publication is not None:
            return _("Sürüm %(number)s ile yayımlandı") % {
                "number": self.correction.publication.version
            }
        return _("Açık") if self.correction.is_open else _("Geri çekildi")


def may_see(user: Visitor) -> bool:
    return bool(user.is_active and user.is_staff) and user.has_perm(access.SEE_ALL)


def corrections_address(year: int | str) -> str:
    return f"{reverse('admin:corrections')}?yil={year}"


@never_cache
def corrections(request: HttpRequest) -> HttpResponse:
    """The corrections of a year; POST opens or withdraws one."""
    if not may_see(request.user):
        raise PermissionDenied
    may_open = request.user.has_perm(OPEN)
    if request.method == "POST" and not may_open:
        raise PermissionDenied
    years = list(FiscalYear.objects.filter(publications__isnull=False).distinct().order_by("-year"))
    wanted = request.GET.get("yil", "")
    year = next((y for y in years if str(y.pk) == wanted), years[0] if years else None)
    if year is None:
        return _page(request, title=_("Düzeltmeler"), year="", years=[])
    form = CorrectionForm()
    refused: dict[int, WithdrawForm] = {}
    if request.method == "POST":
        step = request.POST.get("step", OPEN_STEP)
        if step == WITHDRAW_STEP:
            done = _withdraw(request, year, refused)
        elif step == OPEN_STEP:
            form = CorrectionForm(request.POST)
            done = _open(request, year, form)
        else:
            raise Http404
        if done:
            return HttpResponseRedirect(corrections_address(year.pk))
    return _page(
        request,
        title=_("%(year)s düzeltmeleri") % {"year": year.pk},
        year=str(year.pk),
        years=[str(known.pk) for known in years],
        form=form,
        may_open=may_open,
        lines=_lines(year, refused, may_open=may_open),
        last=Publication.objects.filter(year=year).defer("document", "drawings").first(),
        report=Report.objects.filter(year=year).first(),
        may_publish=request.user.has_perm("reports.publish_report"),
    )


def _open(request: HttpRequest, year: FiscalYear, form: CorrectionForm) -> bool:
    """Open the correction, or say at the form why not."""
    if not form.is_valid():
        return False
    by = signed_in(request.user)
    report = Report.objects.filter(year=year).first()
    if report is None:
        raise Http404
    try:
        made = open_correction(report, by=by, **form.cleaned_data)
    except PublishError as error:
        form.add_error(None, str(error))
        return False
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("%(correction)s açıldı.") % {"correction": made})
    return True


def _withdraw(request: HttpRequest, year: FiscalYear, refused: dict[int, WithdrawForm]) -> bool:
    number = request.POST.get("number", "")
    if not (number.isascii() and number.isdigit() and len(number) < 8):
        raise Http404
    found = Correction.objects.filter(year=year, number=int(number)).first()
    if found is None:
        raise Http404
    form = WithdrawForm(found, request.POST)
    by = signed_in(request.user)
    if form.is_valid():
        try:
            withdraw_correction(found, reason=form.cleaned_data["withdrawn_for"], by=by)
        except PublishError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(correction)s geri çekildi.") % {"correction": found})
            return True
    refused[found.number] = form
    return False


def _lines(year: FiscalYear, refused: dict[int, WithdrawForm], *, may_open: bool) -> list[Line]:
    """Newest first; a withdrawal that was refused stays with what was typed."""
    found = (
        Correction.objects.filter(year=year)
        .select_related("year", "opened_by", "withdrawn_by", "publication", "base")
        .defer("publication__document", "publication__drawings", "base__document", "base__drawings")
        .annotate(section_count=Count("sections"))
        .order_by("-number")
    )
    return [
        Line(
            correction,
            refused.get(correction.number)
            or (WithdrawForm(correction) if may_open and correction.is_open else None),
            getattr(correction, "section_count", 0),
        )
        for correction in found
    ]


@dataclass(frozen=True)
class UnderCorrection:
    """That a published year is being corrected, for the board, the desk and the gate."""

    corrections: tuple[Correction, ...]
    href: str


def under_correction(year: int | None, user: Visitor) -> UnderCorrection | None:
    """The open corrections of a year; None where there is none. One query."""
    if year is None:
        return None
    found = tuple(open_corrections(year))
    if not found:
        return None
    return UnderCorrection(found, corrections_address(year) if may_see(user) else "")


def _page(request: HttpRequest, **context: object) -> TemplateResponse:
    return TemplateResponse(
        request, "office/release/corrections.html", {**admin.site.each_context(request), **context}
    )


def urls() -> list[URLPattern]:
    """Addresses under the admin; joined to the site's `extra_urls`."""
    return [path("duzeltmeler/", admin.site.admin_view(corrections), name="corrections")]
