"""2025 opened from the real report of 2024: every row finds last year's, no figure came along."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from reports.collect.opening import Choices, Lines, Texts, open_year, prepare
from reports.collect.sheets import GridColumn, Sheet, sheets_of
from reports.core import registry
from reports.core.building import build_document
from reports.core.checks.engine import CRASH
from reports.core.materialising import materialise
from reports.core.registry import Kind
from reports.core.tables import Table
from reports.models import FiscalYear, Report, Section
from tests.collect.opening.dump import changed, rows

pytestmark = pytest.mark.django_db

Years = tuple[FiscalYear, FiscalYear]

OF_ONE_YEAR = (
    "departments.activities",
    "departments.contracts",
    "departments.direct_procurements",
    "contract.",
    "items.",
    "payments.",
    "procurements.",
)
"""Tables whose rows are events of one year."""

EVENTS = frozenset({"departments.activity", "departments.directprocurement"})
"""Models of such rows that are entered on a sheet."""

COUNTED = frozenset({"performance.goals", "performance.objectives", "performance.goal_results"})
"""Tables that count what the plan has."""


def tables(year: FiscalYear) -> dict[str, Table]:
    return {found.id: materialise(found, year) for found in registry.datasets_for(year)}


def goes_on(name: str) -> bool:
    return not name.startswith(OF_ONE_YEAR)


def test_every_row_of_2024_has_its_row_in_2025(years: Years) -> None:
    old, new = map(tables, years)
    lines = Lines(years[1])

    missing = []
    for name, table in old.items():
        if not goes_on(name):
            continue
        if name not in new:
            missing.append(name)
            continue
        continued = {key for row in new[name].rows for key in lines.previous(name, row.key)}
        missing += [f"{name}.{row.key}" for row in table.rows if row.key not in continued]
    assert missing == []
    assert sum(goes_on(name) for name in old) > 70


def test_no_number_of_2024_stands_in_a_table_of_2025(years: Years) -> None:
    found = []
    for name, table in tables(years[1]).items():
        if name in COUNTED or name == "performance.limits":
            continue
        for column in table.columns:
            if not column.kind.is_numeric and column.kind != Kind.DATE:
                continue
            if column.key == "no":
                continue
            found += [
                f"{name}.{row.key}.{column.key}"
                for row in table.rows
                if table.value(row.key, column.key) is not None
            ]
    assert found == []


def is_figure(column: GridColumn) -> bool:
    return not column.is_key and (column.is_number or column.kind is Kind.DATE)


def entered(sheet: Sheet) -> Counter[tuple[str, str]]:
    """The figures that were entered in a sheet, as its cells show them."""
    return Counter(
        (column.key, column.text(row.cells[column.key]))
        for row in sheet.rows()
        for column in sheet.inputs
        if is_figure(column) and column.key not in row.formulas and row.cells.get(column.key)
    )


def test_each_figure_of_2024_stands_beside_its_field_in_2025(years: Years) -> None:
    """On the pages where a directorate enters its tables, and with nothing in the fields."""
    client = Client()
    client.force_login(User.objects.create_superuser("ornek"))
    old = {
        (section.code, sheet.key): entered(sheet)
        for section in Section.objects.filter(year=years[0])
        for sheet in sheets_of(section)
        if sheet.kind == "grid" and sheet.model not in EVENTS
    }
    wrong = []
    figures = 0
    for section in Section.objects.filter(year=years[1]):
        for sheet in sheets_of(section):
            before = old.pop((section.code, sheet.key), None)
            if sheet.kind != "grid" or before is None:
                continue
            page = client.get(sheet.address).context["page"]
            cells = [cell for row in page.rows for cell in row.cells if is_figure(cell.column)]
            shown = Counter((cell.column.key, cell.last) for cell in cells if cell.last)
            fields = [cell.text for cell in cells if cell.is_input and cell.text]
            if shown != before or fields:
                wrong.append((sheet.address, dict(before - shown), dict(shown - before), fields))
            figures += shown.total()
    assert wrong == []
    assert [place for place, left in old.items() if left] == []
    assert figures > 700


def test_the_draft_can_be_built_and_its_checks_run(report: Report) -> None:
    document = build_document(report)

    assert document.header.title == "2025 Yılı Faaliyet Raporu"
    assert [found.message for found in document.checks.findings if found.code == CRASH] == []


def test_the_check_command_runs() -> None:
    out = StringIO()
    with suppress(SystemExit, CommandError):  # errors stay open, as the figures are missing
        call_command("check_report", "2025", stdout=out)
    assert "denetim" in out.getvalue()


def test_opening_again_changes_nothing() -> None:
    before = rows()

    again = open_year(prepare(2025, 2024, Choices(Texts.KEEP, answers={"plan": "carry"})))

    assert again.is_empty
    assert changed(before, rows()) == []
