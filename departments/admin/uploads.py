"""Upload of a free table's rows: read the file, import all of it or nothing, name every problem."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

import tablib
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from import_export.results import Result
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldBooleanWidget

from departments.models import FreeTable
from departments.resources.rows import FreeRowResource
from reports.collect.imports.uploads import MAX_BYTES, Unreadable, kind_of, read_table
from reports.collect.packages.parts import sentences
from reports.collect.workflow.actions import edited
from reports.core.tables import Value
from reports.ground.actors import Actor
from reports.ground.rehearsal import rehearsed


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
        try:
            return read_upload(self.cleaned_data["file"])
        except Unreadable as error:
            raise ValidationError(str(error)) from error


def read_upload(file: UploadedFile[bytes]) -> tablib.Dataset:
    """The sheet of an uploaded file. Raises Unreadable with a Turkish sentence."""
    kind = kind_of(file.name or "")
    if file.size is None or file.size > MAX_BYTES:
        raise Unreadable(f"Dosya {MAX_BYTES // 2**20} MB sınırını aşıyor.")
    return read_table(file.read(), kind).dataset()


@rehearsed
def import_rows(
    table: FreeTable, data: tablib.Dataset, *, check_only: bool, by: Actor | None = None
) -> Outcome:
    """Import the rows of a table; with a problem anywhere nothing is saved.

    Raises PermissionDenied where the section was delivered in the meantime.
    """
    data = deepcopy(data)  # reading changes it, and it may be read more than once
    resource = FreeRowResource(table=table)
    result = resource.import_data(data, use_transactions=False, raise_errors=False)
    problems = tuple(_problems(resource, data, result))
    if problems or check_only:
        transaction.set_rollback(True)
    else:
        edited(by, table)
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


def rows_of(table: FreeTable) -> list[list[Value]]:
    """The rows under Turkish headings; what is downloaded can be uploaded again."""
    resource = FreeRowResource(table=table)
    labels = resource.labels()
    names = resource.get_export_order()
    return [
        [labels[name] for name in names],
        *(
            [resource.fields[name].export(row, force_native_type=True) for name in names]
            for row in resource.get_queryset()
        ),
    ]
