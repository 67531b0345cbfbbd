"""A large file that is taken by a worker which is killed everywhere (a story of `stories`)."""

from __future__ import annotations

from typing import Any

YEAR = 2024
ROWS = 12

_kept: list[Any] = []
"""What was read and confirmed before: processes are forked from the one that did it."""


def seen() -> tuple[Any, ...]:
    from departments.models import Vehicle
    from reports.models import AuditEntry, Intake

    entries = AuditEntry.objects.filter(content_type__model="vehicle")
    names = tuple(Vehicle.objects.order_by("pk").values_list("name", flat=True))
    return (names, entries.count(), tuple(Intake.objects.values_list("token", flat=True)))


def begin() -> None:
    """A year of one table, and a file of many rows that was looked at."""
    from django.contrib.auth.models import User

    from reports.collect.intake.filling import Decisions
    from reports.collect.intake.preview import preview
    from reports.collect.intake.tables import table_of
    from reports.collect.intake.taking import Upload
    from reports.collect.reading.cells import Book, Cell, Sheet
    from reports.collect.recognising.recognise import recognise
    from reports.collect.sheets import saving
    from reports.collect.workflow.actions import open_sections
    from reports.models import FiscalYear, OutlineSection, Report

    saving.MANY = 10  # they are stored at once; hundreds of them a hundred times would take long
    year = FiscalYear.objects.create(year=YEAR)
    OutlineSection.objects.create(code="I.C.1", number="1", title="Araçlar", position=1)
    Report.objects.create(year=year, institution="Örnek Belediyesi", title="Faaliyet Raporu")
    open_sections(year)
    by = User.objects.create_superuser("ornek")
    page = Sheet("Sayfa1")
    page.rows[1] = [Cell(1, 1, "Taşıtın cinsi"), Cell(1, 2, "Belediyeye ait")]
    for row in range(2, ROWS + 2):
        page.rows[row] = [Cell(row, 1, f"Örnek araç {row}"), Cell(row, 2, row % 9)]
    sheet = _sheet()
    found = recognise(Book("XLSX", [page]), page, table_of(sheet, sheet.rows()))
    shown = preview(sheet, found, Decisions(), by, lambda _rows: None)
    assert shown.can_be_taken
    upload = Upload("0" * 32, "örnek.xlsx", "0" * 64, shown.digest)
    _kept[:] = [found, Decisions(), upload, by]


def take() -> None:
    """What the worker does once a person has confirmed it."""
    from reports.collect.intake import taking

    taking.take(_sheet(), *_kept)


def _sheet() -> Any:
    from reports.collect.sheets import sheets_of
    from reports.models import Section

    section = Section.objects.get(code="I.C.1")
    return next(sheet for sheet in sheets_of(section) if sheet.key == "araclar")
