"""Import of a table's file: looked at with its values first, then all of it or nothing.

What was looked at travels with the confirmation (the year, and a mark of everything that would
change) and is compared again where the rows are held.
"""

from __future__ import annotations

import tablib
from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from import_export.forms import ConfirmImportForm
from unfold.contrib.import_export.forms import ImportForm

from reports.collect.checking import current_report
from reports.collect.imports.outcome import FileResult
from reports.models import FiscalYear

from .files import ReadsFiles, year_of_list

CONFLICT = 409


def current_year() -> FiscalYear | None:
    """The year that staff work on: the newest with a report, else the newest."""
    report = current_report()
    return report.year if report else FiscalYear.objects.order_by("-year").first()


class FileForm(ImportForm):
    """The file; what kind it is of, nobody is asked."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["import_file"].label = _("Excel, LibreOffice ya da CSV dosyası")
        self.fields["import_file"].help_text = _(
            "Bir sayfada tek tablo; sütun adları tablonun başlığındadır. Önce neyin değişeceği "
            "gösterilir; onaylanmadan hiçbir şey kaydedilmez."
        )
        self.fields["format"].widget = forms.HiddenInput()
        self.fields["format"].initial = "0"


class YearImportForm(FileForm):
    """Import form that asks for the year; the file itself carries none."""

    year = forms.ModelChoiceField(FiscalYear.objects.all(), label="Mali yıl", required=True)


class PlanForm(ConfirmImportForm):
    """Carries what was looked at from the preview to the confirmed import."""

    plan = forms.CharField(max_length=2000, widget=forms.HiddenInput())


class YearPlanForm(PlanForm):
    """The same with the year that was chosen."""

    year = forms.ModelChoiceField(FiscalYear.objects.all(), widget=forms.HiddenInput())


class Importing(ReadsFiles):
    """Of the tables' screens."""

    import_form_class = FileForm
    confirm_form_class = PlanForm
    import_template_name = "office/tables/import.html"

    def get_import_form_initial(self, request: HttpRequest) -> dict[str, object]:
        """The year of the list or the sheet that led here, else the one in work."""
        year = year_of_list(request) or current_year()
        return {**super().get_import_form_initial(request), "year": year}

    def get_confirm_form_initial(
        self, request: HttpRequest, import_form: forms.Form | None
    ) -> dict[str, object]:
        initial = super().get_confirm_form_initial(request, import_form)
        year = import_form.cleaned_data.get("year") if import_form is not None else None
        return initial | ({"year": year.pk} if year is not None else {})

    def import_action(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        page = super().import_action(request, **kwargs)
        context = page.context_data if isinstance(page, TemplateResponse) else None
        if context is not None:
            context["title"] = _("Excel'den yükle")
        if context is not None and "result" in context:
            context["year"] = context["form"].cleaned_data.get("year")
            if "confirm_form" in context:
                context["confirm_form"].initial["plan"] = context["result"].plan
        return page

    def process_dataset(
        self, dataset: tablib.Dataset, form: forms.Form, request: HttpRequest, **kwargs: object
    ) -> FileResult:
        kwargs["confirmed_plan"] = form.cleaned_data["plan"]
        result: FileResult = super().process_dataset(dataset, form, request, **kwargs)
        result.year = form.cleaned_data.get("year")
        return result

    def process_result(self, result: FileResult, request: HttpRequest) -> HttpResponse:
        """What was saved is said at the list; what was not, with every reason, on this page."""
        if not result.is_refused:
            return super().process_result(result, request)
        again = self.get_import_form_class(request)(
            self.get_import_formats(),
            self.get_import_resource_classes(request),
            initial={"year": result.year or current_year()},
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Excel'den yükle"),
            "opts": self.model._meta,
            "form": again,
            "media": self.media + again.media,
            "result": result,
            "year": result.year,
        }
        return TemplateResponse(request, [self.import_template_name], context, status=CONFLICT)
