"""What a file changes, row by row: shown before it is confirmed, and compared when it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from import_export import fields
from import_export.results import Result, RowResult

from kars_portal.lib import numbers
from reports.ground.actors import Actor
from reports.models import FiscalYear

from .file_rows import FileRows
from .one_table import FIRST_LINE
from .widgets import ChoiceWidget


class PlanChanged(ValidationError):
    """The table is no longer what it was when the file was looked at."""

    def __init__(self) -> None:
        super().__init__(
            "Tablo, önizlemeden sonra değişti; hiçbir satır kaydedilmedi. Dosya yeniden seçilip "
            "önizlemesine yeniden bakılmalıdır."
        )


@dataclass(frozen=True)
class CellChange:
    """One cell as people read it; `before` is None in a row that is new."""

    column: str
    before: str | None
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before is not None and self.before != self.after


class RowOutcome(RowResult):
    """A row's result with its values; `line` counts as the spreadsheet does."""

    def __init__(self) -> None:
        super().__init__()
        self.line = 0
        self.cells: list[CellChange] = []


def read_out(value: object, field: fields.Field) -> str:
    """A value of a row as people read it: figures in Turkish, names instead of codes."""
    if value is None or value == "":
        return ""
    if isinstance(field.widget, ChoiceWidget):
        return field.widget.labels.get(value, str(value))
    if isinstance(value, bool):
        return "evet" if value else "hayır"
    if isinstance(value, Decimal):
        return numbers.format_decimal(numbers.plain(value))
    if isinstance(value, date):
        return numbers.format_date(value)
    if isinstance(value, models.Model):
        return str(value)
    return str(value)


@dataclass(frozen=True)
class FileProblem:
    """One thing that is wrong with a file; `line` is None where it is the file as a whole."""

    line: int | None
    column: str
    value: str
    sentence: str


class FileResult(Result):
    """What became, or would become, of a file; `labels` and `lines` name places in it."""

    labels: Mapping[str, str] = {}
    lines: Sequence[int] = ()
    notes: Sequence[str] = ()
    """What was left aside when the file was read."""
    rows: list[RowOutcome]
    year: FiscalYear | None = None

    @property
    def is_refused(self) -> bool:
        """Something is wrong somewhere: nothing was saved."""
        return bool(self.has_errors() or self.has_validation_errors())

    @property
    def changing(self) -> list[RowOutcome]:
        return [row for row in self.rows if row.import_type != RowResult.IMPORT_TYPE_SKIP]

    @property
    def headings(self) -> list[str]:
        return [self.labels.get(name, name) for name in self.diff_headers]

    @property
    def plan(self) -> str:
        """A mark of everything that would change. Two runs that do the same have the same."""
        rows = [
            [row.import_type, row.line, [[c.column, c.before, c.after] for c in row.cells]]
            for row in self.changing
        ]
        return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()

    def problems(self) -> list[FileProblem]:
        """Everything that is wrong, in the order of the file."""
        if self.base_errors:
            # Rows that were read under headings that do not fit say nothing.
            sentences = [s for failure in self.base_errors for s in _sentences(failure.error)]
            return [FileProblem(None, "", "", sentence) for sentence in sentences]
        found = [
            FileProblem(self.lines[row.number - 1], "", "", sentence)
            for row in self.error_rows
            for item in row.errors
            for sentence in _sentences(item.error)
        ]
        for invalid in self.invalid_rows:
            values = dict(zip(self.diff_headers, invalid.values, strict=False))
            for column, messages in invalid.error_dict.items():
                name = "" if column == NON_FIELD_ERRORS else column
                value = "" if values.get(name) is None else str(values[name])
                line, label = self.lines[invalid.number - 1], self.labels.get(name, name)
                found += [FileProblem(line, label, value, sentence) for sentence in messages]
        return sorted(found, key=lambda problem: problem.line or 0)


class TellingResource(FileRows):
    """A resource that tells of each row what would become of it.

    `actor`: the person who imports; nobody looks at what a command imports, so it is not told.
    `lines` are the rows' places as the spreadsheet counts them.
    """

    actor: Actor | None = None
    whole_table = False

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self._seen: models.Model | None = None
        self._shown: list[str] | None = None

    @classmethod
    def get_row_result_class(cls) -> type[RowOutcome]:
        return RowOutcome

    @classmethod
    def get_result_class(cls) -> type[FileResult]:
        return FileResult

    def import_data(
        self,
        dataset: tablib.Dataset,
        dry_run: bool = False,
        raise_errors: bool = False,
        use_transactions: bool | None = None,
        **kwargs: object,
    ) -> FileResult:
        """Everything or nothing."""
        kwargs.setdefault("rollback_on_validation_errors", True)
        result: FileResult = super().import_data(
            dataset, dry_run, raise_errors, use_transactions, **kwargs
        )
        result.labels, result.lines = self.labels(), self.lines
        result.notes = getattr(dataset, "notes", ())
        return result

    def count_lines(self, dataset: tablib.Dataset) -> None:
        """Blank rows of a spreadsheet say nothing and are left out, but they count."""
        if self.whole_table and self.lines:
            return  # the package's reader has counted
        first = getattr(dataset, "first_line", FIRST_LINE)
        self.lines = list(range(first, first + len(dataset)))
        if self.whole_table:
            return  # a package has none that would not be an error
        blank = [n for n, row in enumerate(dataset) if not any(_says_something(c) for c in row)]
        for number in reversed(blank):
            del dataset[number]
            del self.lines[number]

    def look_at(self, instance: models.Model, *, new: bool) -> None:
        """The row as it is, before the file's values are put into it."""
        self._seen = instance
        self._shown = None if new or self.actor is None else self._read_out(instance)

    def after_import_row(
        self, row: dict[str, object], row_result: RowOutcome, row_number: int, **kwargs: object
    ) -> None:
        row_result.line = self.lines[row_number - 1]
        if self.actor is None or self._seen is None:
            return
        names = [field.column_name for field in self.get_user_visible_fields()]
        before: Sequence[str | None] = self._shown or [None] * len(names)
        row_result.cells = [
            CellChange(*cell)
            for cell in zip(names, before, self._read_out(self._seen), strict=True)
        ]

    def _read_out(self, instance: models.Model) -> list[str]:
        return [
            read_out(field.get_value(instance), field) for field in self.get_user_visible_fields()
        ]


def _says_something(cell: object) -> bool:
    return cell is not None and bool(str(cell).strip())


def _sentences(error: Exception) -> list[str]:
    if isinstance(error, ValidationError):
        return list(error.messages)
    return [str(error) or type(error).__name__]
