"""Any rows through the real pages: what was shown is what is stored, and else nothing is."""

from __future__ import annotations

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from departments.models import Vehicle
from reports.models import Intake, Section
from tests import sweep
from tests.collect.messy.test_spoilt import spoil

from .files import Cell, Confirmation, upload_address, workbook

SHEET = "araclar"
NAMES: list[Cell] = [
    "Kamyon", "Otobüs", "KAMYON", "otobus ", "Traktör", "Dozer", "Toplam", "", None, 7, "=1+1",
    "<b>x</b>", "x" * 400, "Kamyon\nyedek", "#REF!", "Ara toplam", "* not", "1.200",
]  # fmt: skip
FIGURES: list[Cell] = [
    0, 5, 12, 7.0, "3", "12 adet", "", 6.5, -1, "1.200", "1,5", "%5", "-", None, "beş", "#N/A",
    "1e3", 10**18, 9.999999999999998, "12 TL", "(4)", "４", "1 234", True,
]  # fmt: skip
HEADINGS: list[Cell] = ["Taşıtın cinsi", "Belediyeye ait", "Kiralık", "Toplam", "Not", "", 2024]


def rows_of(chance: random.Random) -> list[list[Cell]]:
    """A list of vehicles as a careless person would keep it, more or less."""
    care = chance.choice([0.5, 0.97, 1.0])

    def cell(usual: list[Cell], others: list[Cell]) -> Cell:
        return chance.choice(usual if chance.random() < care else others)

    heading = chance.choice([HEADINGS[:3], HEADINGS[:4], chance.sample(HEADINGS, 4)])
    titles: list[list[Cell]] = [["Örnek liste"]] * chance.randrange(3)
    body = [
        [cell(NAMES[:2] + NAMES[4:6], NAMES), *(cell(FIGURES[:7], FIGURES) for _ in heading[1:])]
        for _row in range(chance.randrange(1, 6))
    ]
    return [*titles, heading, *body]


def stored(year: int) -> dict[str, tuple[int | None, int | None]]:
    found = Vehicle.objects.filter(year=year).values_list("name", "owned", "leased")
    return {name: (owned, leased) for name, owned, leased in found}


@pytest.fixture
def sheet(vehicles: dict[str, Vehicle], garage: Section) -> Section:
    return garage


def test_what_is_stored_is_what_was_shown(editor: Client, sheet: Section) -> None:
    chance = sweep.chance("any rows through the pages")
    before, taken = stored(2023), 0
    for _ in range(sweep.times(10, 600)):
        content = workbook(rows_of(chance))
        if chance.random() < 0.1:
            content = spoil(content, chance)
        was, kept = stored(2024), Intake.objects.count()
        file = SimpleUploadedFile("örnek.xlsx", content)
        answer = editor.post(upload_address(sheet, SHEET), {"dosya": file})
        assert answer.status_code in (302, 422)
        if answer.status_code == 422:
            assert answer.context["problem"].endswith(".")
            continue
        address = str(answer["Location"])
        choices = {
            f"o.{key}": chance.choice(["tr", "en"])
            for key in ("owned", "leased")
            if chance.random() < 0.5
        } | {"bos": chance.choice(["koru", "sil"])}
        preview = editor.get(address, choices)
        assert preview.status_code == 200
        assert stored(2024) == was
        shown = preview.context["shown"]
        done = editor.post(address, Confirmation(preview.content.decode()).fields)
        if not shown.can_be_taken:
            assert done.status_code == 409
            assert (stored(2024), Intake.objects.count()) == (was, kept)
            continue
        assert done.status_code == 302
        taken += 1
        expected = dict(was)
        for change in shown.changes:
            cells = {cell.column.key: cell.after for cell in change.cells}
            name = cells.get("name", change.label)
            owned, leased = expected.get(name, (None, None))
            expected[name] = (
                _figure(cells, "owned", owned),
                _figure(cells, "leased", leased),
            )
        assert stored(2024) == expected
        editor.post(done["Location"], {"islem": "geri-al"})
        assert stored(2024) == was
    assert taken
    assert stored(2023) == before


def _figure(cells: dict[str, str], key: str, before: int | None) -> int | None:
    if key not in cells:
        return before
    return int(cells[key].replace(".", "")) if cells[key] else None
