"""The board in Chromium: choose, extend, remind; on a phone as cards; without JavaScript too."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .signing_in import sign_in
from .telling import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from .conftest import Portal

BOARD = "/yonetim/pano/?yil=2019"
PHONE = {"width": 390, "height": 844}

COLLECT = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from reports.collect.calendar.milestones import create_milestones
from reports.models import FiscalYear, Report, Section
from reports.collect.workflow.actions import open_sections
year, _ = FiscalYear.objects.get_or_create(year=2019)
Report.objects.get_or_create(year=year, institution="Örnek Belediyesi", title="Örnek rapor")
open_sections(year)
create_milestones(year)
User.objects.filter(username="finance-editor").update(email="mali@ornek.test")
due = timezone.localdate() - timedelta(days=1)
Section.objects.filter(year=year).update(due_on=due + timedelta(days=30))
Section.objects.filter(year=year, code="I.A").update(due_on=due)
"""


@pytest.fixture(scope="module", autouse=True)
def collected_year(portal: Portal) -> None:
    """An earlier year that is being collected, whose first section was due yesterday.

    Not a later one: 2024 stays the year in work for the other tests.
    """
    portal.manage("shell", "-c", COLLECT)


def _mails(portal: Portal) -> list[str]:
    folder = Path(portal.env["KARS_DATA_DIR"]) / "mail"
    found = []
    for file in sorted(folder.glob("*.log")) if folder.exists() else []:
        for part in file.read_bytes().split(b"-" * 79):
            if part.strip():
                found.append(message_from_bytes(part.strip(), policy=policy.default).as_string())
    return found


def test_finance_extends_and_reminds(page: Page, portal: Portal) -> None:
    sign_in(page, portal, "finance-editor")
    page.goto(f"{BOARD}&gecikmis=on")
    assert "1 gün gecikti" in text_of(page.locator(".board"))

    late = page.locator(".board__line")
    assert late.count() == 1
    before = len(_mails(portal))
    late.get_by_role("button", name="Hatırlat").click()
    page.get_by_text("Hatırlatma gönderildi").wait_for()
    assert len(_mails(portal)) == before + 1

    page.locator("[data-board-all]").check()
    assert page.locator('input[name="bolum"]').is_checked()
    page.fill("input[name=due_on]", "2099-03-15")
    page.get_by_role("button", name="Süreyi uzat").click()
    assert "Gerekçe" in text_of(page.locator("#board-errors"))
    assert page.locator('input[name="bolum"]').is_checked()
    page.fill("input[name=note]", "Örnek gerekçe")
    page.get_by_role("button", name="Süreyi uzat").click()
    page.get_by_text("1 bölümün süresi uzatıldı.").wait_for()

    page.goto(f"{BOARD}&sirala=bolum")
    assert "15.03.2099" in text_of(page.locator(".board__line", has_text="I.A").first)


def test_on_a_phone_nothing_runs_out_of_the_page(page: Page, portal: Portal) -> None:
    sign_in(page, portal, "finance-editor")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for address in (BOARD, "/yonetim/takvim/?yil=2019", "/yonetim/pano/hatirlat/?yil=2019"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_javascript_a_section_is_chosen_by_its_own_box(
    chromium: Browser, page: Page, portal: Portal
) -> None:
    sign_in(page, portal, "finance-editor")
    context = chromium.new_context(base_url=portal.url, java_script_enabled=False, locale="tr-TR")
    context.add_cookies(portal.sessions["finance-editor"])
    plain = context.new_page()
    plain.goto(f"{BOARD}&sirala=bolum")

    assert not plain.locator("[data-board-all]").is_visible()
    # Not the one that is late: another test extends that.
    plain.locator('input[name="bolum"]').last.check()
    plain.fill("input[name=due_on]", "2099-04-15")
    plain.fill("input[name=note]", "Örnek gerekçe")
    plain.get_by_role("button", name="Süreyi uzat").click()
    assert "1 bölümün süresi uzatıldı." in text_of(plain.locator("body"))
    context.close()
