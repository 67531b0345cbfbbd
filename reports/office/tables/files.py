"""Import pages of the tables: files are read in a confined process and kept for one session.

A table that is entered on sheets takes its files there; its import page leads to them.
"""

from __future__ import annotations

import tablib
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import Format

from kars_portal.lib.texts import whole_number
from reports.collect.imports.one_table import read_table
from reports.collect.imports.resources import TableResource
from reports.collect.reading.files import Unreadable
from reports.collect.sheets.listing import is_on_sheets
from reports.models import FiscalYear

from . import kept_uploads

YEAR_OF_LIST = "year__year__exact"
YEAR_ASKED = "yil"


def year_of_list(request: HttpRequest) -> FiscalYear | None:
    """The year by which the list that led here is filtered: its rows', or that of their parent."""
    asked = [
        name for name in request.GET if name == YEAR_OF_LIST or name.endswith(f"__{YEAR_OF_LIST}")
    ]
    wanted = whole_number(request.GET.get(asked[0], "")) if asked else None
    return FiscalYear.objects.filter(pk=wanted).first() if wanted is not None else None


class AnyFile(Format):
    """A file of any program: its content says what it is."""

    names: frozenset[str] = frozenset()
    """What headings may call the table's columns, folded."""

    def __init__(self, encoding: str | None = None) -> None:
        """`encoding` is what the library was told; the reader finds out."""

    def get_title(self) -> str:
        return "Excel, LibreOffice ya da CSV"

    def can_import(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        return read_table(in_stream, self.names)


class ReadsFiles(ImportExportModelAdmin):
    """Mixin of the screens whose rows come from files.

    Both steps read the file before a transaction begins. What is shown first is kept until it is
    confirmed by the same person in the same session.
    """

    tmp_storage_class = kept_uploads.UploadStorage

    def get_import_formats(self) -> list[type[Format]]:
        """The one reader, with the columns of the table."""
        tables = [made for made in self.resource_classes if issubclass(made, TableResource)]
        names = frozenset(name for made in tables for name in made.names())
        return [type("FileOfTable", (AnyFile,), {"names": names})]

    def add_data_read_fail_error_to_form(self, form: forms.Form, e: Exception) -> None:
        if isinstance(e, Unreadable):
            form.add_error("import_file", ValidationError(str(e)))
        else:
            super().add_data_read_fail_error_to_form(form, e)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        there = {**(extra_context or {}), "import_href": self.import_href(request)}
        return super().changelist_view(request, there)

    def import_href(self, request: HttpRequest) -> str:
        """Where files of the table are taken, beginning with the year of the list."""
        year = year_of_list(request)
        if is_on_sheets(self.model):
            query = {YEAR_ASKED: year.pk} if year else {}
            page = reverse("admin:table_files", args=[self.opts.label_lower])
        else:
            query = {YEAR_OF_LIST: year.pk} if year else {}
            page = self._import_page()
        return f"{page}?{urlencode(query)}" if query else page

    def import_action(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        if is_on_sheets(self.model):
            return self._lead_away(request)
        with kept_uploads.of(request):
            response = super().import_action(request, **kwargs)
            self._forget(request, response)
            return response

    def _lead_away(self, request: HttpRequest) -> HttpResponse:
        """To the pages that take the table's files; what was sent here is not taken."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            messages.error(
                request,
                _(
                    "Bu adres artık dosya almıyor; hiçbir satır kaydedilmedi. Dosya tablonun kendi "
                    "sayfasında yüklenmelidir."
                ),
            )
        return HttpResponseRedirect(self.import_href(request))

    def write_to_tmp_storage(
        self, import_file: object, input_format: object
    ) -> kept_uploads.UploadStorage:
        kept: kept_uploads.UploadStorage = super().write_to_tmp_storage(import_file, input_format)
        kept_uploads.last.set(kept)
        return kept

    def _forget(self, request: HttpRequest, response: HttpResponse) -> None:
        """A file that can't be confirmed is not kept."""
        kept = kept_uploads.last.get()
        context = getattr(response, "context_data", None) or {}
        if kept is not None and "confirm_form" not in context:
            kept.remove()

    def process_import(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        if request.method != "POST":
            return super().process_import(request, **kwargs)
        if is_on_sheets(self.model):
            return self._lead_away(request)
        with kept_uploads.of(request):
            try:
                self._require_step(request)
                response = super().process_import(request, **kwargs)
            except kept_uploads.Gone:
                problem = _(
                    "Yüklenen dosya artık yok: kullanılmış, süresi dolmuş ya da başka bir oturumda "
                    "yüklenmiş. Dosya yeniden yüklenmelidir."
                )
            except Unreadable as error:
                problem = str(error)
            else:
                return response
        messages.error(request, problem)
        return HttpResponseRedirect(self._import_page())

    def _require_step(self, request: HttpRequest) -> None:
        """What the first step has written into the form. Raises Gone where it is not there."""
        formats, resources = len(self.get_import_formats()), len(self.resource_classes)
        is_whole = (
            request.POST.get("import_file_name")
            and request.POST.get("format") in [str(number) for number in range(formats)]
            and request.POST.get("resource", "") in ("", *map(str, range(resources)))
        )
        if not is_whole:
            raise kept_uploads.Gone

    def _import_page(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")
