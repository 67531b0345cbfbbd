"""The board as CSV and Excel: dates are dates, numbers are numbers, texts never run as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kars_portal.lib.texts import plain
from reports.collect.audit.export import BOM, as_text

from .lines import Line

Cell = str | int | date | None


def _when(line: Line) -> date | None:
    return timezone.localdate(line.activity.when) if line.activity else None


COLUMNS: tuple[tuple[str, Callable[[Line], Cell]], ...] = (
    ("Müdürlük", lambda line: line.unit_name),
    ("Bölüm kodu", lambda line: line.section.code),
    ("Bölüm", lambda line: line.section.title),
    ("Durum", lambda line: line.section.get_state_display()),
    ("Doluluk (%)", lambda line: line.filled.percent if line.filled.expected else None),
    ("Sorumlu", lambda line: line.owner),
    ("Yedeği", lambda line: line.deputy),
    ("Son gün", lambda line: line.section.due_on),
    ("Kalan gün", lambda line: line.left),
    ("Açık hata", lambda line: line.standing.errors),
    ("Açık uyarı", lambda line: line.standing.warnings),
    ("Henüz girilmeyen", lambda line: line.standing.awaited),
    ("Son işlem", lambda line: line.activity.what if line.activity else ""),
    ("Son işlemi yapan", lambda line: line.activity.who if line.activity else ""),
    ("Son işlem günü", _when),
    ("Gönderilen hatırlatma", lambda line: line.reminders),
    ("Son hatırlatma", lambda line: line.reminded_on),
)


def as_csv(lines: Sequence[Line]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([title for title, _cell in COLUMNS])
    writer.writerows([as_text(_spelled(cell(line))) for _title, cell in COLUMNS] for line in lines)
    return (BOM + out.getvalue()).encode()


def _spelled(value: Cell) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def as_xlsx(lines: Sequence[Line]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one
    sheet.title = "Pano"
    for position, (title, value_of) in enumerate(COLUMNS, start=1):
        head = sheet.cell(1, position, title)
        head.font = Font(bold=True)
        longest = len(title)
        for number, line in enumerate(lines, start=2):
            value = value_of(line)
            if value in (None, ""):
                continue
            cell = sheet.cell(number, position)
            cell.value = plain(value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"  # a text that starts with "=" stays a text
            elif isinstance(value, date):
                cell.number_format = "dd.mm.yyyy"
            longest = max(longest, len(str(value)))
        sheet.column_dimensions[get_column_letter(position)].width = min(longest + 2, 50)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(lines) + 1}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


KINDS: dict[str, tuple[str, Callable[[Sequence[Line]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}
