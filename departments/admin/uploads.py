"""Upload of a free table's rows: read the file, import all of it or nothing, name every problem."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import tablib
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from import_export.formats.base_formats import XLSX
from import_export.results import Result
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldBooleanWidget

from departments.models import FreeTable
from departments.resources.rows import FreeRowResource
from reports.collect.packages.parts import sentences

MAX_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an uploaded file; `line` counts as the spreadsheet does."""

    line: int | None
    column: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do."""

    new: int
    updated: int
    problems: tuple[Problem, ...]


class RowsUploadForm(forms.Form):
    """The file with the rows, and whether it is only to be checked."""

    file = forms.FileField(
        label="Dosya",
        help_text="Excel (.xlsx) veya UTF-8 CSV; ilk satır sütun adlarıdır.",
        widget=UnfoldAdminFileFieldWidget,
    )
    check_only = forms.BooleanField(
        label="Yalnız kontrol et, kaydetme", required=False, widget=UnfoldBooleanWidget
    )

    def clean_file(self) -> tablib.Dataset:
        return read_upload(self.cleaned_data["file"])


def read_upload(file: UploadedFile[bytes]) -> tablib.Dataset:
    """The sheet of an uploaded file. Raises ValidationError with a Turkish sentence."""
    name = (file.name or "").lower()
    if file.size is None or file.size > MAX_BYTES:
        raise ValidationError(f"Dosya {MAX_BYTES // 2**20} MB sınırını aşıyor.")
    content = file.read()
    if name.endswith(".xlsx"):
        try:
            return XLSX().create_dataset(content)
        except Exception as error:  # what a broken workbook raises is up to its reader
            raise ValidationError(
                "Excel dosyası açılamadı; dosya .xlsx olarak yeniden kaydedilmelidir."
            ) from error
    if name.endswith(".csv"):
        return _read_csv(content)
    raise ValidationError("Yalnız .xlsx ve .csv dosyaları yüklenebilir.")


def _read_csv(content: bytes) -> tablib.Dataset:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(
            "Dosya UTF-8 değil; «CSV UTF-8 (virgülle ayrılmış)» olarak kaydedilmelidir."
        ) from error
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        return tablib.Dataset().load(text, format="csv", delimiter=delimiter)
    except Exception as error:  # csv.Error, or rows of different width
        raise ValidationError(
            "CSV okunamadı; satırlardaki hücre sayısı ve tırnak işaretleri kontrol edilmelidir."
        ) from error


def import_rows(table: FreeTable, data: tablib.Dataset, *, check_only: bool) -> Outcome:
    """Import the rows of a table; with a problem anywhere nothing is saved."""
    resource = FreeRowResource(table=table)
    with transaction.atomic():
        result = resource.import_data(data, use_transactions=False, raise_errors=False)
        problems = tuple(_problems(resource, data, result))
        if problems or check_only:
            transaction.set_rollback(True)
    return Outcome(result.totals["new"], result.totals["update"], problems)


def _problems(resource: FreeRowResource, data: tablib.Dataset, result: Result) -> Iterator[Problem]:
    labels = resource.labels()
    for failure in result.base_errors:
        if isinstance(failure.error, ValidationError):
            for sentence in failure.error.messages:
                yield Problem(1, "", "", sentence)
        else:
            yield Problem(None, "", "", f"Dosya okunamadı: {failure.error}")
    for number, errors in result.row_errors():
        for item in errors:
            yield Problem(resource.line(number), "", "", str(item.error))
    for invalid in result.invalid_rows:
        row = dict(zip(data.headers, data[invalid.number - 1], strict=True))
        for column, sentence in sentences(invalid.error):
            value = row.get(column)
            yield Problem(
                resource.line(invalid.number),
                labels.get(column, column),
                "" if value is None else str(value),
                sentence,
            )


def rows_workbook(table: FreeTable) -> bytes:
    """The rows as a workbook with Turkish headings; what is downloaded can be uploaded again."""
    resource = FreeRowResource(table=table)
    labels = resource.labels()
    names = resource.get_export_order()
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([labels[name] for name in names])
    for row in resource.get_queryset():
        values = [resource.fields[name].export(row, force_native_type=True) for name in names]
        sheet.append([_cell(sheet, value) for value in values])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Any) -> Cell:
    """A cell whose text stays text: `=1+1` typed by somebody is not a formula."""
    cell = WriteOnlyCell(sheet, value=None if value == "" else value)
    if isinstance(value, str) and value:
        cell.data_type = "s"
    return cell
