"""The page of freezing and publishing: the gate as a list, the frozen report, the way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from departments.models import FigureGroup
from reports.collect import checking
from reports.core import registry
from reports.enums import SectionState
from reports.models import FrozenReport, Publication, Report, Section
from reports.publish.versions import freeze_report, open_correction
from tests.collect.workflow.people import EVERYBODY
from tests.office.findings.helper import text

PAGE = "/yonetim/reports/report/2024/yayimla/"
REASON = "Örnek gerekçe."
Browser = Callable[[str], Client]


@pytest.fixture
def accepted(report: Report, monkeypatch: pytest.MonkeyPatch, people: dict[str, User]) -> Report:
    monkeypatch.setattr(registry, "rules", tuple)
    checking.refresh()
    Section.objects.update(state=SectionState.ACCEPTED)
    return report


@pytest.mark.parametrize("person", [*EVERYBODY, "boss"])
def test_the_page_is_for_publishers(browser: Browser, accepted: Report, person: str) -> None:
    may = person in ("publisher", "boss")
    client = browser(person)

    assert (client.get(PAGE).status_code == 200) is may
    client.post(PAGE, {"step": "freeze"})
    assert FrozenReport.objects.exists() is may


def test_the_gate_lists_what_is_missing(
    browser: Browser, report: Report, lists: dict[str, FigureGroup], desk_rules: None
) -> None:
    checking.refresh()
    client = browser("publisher")

    page = text(client.get(PAGE))
    assert f"{Section.objects.count()} bölüm kabul edilmedi" in page
    assert 'href="/yonetim/bolum/2024/III.B.1/fen-isleri/"' in page
    assert "Başlanmadı" in page
    assert "2 açık hata var" in page
    assert 'role="alert"' not in page

    refused = text(client.post(PAGE, {"step": "freeze", "reason": ""}))
    assert refused.count('role="alert"') == 2
    assert not FrozenReport.objects.exists()


def test_what_holds_is_said_too(browser: Browser, accepted: Report) -> None:
    page = text(browser("publisher").get(PAGE))

    assert f"{Section.objects.count()} bölümün hepsi kabul edildi" in page
    assert "Kabul edilmemiş hata yok" in page


@pytest.mark.postgresql("locks")
def test_freeze_then_publish(browser: Browser, accepted: Report, people: dict[str, User]) -> None:
    client = browser("publisher")

    answer = client.post(PAGE, {"step": "freeze"}, follow=True)
    frozen = FrozenReport.objects.get()
    page = text(answer)
    assert answer.redirect_chain == [(PAGE, 302)]
    for shown in ("Rapor donduruldu; bölümler mühürlendi.", frozen.sha256, "Örnek Publisher"):
        assert shown in page
    assert not Publication.objects.exists()

    answer = client.post(PAGE, {"step": "publish"})
    publication = Publication.objects.get()
    assert answer.headers["Location"].endswith(f"/publication/{publication.pk}/change/")
    assert publication.sha256 == frozen.sha256
    assert publication.published_by == people["publisher"]
    assert "Son yayım: sürüm 1," in text(client.get(PAGE))


def test_taking_a_freeze_back_asks_why_and_keeps_it_on_record(
    browser: Browser, accepted: Report
) -> None:
    client = browser("publisher")
    client.post(PAGE, {"step": "freeze"})

    refused = client.post(PAGE, {"step": "unfreeze", "reason": " "})
    assert "gerekçe yazılmalıdır" in text(refused)
    assert refused.context["unfreeze_form"].is_bound
    assert Report.objects.get().state == "frozen"

    page = text(client.post(PAGE, {"step": "unfreeze", "reason": REASON}, follow=True))
    assert "Raporu dondur" in page
    assert "Geri alınan dondurmalar" in page
    assert REASON in page
    assert set(Section.objects.values_list("state", flat=True)) == {SectionState.ACCEPTED}


def test_a_published_report_is_frozen_again_for_an_open_correction_only(
    browser: Browser, accepted: Report
) -> None:
    client = browser("publisher")
    client.post(PAGE, {"step": "freeze"})
    client.post(PAGE, {"step": "publish"})

    page = text(client.post(PAGE, {"step": "freeze"}))
    assert page.count('role="alert"') == 1
    assert "Açık düzeltme yok; yayımlanmış rapor ancak gerekçesiyle açılan" in page
    assert not FrozenReport.objects.filter(publication__isnull=True).exists()

    open_correction(accepted, kind="figure", reason="Örnek: bir araç unutulmuştur.")
    page = text(client.post(PAGE, {"step": "freeze"}))
    assert "bugünkü veriler aynı; yayımlanacak bir değişiklik yok" in page
    assert "1 açık düzeltme bu sürümle yayımlanır" in page
    assert "Düzeltme 2024/1 (rakam düzeltmesi): Örnek: bir araç unutulmuştur." in page


@pytest.mark.postgresql("locks")
def test_two_publishers_at_once_do_not_get_in_each_others_way(
    browser: Browser, accepted: Report
) -> None:
    """A page that was shown before the other's step refuses and shows how it stands now."""
    client = browser("publisher")
    page = text(client.post(PAGE, {"step": "publish"}))
    assert "önce dondurulmalıdır" in page

    freeze_report(accepted)
    page = text(client.post(PAGE, {"step": "freeze", "reason": ""}))
    assert "Rapor zaten dondurulmuş" in page
    assert FrozenReport.objects.get().sha256 in page
    assert client.post(PAGE, {"step": "seal"}).status_code == 404


def test_thirty_missing_sections_ask_for_no_more_queries_than_one(
    browser: Browser, accepted: Report
) -> None:
    client = browser("publisher")

    def queries() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    Section.objects.filter(code="III.B.1/zabita").update(state=SectionState.DRAFT)
    one = queries()
    for number in range(29):
        Section.objects.create(
            year=accepted.year, code=f"III.B.1/ornek-{number}", title=f"Örnek {number}"
        )

    assert queries() == one
