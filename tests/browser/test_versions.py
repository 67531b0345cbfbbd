"""A correction: a figure changes in the office, a second version says why, the first one stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .places import heads, number, texts

if TYPE_CHECKING:
    from playwright.sync_api import Page


pytestmark = pytest.mark.xdist_group("portal")

REASON = "Bir greyderin yıl içinde satın alındığı araç kayıtlarından anlaşılmıştır."
GREYDER = "#satir-greyder td"
ACCEPTED = "Basılı rapordan sonra düzeltilmiştir."


def test_a_correction_becomes_a_second_version_that_names_its_reason(staff: Page) -> None:
    staff.goto("/2024/veri/araclar")
    assert texts(staff.locator(GREYDER)) == ["2", "0", "2"]
    total_before = number(texts(staff.locator("#satir-total td"))[-1])

    _edit_owned("3", staff)
    assert staff.locator("#result_list tbody tr td").last.inner_text() == "3"

    # Until it is published, the public sees the old figure.
    staff.goto("/2024/veri/araclar")
    assert texts(staff.locator(GREYDER)) == ["2", "0", "2"]

    staff.goto("/yonetim/reports/report/2024/change/")
    staff.get_by_role("link", name="Yayımla", exact=True).first.click()
    staff.wait_for_url("**/yayimla/")
    assert "Son yayım: sürüm 1," in staff.locator("body").inner_text()

    # The printed report still says the old figure; somebody has to answer for the difference.
    publish = staff.get_by_role("button", name="Sürüm 2 olarak yayımla")
    errors = staff.get_by_role("region", name="Yayımı engelleyen hatalar")
    assert "Greyder" in errors.inner_text()
    while errors.count():
        errors.get_by_role("link", name="Gerekçeyle kabul et").first.click()
        staff.locator("[name=reason]").fill(ACCEPTED)
        staff.get_by_role("button", name="Kabul et").click()
        staff.wait_for_load_state()
        staff.goto("/yonetim/reports/report/2024/yayimla/")

    publish.click()
    alert = staff.get_by_role("alert").first
    assert alert.inner_text() == "Yayımlanmış bir rapor düzeltilirken gerekçe yazılmalıdır."
    staff.locator("[name=reason]").fill(REASON)
    publish.click()
    staff.wait_for_url("**/publication/*/change/", timeout=60_000)

    staff.goto("/2024/veri/araclar")
    assert heads(staff) == ["Taşıtın cinsi", "Belediyeye ait", "Kiralık", "Toplam"]
    assert texts(staff.locator(GREYDER)) == ["3", "0", "3"]
    assert total_before is not None
    assert number(texts(staff.locator("#satir-total td"))[-1]) == total_before + 1

    staff.goto("/2024/v1/veri/araclar")
    assert texts(staff.locator(GREYDER)) == ["2", "0", "2"]
    notice = staff.get_by_role("complementary", name="Sürüm uyarısı")
    assert "raporun 1. sürümünü gösterir" in notice.inner_text()
    notice.get_by_role("link").click()
    staff.wait_for_url("**/2024/")

    staff.goto("/2024/surumler/")
    versions = [texts(row.locator("th, td")) for row in staff.locator("tbody tr").all()]
    assert [line[0] for line in versions] == ["Sürüm 2 (güncel)", "Sürüm 1"]
    assert [line[2] for line in versions] == [REASON, "İlk yayım"]

    # Nothing has changed since, so there is nothing to publish.
    staff.goto("/yonetim/reports/report/2024/yayimla/")
    staff.locator("[name=reason]").fill("Yeniden")
    staff.get_by_role("button", name="Sürüm 3 olarak yayımla").click()
    staff.get_by_text("bugünkü veriler aynı; yayımlanacak bir değişiklik yok").wait_for(
        timeout=60_000
    )


def _edit_owned(count: str, staff: Page) -> None:
    staff.goto("/yonetim/departments/vehicle/?q=greyder")
    staff.locator("#result_list th a", has_text="Greyder").click()
    staff.wait_for_url("**/change/**")
    staff.locator("[name=owned]").fill(count)
    staff.locator("button[name=_save]").click()
    staff.wait_for_url("**/vehicle/?**")
