"""The page on which a report is frozen, published, or taken back into work.

While figures are collected it shows the gate: what has to hold before the report can be frozen.
Once it is frozen it shows what is frozen, by whom, and the two ways on.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextareaWidget

from reports.collect.checking import latest
from reports.enums import SectionState
from reports.ground.actors import signed_in
from reports.models import FrozenReport, Publication, Report, Section
from reports.office.findings.desk import Desk
from reports.office.shared.wording import ICONS
from reports.publish.signing.examined import hindrance
from reports.publish.signing.state import standing_of
from reports.publish.versions import (
    PublishError,
    freeze_report,
    frozen_report,
    publish_report,
    unfreeze_report,
)
from reports.signin.reauth import ConfirmationFields

from .corrections import corrections_address, under_correction
from .signing_lines import lines_of

SHOWN_ERRORS = 20

FREEZE, PUBLISH, UNFREEZE = "freeze", "publish", "unfreeze"


class ConfirmedForm(ConfirmationFields, forms.Form):
    """Whoever freezes, publishes or takes back shows again who they are."""


class UnfreezeForm(ConfirmedForm):
    """Taking a freeze back asks why; the answer stays on record."""

    reason = forms.CharField(
        label="Gerekçe",
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        error_messages={"required": "Dondurmanın geri alınması için gerekçe yazılmalıdır."},
        help_text="Neden yeniden çalışılacağı; bölümlerin geçmişinde görünür.",
    )


@dataclass(frozen=True)
class Missing:
    """A section that is not accepted yet."""

    section: Section
    icon: str


def publish_page(request: HttpRequest, report: Report) -> HttpResponse:
    """Show the page, or take a step on POST. Raises PermissionDenied without the right."""
    if not request.user.has_perm("reports.publish_report"):
        raise PermissionDenied
    report = Report.objects.select_related("year").get(pk=report.pk)
    frozen = frozen_report(report)
    step = request.POST.get("step") or (PUBLISH if frozen is not None else FREEZE)
    if step not in (FREEZE, PUBLISH, UNFREEZE):
        raise Http404
    last = Publication.objects.filter(year=report.year).defer("document", "drawings").first()
    form: ConfirmedForm | None = None
    refusal = ""
    if request.method == "POST":
        form = _form(step, request, request.POST)
        if form.is_valid():
            try:
                return _take(step, request, report, form)
            except PublishError as error:
                refusal = str(error)
    frozen = frozen_report(report)
    show = _frozen_page if frozen is not None else _gate_page
    return show(request, report, last, frozen, {step: form} if form is not None else {}, refusal)


def _form(step: str, request: HttpRequest, data: QueryDict | None = None) -> ConfirmedForm:
    """The form of a step, empty without data."""
    form_class = UnfreezeForm if step == UNFREEZE else ConfirmedForm
    return form_class(data, request=request, auto_id=f"{step}-%s")


def _take(step: str, request: HttpRequest, report: Report, form: ConfirmedForm) -> HttpResponse:
    """Take the step and lead on. Raises PublishError."""
    by = signed_in(request.user)
    if step == FREEZE:
        freeze_report(report, by=by)
        messages.success(request, _("Rapor donduruldu; bölümler mühürlendi."))
    elif step == UNFREEZE:
        unfreeze_report(report, by=by, reason=form.cleaned_data["reason"])
        messages.success(request, _("Dondurma geri alındı; rapor yeniden derleniyor."))
    else:
        if frozen_report(report) is None:
            raise PublishError(_("Rapor dondurulmuş değil; önce dondurulmalıdır."))
        publication = publish_report(report, by=by)
        messages.success(request, _("%(publication)s yayımlandı.") % {"publication": publication})
        return HttpResponseRedirect(
            reverse("admin:reports_publication_change", args=[publication.pk])
        )
    return HttpResponseRedirect(request.path)


def _gate_page(
    request: HttpRequest,
    report: Report,
    last: Publication | None,
    frozen: FrozenReport | None,
    forms_: dict[str, ConfirmedForm],
    refusal: str,
) -> HttpResponse:
    """What has to hold before the report can be frozen, and the button."""
    run = latest(report)
    errors = run.checks.open_errors
    missing = _missing(report)
    under = under_correction(report.year_id, request.user)
    form = forms_.get(FREEZE) or _form(FREEZE, request)
    if refusal and not form.is_bound:
        # Another step, from a page that somebody else has overtaken.
        messages.error(request, refusal)
    elif refusal and not errors and not missing and (last is None or under is not None):
        # The page names what is missing one by one, with the way to each.
        form.add_error(None, refusal)
    desk = Desk(run, request.user)
    return _page(
        request,
        "office/release/publish.html",
        report,
        last,
        title=_("Raporu dondur"),
        form=form,
        refused=bool(refusal),
        corrections=under.corrections if under is not None else (),
        corrections_url=corrections_address(report.year_id),
        missing=missing,
        section_count=Section.objects.filter(year=report.year).count(),
        errors=[desk.item(error) for error in desk.sorted(errors)[:SHOWN_ERRORS]],
        error_count=len(errors),
        more_errors=max(0, len(errors) - SHOWN_ERRORS),
        waived_count=len(run.checks.waived),
        desk_url=reverse("admin:findings", args=[report.pk]),
        board_url=f"{reverse('admin:board')}?yil={report.pk}",
    )


def _missing(report: Report) -> list[Missing]:
    finished = [state.value for state in SectionState if state.is_finished]
    sections = Section.objects.filter(year=report.year).exclude(state__in=finished)
    return [Missing(s, ICONS[s.stage]) for s in sections.order_by("position", "code")]


def _frozen_page(
    request: HttpRequest,
    report: Report,
    last: Publication | None,
    frozen: FrozenReport | None,
    forms_: dict[str, ConfirmedForm],
    refusal: str,
) -> HttpResponse:
    """What is frozen and signed, and the two ways on: publish it, or take it back."""
    state = standing_of(frozen) if frozen is not None else None
    forms_ = {step: forms_.get(step) or _form(step, request) for step in (PUBLISH, UNFREEZE)}
    if refusal:
        messages.error(request, refusal)
    return _page(
        request,
        "office/release/frozen.html",
        report,
        last,
        title=_("Dondurulmuş rapor"),
        frozen=frozen,
        standing=state,
        hindrance=hindrance(frozen) if frozen is not None else "",
        lines=lines_of(state) if state else (),
        publish_form=forms_[PUBLISH],
        unfreeze_form=forms_[UNFREEZE],
    )


def _page(
    request: HttpRequest,
    template: str,
    report: Report,
    last: Publication | None,
    **context: object,
) -> TemplateResponse:
    released = FrozenReport.objects.filter(year=report.year, released_at__isnull=False)
    return TemplateResponse(
        request,
        template,
        {
            **admin.site.each_context(request),
            "report": report,
            "last": last,
            "next_version": last.version + 1 if last else 1,
            "released": list(
                released.select_related("released_by")
                .defer("document", "drawings")
                .order_by("-released_at")
            ),
            **context,
        },
    )
