"""A directorate delivers: the editor's desk, the head's approval, the reviewer's note to a field,
the mended figure, the acceptance; an outsider learns of nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .office import open_correction, section_page, take
from .signing_in import sign_in
from .telling import text_of
from .test_sign_in import barriers

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .conftest import Portal

pytestmark = pytest.mark.postgresql("the portal as it runs: threads, sessions, two people")

SECTION = "2024/III.B.1/fen-isleri"
NOTE = "Örnek: ölçü birimi gözden geçirilmeli."


def _state(page: Page) -> str:
    return text_of(page.locator(".desk-state").first)


def test_a_section_goes_all_the_way_round(page: Page, portal: Portal) -> None:
    # The editor asks for the seal to be taken off; finance sees it on the desk and does it.
    sign_in(page, portal, "department-editor")
    page.goto("/yonetim/")
    assert "Fen İşleri Müdürlüğü" in text_of(page.locator("#content"))
    assert "Zabıta" not in text_of(page.locator("body"))
    page.get_by_role("link", name="Mührün kaldırılmasını iste").click()
    page.wait_for_url("**#ask")
    # The link opens the form; nothing has to be looked for.
    page.locator("form#ask [name=note]").fill("Örnek: bir birim yanlış yazılmış.")
    page.locator("form#ask button").click()
    page.get_by_text("Mührün kaldırılmasını iste: Fen İşleri Müdürlüğü.").wait_for()

    # A published report is changed under a correction alone.
    sign_in(page, portal, "publisher")
    open_correction(page, "2024", "rakam düzeltmesi", "Örnek: bir birim yanlış yazılmıştır.")
    sign_in(page, portal, "finance-editor")
    asked = page.get_by_role("region", name="Mühür kaldırma istekleri (1)")
    asked.get_by_role("link").click()
    page.wait_for_url("**#reopen")
    page.locator("form#reopen [name=note]").fill("Örnek: birim düzeltilecek.")
    page.locator("form#reopen button").click()
    page.wait_for_url("**" + section_page(SECTION, "page"))
    assert "Düzeltmeye açıldı" in _state(page)

    # Editor delivers, head approves, reviewer returns it to a field.
    sign_in(page, portal, "department-editor")
    take(page, SECTION, "submit")
    assert "müdür onayı bekliyor" in _state(page)
    sign_in(page, portal, "department-head")
    waiting = page.get_by_role("region", name="Onay bekleyen teslimler (1)")
    waiting.get_by_role("link").click()
    page.locator("form#approve button").click()
    page.wait_for_url("**" + section_page(SECTION, "page"))
    assert "müdür onayı bekliyor" not in _state(page)
    sign_in(page, portal, "reviewer")
    page.goto(section_page(SECTION, "return"))
    form = page.locator("form#return")
    form.locator("[name=place]").select_option("figures.otogar_new_buildings|unit")
    form.locator("[name=row]").fill("otogar binası")
    form.locator("button").click()
    assert text_of(form.get_by_role("alert")) == "Gerekçe yazılmalıdır."
    assert form.locator("[name=row]").input_value() == "otogar binası"
    form.locator("[name=note]").fill(NOTE)
    form.locator("button").click()
    page.wait_for_url("**" + section_page(SECTION, "page"))

    # The desk leads to the form, and the note stands at the field.
    sign_in(page, portal, "department-editor")
    notes = page.locator(".desk-notes").first
    assert NOTE in text_of(notes)
    notes.get_by_role("link", name="Otogar projesinin yapıları").click()
    page.wait_for_url("**/figuregroup/*/change/**")
    assert NOTE in text_of(page.get_by_role("region", name="Bölümün notları"))
    assert page.locator(".finding-input[name$=unit]").count() == 1

    # Delivered by the head it needs no approval; the reviewer accepts.
    sign_in(page, portal, "department-head")
    take(page, SECTION, "submit")
    sign_in(page, portal, "reviewer")
    take(page, SECTION, "accept")
    assert "Kabul edildi" in _state(page)
    page.goto(f"{section_page(SECTION)}gecmis/")
    told = text_of(page.locator(".story"))
    for step in ("kabul edildi", "iade edildi", "müdürce onaylandı", "düzeltmeye açıldı"):
        assert step in told
    assert NOTE in told


def test_the_pages_have_no_barrier_and_can_be_used_by_keyboard(page: Page, portal: Portal) -> None:
    sign_in(page, portal, "department-editor")
    for address in ("/yonetim/", section_page(SECTION), f"{section_page(SECTION)}gecmis/"):
        page.goto(address)
        page.evaluate("document.querySelectorAll('#content details').forEach(d => d.open = true)")
        assert barriers(page) == []
    page.goto(section_page(SECTION))
    page.locator(".desk-step summary", has_text="Not ekle").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "note"


def test_the_page_of_freezing_has_no_barrier(page: Page, portal: Portal) -> None:
    sign_in(page, portal, "publisher")
    page.goto("/yonetim/reports/report/2024/yayimla/")
    assert barriers(page) == []


def test_another_directorate_is_not_found(page: Page, portal: Portal) -> None:
    sign_in(page, portal, "department-editor")

    for address in ("2024/III.B.1/zabita/", "2024/III.B.1/zabita/gecmis/", "2024/I.C.1/"):
        answer = page.request.get(f"/yonetim/bolum/{address}")
        assert answer.status == 404
