"""First page of the back office: where this year's report stands and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.documents.build import sections_valid_in
from reports.models import Narrative, PdfExport, Publication, Report, Waiver
from reports.registry import datasets_for

from .admin import current_year


@dataclass(frozen=True)
class Card:
    """One fact with the way to act on it; `link` is empty where the user may not act."""

    title: str
    value: str
    note: str
    link: str = ""
    action: str = ""


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Context of the office's first page (unfold calls it by its setting DASHBOARD_CALLBACK)."""
    year = current_year()
    report = Report.objects.filter(year=year).first() if year else None
    context["report"] = report
    context["cards"] = _cards(request, report) if report else []
    return context


def _cards(request: HttpRequest, report: Report) -> list[Card]:
    may = request.user.has_perm
    year = report.year
    last = Publication.objects.filter(year=year).defer("document", "drawings").first()
    pdf = PdfExport.objects.filter(publication=last).first() if last else None
    sections = len(sections_valid_in(year))
    texts = Narrative.objects.filter(year=year).count()
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
            last.published_at.strftime("%d.%m.%Y") if last else _("Rapor henüz yayımlanmadı."),
            reverse("admin:reports_report_publish", args=[report.pk])
            if may("reports.publish_report")
            else "",
            _("Yayımla"),
        ),
        Card(
            _("Tablolar"),
            str(len(datasets_for(year))),
            _("Yayımlanan her tablo soldaki menüden girilir."),
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
