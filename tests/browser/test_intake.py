"""A messy workbook goes into a table with the keyboard alone: every step a clerk takes in March."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from openpyxl import Workbook as OpenpyxlBook

from departments.models import Facility
from reports.models import FiscalYear, Section
from tests.collect.sheets.conftest import (
    assignment,
    browser,
    desk_rules,
    editor,
    garage,
    people,
    report,
    section,
    shared,
    stands,
)
from tests.collect.sheets.filling import sheet
from tests.collect.workbooks.office_hand import changed, empty_row, places, put, tab
from tests.office.intake.files import workbook

from .telling import text_of
from .test_sheets import window

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

__all__ = [
    "assignment",
    "browser",
    "desk_rules",
    "editor",
    "garage",
    "people",
    "report",
    "section",
    "shared",
    "stands",
    "window",
]

pytestmark = pytest.mark.django_db(transaction=True)

STOPS = 150
"""More presses of the tab key than any page here has places to stop at."""
WIDTHS = (1366, 390)


@pytest.fixture
def address(garage: Section) -> str:
    before = FiscalYear.objects.create(year=2023)
    for year in (before, garage.year):
        Facility.objects.create(year=year, name="Örnek garaj", area=Decimal(900), position=1)
        Facility.objects.create(year=year, name="Örnek depo", area=Decimal(450), position=2)
    return sheet(garage, "tesisler").address


def areas(year: int) -> dict[str, Decimal | None]:
    return dict(Facility.objects.filter(year=year).values_list("name", "area"))


@pytest.fixture
def page(window: Callable[..., BrowserContext], editor: Client, address: str) -> Iterator[Page]:
    errors: list[str] = []
    page = window(editor, accept_downloads=True).new_page()
    page.on("pageerror", lambda error: errors.append(f"{error} {error.stack}"))
    hear_choosers(page)
    page.goto(address)
    yield page
    assert errors == []


def hear_choosers(page: Page) -> None:
    """Have Chromium tell of file choosers from the start.

    It is asked to with the first listener and told to stop with the last one, and nobody waits
    until it does: on a slow machine a key comes first, and its chooser is lost.
    """
    page.on("filechooser", lambda _chooser: None)


def reach(page: Page, selector: str) -> None:
    """Press the tab key until the focus stands on what the selector names."""
    for _stop in range(STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def choose_file(page: Page, content: bytes, name: str) -> None:
    reach(page, "input[type=file]")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    chooser.value.set_files({"name": name, "mimeType": kind, "buffer": content})
    press(page, "button[type=submit].findings-button--main")


def press(page: Page, selector: str) -> None:
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def looked_at(page: Page, name: str) -> None:
    """No barrier at either width, and nothing that sticks out of the screen."""
    folder = os.environ.get("PICTURES")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if folder:
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        found = Axe().run(page, context=".intake").response["violations"]
        assert [(rule["id"], len(rule["nodes"])) for rule in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def test_a_messy_workbook_with_the_keyboard_alone(page: Page) -> None:
    before = areas(2023)
    press(page, ".sheet-links a[href$='/dosya/']")
    looked_at(page, "yukle")
    messy = workbook(
        [
            ["ÖRNEK BELEDİYESİ", None],
            ["Bina veya tesis", "Yüzölçümü", "Kapalı alan"],
            ["Örnek garaj", "1.200", "beş yüz"],
            ["Örnek depo", "6.600 m²", 12],
            ["TOPLAM", "7.800", 12],
        ]
    )
    choose_file(page, messy, "örnek tesisler.xlsx")

    # The heading that nobody knows is matched by hand.
    reach(page, "select[name='s.2']")
    page.keyboard.type("Alan")
    assert page.locator("select[name='s.2']").input_value() == "area"
    press(page, ".intake-choices button[type=submit]")
    looked_at(page, "sorular")

    # Both readings stand side by side with their totals.
    question = page.locator(".intake-question", has_text="iki türlü okunabilir")
    assert "7.800" in text_of(question)
    assert "7,8" in text_of(question)
    reach(page, "input[name='o.area']")
    page.keyboard.press("Space")
    press(page, ".intake-choices button[type=submit]")

    # The error stands in a table and in the workbook that comes back.
    row = page.locator("section[aria-labelledby=hatalar] tbody tr")
    assert text_of(row.locator("td").nth(1)) == "C3"
    looked_at(page, "hata")
    reach(page, "section[aria-labelledby=hatalar] a")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    marked = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    cells = marked.active
    assert cells is not None
    assert cells["C3"].comment is not None
    assert "sayı olarak okunamadı" in cells["C3"].comment.text

    # It is mended in the marked workbook itself, and uploaded again.
    cells["C3"].value, cells["C3"].comment = 500, None
    mended = io.BytesIO()
    marked.save(mended)
    press(page, ".sheet-bar a[href$='/dosya/']")
    choose_file(page, mended.getvalue(), "örnek düzeltilmiş.xlsx")
    reach(page, "select[name='s.2']")
    page.keyboard.type("Alan")
    press(page, ".intake-choices button[type=submit]")
    reach(page, "input[name='o.area']")
    page.keyboard.press("Space")
    press(page, ".intake-choices button[type=submit]")
    looked_at(page, "onizleme")
    assert areas(2024)["Örnek garaj"] == Decimal(900)

    press(page, ".sheet-bar button[type=submit]")
    assert areas(2024) == {"Örnek garaj": Decimal(1200), "Örnek depo": Decimal(6600)}
    assert areas(2023) == before
    looked_at(page, "sonuc")

    press(page, "button[name=islem]")
    assert areas(2024) == before
    assert "Geri alındı" in text_of(page.locator(".intake"))


def test_a_workbook_comes_back_filled_in(page: Page, garage: Section) -> None:
    page.goto("/yonetim/?yil=2024")
    with page.expect_download() as download:
        page.get_by_role("link", name="Veri çalışma kitabını indir (Excel)").first.click()
    book = Path(download.value.path()).read_bytes()

    def fill_in(workbook: OpenpyxlBook) -> None:
        buildings = tab(workbook, "Hizmet binaları ve tesisler")
        put("Örnek garaj", area=1200)(buildings)
        put("Örnek depo", closed_area="çok")(buildings)
        activities = tab(workbook, "Müdürlüklerin faaliyetleri")
        at = places(activities)["title"]
        activities[f"{at}{empty_row(activities)}"] = "Örnek faaliyet"

    page.get_by_role("link", name="Doldurulan kitabı yükle").first.click()
    looked_at(page, "kitap-yukle")
    choose_file(page, changed(book, fill_in), "örnek kitap.xlsx")

    assert page.locator(".intake-part").count() == 2
    assert "1 hata" in text_of(page.locator(".intake [role=status]"))
    assert page.locator(".sheet-bar button").count() == 0
    looked_at(page, "kitap")
