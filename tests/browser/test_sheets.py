"""Filling in a sheet in a real browser: keys, a block from a spreadsheet, sums, what is unsaved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import expect

from departments.models import Vehicle
from reports.models import Section
from tests.collect.sheets.conftest import (
    assignment,
    browser,
    colleague,
    desk_rules,
    editor,
    garage,
    people,
    report,
    section,
    shared,
    stands,
    vehicles,
)
from tests.collect.sheets.filling import sheet
from tests.collect.sheets.test_saving import counts, leased, owned
from tests.office.sheets.test_way import wrong

from .telling import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

__all__ = [
    "assignment",
    "browser",
    "colleague",
    "desk_rules",
    "editor",
    "garage",
    "people",
    "report",
    "section",
    "shared",
    "stands",
    "vehicles",
    "wrong",
]

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (1280, 390)


@pytest.fixture
def address(vehicles: dict[str, Vehicle], garage: Section) -> str:
    return sheet(garage, "araclar").address


@pytest.fixture
def window(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., BrowserContext]]:
    """A browser in which somebody is signed in already."""
    opened: list[BrowserContext] = []

    def open_for(client: Client, **options: Any) -> BrowserContext:
        context = chromium.new_context(
            base_url=live_server.url,
            locale="tr-TR",
            viewport={"width": 1280, "height": 900},
            permissions=["clipboard-read", "clipboard-write"],
            **options,
        )
        context.set_default_timeout(15_000)
        context.add_cookies(
            [
                {
                    "name": "sessionid",
                    "value": client.cookies["sessionid"].value,
                    "url": live_server.url,
                }
            ]
        )
        opened.append(context)
        return context

    yield open_for
    for context in opened:
        context.close()


@pytest.fixture
def errors() -> Iterator[list[str]]:
    """What went wrong in the page's scripts."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def grid(
    window: Callable[..., BrowserContext], editor: Client, address: str, errors: list[str]
) -> Page:
    page = window(editor).new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    return page


def cell(page: Page, label: str) -> Any:
    return page.get_by_label(label, exact=True)


def total(page: Page, column: str) -> str:
    return str(text_of(page.locator(f"[data-total-of={column}]")))


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label')"))


def copy(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)


def test_keys_lead_through_the_cells(grid: Page) -> None:
    cell(grid, owned("Kamyon")).focus()
    grid.keyboard.press("Tab")
    assert focused(grid) == leased("Kamyon")
    grid.keyboard.press("Enter")
    assert focused(grid) == leased("Otobüs")
    grid.keyboard.press("ArrowUp")
    assert focused(grid) == leased("Kamyon")
    grid.keyboard.press("ArrowDown")
    grid.keyboard.press("ArrowDown")
    assert focused(grid) == leased("Traktör")
    grid.keyboard.press("Shift+Enter")
    assert focused(grid) == leased("Otobüs")
    assert counts()["Kamyon"] == (5, None)  # Enter moved and did not save


def test_escape_restores_a_cell(grid: Page) -> None:
    field = cell(grid, owned("Kamyon"))
    field.fill("99")
    assert total(grid, "owned") == "102"
    grid.keyboard.press("Escape")
    assert field.input_value() == "5"
    assert total(grid, "owned") == "8"


def test_sums_follow_while_typing(grid: Page) -> None:
    cell(grid, owned("Kamyon")).fill("1.234.567")
    cell(grid, leased("Kamyon")).fill("3")
    row = grid.locator("tr", has=cell(grid, owned("Kamyon")))
    assert text_of(row.locator("[data-cell=total] [data-shown]")) == "1.234.570"
    assert total(grid, "owned") == "1.234.570"
    assert total(grid, "total") == "1.234.573"
    cell(grid, leased("Otobüs")).fill("6.600")  # a count has no decimals
    assert total(grid, "leased") == "6.603"
    cell(grid, leased("Otobüs")).fill("altı")  # the server will say what is wrong
    assert total(grid, "leased") == "?"
    assert text_of(grid.locator("[data-status]")) == "3 kaydedilmemiş değişiklik"


def test_a_block_of_figures_is_pasted_over_the_cells(grid: Page) -> None:
    copy(grid, "7\t1\n8\tbeş\n")
    cell(grid, owned("Kamyon")).focus()
    grid.keyboard.press("Control+V")
    assert cell(grid, owned("Otobüs")).input_value() == "8"
    assert cell(grid, leased("Otobüs")).input_value() == "beş"
    grid.get_by_role("button", name="Kaydet").click()
    assert text_of(grid.locator("[data-summary]")).startswith("1 hata var")
    assert cell(grid, leased("Otobüs")).input_value() == "beş"
    cell(grid, leased("Otobüs")).fill("2")

    copy(grid, "1\t2\t3\n" * 9)
    cell(grid, leased("Traktör")).focus()
    grid.keyboard.press("Control+V")
    rows = grid.locator("[data-rows] > tr").count()
    status = text_of(grid.locator("[data-status]"))
    assert status.endswith(f"Tabloya sığmayan satır: {9 - (rows - 2)}, sütun: 2.")


def test_a_block_with_names_is_shown_before_it_goes_anywhere(grid: Page) -> None:
    """Pasted over the cells of names, or of figures, at any row: names say where it goes."""
    copy(grid, "Otobüs\t8\t2\nGreyder\t1\t")
    cell(grid, owned("Kamyon")).fill("6")
    grid.locator("input[name$='.name']").first.focus()
    grid.keyboard.press("Control+V")
    grid.get_by_role("heading", name="Yapıştırma önizlemesi").wait_for()
    assert grid.locator(".keeping-box").count() == 0  # nothing was brought back over the preview
    assert cell(grid, owned("Kamyon")).input_value() == "6"
    assert cell(grid, owned("Otobüs")).input_value() == "8"
    assert grid.locator(".sheet-pasted").count() == 2
    assert _barriers(grid) == []
    grid.set_viewport_size({"width": 390, "height": 900})
    assert _barriers(grid) == []
    assert grid.evaluate("document.documentElement.scrollWidth") <= 390

    copy(grid, "Kamyon\t9")
    cell(grid, owned("Otobüs")).focus()
    grid.keyboard.press("Control+V")
    grid.wait_for_function("document.querySelectorAll('.sheet-pasted').length === 1")
    assert cell(grid, owned("Kamyon")).input_value() == "9"
    grid.get_by_label("Hepsi yeni satır olarak eklensin").check()
    grid.get_by_role("button", name="Kaydet").click()
    grid.get_by_text("değişiklik kaydedildi").wait_for()
    assert counts() == {"Kamyon": (9, None), "Otobüs": (8, 2), "Greyder": (1, None)}


def test_a_single_word_is_pasted_as_everywhere(grid: Page) -> None:
    copy(grid, "12")
    field = cell(grid, owned("Kamyon"))
    field.select_text()
    grid.keyboard.press("Control+V")
    assert field.input_value() == "12"


def test_a_row_can_be_added(grid: Page) -> None:
    rows = grid.locator("[data-rows] > tr").count()
    grid.get_by_role("button", name="Satır ekle").click()
    assert grid.locator("[data-rows] > tr").count() == rows + 1
    grid.keyboard.type("Greyder")
    grid.keyboard.press("Tab")
    grid.keyboard.type("2")
    grid.get_by_role("button", name="Kaydet").click()
    grid.get_by_text("1 değişiklik kaydedildi.").wait_for()
    assert counts()["Greyder"] == (2, None)


def test_leaving_with_unsaved_changes_is_asked_about(grid: Page, address: str) -> None:
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    grid.on("dialog", answer)
    grid.goto(address)
    assert asked == []
    cell(grid, owned("Kamyon")).focus()
    grid.keyboard.type("1")  # a page that nobody touched may not ask
    grid.goto(address)
    assert asked == ["beforeunload"]
    cell(grid, owned("Kamyon")).fill("6")
    grid.get_by_role("button", name="Kaydet").click()
    grid.get_by_text("1 değişiklik kaydedildi.").wait_for()
    assert asked == ["beforeunload"]


def test_two_people_settle_a_conflict(
    grid: Page, window: Callable[..., BrowserContext], colleague: Client, address: str
) -> None:
    other = window(colleague).new_page()
    other.goto(address)
    cell(other, owned("Kamyon")).fill("7")
    other.get_by_role("button", name="Kaydet").click()
    other.get_by_text("1 değişiklik kaydedildi.").wait_for()

    cell(grid, owned("Kamyon")).fill("8")
    cell(grid, leased("Otobüs")).fill("1")
    grid.get_by_role("button", name="Kaydet").click()
    choice = grid.get_by_role("group", name=owned("Kamyon"))
    assert "Örnek Other" in text_of(choice)
    assert _barriers(grid) == []
    choice.get_by_label("benimki").check()
    grid.get_by_role("button", name="Kaydet").click()
    grid.get_by_text("2 değişiklik kaydedildi.").wait_for()
    assert counts() == {"Kamyon": (8, None), "Otobüs": (3, 1)}


def test_it_all_works_without_scripts(
    window: Callable[..., BrowserContext], editor: Client, address: str
) -> None:
    page = window(editor, java_script_enabled=False).new_page()
    page.goto(address)
    assert not page.get_by_role("button", name="Satır ekle").is_visible()
    cell(page, owned("Kamyon")).fill("6")
    page.get_by_text("Excel'den yapıştır").click()
    page.get_by_label("Kopyalanan hücreler").fill("Otobüs\t9\t2\nGreyder\t1\t")
    page.get_by_role("button", name="Önizlemeyi göster").click()
    assert cell(page, owned("Otobüs")).input_value() == "9"
    assert counts()["Otobüs"] == (3, None)
    page.get_by_label("yeni satır olarak ekle", exact=True).check()
    page.get_by_role("button", name="Kaydet").click()
    page.get_by_text("4 değişiklik kaydedildi.").wait_for()
    assert counts() == {"Kamyon": (6, None), "Otobüs": (9, 2), "Greyder": (1, None)}


@pytest.mark.parametrize(("script", "width"), [(True, 1280), (False, 390)])
def test_a_finding_leads_to_its_cell_and_back(
    window: Callable[..., BrowserContext],
    editor: Client,
    wrong: dict[str, Vehicle],
    script: bool,
    width: int,
) -> None:
    """The cell is in sight and has the focus, so that what is typed stands in it."""
    page = window(editor, java_script_enabled=script).new_page()
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/yonetim/bulgular/2024/?duzey=error")
    # Two at the same column are one line, which opens without a script.
    page.locator("summary").filter(has_text="2 bulgu").click()
    line = page.locator("article").filter(has_text="Araç sayısı yanlış.")
    line.get_by_role("link", name="Veriyi aç").click()
    expect(cell(page, owned("Kamyon"))).to_be_focused()
    expect(cell(page, owned("Kamyon"))).to_be_in_viewport()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("6")
    page.get_by_role("button", name="Kaydet").click()
    page.get_by_text("1 değişiklik kaydedildi.").wait_for()
    assert counts()["Kamyon"] == (6, None)
    page.get_by_role("link", name="Bulgulara dön").click()
    page.wait_for_url("**/bulgular/2024/?duzey=error#bulgu-*")


@pytest.mark.parametrize("width", WIDTHS)
def test_no_barrier_and_no_scrolling_sideways(grid: Page, width: int) -> None:
    grid.set_viewport_size({"width": width, "height": 900})
    assert _barriers(grid) == []
    assert grid.evaluate("document.documentElement.scrollWidth") <= width
    cell(grid, owned("Kamyon")).fill("beş")
    grid.get_by_role("button", name="Kaydet").click()
    grid.locator("[data-summary]").wait_for()
    assert _barriers(grid) == []


def _barriers(page: Page) -> list[str]:
    """What axe finds in the sheet itself; the frame around it is the office's."""
    found = Axe().run(page, context=".sheet").response["violations"]
    return [f"{item['id']}: {item['nodes'][0]['html'][:200]}" for item in found]
