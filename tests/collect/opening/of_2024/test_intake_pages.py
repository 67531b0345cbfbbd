"""Through the real pages, two years open: one year's rows change; a twin's file is told apart."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.test import Client

from departments.models import Department
from departments.sheets.figures import FigureSheet
from departments.sheets.free import FreeTableSheet
from performance.models import Indicator
from performance.sheets.results import ResultSheet
from reports.collect.intake.origins import published_as, refusal
from reports.collect.sheets import GridRow, Sheet
from reports.collect.workflow.actions import open_sections
from reports.core import registry
from reports.core.materialising import materialise
from reports.core.registry import Dataset
from reports.enums import SectionState
from reports.models import FiscalYear, Section
from reports.present import spreadsheets
from tests.office.intake.files import Cell, confirm, look, upload, words, workbook

from . import trips

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

Years = tuple[FiscalYear, FiscalYear]


@pytest.fixture
def browser(db: None, settings: Settings, tmp_path: Path) -> Client:
    settings.DATA_DIR = tmp_path
    client = Client()
    client.force_login(User.objects.create_superuser("ornek"))
    return client


def first(year: FiscalYear, kind: type[Sheet]) -> Sheet:
    """A table of a kind that has a number to be entered in a stored row."""
    return next(
        sheet
        for sheet in trips.grids(year)
        if isinstance(sheet, kind) and _number(sheet) is not None
    )


def _number(sheet: Sheet) -> tuple[str, str] | None:
    """Id of a row and key of a column in which a number may be written."""
    for row in sheet.rows():
        for column in sheet.inputs:
            is_open = column.key not in row.fixed and column.key not in row.formulas
            is_number = column.is_number and column not in sheet.names
            if is_number and is_open and row.cells.get(column.key):
                return row.id, column.key
    return None


def state(year: FiscalYear, like: Sheet) -> list[tuple[str, dict[str, str]]]:
    """The rows of a table, in a year."""
    (sheet,) = (
        sheet
        for sheet in trips.grids(year)
        if (sheet.section.code, sheet.key) == (like.section.code, like.key)
    )
    return [(row.key, dict(row.cells)) for row in sheet.rows()]


@pytest.mark.parametrize("kind", [FreeTableSheet, FigureSheet, ResultSheet])
def test_one_years_table_is_changed_and_the_other_years_is_not(
    browser: Client, years: Years, kind: type[Sheet]
) -> None:
    if kind is ResultSheet:
        Indicator.objects.update(department=Department.objects.get(code="fen-isleri"))
        open_sections(years[0])
    Section.objects.filter(year__in=years).update(state=SectionState.DRAFT)
    sheet = first(years[0], kind)
    before, later = state(years[0], sheet), _in(years[1], sheet)
    found = _number(sheet)
    assert found is not None
    content = trips.Exports(years[0]).file(sheet, "xlsx")
    address = upload(browser, sheet.section, sheet.key, content)
    assert "0 değişiklik" in words(look(browser, address))
    row, column = found
    stored = next(r for r in sheet.rows() if r.id == row)

    changed = _changed(sheet, stored, column)
    preview = look(browser, upload(browser, sheet.section, sheet.key, changed))
    assert "2024 yılına yazılacak" in words(preview)
    done = confirm(browser, preview)["Location"]

    after = dict(state(years[0], sheet))
    assert [key for key, cells in before if after[key] != cells] == [stored.key]
    assert after[stored.key][column] != stored.cells[column]
    assert _in(years[1], sheet) == later
    browser.post(done, {"islem": "geri-al"})
    assert state(years[0], sheet) == before


def _in(year: FiscalYear, like: Sheet) -> list[tuple[str, dict[str, str]]]:
    places = {(sheet.section.code, sheet.key) for sheet in trips.grids(year)}
    return state(year, like) if (like.section.code, like.key) in places else []


def _changed(sheet: Sheet, row: GridRow, key: str) -> bytes:
    """A file of one row, named as people read it, with one more in one cell."""
    column = sheet.by_key[key]
    heading: list[Cell] = [*(name.label for name in sheet.names), column.label]
    names: list[Cell] = [name.text(row.cells.get(name.key, "")) for name in sheet.names]
    return workbook([heading, [*names, float(row.cells[key]) + 1]])


def test_a_public_csv_on_the_page_of_a_table_with_the_same_headings_is_told_apart(
    years: Years,
) -> None:
    sheets = trips.grids(years[0])
    of_sheet = {sheet.address: published_as(sheet) for sheet in sheets}
    datasets = {d.id: d for d in registry.datasets_for(years[0])}
    twins = 0
    groups: dict[frozenset[str], list[tuple[Sheet, Dataset]]] = {}
    for sheet in sheets:
        for dataset in of_sheet[sheet.address]:
            columns = frozenset(column.key for column in datasets[dataset.id].columns)
            groups.setdefault(columns, []).append((sheet, dataset))
    for group in groups.values():
        for (here, own), (there, other) in itertools.pairwise(group):
            table = materialise(other, years[0])
            if own.id == other.id or not table.rows:
                continue
            book = trips.book_of(spreadsheets.as_excel_csv(table))
            shared = {row.key for row in here.rows()} & {row.key for row in there.rows()}
            if shared:
                continue
            twins += 1
            said = refusal(here, book)
            assert f"«{there.title}»" in said or "tablosunundur" in said, (own.id, other.id)
            assert refusal(there, book) == "", (own.id, other.id)
    assert twins > 0
