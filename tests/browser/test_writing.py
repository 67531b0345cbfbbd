"""A text in a real browser: written with figures, kept when offline, talked about."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from reports.models import Narrative, Section, TextRemark
from tests.office.texts.conftest import Browser, browser, own_folder, people, report, section
from tests.office.texts.test_desk import figure, foreign

from .test_sheets import errors, window
from .test_word import fits

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

__all__ = [
    "browser",
    "errors",
    "figure",
    "foreign",
    "own_folder",
    "people",
    "report",
    "section",
    "window",
]

pytestmark = pytest.mark.django_db(transaction=True)


def looked_at(page: Page, context: str) -> None:
    """Both widths hold the page, and it is accessible."""
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert fits(page), width
    page.set_viewport_size({"width": 1366, "height": 900})
    found = Axe().run(page, context=context).response["violations"]
    assert [f"{item['id']}: {item['nodes'][0]['html'][:200]}" for item in found] == []


def choose(page: Page, name: str) -> None:
    """Take the first figure of the list; it takes no key in its first moment."""
    page.locator(".cm-tooltip-autocomplete li[aria-selected]", has_text=name).wait_for()
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")


def test_a_directorate_writes_its_text_and_talks_about_it(
    window: Callable[..., BrowserContext],
    browser: Browser,
    section: Section,
    figure: str,
    errors: list[str],
) -> None:
    context = window(browser("editor"))
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(section.get_absolute_url())
    page.get_by_role("link", name="Bölüm metni").first.click()
    editor = page.locator(".cm-content")
    editor.click()

    # A figure after two braces, found without Turkish letters, and one by the button.
    page.keyboard.type("Yılda {{ acilan yol")
    choose(page, "Açılan yol")
    page.keyboard.type(" metre yol; yani ")
    page.get_by_role("button", name="Rakam ekle").click()
    page.keyboard.type("acilan")
    choose(page, "Açılan yol")
    page.keyboard.type(" m, elle 1.240 m.")
    page.locator(".editor-figure").nth(1).wait_for()
    assert page.locator(".editor-figure").all_inner_texts() == ["1.240", "1.240"]
    shown = page.frame_locator("#onizleme")
    shown.get_by_text("Yılda 1.240 metre yol; yani 1.240 m, elle 1.240 m.").wait_for()

    # The typed number becomes a reference with one press.
    page.get_by_role("button", name="Yerine koy").first.press("Enter")
    page.locator(".editor-figure").nth(2).wait_for()
    looked_at(page, ".desk")

    # The connection is lost before anything was saved.
    context.set_offline(offline=True)
    page.keyboard.type("")
    editor.press("Control+End")
    page.keyboard.type(" Son söz.")
    page.wait_for_timeout(600)
    page.close()
    context.set_offline(offline=False)
    assert not Narrative.objects.exists()
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(reverse("admin:text_desk", args=[2024, section.code]))
    page.get_by_text("Kaydedilmemiş yazılanlar geri getirildi.").wait_for()
    page.get_by_role("button", name="Kaydet", exact=True).click()
    page.get_by_text("Metin kaydedildi.").wait_for()
    whole = figure.replace("decimal", "integer")
    written = f"Yılda {figure} metre yol; yani {figure} m, elle {whole} m. Son söz."
    assert Narrative.objects.get().body == written

    # The head asks about a passage, the editor answers.
    other = window(browser("head")).new_page()
    other.goto(page.url)
    other.get_by_text("Yeni not").click()
    other.get_by_label("Metindeki yer (isteğe bağlı)").fill("Son söz")
    other.get_by_label("Not", exact=True).fill("@ornek-editor neden?")
    other.get_by_role("button", name="Notu yaz").click()
    other.get_by_text("neden?").wait_for()
    page.reload()
    page.get_by_role("button", name="Yerini göster").click()
    assert page.evaluate("getSelection().toString()") == "Son söz"
    page.get_by_label("Yanıt", exact=True).fill("Örnek yanıt.")
    page.get_by_label("Not karşılandı").check()
    page.get_by_role("button", name="Yanıtı gönder").click()
    page.get_by_text("Karşılandı; yeniden aç").wait_for()
    assert TextRemark.objects.filter(settles=True).count() == 1

    # The draft is read by those who have a duty there, by nobody else.
    page.get_by_role("link", name="Taslakta oku").click()
    page.get_by_text("Yılda 1.240 metre yol").wait_for()
    looked_at(page, "body")
    stranger = window(browser("other")).new_page()
    answer = stranger.goto(page.url)
    assert answer is not None
    assert answer.status == 404


def test_without_scripts_the_desk_is_a_page_with_a_field(
    window: Callable[..., BrowserContext], browser: Browser, section: Section, figure: str
) -> None:
    page = window(browser("editor"), java_script_enabled=False).new_page()
    page.goto(reverse("admin:text_desk", args=[2024, section.code]))
    page.get_by_label("Metin", exact=True).fill(f"Yılda {figure} metre.")
    page.get_by_role("button", name="Önizle").click()
    page.frame_locator("#onizleme").get_by_text("Yılda 1.240 metre.").wait_for()
    page.get_by_role("button", name="Kaydet ve bölüme dön").click()
    page.get_by_text("Metin kaydedildi.").wait_for()

    assert Narrative.objects.get().body == f"Yılda {figure} metre."
