"""A correction: a sealed section is opened, a figure changes, somebody else accepts it.

The report is frozen again; a second version says why, and the first one stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from .conftest import running
from .office import freeze, open_again, open_correction, publish, section_page, take
from .places import heads, number, texts
from .signing_in import sign_in
from .telling import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from .conftest import Portal

REASON = "Bir greyderin yıl içinde satın alındığı araç kayıtlarından anlaşılmıştır."
SECTION = "2024/I.C.1"
GREYDER = "#satir-greyder td"
ACCEPTED = "Basılı rapordan sonra düzeltilmiştir."


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, run_folder: Path) -> Iterator[Portal]:
    """One of its own: here no correction was opened yet."""
    with running(tmp_path_factory.mktemp("versions"), run_folder) as portal:
        yield portal


def test_a_correction_becomes_a_second_version_that_names_its_reason(
    staff: Page, portal: Portal
) -> None:
    staff.goto("/2024/veri/araclar")
    assert texts(staff.locator(GREYDER)) == ["2", "0", "2"]
    total_before = number(texts(staff.locator("#satir-total td"))[-1])

    # What is sealed is opened under a correction with a public reason.
    staff.goto(section_page(SECTION))
    staff.locator("summary", has_text="Düzeltmeye aç").click()
    staff.locator("form#reopen button[type=submit]").click()
    assert "önce düzeltme açılmalıdır" in text_of(staff.locator("form#reopen"))
    open_again(staff, SECTION, REASON)
    staff.goto(section_page(SECTION))
    assert f"Düzeltme 2024/1 (rakam düzeltmesi): {REASON}" in text_of(staff.locator("body"))
    _edit_owned("3", staff)
    assert text_of(staff.locator("#result_list tbody tr td").last) == "3"

    # Until it is published, the public sees the old figure.
    staff.goto("/2024/veri/araclar")
    assert texts(staff.locator(GREYDER)) == ["2", "0", "2"]

    staff.goto("/yonetim/reports/report/2024/change/")
    staff.get_by_role("link", name="Dondur ve yayımla", exact=True).first.click()
    staff.wait_for_url("**/yayimla/")
    assert "Son yayım: sürüm 1," in text_of(staff.locator("body"))
    assert "1 bölüm kabul edilmedi" in text_of(staff.locator("body"))

    # The printed report still says the old figure; somebody has to answer for the difference.
    errors = staff.get_by_role("region", name="Yayımı engelleyen hatalar")
    assert "Greyder" in text_of(errors)
    while errors.get_by_role("link", name="Gerekçeyle kabul et").count():
        errors.get_by_role("link", name="Gerekçeyle kabul et").first.click()
        staff.locator("[name=reason]").fill(ACCEPTED)
        # Going on before the answer is there would take the sending back.
        with staff.expect_navigation():
            staff.get_by_role("button", name="Kabul et").click()
        staff.goto("/yonetim/reports/report/2024/yayimla/")

    # Four eyes: whoever changed the figure does not accept the section.
    take(staff, SECTION, "submit")
    staff.goto(section_page(SECTION))
    assert staff.locator("form#accept").count() == 0
    take(sign_in(staff, portal, "reviewer"), SECTION, "accept")
    sign_in(staff, portal)

    staff.goto("/yonetim/reports/report/2024/yayimla/")
    opened = staff.get_by_role("region", name="Düzeltmeler")
    assert "1 açık düzeltme bu sürümle yayımlanır" in text_of(opened)
    freeze(staff, "2024")
    publish(staff, 2)

    # The change carries the reason for which the section was opened.
    staff.goto(f"{section_page(SECTION)}gecmis/")
    assert "1 hücre değiştirdi: Araçlar (1)" in text_of(staff.locator(".story"))
    assert staff.locator(".story").get_by_text(REASON).count() >= 2

    staff.goto("/2024/veri/araclar")
    assert heads(staff) == ["Taşıtın cinsi", "Belediyeye ait", "Kiralık", "Toplam"]
    assert texts(staff.locator(GREYDER)) == ["3", "0", "3"]
    assert total_before is not None
    assert number(texts(staff.locator("#satir-total td"))[-1]) == total_before + 1

    staff.goto("/2024/v1/veri/araclar")
    assert texts(staff.locator(GREYDER)) == ["2", "0", "2"]
    notice = staff.get_by_role("complementary", name="Sürüm uyarısı")
    assert "raporun 1. sürümünü gösterir" in text_of(notice)
    notice.get_by_role("link", name="Bu sayfanın güncel hâli").click()
    staff.wait_for_url("**/2024/veri/araclar")
    assert texts(staff.locator(GREYDER)) == ["3", "0", "3"]

    staff.goto("/2024/surumler/")
    versions, corrections = (
        [texts(row.locator("th, td")) for row in table.locator("tbody tr").all()]
        for table in staff.locator("table").all()
    )
    assert [line[0] for line in versions] == [
        "Sürüm 2 (güncel)",
        "Sürüm 1 (yerine 2. sürüm yayımlandı)",
    ]
    assert [line[2] for line in versions] == ["Düzeltme 2024/1", "İlk yayım"]
    assert [line[:3] for line in corrections] == [["2024/1", "rakam düzeltmesi", REASON]]

    # The correction is closed: another one has to be opened, and nothing has changed since.
    staff.goto("/yonetim/reports/report/2024/yayimla/")
    staff.get_by_role("button", name="Raporu dondur").click()
    assert "Açık düzeltme yok" in text_of(staff.get_by_role("alert").first)
    open_correction(staff, "2024", "metin düzeltmesi", REASON)
    staff.goto("/yonetim/reports/report/2024/yayimla/")
    staff.get_by_role("button", name="Raporu dondur").click()
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
