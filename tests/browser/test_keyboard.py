"""The public pages with the keyboard alone: nothing hidden, nothing out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .places import body_rows, number

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Scrolling to the focus takes a few frames; a second is more than it may need.
VISIBLE = """async () => {
  const element = document.activeElement, style = getComputedStyle(element);
  const seen = () => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth;
  };
  for (let wait = 0; wait < 20 && !seen(); wait++) {
    await new Promise(done => setTimeout(done, 50));
  }
  return {
    name: element.innerText || element.name || element.tagName,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    on_screen: seen(),
  };
}"""


def test_the_first_tab_offers_to_skip_to_the_content(page: Page) -> None:
    page.goto("/2024/")
    page.keyboard.press("Tab")
    first = page.evaluate(VISIBLE)
    page.keyboard.press("Enter")

    assert first == {"name": "İçeriğe geç", "outlined": True, "on_screen": True}
    assert page.evaluate("document.activeElement.id") == "icerik"


@pytest.mark.parametrize("address", ["/2024/", "/2024/veri/gider-ekonomik", "/2024/hedefler/"])
def test_the_focus_can_be_seen_at_every_stop(page: Page, address: str) -> None:
    page.goto(address)
    stops = []
    for _ in range(30):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(VISIBLE))

    assert [stop for stop in stops if not (stop["outlined"] and stop["on_screen"])] == []


def test_enter_on_a_heading_sorts_the_table(page: Page) -> None:
    page.goto("/2024/veri/mudurluk-butceleri")
    heading = page.locator("thead th").nth(1).get_by_role("link")
    for _ in range(60):
        page.keyboard.press("Tab")
        if heading.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**sirala=**")

    assert page.locator("thead th").nth(1).get_attribute("aria-sort") == "ascending"
    figures = [figure for row in body_rows(page) if (figure := number(row[1])) is not None]
    assert figures == sorted(figures)


def test_the_filter_is_sent_with_enter(page: Page) -> None:
    page.goto("/2024/veri/mudurluk-butceleri")
    page.get_by_label("Tabloda ara").focus()
    page.keyboard.type("itfaiye")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=itfaiye**")

    assert [row[0] for row in body_rows(page)] == ["İtfaiye Müdürlüğü"]
