"""Somebody who fills in a workbook: by openpyxl, or by LibreOffice itself, without a screen."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook as OpenpyxlBook
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kars_portal.lib.confined import Answer
from reports.collect.reading import child
from reports.collect.reading.cells import Book
from reports.collect.reading.files import _book
from reports.collect.recognising.recognise import Row
from reports.collect.workbooks.filled import rows_for
from reports.collect.workbooks.reading import Workbook, WorkbookSheet, workbook_in
from reports.collect.workbooks.units import directorate
from reports.collect.workbooks.writing import workbook_of

TABLE = "Bakım ve onarım yollar 2024"
CARS = "Araç ve iş makineleri"
"""Worksheets of the small year: a free table with columns of every kind, the vehicles."""
NOW = datetime(2026, 1, 15, 9, tzinfo=UTC)
PYTHON = "/usr/bin/python3"
"""The system's, which has LibreOffice's bridge."""


def book(content: bytes) -> Book:
    """What the portal's reader finds; without the confined process, which costs the most."""
    return _book(Answer(tuple(json.loads(json.dumps(list(child.read(content, "page")))))))


def made(code: str, year: int = 2025) -> bytes:
    unit = directorate(year, code)
    assert unit is not None
    return workbook_of(unit, now=NOW)


def opened(content: bytes, *, values: bool = False) -> OpenpyxlBook:
    """`values`: what formulas gave, in their place."""
    return load_workbook(io.BytesIO(content), data_only=values)


def tab(workbook: OpenpyxlBook, name: str) -> Worksheet:
    found = workbook[name]
    assert isinstance(found, Worksheet)
    return found


def changed(content: bytes, change: Callable[[OpenpyxlBook], object]) -> bytes:
    """The file after somebody has worked in it."""
    workbook = opened(content)
    change(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def found(content: bytes) -> Workbook:
    workbook = workbook_in(book(content))
    assert workbook is not None
    return workbook


def sheet_of(workbook: Workbook, key: str) -> WorkbookSheet:
    return next(sheet for sheet in workbook.sheets if sheet.mark.key == key)


def rows_of(content: bytes, key: str) -> tuple[list[Row], list[str]]:
    """The rows of a table that a file has, and what is said against it."""
    workbook = found(content)
    unit = directorate(workbook.year, workbook.unit)
    assert unit is not None
    entry = next(sheet for sheet in unit.sheets() if sheet.key == key)
    rows, problems = rows_for(sheet_of(workbook, key), entry)
    return rows, [problem.text for problem in problems]


def places(worksheet: Worksheet) -> dict[str, str]:
    """Key of an entered column → its letter, as the hidden row says."""
    row = next(r for r in range(1, 20) if worksheet.cell(r, 1).value == "kars:sutunlar")
    return {
        str(cell.value).removeprefix("giris:"): get_column_letter(cell.column or 1)
        for cell in worksheet[row]
        if str(cell.value).startswith("giris:")
    }


def row_named(worksheet: Worksheet, name: str) -> int:
    """The row whose first visible cell says a name."""
    for row in range(1, worksheet.max_row + 1):
        if worksheet.cell(row, 2).value == name and worksheet.cell(row, 1).value:
            return row
    raise AssertionError(name)


def empty_row(worksheet: Worksheet) -> int:
    """The first row for something new."""
    heading = next(r for r in range(1, 20) if worksheet.cell(r, 1).value == "kars:baslik")
    return next(
        row for row in range(heading + 1, worksheet.max_row + 1) if not worksheet.cell(row, 1).value
    )


def worked_on(
    change: Callable[[Worksheet], object], code: str = "fen-isleri", name: str = TABLE
) -> bytes:
    """The workbook after a change of one worksheet."""
    return changed(made(code), lambda workbook: change(tab(workbook, name)))


def put(name: str, **values: str | float | date | None) -> Callable[[Worksheet], None]:
    """Fill in cells of a row by their columns' keys."""

    def fill(sheet: Worksheet) -> None:
        for key, value in values.items():
            sheet[f"{places(sheet)[key]}{row_named(sheet, name)}"] = value

    return fill


# -- LibreOffice -----------------------------------------------------------------------------------


def libreoffice() -> str:
    """The program; the test is skipped where it or its bridge is not installed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed (bin/setup --dev)")
    bridge = subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False)
    if bridge.returncode:
        pytest.skip("python3-uno is not installed (bin/setup --dev)")
    return program


def typed_by_libreoffice(
    folder: Path, content: bytes, entries: list[list[object]], kinds: tuple[str, ...]
) -> Iterator[bytes]:
    """Open, type each entry (worksheet, cell, value), sort nothing, save as each kind of file."""
    program = libreoffice()
    source = folder / "in.xlsx"
    source.write_bytes(content)
    (folder / "entries.json").write_text(json.dumps(entries), "utf-8")
    script = Path(__file__).parent / "uno_hand.py"
    subprocess.run(
        [PYTHON, str(script), program, str(folder), *kinds],
        check=True,
        timeout=120,
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
    )
    for kind in kinds:
        yield (folder / f"out.{kind}").read_bytes()
