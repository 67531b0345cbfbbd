"""Files of a table's rows: Excel, LibreOffice, CSV for Excel and CSV for programs.

In all of them a text is a text, whatever it begins with, and a figure is exact: what is downloaded
is read again without a change.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

import tablib
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import Format
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from kars_portal.lib.numbers import exact
from kars_portal.lib.ods import OdsSheet, spreadsheet
from kars_portal.lib.texts import guarded, plain
from reports.core.tables import Value
from reports.present.spreadsheets import BOM, turkish

Rows = Sequence[Sequence[Value]]
"""The headings, then the rows."""

_BOLD = Font(bold=True)


def as_xlsx(rows: Rows) -> bytes:
    """A workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for number, values in enumerate(rows):
        sheet.append([_cell(sheet, value, is_heading=not number) for value in values])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Value, *, is_heading: bool) -> Cell:
    """A cell whose text stays text: `=1+1` typed by somebody is not a formula."""
    text = plain(value) if isinstance(value, str) else ""
    cell = WriteOnlyCell(sheet, value=text or None)
    if text:
        cell.data_type = "s"
    elif not isinstance(value, str):
        cell.value = value
    if is_heading:
        cell.font = _BOLD
    return cell


def as_ods(rows: Rows) -> bytes:
    """The same for LibreOffice."""
    return spreadsheet([OdsSheet("Sayfa1", rows)])


def as_excel_csv(rows: Rows) -> bytes:
    """Semicolons and Turkish spelling, as a Turkish Excel opens it by a double click."""
    return (BOM + _csv(rows, turkish, ";")).encode("utf-8")


def as_csv(rows: Rows) -> bytes:
    """Commas and exact spelling: 1234567.89, 2024-12-31."""
    return _csv(rows, _spelled, ",").encode("utf-8")


def _csv(rows: Rows, spell: Callable[[Value], str], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([spell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _spelled(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(plain(value)) if isinstance(value, str) else exact(value)


class FileFormat(Format):
    """A format of the export page."""

    title = ""
    extension = ""
    content_type = ""
    write: Callable[[Rows], bytes]

    def get_title(self) -> str:
        return self.title

    def get_extension(self) -> str:
        return self.extension

    def get_content_type(self) -> str:
        return self.content_type

    def can_export(self) -> bool:
        return True

    def export_data(self, dataset: tablib.Dataset, **kwargs: object) -> bytes:
        return type(self).write([list(dataset.headers or ()), *dataset])


class CsvFile(FileFormat):
    title = "CSV (programlar için)"
    extension = "csv"
    content_type = "text/csv; charset=utf-8"
    write = staticmethod(as_csv)


class XlsxFile(FileFormat):
    title = "Excel (.xlsx)"
    extension = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    write = staticmethod(as_xlsx)


class OdsFile(FileFormat):
    title = "LibreOffice (.ods)"
    extension = "ods"
    content_type = "application/vnd.oasis.opendocument.spreadsheet"
    write = staticmethod(as_ods)


class ExcelCsvFile(CsvFile):
    title = "CSV (Excel için, noktalı virgülle)"
    write = staticmethod(as_excel_csv)


FORMATS: tuple[type[FileFormat], ...] = (CsvFile, XlsxFile, OdsFile, ExcelCsvFile)


class WritesFiles(ImportExportModelAdmin):
    """Mixin of the screens whose rows go into files."""

    def get_export_formats(self) -> list[type[Format]]:
        return list(FORMATS)

    def get_export_data(
        self,
        file_format: FileFormat,
        request: HttpRequest,
        queryset: QuerySet[Model],
        **kwargs: object,
    ) -> bytes:
        """The file with figures and dates as such; each format spells them its own way."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        data = self.get_data_for_export(request, queryset, force_native_type=True, **kwargs)
        return file_format.export_data(data)
