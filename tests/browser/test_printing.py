"""A page printed from the browser: no column and no value is lost, whichever way the paper lies."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest

from .telling import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .conftest import Portal

WIDEST = ("sozlesmeler", "gider-ekonomik", "gostergeler")
"""25, 15 and 12 columns, most of them in figures or in long texts."""

TOKEN = re.compile(r"%?\d[\d.,]*\d|\w+")
BOX = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">')
WORD = re.compile(r'xMin="(-?[\d.]+)" yMin="[\d.-]+" xMax="(-?[\d.]+)" yMax="[\d.-]+">(.*?)</word>')


def tokens(text: str) -> Counter[str]:
    return Counter(TOKEN.findall(normalize("NFKC", text)))


def printed(page: Page, file: Path, *, sideways: bool) -> tuple[str, list[str]]:
    """The text of the pages, and words that stand out of one."""
    page.pdf(path=file, format="A4", landscape=sideways)
    found = subprocess.run(
        ["pdftotext", "-bbox", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    words, outside = [], []
    for sheet in found.split("<page ")[1:]:
        box = BOX.match(f"<page {sheet}")
        assert box
        assert (float(box[1]) > float(box[2])) is sideways
        for left, right, word in WORD.findall(sheet):
            words.append(word)
            if float(left) < 0 or float(right) > float(box[1]):
                outside.append(word)
    return " ".join(words), outside


@pytest.mark.parametrize("sideways", [False, True], ids=["upright", "on its side"])
@pytest.mark.parametrize("slug", WIDEST)
def test_a_wide_table_is_printed_whole(
    page: Page, portal: Portal, tmp_path: Path, slug: str, sideways: bool
) -> None:
    address = f"/2024/veri/{slug}"
    page.goto(address)
    table = page.locator(".table__scroll table").first
    cells = table.locator("th, td").all_text_contents()
    version = text_of(page.locator(".footer p").first)

    text, outside = printed(page, tmp_path / "sayfa.pdf", sideways=sideways)

    assert len(cells) > 100
    assert tokens(" ".join(cells)) - tokens(text) == Counter()
    assert outside == []
    # Which page of which version it is, and nothing that only a screen needs.
    assert f"{portal.url}{address}" in text
    assert re.search(r"Sürüm \d+, yayım tarihi \d\d\.\d\d\.\d{4}", version)
    assert " ".join(version.split("Bu sürümün")[0].split()) in text
    for link in ("Personel girişi", "İçindekiler", "English", "Süzgeç"):
        assert link not in text


def test_charts_are_printed_wide(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto("/2024/grafikler/")
    page.emulate_media(media="print")

    assert page.locator(".chart__wide svg:visible").count() == page.locator(".chart").count() > 10
    assert page.locator(".chart__narrow svg:visible").count() == 0
