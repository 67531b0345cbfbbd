"""What is typed outlives the session: kept in the browser, brought back, removed in time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session as StoredSession
from django.test import Client
from pytest_django import Settings

from tests.collect.sheets.test_saving import counts, leased, owned

from .test_sheets import (
    _barriers,
    address,
    assignment,
    browser,
    cell,
    colleague,
    desk_rules,
    editor,
    errors,
    garage,
    grid,
    people,
    report,
    section,
    shared,
    stands,
    vehicles,
    window,
)

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Dialog, Page

__all__ = [
    "address",
    "assignment",
    "browser",
    "colleague",
    "desk_rules",
    "editor",
    "errors",
    "garage",
    "grid",
    "people",
    "report",
    "section",
    "shared",
    "stands",
    "vehicles",
    "window",
]

pytestmark = pytest.mark.django_db(transaction=True)

RESTORED = "Kaydedilmemiş yazılanlar geri getirildi."


def kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('kars:'))")
    return found


def typed(page: Page) -> None:
    """Two cells and a row of its own, and the moment in which they are kept."""
    cell(page, owned("Kamyon")).fill("61")
    cell(page, leased("Otobüs")).fill("beş")
    page.get_by_role("button", name="Satır ekle").click()
    page.keyboard.type("Greyder")
    page.wait_for_function("JSON.stringify(localStorage).includes('Greyder')")


def test_a_lost_session_loses_nothing(grid: Page, address: str) -> None:
    typed(grid)
    StoredSession.objects.all().delete()
    grid.on("dialog", lambda dialog: dialog.accept())
    grid.get_by_role("button", name="Kaydet").click()
    grid.locator("#id_username").fill("ornek-editor")
    grid.locator("#id_password").fill("x")
    grid.locator("#id_password").press("Enter")
    grid.get_by_text(RESTORED).wait_for()
    assert grid.url.endswith(address)
    assert cell(grid, owned("Kamyon")).input_value() == "61"
    assert cell(grid, leased("Otobüs")).input_value() == "beş"
    assert grid.locator("input[name$='.name'][value='']").count() >= 1
    assert _barriers(grid) == []
    for width in (1366, 390):
        grid.set_viewport_size({"width": width, "height": 900})
        assert grid.evaluate("document.documentElement.scrollWidth") <= width

    grid.get_by_role("button", name="Kaydet").click()
    grid.locator("[data-summary]").wait_for()
    assert len(kept(grid)) == 1  # the server has refused it: it is kept on
    cell(grid, leased("Otobüs")).fill("2")
    grid.get_by_role("button", name="Kaydet").click()
    grid.get_by_text("değişiklik kaydedildi").wait_for()
    assert kept(grid) == []
    assert counts() == {"Kamyon": (61, None), "Otobüs": (3, 2), "Greyder": (None, None)}


def test_what_is_kept_belongs_to_one_person_and_leaves_with_them(
    grid: Page, window: Callable[..., BrowserContext], colleague: Client, address: str
) -> None:
    typed(grid)
    grid.on("dialog", lambda dialog: dialog.accept())
    mine = grid.context.cookies()
    theirs = [
        {**each, "value": colleague.cookies["sessionid"].value}
        for each in mine
        if each["name"] == "sessionid"
    ]
    grid.context.add_cookies(theirs)  # type: ignore[arg-type]
    grid.goto(address)
    assert cell(grid, owned("Kamyon")).input_value() == "5"
    assert not grid.get_by_text(RESTORED).is_visible()

    grid.context.add_cookies(mine)  # type: ignore[arg-type]
    grid.goto(address)
    grid.get_by_text(RESTORED).wait_for()
    grid.evaluate("document.getElementById('logout-form').requestSubmit()")
    grid.wait_for_url("**/yonetim/logout/")
    assert kept(grid) == []


def test_what_was_kept_can_be_dropped(grid: Page, address: str) -> None:
    typed(grid)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    grid.on("dialog", answer)
    grid.goto(address)
    grid.get_by_role("button", name="Yazılanları bırak").click()
    grid.wait_for_function("!document.querySelector('.keeping-box')")
    assert cell(grid, owned("Kamyon")).input_value() == "5"
    assert kept(grid) == []
    assert asked == ["beforeunload"]


def test_the_end_is_announced_and_can_be_put_off(
    grid: Page, settings: Settings, address: str
) -> None:
    assert grid.locator(".keeping-session").count() == 0
    settings.SESSION_IDLE_MINUTES = 4
    grid.goto(address)
    box = grid.locator(".keeping-session")
    box.get_by_text("beş dakikadan kısa").wait_for()
    settings.SESSION_IDLE_MINUTES = 60
    box.get_by_role("button", name="Oturumu sürdür").click()
    box.wait_for(state="detached")


def test_a_form_is_brought_back_as_a_sheet_is(grid: Page) -> None:
    """Forms and lists have templates of their own, with footers of their own."""
    path = "/yonetim/departments/vehicle/add/?year=2024"
    grid.goto(grid.url.partition("/yonetim/")[0] + path)
    grid.locator("#id_name").fill("Örnek greyder")
    grid.wait_for_function("JSON.stringify(localStorage).includes('greyder')")
    StoredSession.objects.all().delete()
    grid.on("dialog", lambda dialog: dialog.accept())
    grid.get_by_role("button", name="Kaydet", exact=True).click()
    grid.locator("#id_username").fill("ornek-editor")
    grid.locator("#id_password").fill("x")
    grid.locator("#id_password").press("Enter")
    grid.get_by_text(RESTORED).wait_for()
    assert path in grid.url
    assert grid.locator("#id_name").input_value() == "Örnek greyder"
