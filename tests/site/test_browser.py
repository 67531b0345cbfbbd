"""The pages in a real browser: no accessibility fault, no sideways scrolling, no broken policy."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from . import sample

ADDRESSES = [
    "/2024/",
    "/2024/icindekiler/",
    "/2024/bolum/iii-a-1-butce/",
    "/2024/veri/",
    "/2024/veri/gostergeler?q=a",
    "/2024/veri/gider-ekonomik?rakam=spent&enaz=x",
    "/2024/mudurlukler/",
    "/2024/mudurluk/ornek-isler/",
    "/2024/hedefler/?q=a",
    "/2024/gosterge/1-1-2/",
    "/2024/sozlesme/ornek-yol/",
    "/2024/v1/surumler/",
    "/hakkinda/",
    "/2024/yok/",
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_are_accessible_and_fit_the_screen(page: Page, width: int) -> None:
    sample.publish()
    corrected = sample.publish(sample.document(headlines=()), version=2, reason="Örnek gerekçe")
    sample.sign(corrected)
    page.set_viewport_size({"width": width, "height": 900})
    refused: list[str] = []
    page.on("console", lambda m: refused.append(m.text) if "Security Policy" in m.text else None)
    faults: dict[str, list[str]] = {}
    for address in ADDRESSES:
        page.goto(address)
        found = Axe().run(page).response["violations"]
        faults[address] = [f"{item['id']}: {item['nodes'][0]['html'][:120]}" for item in found]
        across = page.evaluate("document.documentElement.scrollWidth")
        if across > width:
            faults[address].append(f"{across} px wide")

    assert {address: what for address, what in faults.items() if what} == {}
    # axe itself adds a style element, which the policy refuses on some pages.
    assert [text for text in refused if "axe" not in text and "inline style" not in text] == []
