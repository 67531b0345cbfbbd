"""Charts on phones and on a desk: none is cut, all can be read, and each has one name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from .telling import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHARTS = "/2024/grafikler/"
LEAST_PIXELS = 11

SHOWN = """() => [...document.querySelectorAll(".chart")].map(chart => {
  const box = chart.getBoundingClientRect();
  const shown = [...chart.querySelectorAll("svg")].filter(svg => svg.checkVisibility());
  return {
    id: chart.id,
    shown: shown.length,
    is_narrow: shown.every(svg => svg.closest(".chart__narrow")),
    over: Math.max(...shown.map(svg => svg.getBoundingClientRect().right)) - box.right,
    cut: shown.some(svg => [...svg.querySelectorAll("text")].some(text => {
      const words = text.getBoundingClientRect(), whole = svg.getBoundingClientRect();
      return words.right > whole.right + 1 || words.left < whole.left - 1;
    })),
    smallest: Math.min(...shown.flatMap(svg => [...svg.querySelectorAll("text")].map(text => {
      const scale = text.getScreenCTM();
      return parseFloat(getComputedStyle(text).fontSize) * Math.hypot(scale.c, scale.d);
    }))),
  };
})"""


@pytest.mark.parametrize(("width", "is_narrow"), [(320, True), (390, True), (1366, False)])
def test_no_chart_is_cut_and_its_words_can_be_read(page: Page, width: int, is_narrow: bool) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(CHARTS)

    found = page.evaluate(SHOWN)

    assert len(found) > 10
    assert [c for c in found if c["shown"] != 1 or c["is_narrow"] != is_narrow] == []
    assert [c for c in found if c["over"] > 0 or c["cut"]] == []
    assert [c for c in found if c["smallest"] < LEAST_PIXELS] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_screen_reader_meets_each_chart_once(page: Page) -> None:
    page.goto(CHARTS)
    titles = [text_of(title) for title in page.locator(".chart__title").all()]

    pictures = page.locator("main").get_by_role("img")

    assert titles
    for width in (1366, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert pictures.count() == len(titles)
    for title, picture in zip(titles, pictures.all(), strict=True):
        expect(picture).to_have_accessible_name(title)
        expect(picture).to_have_accessible_description(re.compile("grafik"))
