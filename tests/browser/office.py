"""Steps of sections and of the report, taken on their pages as staff do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

REASON = "Örnek: yayımdan sonra düzeltilecek bir rakam var."


def section_page(section: str, step: str = "") -> str:
    """`section` is year and code: `2024/I.C.1`."""
    return f"/yonetim/bolum/{section}/" + (f"#{step}" if step else "")


def take(page: Page, section: str, step: str, **fields: str) -> None:
    """Take a step of a section on its page; it has to be offered and to succeed."""
    page.goto(section_page(section, step))
    form = page.locator(f"form#{step}")
    for name, value in fields.items():
        form.locator(f"[name={name}]").fill(value)
    untouched = form.locator("[name=nothing]")
    if untouched.count():
        untouched.check()
    form.locator("button[type=submit]").click()
    page.wait_for_url("**" + section_page(section, "page"))


def open_correction(page: Page, year: str, kind: str, reason: str) -> None:
    """Open a correction of a published year on its page."""
    page.goto(f"/yonetim/duzeltmeler/?yil={year}")
    page.locator("summary", has_text="Düzeltme aç").click()
    page.locator("[name=kind]").select_option(label=kind)
    page.locator("[name=reason]").fill(reason)
    page.get_by_role("button", name="Düzeltme aç").click()
    page.get_by_text(" açıldı.").first.wait_for()


def open_again(page: Page, section: str, reason: str = REASON) -> None:
    """Open a section of a published year under its newest correction, opened where there is none.

    The page of a person who may open corrections and sections is needed.
    """
    year = section.partition("/")[0]
    page.goto(section_page(section))
    if page.locator("form#reopen").count() == 0:
        take(page, section, "return", note=reason)
        return
    if page.locator("form#reopen [name=correction] option").count() == 0:
        open_correction(page, year, "rakam düzeltmesi", reason)
    take(page, section, "reopen")


@contextmanager
def opened(page: Page, section: str) -> Iterator[None]:
    """A section that is open inside and accepted again afterwards; nothing of it may change."""
    open_again(page, section)
    yield
    take(page, section, "submit")
    take(page, section, "accept")


def freeze(page: Page, year: str) -> None:
    """Freeze the report of a year; nothing may stand in the way."""
    page.goto(f"/yonetim/reports/report/{year}/yayimla/")
    page.get_by_role("button", name="Raporu dondur").click()
    page.get_by_text("Rapor donduruldu; bölümler mühürlendi.").wait_for(timeout=60_000)


def publish(page: Page, version: int) -> None:
    """Publish the frozen report on whose page one is."""
    page.get_by_role("button", name=f"Sürüm {version} olarak yayımla").click()
    page.wait_for_url("**/publication/*/change/", timeout=60_000)
