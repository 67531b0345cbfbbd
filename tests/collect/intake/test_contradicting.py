"""Computed columns of a file beside what its rows make; and a name that a file has twice."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from departments.models import Vehicle
from reports.collect.intake.preview import Preview
from reports.collect.sheets.grid import Sheet
from reports.models import Section
from tests.collect.sheets.filling import sheet as sheet_of

from .test_preview import Rows, shown

pytestmark = pytest.mark.postgresql("rows held, a trial taken back, what changed kept as JSON")


@pytest.fixture
def vehicles_sheet(vehicles: dict[str, Vehicle], garage: Section) -> Sheet:
    return sheet_of(garage, "araclar")


def looked(sheet: Sheet, rows: Rows, by: User) -> Preview:
    return shown(sheet, [["Taşıtın cinsi", "Belediyeye ait", "Kiralık", "Toplam"], *rows], by)


def test_a_total_of_a_row_that_its_parts_contradict_is_said_with_its_cell(
    vehicles_sheet: Sheet, people: dict[str, User]
) -> None:
    rows: Rows = [["Kamyon", 7, 1, 9], ["Dozer", 10, 20, 30], ["Otobüs", 1, 4, None]]
    found = looked(vehicles_sheet, rows, people["editor"])

    said = [(c.address, c.said, int(c.computed)) for c in found.contradictions]
    assert said == [("D2", "9", 8)]


def test_a_name_that_a_file_has_twice_is_not_said_to_be_stored(
    vehicles_sheet: Sheet, people: dict[str, User]
) -> None:
    rows: Rows = [["Dozer", 10, 20, None], ["DOZER", 11, 21, None]]
    found = looked(vehicles_sheet, rows, people["editor"])

    assert [trouble.row for trouble in found.troubles] == [3]
    assert "satır 2 ve satır 3" in found.troubles[0].text
