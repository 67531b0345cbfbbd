"""The page in a real browser: no accessibility fault, no sideways scrolling, usable by keyboard."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from reports.present.pdf.fields import FINANCE

from .conftest import Lab, keep, printed, publish, with_a_blank_page

pytestmark = pytest.mark.django_db(transaction=True)


def faults(page: Page, width: int) -> list[str]:
    found = Axe().run(page).response["violations"]
    wrong = [f"{item['id']}: {item['nodes'][0]['html'][:120]}" for item in found]
    across = page.evaluate("document.documentElement.scrollWidth")
    return wrong + ([f"{across} px wide"] if across > width else [])


@pytest.mark.parametrize("width", [390, 1280])
def test_form_code_and_verdicts(page: Page, width: int, lab: Lab, trusting: None) -> None:
    first = publish()
    own = printed(first)
    demo = lab.sign_both(own)
    keep(first, demo)
    second = publish(2, headlines=())
    current = printed(second)
    keep(second, current)
    files = {
        "good": (current, "Doğrulandı"),
        "superseded": (demo, "yerine 2. sürüm yayımlanmıştır"),
        "pages": (with_a_blank_page(current), "sayfaları farklıdır"),
        "changed": (printed(second, belge_json=b"{}"), "«belge.json» değiştirilmiştir"),
        "signed": (lab.sign(current, "mali", FINANCE), "yalnızca imza eklenmiştir"),
        "foreign": (b"hello", "portalın yayımladığı bir dosya değildir"),
    }
    page.set_viewport_size({"width": width, "height": 900})
    wrong: dict[str, list[str]] = {}
    for address in (
        "/dogrula/",
        "/dogrula/?kod=x",
        f"/dogrula/{first.sha256[:12]}/",
        f"/dogrula/{second.sha256[:12]}/",
        "/dogrula/000000000000/",
    ):
        page.goto(address)
        wrong[address] = faults(page, width)
    for name, (content, words) in files.items():
        page.goto("/dogrula/")
        page.get_by_label("Dosya seçilir veya kutuya bırakılır").set_input_files(
            {"name": "rapor.pdf", "mimeType": "application/pdf", "buffer": content}
        )
        page.get_by_role("button", name="Dosyayı doğrula").press("Enter")
        expect(page.locator("main")).to_contain_text(words)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        wrong[name] = faults(page, width)

    assert {place: what for place, what in wrong.items() if what} == {}


def test_a_code_typed_without_a_script(page: Page) -> None:
    first = publish()
    page.goto("/dogrula/")
    page.get_by_label("Sayfanın altındaki kod").fill(first.sha256[:12].upper())
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(f"/dogrula/{first.sha256[:12]}/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("1. sürümüne aittir")
