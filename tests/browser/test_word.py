"""A Word file in a real browser: upload, choices, confirmation by the keyboard, at two widths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from departments.models import FreeTable
from reports.models import Narrative, Section
from tests.collect.wording.made import docx, paragraph, run, table
from tests.office.texts.conftest import (
    Browser,
    browser,
    own_folder,
    people,
    report,
    section,
    written,
)
from tests.office.texts.test_word import thirteen

from .test_sheets import errors, window

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from departments.models import KeyFigure

__all__ = [
    "browser",
    "errors",
    "own_folder",
    "people",
    "report",
    "section",
    "thirteen",
    "window",
    "written",
]

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (1366, 390)
BODY = (
    paragraph("Örnek ", run("koyu", "<w:b/>"), " söz: yıl içinde 13 iş bitti."),
    paragraph("Örnek tablo"),
    table(
        ("Ad", "Ölçüm", "Tutar (TL)"),
        ("Örnek bir", "6.600", "1.250.000,50"),
        ("Örnek iki", "1.250", "3,00"),
    ),
)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def looked_at(page: Page) -> None:
    """Both widths hold the page, and it is accessible."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert fits(page), width
    found = Axe().run(page, context=".desk").response["violations"]
    assert [f"{item['id']}: {item['nodes'][0]['html'][:200]}" for item in found] == []


def test_a_text_comes_from_word_by_the_keyboard(
    window: Callable[..., BrowserContext],
    browser: Browser,
    section: Section,
    written: Narrative,
    thirteen: KeyFigure,
    errors: list[str],
    tmp_path: Path,
) -> None:
    page = window(browser("editor")).new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(reverse("admin:text_from_word", args=[2024, section.code]))
    file = tmp_path / "ornek.docx"
    file.write_bytes(docx(*BODY))
    page.get_by_label("Word belgesi (.docx)").set_input_files(file)
    page.get_by_role("button", name="Belgeye bak").press("Enter")
    page.get_by_text("Belge okundu; aşağıdaki sonuç henüz kaydedilmedi.").wait_for()
    looked_at(page)

    page.locator("[name=atif]").press("Space")
    page.get_by_role("checkbox", name="Tablo 1: Örnek tablo").press("Space")
    page.get_by_role("button", name="Seçimlerle yeniden göster").press("Enter")
    page.get_by_text("«Ölçüm» sütununun türü seçilmelidir.").wait_for()
    assert page.get_by_role("button", name="Onayla ve kaydet").count() == 0
    page.locator("[name=tablo-1-2]").select_option("integer")
    page.get_by_role("button", name="Seçimlerle yeniden göster").press("Enter")
    page.get_by_role("button", name="Onayla ve kaydet").wait_for()
    looked_at(page)
    page.get_by_role("button", name="Onayla ve kaydet").press("Enter")
    page.get_by_text("Word belgesinden alınan metin kaydedildi.").wait_for()

    assert "yıl içinde {{ figures.ornek." in Narrative.objects.get().body
    assert FreeTable.objects.get().rows.count() == 2
