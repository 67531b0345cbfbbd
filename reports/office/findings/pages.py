"""The findings desk: what does not hold in today's rows, where it is mended, who accepts it.

Looking is for everybody who may see the report or a table of it, at the findings of the sections
that they may see (reports.office.shared.sight); accepting asks a right of its own
(`reports.waive_finding`). Nothing here changes a figure.
"""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from reports.collect.checking import current_report, latest
from reports.collect.waivers import waive_finding
from reports.collect.workflow import access
from reports.core import registry
from reports.core.documents import FindingValue
from reports.ground.actors import Visitor, signed_in
from reports.models import Report, Waiver
from reports.office.findings.desk import Desk
from reports.office.shared.back import BACK, back_of, with_query
from reports.publish.versions import require_permission

from .forms import FindingFilter, WaiveForm
from .way import sheet_url

WAIVE = "reports.waive_finding"
PER_PAGE = 50
"""Lines; one that stands for several findings is shown whole."""


def may_see(user: Visitor) -> bool:
    """Whoever may see the report or any table of it."""
    return bool(user.is_active and user.is_staff) and (
        user.has_perm("reports.view_report")
        or any(user.has_module_perms(kit.app) for kit in registry.kits())
    )


# -- pages -----------------------------------------------------------------------------------------


@never_cache
def current(request: HttpRequest) -> HttpResponse:
    """The desk of the year in work."""
    require_sight(request)
    report = current_report()
    if report is None:
        raise Http404
    return HttpResponseRedirect(reverse("admin:findings", args=[report.pk]))


@never_cache
def findings(request: HttpRequest, year: int) -> HttpResponse:
    """All findings of today's rows, narrowed by the address."""
    require_sight(request)
    run = latest(report_of(year))
    desk = Desk(run, request.user)
    wanted = FindingFilter(request.GET or None, desk=desk)
    chosen = desk.sorted(wanted.chosen())
    page = Paginator(desk.lines(chosen), PER_PAGE).get_page(request.GET.get("sayfa"))
    counts = run.counted(desk.findings)
    return answer(
        request,
        "office/findings/desk.html",
        title=_("%(year)s bulguları") % {"year": year},
        year=str(year),
        checks=run.checks,
        errors=counts.errors,
        warnings=counts.warnings,
        awaited=counts.awaited,
        waived=counts.waived,
        number=len(chosen),
        sees_all=access.scope_of(request.user).sees_all,
        form=wanted,
        tables=wanted.table_titles(),
        query=wanted.query(),
        without_table=urlencode(wanted.query_without("tablo")),
        page=page,
        pages=page.paginator.get_elided_page_range(page.number),
        groups=desk.groups(page.object_list),
        may_waive=request.user.has_perm(WAIVE),
    )


@never_cache
def finding(request: HttpRequest, year: int, mark: str) -> HttpResponse:
    """One finding: everything about it, and the form with which it is accepted (POST)."""
    require_sight(request)
    if request.method == "POST":
        require_permission(request.user, WAIVE)
    report = report_of(year)
    desk = Desk(latest(report), request.user)
    back = back_of(request) or reverse("admin:findings", args=[year])
    found = _found(request, desk, mark)
    if found is None:
        return HttpResponseRedirect(back)
    may_waive = request.user.has_perm(WAIVE) and not found.is_waived
    form = WaiveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _waive(request, report, found, form):
        messages.success(
            request,
            _("%(code)s bulgusu gerekçesiyle kabul edildi.") % {"code": found.code},
        )
        return HttpResponseRedirect(back)
    return answer(
        request,
        "office/findings/finding.html",
        title=f"{found.code} {found.title}",
        year=str(year),
        item=desk.item(found),
        form=form,
        may_waive=may_waive,
        record=_record(report, found),
        back=back,
    )


@never_cache
def data(request: HttpRequest, year: int, mark: str) -> HttpResponse:
    """Lead from a finding to its data: the cell of the sheet, else the form of the row."""
    require_sight(request)
    desk = Desk(latest(report_of(year)), request.user)
    back = back_of(request)
    found = _found(request, desk, mark)
    if found is None:
        return HttpResponseRedirect(back or reverse("admin:findings", args=[year]))
    address = sheet_url(desk.run, found, request.user, back)
    form = desk.places.href(found, request.user) if not address else ""
    if form.endswith("/change/"):
        # A list takes what it does not know in its address for a filter.
        form = with_query(form, (BACK, back))
    if not address and not form:
        raise Http404
    return HttpResponseRedirect(address or form)


def _found(request: HttpRequest, desk: Desk, mark: str) -> FindingValue | None:
    """A finding that the reader may see; None, and said so, where it is gone. Raises Http404."""
    found = next((f for f in desk.findings if f.mark == mark), None)
    if found is None:
        if any(f.mark == mark for f in desk.run.checks.findings):
            raise Http404
        messages.warning(
            request, _("Bu bulgu artık yok: rakamlar düzeltilmiş ya da değişmiş olabilir.")
        )
    return found


def _waive(request: HttpRequest, report: Report, found: FindingValue, form: WaiveForm) -> bool:
    """Accept a finding, or say at the form why not."""
    try:
        waive_finding(
            report,
            found.mark,
            reason=form.cleaned_data["reason"],
            by=signed_in(request.user),
            expires_on=form.cleaned_data["expires_on"],
        )
    except ValidationError as error:
        form.refused(error)
        return False
    return True


def _record(report: Report, found: FindingValue) -> Waiver | None:
    """The waiver of a finding: the one that counts, or one that has run out."""
    return Waiver.objects.filter(
        year=report.year,
        code=found.code,
        dataset=found.dataset,
        row=found.row,
        column=found.column,
        source=found.source,
        section=found.section,
        stated=found.stated,
        computed=found.computed,
    ).first()


def require_sight(request: HttpRequest) -> None:
    """Raises PermissionDenied where somebody may not see findings at all."""
    if not may_see(request.user):
        raise PermissionDenied


def report_of(year: int) -> Report:
    """The report of a year that an address names. Raises Http404."""
    return get_object_or_404(Report.objects.select_related("year"), pk=year)


def answer(request: HttpRequest, template: str, **context: object) -> TemplateResponse:
    """A page in the office's frame."""
    return TemplateResponse(request, template, {**admin.site.each_context(request), **context})


def urls() -> list[URLPattern]:
    """Addresses under the admin; unfold asks for them as the site's `extra_urls`."""
    view = admin.site.admin_view
    return [
        path("bulgular/", view(current), name="findings_now"),
        path("bulgular/<int:year>/", view(findings), name="findings"),
        path("bulgular/<int:year>/<slug:mark>/", view(finding), name="finding"),
        path("bulgular/<int:year>/<slug:mark>/veri/", view(data), name="finding_data"),
    ]
