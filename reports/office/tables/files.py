"""Import pages of the tables: files are read in a confined process and kept for one session."""

from __future__ import annotations

import tablib
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, TSV, XLSX, Format

from reports.collect.imports.uploads import Unreadable, read_table

from . import kept_uploads


class ConfinedCSV(CSV):
    """Text with commas or semicolons."""

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        return read_table(in_stream, "csv").dataset()

    def is_binary(self) -> bool:
        return True  # the child reads its letters


class ConfinedXLSX(XLSX):
    """A workbook; its open sheet."""

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        return read_table(in_stream, "xlsx").dataset()


class ConfinedTSV(TSV):
    """Text with tabs."""

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        return read_table(in_stream, "tsv").dataset()

    def is_binary(self) -> bool:
        return True


class ReadsFiles(ImportExportModelAdmin):
    """Mixin of the screens whose rows come from files.

    Both steps read the file before a transaction begins. What is shown first is kept until it is
    confirmed by the same person in the same session.
    """

    tmp_storage_class = kept_uploads.UploadStorage

    def get_import_formats(self) -> list[type[Format]]:
        """What offices have; other formats would each bring a reader of strangers' bytes."""
        return [ConfinedCSV, ConfinedXLSX, ConfinedTSV]

    def add_data_read_fail_error_to_form(self, form: forms.Form, e: Exception) -> None:
        if isinstance(e, Unreadable):
            form.add_error("import_file", str(e))
        else:
            super().add_data_read_fail_error_to_form(form, e)

    def import_action(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        with kept_uploads.of(request):
            response = super().import_action(request, **kwargs)
            self._forget(request, response)
            return response

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
