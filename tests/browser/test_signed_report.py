"""The whole way of the 2024 report with the people who go it: frozen, signed by both officers
outside of the portal, published, verified by a citizen, corrected, signed and published again.

On a portal of its own, since signatures are compulsory there.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .conftest import running, window, working
from .office import freeze, open_again, publish, take
from .signing_in import sign_in
from .telling import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from .conftest import Portal

LONGEST = 600_000  # milliseconds; on a busy machine the PDF and its judging take minutes
OFFICERS = {"finance-officer": "Dursun ERDAĞ", "top-manager": "Ötüken SENGER"}
FIELDS = {"mali": "imza_mali_hizmetler", "baskan": "imza_ust_yonetici"}
SECTION = "2024/I.C.1"
REASON = "Bir greyderin yıl içinde satın alındığı araç kayıtlarından anlaşılmıştır."
ACCEPTED = "Basılı rapordan sonra düzeltilmiştir."


@dataclass(frozen=True)
class Town:
    """The portal, and the cards of the officers, which the portal never sees."""

    portal: Portal
    cards: Path
    downloads: Path

    def sign(self, pdf: Path, who: str) -> Path:
        """What an officer does at a desk with card and tool."""
        signed = pdf.with_name(f"{pdf.stem}-{who}.pdf")
        self.portal.manage(
            "sign_pdf",
            str(pdf),
            f"--output={signed}",
            f"--field={FIELDS[who]}",
            f"--certificate={self.cards / 'officers' / f'{who}.p12'}",
            f"--password-file={self.cards / 'parola.txt'}",
            f"--tsa={self.cards / 'tsa' / 'zaman-damgasi.p12'}",
            f"--trust={self.cards / 'trust'}",
            "--level=B-LTA",
        )
        return signed


@pytest.fixture
def town(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, run_folder: Path
) -> Iterator[Town]:
    with running(tmp_path_factory.mktemp("signed"), run_folder, published=False) as portal:
        cards = tmp_path / "cards"
        names = [f"--{option}={name}" for option, name in OFFICERS.items()]
        portal.manage("demo_pki", f"--output={cards}", *names)
        trust = Path(portal.env["KARS_DATA_DIR"]) / "trust"
        trust.symlink_to(cards / "trust", target_is_directory=True)
        with working(portal):
            yield Town(portal, cards, tmp_path)


@pytest.fixture
def page(chromium: Browser, town: Town) -> Iterator[Page]:
    with window(chromium, town.portal) as page:
        yield page


def test_a_report_is_signed_published_verified_and_corrected(page: Page, town: Town) -> None:
    _signatures_become_compulsory(page, town)
    sign_in(page, town.portal, "publisher")
    freeze(page, "2024")
    _unsigned_it_is_not_published(page, version=1)
    first = _both_officers_sign(page, town)
    _published(page, town, version=1)
    _a_citizen_verifies(page, first, "1. sürümü", "bayt bayt aynıdır")
    _holds_elsewhere(town, first)
    _changed_files_are_told(page, town, first)

    _a_figure_is_corrected(page, town)
    sign_in(page, town.portal, "publisher")
    freeze(page, "2024")
    _unsigned_it_is_not_published(page, version=2)
    second = _both_officers_sign(page, town)
    _published(page, town, version=2)
    _a_citizen_verifies(page, second, "2. sürümü", "bayt bayt aynıdır")
    _a_citizen_verifies(page, first, "1. sürümü", "bayt bayt aynıdır")
    assert "yürürlükte değildir" in _words(page)
    _the_first_version_stays(page, first)


def _signatures_become_compulsory(page: Page, town: Town) -> None:
    sign_in(page, town.portal, "publisher")
    page.goto("/yonetim/reports/signaturepolicy/add/")
    page.locator("[name=from_year]").fill("2024")
    page.locator("[name=compulsory]").check()
    page.locator("[name=minimum_level]").select_option("B-LTA")
    page.locator("button[name=_save]").click()
    page.wait_for_url("**/signaturepolicy/**")
    assert page.locator("#result_list tbody tr").count() == 1


def _unsigned_it_is_not_published(page: Page, version: int) -> None:
    page.goto("/yonetim/reports/report/2024/yayimla/")
    page.get_by_role("button", name=f"Sürüm {version} olarak yayımla").click()
    page.get_by_text("Rapor imzalanmadan yayımlanamaz; eksik imza:").first.wait_for()
    assert OFFICERS["finance-officer"] in _words(page)


def _both_officers_sign(page: Page, town: Town) -> Path:
    """Fetched from the portal, signed elsewhere, brought back; the wrong order is refused."""
    sign_in(page, town.portal, "signatory")
    page.goto("/yonetim/imza/2024/")
    frozen = _fetch(page, town.downloads)

    _upload(page, town.sign(frozen, "baskan"), "İmza sırası uymuyor")
    _upload(page, town.sign(frozen, "mali"), "İmza kabul edildi.")
    page.goto("/yonetim/imza/2024/")
    half = _fetch(page, town.downloads)
    assert half.read_bytes().startswith(frozen.read_bytes())
    signed = town.sign(half, "baskan")
    _upload(page, signed, "İmzalar tamamlandı.")
    return signed


def _fetch(page: Page, folder: Path) -> Path:
    link = page.get_by_role("link", name="İmzalanacak PDF'i indir")
    link.wait_for(timeout=LONGEST)
    with page.expect_download() as coming:
        link.click()
    target = folder / coming.value.suggested_filename
    coming.value.save_as(target)
    return target


def _upload(page: Page, file: Path, answer: str) -> None:
    page.goto("/yonetim/imza/2024/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="İmzalı PDF'i yükle").click()
    page.get_by_text(answer).first.wait_for(timeout=LONGEST)


def _published(page: Page, town: Town, version: int) -> None:
    sign_in(page, town.portal, "publisher")
    page.goto("/yonetim/reports/report/2024/yayimla/")
    publish(page, version)
    page.context.clear_cookies()
    page.goto("/2024/")
    assert "İmzalı" in text_of(page.locator(".hero__status"))
    assert "ÖRNEK / DEMO imza" in text_of(page.locator(".hero__status"))
    page.goto("/2024/surumler/")
    for name in ("DURSUN ERDAĞ", "ÖTÜKEN SENGER"):
        assert name in _words(page).replace("i", "İ").upper()


def _a_citizen_verifies(page: Page, file: Path, *sentences: str) -> None:
    page.context.clear_cookies()
    page.goto("/dogrula/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Dosyayı doğrula").click()
    page.get_by_text(sentences[0]).first.wait_for(timeout=LONGEST)
    for sentence in sentences:
        assert sentence in _words(page)
    assert "PAdES B-LTA" in _words(page)
    assert "ÖRNEK / DEMO" in _words(page)


def _holds_elsewhere(town: Town, file: Path) -> None:
    """Other eyes than the portal's pages: pyHanko through the command, and poppler."""
    said = town.portal.manage("verify_signatures", str(file), f"--trust={town.cards / 'trust'}")
    assert said.count("B-LTA") == 2
    digests = subprocess.run(
        ["pdfsig", str(file)], capture_output=True, text=True, check=False
    ).stdout
    assert digests.count("Signature is Valid.") >= 2
    assert "Digest Mismatch" not in digests


def _changed_files_are_told(page: Page, town: Town, file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 1
    changed = town.downloads / "degisik.pdf"
    changed.write_bytes(content)
    page.goto("/dogrula/")
    page.locator("input[type=file]").set_input_files(changed)
    page.get_by_role("button", name="Dosyayı doğrula").click()
    page.wait_for_load_state()
    assert "bayt bayt aynıdır" not in _words(page)


def _a_figure_is_corrected(page: Page, town: Town) -> None:
    sign_in(page, town.portal)
    open_again(page, SECTION, REASON)
    page.goto("/yonetim/departments/vehicle/?q=greyder")
    page.locator("#result_list th a", has_text="Greyder").click()
    page.wait_for_url("**/change/**")
    page.locator("[name=owned]").fill("3")
    page.locator("button[name=_save]").click()
    page.wait_for_url("**/vehicle/?**")
    page.goto("/yonetim/reports/report/2024/yayimla/")
    errors = page.get_by_role("region", name="Yayımı engelleyen hatalar")
    while errors.get_by_role("link", name="Gerekçeyle kabul et").count():
        errors.get_by_role("link", name="Gerekçeyle kabul et").first.click()
        page.locator("[name=reason]").fill(ACCEPTED)
        with page.expect_navigation():
            page.get_by_role("button", name="Kabul et").click()
        page.goto("/yonetim/reports/report/2024/yayimla/")
    take(page, SECTION, "submit")
    take(sign_in(page, town.portal, "reviewer"), SECTION, "accept")


def _the_first_version_stays(page: Page, first: Path) -> None:
    """Its address and its bytes; the difference is public; the code of a print-out still leads."""
    answer = page.request.get("/2024/v1/rapor.pdf")
    assert answer.body() == first.read_bytes()
    page.goto("/2024/v1/fark/v2/")
    assert "Greyder" in _words(page)
    page.goto("/2024/surumler/")
    assert REASON in _words(page)
    versions = page.request.get("/2024/surumler.json").json()["versions"]
    assert [(v["version"], v["signed"], v["status"]) for v in versions] == [
        (2, True, "current"),
        (1, True, "superseded"),
    ]
    page.goto(f"/dogrula/{versions[1]['sha256'][:12]}/")
    assert "kodu 2024 raporunun 1. sürümüne aittir." in _words(page)
    assert "yürürlükte değildir" in _words(page)


def _words(page: Page) -> str:
    return text_of(page.locator("body"))
