"""Public pages on a desk and on a phone: no sideways scrolling, no barrier that axe knows of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from .places import PAGES
from .telling import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

BARRIERS = {"serious", "critical"}


@pytest.mark.parametrize("width", [390, 1280])
def test_no_public_page_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    wider = {}
    for address in PAGES:
        page.goto(address)
        across = page.evaluate("document.documentElement.scrollWidth")
        if across > width:
            wider[address] = across

    assert wider == {}


@pytest.mark.parametrize("width", [390, 1280])
def test_no_public_page_has_a_serious_barrier(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    barriers: dict[str, list[str]] = {}
    for address in PAGES:
        page.goto(address)
        found = [
            f"{violation['id']}: {violation['nodes'][0]['html'][:160]}"
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in BARRIERS
        ]
        if found:
            barriers[address] = found

    assert barriers == {}


@pytest.mark.parametrize("width", [390, 1280])
def test_every_public_page_has_one_title_of_its_own(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    titles = []
    headings = []
    for address in PAGES:
        page.goto(address)
        titles.append(page.title())
        headings.append(page.locator("h1").count())

    assert len(set(titles)) == len(PAGES)
    assert set(headings) == {1}


@pytest.mark.parametrize("width", [390, 1366])
def test_the_form_of_an_account_does_not_scroll_sideways(staff: Page, width: int) -> None:
    """Each role stands with its sentence; on the way there, headings begin as Turkish words do."""
    staff.set_viewport_size({"width": width, "height": 900})
    staff.goto("/yonetim/auth/user/")
    assert "Iki" not in text_of(staff.locator("body"))
    cell = staff.locator("td[data-label='iki adımlı giriş']").first
    assert cell.evaluate("e => getComputedStyle(e, '::before').textTransform") == "none"
    staff.get_by_role("link", name="department-head").click()
    staff.get_by_label("Denetçi Bütün kayıtları görür, hiçbirini değiştirmez.").wait_for()

    assert staff.evaluate("document.documentElement.scrollWidth") <= width
