"""The workbooks of all directorates, of the real report of 2024 and of the year after it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reports.collect.sheets import GridRow, Sheet
from reports.collect.workbooks.filled import rows_for
from reports.collect.workbooks.units import Directorate, directorates
from tests.collect.workbooks.office_hand import (
    found,
    libreoffice,
    made,
    opened,
    places,
    tab,
    typed_by_libreoffice,
)

pytestmark = pytest.mark.django_db

DAY = 46_022
"""31.12.2025 as spreadsheets count days."""


def expected(sheet: Sheet, row: GridRow) -> dict[str, str]:
    """The cells that a workbook reads back, in exact spelling."""
    return {c.key: row.cells.get(c.key, "") for c in sheet.inputs if c.key not in row.formulas}


def differences(unit: Directorate, content: bytes) -> list[tuple[str, str, str]]:
    """Where rows of the file are not those of the portal, cell by cell."""
    workbook = found(content)
    wrong: list[tuple[str, str, str]] = []
    for sheet in unit.sheets():
        part = workbook.sheet(sheet.section.code, sheet.key)
        assert part is not None
        rows, problems = rows_for(part, sheet)
        wrong += [(sheet.key, problem.address, problem.text) for problem in problems]
        stored = sheet.rows()
        known = {row.id: row for row in (*stored, *sheet.offers(stored))}
        if {row.id for row in rows} != {row.mark.id for row in part.rows if row.mark}:
            wrong.append((sheet.key, "", "rows"))
        for row in rows:
            now = known[row.id]
            for key, exact in expected(sheet, now).items():
                text = row.cells[key]
                read = sheet.column_for(key, now.cells).read(text) if text else ""
                if read != exact:
                    wrong.append((sheet.key, key, f"{text} {exact}"))
    return wrong


@pytest.mark.parametrize("year", [2024, 2025])
def test_every_workbook_comes_back_without_a_change(year: int) -> None:
    units = directorates(year)

    wrong = [found for unit in units for found in differences(unit, made(unit.code, year))]

    assert wrong == []
    assert len(units) == 24
    assert sum(len(unit.sheets()) for unit in units) > 100


def test_a_workbook_of_every_kind_filled_in_by_libreoffice_comes_back(tmp_path: Path) -> None:
    """Each open cell of a figure or day of the directorate with the most tables gets its own."""
    libreoffice()
    unit = next(unit for unit in directorates(2025) if unit.code == "mali-hizmetler")
    content = made(unit.code)
    book, workbook = opened(content), found(content)
    entries: list[list[object]] = []
    wanted: dict[tuple[str, int, str], str] = {}
    for sheet in unit.sheets():
        part = workbook.sheet(sheet.section.code, sheet.key)
        assert part is not None
        worksheet = tab(book, part.name)
        for key, letter in places(worksheet).items():
            column = sheet.by_key[key]
            is_figure = column.is_number and not column.options
            for row in part.rows:
                mark = row.mark
                if mark is None or key in mark.locked | mark.computed:
                    continue
                if is_figure:
                    entries.append([part.name, f"{letter}{row.number}", len(entries)])
                    wanted[sheet.key, row.number, key] = str(len(entries) - 1)
                elif column.kind == "date":
                    entries.append([part.name, f"{letter}{row.number}", DAY])
                    wanted[sheet.key, row.number, key] = date(2025, 12, 31).isoformat()

    [saved] = typed_by_libreoffice(tmp_path, content, entries, ("xlsx",))

    again = found(saved)
    got: dict[tuple[str, int, str], str] = {}
    for sheet in unit.sheets():
        part = again.sheet(sheet.section.code, sheet.key)
        assert part is not None
        rows, problems = rows_for(part, sheet)
        assert problems == []
        got |= {
            (sheet.key, row.number, key): sheet.by_key[key].read(text)
            for row in rows
            for key, text in row.cells.items()
            if (sheet.key, row.number, key) in wanted
        }
    assert got == wanted
    assert len(wanted) > 200
