"""The page of corrections, and where else the office says that a year is being corrected."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.collect import checking
from reports.core import registry
from reports.enums import SectionState
from reports.models import Correction, FiscalYear, Publication, Report, Section
from reports.publish.versions import open_correction, publish_report, withdraw_correction
from tests.collect.workflow.people import EVERYBODY
from tests.office.findings.helper import text

PAGE = "/yonetim/duzeltmeler/"
REASON = "Örnek: bir araç sayısı yanlış yazılmıştır."
Browser = Callable[[str], Client]
GOOD = {"step": "open", "kind": "figure", "reason": REASON, "basis": "Örnek bulgu 3"}


@pytest.fixture
def published(report: Report, monkeypatch: pytest.MonkeyPatch, people: dict[str, User]) -> Report:
    monkeypatch.setattr(registry, "rules", tuple)
    checking.refresh()
    Section.objects.update(state=SectionState.ACCEPTED)
    publish_report(report)
    return report


@pytest.mark.parametrize("person", [*EVERYBODY, "boss"])
def test_who_sees_and_who_opens(browser: Browser, published: Report, person: str) -> None:
    client = browser(person)
    sees = person in ("finance", "reviewer", "publisher", "auditor", "boss")
    opens = person in ("publisher", "boss")

    answer = client.get(PAGE)
    assert answer.status_code == (200 if sees else 403)
    if sees:
        assert ('name="reason"' in text(answer)) is opens
    assert client.post(PAGE, GOOD).status_code == (302 if opens else 403)
    assert Correction.objects.exists() is opens


def test_before_the_first_version_there_is_nothing_to_correct(
    browser: Browser, report: Report
) -> None:
    client = browser("publisher")
    assert "Yayımlanmış rapor yok" in text(client.get(PAGE))
    client.post(PAGE, GOOD)
    assert not Correction.objects.exists()


def test_open_then_withdraw(browser: Browser, published: Report) -> None:
    client = browser("publisher")

    page = text(client.post(f"{PAGE}?yil=2024", GOOD, follow=True))
    for shown in ("Düzeltme 2024/1 açıldı.", "rakam düzeltmesi", REASON, "Örnek bulgu 3", "Açık"):
        assert shown in page

    withdraw = {"step": "withdraw", "number": "1"}
    page = text(client.post(PAGE, {**withdraw, "withdrawn_for": " "}))
    assert "geri çekilmesi için gerekçe yazılmalıdır" in page
    page = text(
        client.post(PAGE, {**withdraw, "withdrawn_for": "Örnek yanlış açıldı"}, follow=True)
    )
    assert "Düzeltme 2024/1 geri çekildi." in page
    assert "Örnek yanlış açıldı" in page
    assert 'value="withdraw"' not in page

    page = text(client.post(PAGE, {**withdraw, "withdrawn_for": "Yeniden"}))
    assert "Düzeltme 2024/1 sonuçlanmış" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reason": ""}, "Gerekçe yazılmalıdır."),
        ({"reason": "kısa"}, "en az 20 karakter"),
        ({"reason": f"kısa{' ' * 30}metin"}, "en az 20 karakter"),
        ({"kind": ""}, "sınıfı seçilmelidir"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    browser: Browser, published: Report, changed: dict[str, str], said: str
) -> None:
    page = text(browser("publisher").post(PAGE, {**GOOD, **changed}))

    assert said in page
    assert 'role="alert"' in page
    assert "Örnek bulgu 3" in page
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"step": "delete"},
        {"step": "withdraw"},
        {"step": "withdraw", "number": "7"},
        {"step": "withdraw", "number": "٣"},
        {"step": "withdraw", "number": "9" * 40},
    ],
)
def test_what_is_none_is_not_found(
    browser: Browser, published: Report, data: dict[str, str]
) -> None:
    assert browser("publisher").post(PAGE, data).status_code == 404


def test_board_desk_gate_and_publication_say_so(browser: Browser, published: Report) -> None:
    gate = f"/yonetim/reports/report/{published.pk}/yayimla/"
    record = f"/yonetim/reports/publication/{Publication.objects.get().pk}/change/"
    sentence = f"Düzeltme 2024/1 (rakam düzeltmesi): {REASON}"
    client = browser("publisher")
    pages = ("/yonetim/pano/", "/yonetim/", gate)
    assert not any(sentence in text(client.get(page)) for page in pages)
    assert f'href="{PAGE}?yil=2024"' in text(client.get(record))

    open_correction(published, kind="figure", reason=REASON)
    for page in pages:
        assert sentence in text(client.get(page)), page
        assert f'href="{PAGE}?yil=2024"' in text(client.get(page)), page
    # A directorate learns of it at its desk; the page of corrections is not its own.
    desk = text(browser("editor").get("/yonetim/"))
    assert sentence in desk
    assert PAGE not in desk
    assert sentence not in text(browser("signatory").get("/yonetim/pano/"))


def test_a_sealed_section_offers_the_open_corrections(
    browser: Browser, published: Report, section: Section
) -> None:
    client = browser("finance")
    here = section.get_absolute_url()
    page = text(client.post(here, {"step": "reopen", "note": REASON}))
    assert "önce düzeltme açılmalıdır" in page
    assert f'href="{PAGE}?yil=2024"' in page

    gone = open_correction(published, kind="text", reason=REASON)
    withdraw_correction(gone, reason=REASON)
    correction = open_correction(published, kind="figure", reason=REASON)
    page = text(client.get(here))
    assert f'value="{correction.pk}"' in page
    assert "Düzeltme 2024/1" not in page
    refused = text(client.post(here, {"step": "reopen", "correction": gone.pk}))
    assert "Düzeltme artık açık değil" in refused

    answer = client.post(here, {"step": "reopen", "correction": correction.pk})
    assert answer.status_code == 302
    section.refresh_from_db()
    assert section.reopened_for == f"Düzeltme 2024/2 (rakam düzeltmesi): {REASON}"
    assert section.reopened_for in text(browser("editor").get(here))


def test_markup_in_a_reason_is_shown_not_run(browser: Browser, published: Report) -> None:
    reason = "<script>örnek bir gerekçe</script>"
    open_correction(published, kind="figure", reason=reason)

    for address in (PAGE, "/yonetim/pano/", "/yonetim/"):
        assert reason not in text(browser("publisher").get(address))


def test_thirty_corrections_ask_for_no_more_queries_than_one(
    browser: Browser, published: Report
) -> None:
    client = browser("publisher")

    def queries() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    by = User.objects.get(username="ornek-publisher")
    open_correction(published, kind="figure", reason=REASON, by=by)
    one = queries()
    for _number in range(29):
        open_correction(published, kind="figure", reason=REASON, by=by)

    assert queries() == one


def test_years_are_chosen_by_address(browser: Browser, published: Report) -> None:
    other = FiscalYear.objects.create(year=2023)
    Publication.objects.create(
        year=other,
        version=1,
        document="{}",
        sha256="0" * 64,
        figure_status="final",
        published_at=Publication.objects.get().published_at,
    )
    client = browser("auditor")

    assert "2024 düzeltmeleri" in text(client.get(PAGE))
    assert "2023 düzeltmeleri" in text(client.get(f"{PAGE}?yil=2023"))
    assert "2024 düzeltmeleri" in text(client.get(f"{PAGE}?yil=yok"))
