"""The PDF in the back office: ask for it, watch it being made, fetch it.

Asking changes something, so it is a form (POST) on a page of its own; the buttons on the screens of
the report and of the publication lead there. The page that shows progress loads itself again by a
header and needs no JavaScript.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from unfold.admin import ModelAdmin
from unfold.decorators import action

from reports.core.building import UNITS_SECTION
from reports.enums import JobState, PdfKind
from reports.ground.actors import signed_in
from reports.models import FiscalYear, PdfExport, Publication, Report, Section
from reports.present.editions import edition
from reports.present.pdf.files import is_abandoned, path_of
from reports.present.pdf.jobs import is_lost, request_export
from reports.present.pdf.prints import units_of
from reports.publish.versions import require_permission

PERMISSION = "reports.export_report_pdf"
REFRESH_SECONDS = 2
SHOWN_EXPORTS = 10
UNITS = f"{UNITS_SECTION}/"


def request_url(year: int, version: int | None = None) -> str:
    """Address of the page that asks for the PDF of a version, or of the draft."""
    if version is None:
        return reverse("admin:reports_pdfexport_draft", args=[year])
    return reverse("admin:reports_pdfexport_version", args=[year, version])


@dataclass(frozen=True)
class PrintChoice:
    """A print that can be asked for."""

    kind: str
    unit: str
    label: str

    @property
    def value(self) -> str:
        """As the form sends it."""
        return f"{self.kind}:{self.unit}" if self.unit else self.kind


def print_choices(year: FiscalYear, publication: Publication | None) -> tuple[PrintChoice, ...]:
    """The report, the summary, and a unit report for each directorate of the version or year."""
    if publication is None:
        codes = Section.objects.filter(year=year, code__startswith=UNITS)
        units = [
            (code.removeprefix(UNITS), name) for code, name in codes.values_list("code", "title")
        ]
    else:
        found = edition(year.pk, publication.version)
        units = list(units_of(found).items()) if found else []
    return (
        PrintChoice(PdfKind.REPORT.value, "", _("Faaliyet raporu")),
        PrintChoice(PdfKind.SUMMARY.value, "", _("Vatandaş özeti")),
        *(
            PrintChoice(PdfKind.UNIT.value, code, _("Birim faaliyet raporu: %s") % name)
            for code, name in units
        ),
    )


class PdfButton(ModelAdmin):
    """Adds "PDF üret" to the screen of a report or a publication (mix in before ModelAdmin)."""

    actions_detail: Sequence[str] = ("pdf_button",)

    @action(description="PDF üret", url_path="pdf", permissions=["pdf"])
    def pdf_button(self, request: HttpRequest, object_id: str) -> HttpResponse:
        found = get_object_or_404(self.model, pk=object_id)
        version = found.version if isinstance(found, Publication) else None
        return redirect(request_url(found.year_id, version))

    def has_pdf_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        # Named by a method: unfold looks up "app.permission" in the database before it is migrated.
        return request.user.has_perm(PERMISSION)


@admin.register(PdfExport)
class PdfExportAdmin(ModelAdmin):
    """All exports, newest first; rows are made by asking, never by hand."""

    list_display = ("__str__", "state", "progress", "requested_by", "requested_at", "open_link")
    list_filter = ("state", "year")
    search_fields = (
        "unit",
        "requested_by__username",
        "requested_by__first_name",
        "requested_by__last_name",
    )
    list_select_related = ("publication", "frozen", "requested_by")
    list_display_links = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm(PERMISSION)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    @admin.display(description="sayfa")
    def open_link(self, export: PdfExport) -> SafeString:
        address = reverse("admin:reports_pdfexport_status", args=[export.pk])
        return format_html('<a href="{}" class="underline">{}</a>', address, _("Aç"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("uret/<int:year>/", view(self.ask), name="reports_pdfexport_draft"),
            path(
                "uret/<int:year>/<int:version>/", view(self.ask), name="reports_pdfexport_version"
            ),
            path(
                "<int:pk>/durum/", view(never_cache(self.status)), name="reports_pdfexport_status"
            ),
            path("<int:pk>/indir/", view(self.download), name="reports_pdfexport_download"),
        ]
        return own + list(super().get_urls())

    def ask(self, request: HttpRequest, year: int, version: int | None = None) -> HttpResponseBase:
        """GET shows what would be made and what there is; POST asks for it."""
        require_permission(request.user, PERMISSION)
        found_year = get_object_or_404(FiscalYear, pk=year)
        publication = None
        if version is not None:
            publication = get_object_or_404(Publication, year=found_year, version=version)
        elif not Report.objects.filter(year=found_year).exists():
            raise Http404
        prints = print_choices(found_year, publication)
        if request.method == "POST":
            if not request.user.is_authenticated:
                raise PermissionDenied
            kind, _colon, unit = request.POST.get("print", PdfKind.REPORT.value).partition(":")
            if (kind, unit) not in {(choice.kind, choice.unit) for choice in prints}:
                raise Http404(_("Böyle bir baskı yok."))
            export = request_export(
                found_year, publication, by=signed_in(request.user), kind=kind, unit=unit
            )
            return redirect("admin:reports_pdfexport_status", pk=export.pk)
        of_version = Q(publication=publication)
        if publication is None:
            of_version &= Q(frozen=None)
        else:
            of_version |= Q(frozen__publication=publication)
        exports = PdfExport.objects.filter(of_version, year=found_year).select_related(
            "publication", "frozen"
        )
        return self._page(
            request,
            "office/release/pdf/request.html",
            title=_("PDF üret"),
            year=found_year,
            publication=publication,
            prints=prints,
            chosen=request.GET.get("print", PdfKind.REPORT.value),
            exports=[(export, bool(path_of(export))) for export in exports[:SHOWN_EXPORTS]],
        )

    def status(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Progress; loads itself again until there is a file or an error."""
        require_permission(request.user, PERMISSION)
        export = get_object_or_404(
            PdfExport.objects.select_related("publication", "frozen__publication"), pk=pk
        )
        abandoned, lost = is_abandoned(export), is_lost(export)
        active = export.state in (JobState.WAITING, JobState.RUNNING) and not (abandoned or lost)
        broken_off = _("Üretim yarıda kaldı; PDF yeniden istenebilir.")
        response = self._page(
            request,
            "office/release/pdf/status.html",
            title=str(export),
            export=export,
            active=active,
            failed=abandoned or lost or export.state == JobState.FAILED,
            error=_("Bu PDF'in işi kuyrukta yok; PDF yeniden istenebilir.")
            if lost
            else export.error or broken_off,
            has_file=path_of(export) is not None,
            request_url=self._again(export),
        )
        if active:
            response.headers["Refresh"] = str(REFRESH_SECONDS)
        return response

    def _again(self, export: PdfExport) -> str:
        """Where the same PDF is asked for once more."""
        if export.frozen is not None and export.frozen.publication is None:
            return reverse("admin:signing", args=[export.year_id])
        address = request_url(export.year_id, export.version)
        if export.kind == PdfKind.REPORT:
            return address
        value = f"{export.kind}:{export.unit}" if export.unit else export.kind
        return f"{address}?{urlencode({'print': value})}"

    def download(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The file of a finished export."""
        require_permission(request.user, PERMISSION)
        file = path_of(get_object_or_404(PdfExport, pk=pk))
        if file is None:
            raise Http404
        return FileResponse(
            file.open("rb"),
            as_attachment=True,
            filename=file.name,
            content_type="application/pdf",
        )

    def _page(self, request: HttpRequest, template: str, **context: object) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.model._meta}
        return TemplateResponse(request, template, {**shared, **context})
