"""An error from the keyboard to the public page: seen at the form, in the way, accepted, published.

It happens in a year of its own, before any strategic plan, so that nothing else is found in it and
the versions of 2024 stay those of the other tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .office import freeze, publish
from .places import texts
from .telling import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .conftest import Portal

YEAR = "2018"
CODE = "DEP-001"
# No reason stands for a declaration that lacks.
DECLARED = f"""
from reports.models import FiscalYear
from tests.declaring import whole
whole(FiscalYear.objects.get(year={YEAR}))
"""
LACKING = "Örnek yılın bu kaydı yoktur."
REASON = "Garajın açık alanı yıl içinde genişletilmiş, tapu kaydı henüz yenilenmemiştir."


def test_an_error_is_seen_at_once_stops_publishing_and_is_accepted_in_public(
    staff: Page, portal: Portal
) -> None:
    _open_a_year(staff)
    portal.manage("shell", "-v0", "-c", DECLARED)
    statutory = _accept_what_the_year_lacks(staff)

    # The form that opens after the save knows already.
    staff.goto("/yonetim/departments/facility/add/")
    staff.locator("[name=year]").select_option(YEAR)
    for name, value in (("name", "Garaj"), ("area", "100"), ("closed_area", "40")):
        staff.locator(f"[name={name}]").fill(value)
    _save(staff)
    assert staff.locator(".findings-banner").count() == 0
    staff.locator("[name=open_area]").fill("100")
    _save(staff)
    banner = staff.get_by_role("region", name="Bu kayıttaki bulgular")
    assert "1 açık hata" in text_of(banner)
    assert "Garaj: Alan 100 m²" in text_of(banner)
    assert CODE in text_of(staff.locator(".finding-note--error"))
    assert staff.locator("[name=area].finding-input--error").count() == 1

    # So does the list of the table, and the desk.
    staff.goto(f"/yonetim/departments/facility/?year__year__exact={YEAR}")
    summary = staff.get_by_role("region", name="Bu tablodaki bulgular")
    assert "1 açık hata" in text_of(summary)
    staff.goto(f"/yonetim/bulgular/{YEAR}/?duzey=error")
    assert texts(staff.locator("article .finding__state")) == ["Açık hata"]

    # Freezing is refused, with the code and the way to it.
    staff.goto(f"/yonetim/reports/report/{YEAR}/yayimla/")
    known = staff.get_by_role("region", name="Yayımı engelleyen hatalar")
    assert "1 açık hata var" in text_of(known)
    staff.get_by_role("button", name="Raporu dondur").click()
    refusal = staff.get_by_role("alert").filter(has_text="1 açık hata var")
    refusal.get_by_role("link", name=CODE).click()

    # Without a reason nothing is accepted.
    staff.get_by_role("button", name="Kabul et").click()
    assert text_of(staff.get_by_role("alert")) == "Gerekçe yazılmadan bulgu kabul edilemez."
    staff.locator("[name=reason]").fill(REASON)
    staff.get_by_role("button", name="Kabul et").click()
    # Back to where the finding was met, with its other conditions.
    staff.wait_for_url(f"**/report/{YEAR}/yayimla/")
    assert f"{CODE} bulgusu gerekçesiyle kabul edildi." in text_of(staff.locator("body"))

    staff.goto(f"/yonetim/reports/report/{YEAR}/yayimla/")
    content = text_of(staff.locator("#content"))
    assert f"{statutory + 1} bulgu gerekçesiyle kabul edilmiştir" in content
    freeze(staff, YEAR)
    publish(staff, 1)

    staff.goto(f"/{YEAR}/mutabakat/")
    public = text_of(staff.locator("main"))
    assert CODE in public
    assert REASON in public


def _accept_what_the_year_lacks(staff: Page) -> int:
    """A year without debts and balance sheet is not published in silence."""
    desk = f"/yonetim/bulgular/{YEAR}/?duzey=error"
    accepted = 0
    while True:
        staff.goto(desk)
        # Equal ones are one line that opens to all.
        for line in staff.locator("details.finding-alike > summary").all():
            line.click()
        found = staff.locator("article").filter(has_text="Açık hata").get_by_role("link")
        if found.count() == 0:
            return accepted
        assert accepted < 20
        found.first.click()
        staff.locator("[name=reason]").fill(LACKING)
        staff.get_by_role("button", name="Kabul et").click()
        staff.wait_for_url(f"**/bulgular/{YEAR}/?duzey=error")
        accepted += 1


def _open_a_year(staff: Page) -> None:
    staff.goto("/yonetim/reports/fiscalyear/add/")
    staff.locator("[name=year]").fill(YEAR)
    staff.locator("button[name=_save]").click()
    staff.wait_for_url("**/fiscalyear/")
    staff.goto("/yonetim/reports/report/add/")
    staff.locator("[name=year]").select_option(YEAR)
    staff.locator("[name=institution]").fill("Kars Belediyesi")
    staff.locator("[name=title]").fill(f"{YEAR} Yılı Faaliyet Raporu")
    staff.locator("button[name=_save]").click()
    staff.wait_for_url("**/report/")


def _save(staff: Page) -> None:
    staff.locator("button[name=_continue]").click()
    staff.wait_for_load_state()
    staff.wait_for_url("**/facility/*/change/")
