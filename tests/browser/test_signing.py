"""Signing in the running portal: fetched, signed outside, uploaded, judged, watched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from .signing_in import sign_in
from .telling import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from .conftest import Portal

pytestmark = pytest.mark.postgresql("the worker judges while the portal answers")

PAGE = "/yonetim/imza/2017/"
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 900}
LONGEST = 240_000  # milliseconds; on a busy machine the PDF and its judging take minutes

FREEZE = """
from datetime import date
from reports.models import Declaration, FiscalYear, OutlineSection, Report
from reports.publish.versions import actions
year, _ = FiscalYear.objects.get_or_create(year=2017)
report, _ = Report.objects.get_or_create(
    year=year, institution="Örnek Belediyesi", title="Örnek imzalanan rapor"
)
for key, role, name in (
    ("mali", "accounting_officer", "Dr. Örnek Şişli"),
    ("baskan", "top_manager", "Örnek İnci"),
):
    made, _ = Declaration.objects.get_or_create(
        year=year, key=key, role=role,
        defaults={
            "title": "Örnek beyan", "signatory": name, "body": "Örnek beyan metni.",
            "place": "Örnek", "date": date(2018, 4, 7),
        },
    )
    made.confirm(name, date(2018, 4, 7))
    made.save()
# An example without figures: what the checks miss in it is not what is tried here.
actions.require_no_open_error = lambda document: None
actions.freeze_report(report)
"""


@pytest.fixture
def cards(portal: Portal, worker: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A frozen report of an earlier year, and test cards of its officers that are believed."""
    folder = tmp_path_factory.mktemp("cards") / "pki"
    portal.manage(
        "demo_pki",
        f"--output={folder}",
        "--finance-officer=Örnek Şişli",
        "--top-manager=Örnek İnci",
    )
    (folder / "trust").rename(Path(portal.env["KARS_DATA_DIR"]) / "trust")
    portal.manage("shell", "-c", FREEZE)
    return folder


def _signed(portal: Portal, cards: Path, pdf: Path, field: str, who: str) -> Path:
    output = pdf.with_name(f"{who}-imzali.pdf")
    portal.manage(
        "sign_pdf",
        str(pdf),
        f"--output={output}",
        f"--field={field}",
        f"--certificate={cards / 'officers' / f'{who}.p12'}",
        f"--password-file={cards / 'parola.txt'}",
        f"--tsa={cards / 'tsa' / 'zaman-damgasi.p12'}",
        f"--trust={Path(portal.env['KARS_DATA_DIR']) / 'trust'}",
        "--level=B-LTA",
    )
    return output


def _fetch(page: Page, folder: Path) -> Path:
    with page.expect_download() as coming:
        page.get_by_role("link", name="İmzalanacak PDF'i indir").click()
    target = folder / coming.value.suggested_filename
    coming.value.save_as(target)
    return target


def _upload(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="İmzalı PDF'i yükle").click()


def test_two_officers_sign_a_wrong_file_is_told_why_and_publishing_shows_it(
    page: Page, portal: Portal, cards: Path, tmp_path: Path, chromium: Browser
) -> None:
    sign_in(page, portal, "signatory")
    page.goto("/yonetim/")
    page.get_by_role("link", name="Örnek imzalanan rapor").click()
    page.get_by_role("link", name="İmzalanacak PDF'i indir").wait_for(timeout=LONGEST)
    _look(page)
    frozen = _fetch(page, tmp_path)

    _upload(page, frozen)
    reason = page.get_by_role("alert").get_by_text("Dosyada yeni bir imza yok")
    reason.wait_for(timeout=LONGEST)
    place = reason.bounding_box()
    assert place is not None
    assert place["y"] < LAPTOP["height"] / 2
    _look(page)
    page.get_by_role("link", name="İmzalı PDF'in yüklendiği alana geç").click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('form').contains(id_file)")

    _upload(page, _signed(portal, cards, frozen, "imza_mali_hizmetler", "mali"))
    page.get_by_text("İmza kabul edildi.").wait_for(timeout=LONGEST)
    assert "ÖRNEK ŞİŞLİ" in text_of(page.locator(".sign-line--signed"))
    assert "ÖRNEK / DEMO" in text_of(page.locator(".sign-demo").first)

    # The second one without JavaScript, to the end.
    context = chromium.new_context(
        base_url=portal.url, java_script_enabled=False, locale="tr-TR", accept_downloads=True
    )
    context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    plain = context.new_page()
    plain.goto(PAGE)
    one = _fetch(plain, tmp_path)
    assert one.read_bytes().startswith(frozen.read_bytes())
    _upload(plain, _signed(portal, cards, one, "imza_ust_yonetici", "baskan"))
    plain.get_by_text("İmzalar tamamlandı.").wait_for(timeout=LONGEST)
    assert plain.locator(".sign-line--signed").count() == 2
    assert plain.locator("input[type=file]").count() == 0
    context.close()
    page.goto(PAGE)
    _look(page)
    assert "İmzalandı" in portal.manage("signing_status", "2017")

    publisher = chromium.new_context(base_url=portal.url, locale="tr-TR").new_page()
    sign_in(publisher, portal, "publisher")
    publisher.goto("/yonetim/reports/report/2017/yayimla/")
    publisher.get_by_role("heading", name="Aranan imzaların hepsi alındı").wait_for()
    _look(publisher)
    publisher.context.close()


def _look(page: Page) -> None:
    """No barrier that axe knows of, nothing out of the page on a phone."""
    found = [
        f"{violation['id']}: {violation['nodes'][0]['html'][:200]}"
        for violation in Axe().run(page, context=".findings").response["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]
    assert found == []
    wide = page.viewport_size
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size(wide)  # type: ignore[arg-type]
