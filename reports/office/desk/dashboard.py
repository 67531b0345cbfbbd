"""First page of the office: my desk; for those who see every section also the report."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kars_portal.lib.numbers import MISSING
from kars_portal.lib.texts import whole_number
from reports.collect.checking import latest_or_none
from reports.collect.workflow import access
from reports.core.outline import sections_valid_in
from reports.enums import PdfKind
from reports.ground.actors import signed_in
from reports.models import Narrative, PdfExport, Publication, Report, Waiver
from reports.office.release.corrections import under_correction
from reports.office.release.signing_lines import calls_for
from reports.office.tables.importing import current_year
from reports.signin.sessions import previous

from .desk import desk_years, my_desk


@dataclass(frozen=True)
class Card:
    """One fact with the way to act on it; `link` is empty where the user may not act."""

    title: str
    value: str
    note: str
    link: str = ""
    action: str = ""


def dashboard(request: HttpRequest, context: dict[str, object]) -> dict[str, object]:
    """Context of the office's first page (unfold calls it by its setting DASHBOARD_CALLBACK)."""
    person = signed_in(request.user)
    years = desk_years(person)
    year = _year(request, years)
    report = Report.objects.select_related("year").filter(year=year).first() if year else None
    desk = my_desk(person, year, years) if year else None
    context["title"] = _("Masam")
    context["report"] = report
    context["desk"] = desk
    context["signing"] = list(calls_for(request.user))
    context["previous_sign_in"] = previous(request.session)
    # Whoever only answers for sections of a directorate learns nothing of the whole.
    whole = access.scope_of(request.user).sees_all or request.user.has_perm("reports.view_report")
    context["under"] = under_correction(year, request.user) if desk or whole else None
    context["cards"] = _cards(request, report) if report and whole else []
    return context


def _year(request: HttpRequest, years: list[int]) -> int | None:
    """The year that is asked for, else the year in work if there is something in it to see."""
    wanted = whole_number(request.GET.get("yil", ""))
    if wanted in years:
        return wanted
    current = current_year()
    if current is not None and (not years or current.pk in years):
        return current.pk
    return years[0] if years else None


def _cards(request: HttpRequest, report: Report) -> list[Card]:
    may = request.user.has_perm
    year = report.year
    last = Publication.objects.filter(year=year).defer("document", "drawings").first()
    of_version = Q(publication=last) | Q(frozen__publication=last)
    pdf = PdfExport.objects.filter(of_version, kind=PdfKind.REPORT).first() if last else None
    sections = len(sections_valid_in(year))
    texts = Narrative.objects.filter(year=year).count()
    run = latest_or_none(year)
    report_url = reverse("admin:reports_report_change", args=[report.pk])
    return [
        Card(
            _("Rapor"),
            report.get_state_display(),
            f"{report} · {report.get_figure_status_display()}",
            report_url if may("reports.view_report") else "",
            _("Raporu aç"),
        ),
        Card(
            _("Son yayım"),
            _("Sürüm %(number)s") % {"number": last.version} if last else _("Henüz yok"),
            localtime(last.published_at).strftime("%d.%m.%Y")
            if last
            else _("Rapor henüz yayımlanmadı."),
            reverse("admin:reports_report_publish", args=[report.pk])
            if may("reports.publish_report")
            else "",
            _("Dondur ve yayımla"),
        ),
        Card(
            _("Tablolar"),
            str(len(run.document.tables)) if run else MISSING,
            _("Bu yılın raporunda yayımlanan tablolar"),
        ),
        Card(
            _("Metinler"),
            str(texts),
            _("Zorunlu bölüm sayısı: %(count)s") % {"count": sections},
            reverse("admin:reports_narrative_changelist") if may("reports.view_narrative") else "",
            _("Metinleri aç"),
        ),
        Card(
            _("PDF"),
            pdf.get_state_display() if pdf else _("Yok"),
            pdf.step if pdf and pdf.step else _("Son sürümün PDF dosyası"),
            reverse("admin:reports_pdfexport_changelist")
            if may("reports.export_report_pdf")
            else "",
            _("PDF üretimleri"),
        ),
        Card(
            _("Kabul edilmiş bulgular"),
            str(Waiver.objects.filter(year=year).count()),
            _("Gerekçesiyle kabul edilen tutarsızlıklar"),
        ),
    ]
