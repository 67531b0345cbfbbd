"""The page: form, codes, verdicts, what it refuses, and that it keeps nothing."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from reports.models import FiscalYear, FrozenReport, PdfExport, Publication
from reports.present.pdf.fields import FINANCE
from reports.publish.verification.slots import AT_ONCE, Busy, slot
from reports.site import uploads
from reports.site.views import verification
from tests.site.markup import Outline

from .conftest import Lab, keep, printed, publish, with_a_blank_page

pytestmark = pytest.mark.django_db

FORM = "/dogrula/"


def post(client: Client, content: bytes, **headers: str) -> Any:
    file = SimpleUploadedFile("gizli-ad.pdf", content, content_type="application/pdf")
    return client.post(FORM, {"dosya": file}, headers=headers)


def text_of(response: Any) -> str:
    text: str = response.content.decode()
    return text


def test_the_form_answers_without_and_with_a_report(client: Client) -> None:
    for is_published in (False, True):
        if is_published:
            publish()
        response = client.get(FORM)
        assert response.status_code == 200
        assert Outline(text_of(response)).problems == []
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "public, no-cache"
        assert "csrf" not in text_of(response)


def test_every_page_leads_to_it(client: Client, first: Publication) -> None:
    for address in ("/2024/", "/2024/surumler/", "/hakkinda/"):
        assert 'href="/dogrula/"' in text_of(client.get(address))


@pytest.fixture
def made(first: Publication) -> bytes:
    content = printed(first)
    keep(first, content)
    return content


def test_the_verdict_comes_first(client: Client, made: bytes) -> None:
    response = post(client, made)
    html = text_of(response)

    assert response.status_code == 200
    assert Outline(html).problems == []
    assert "no-store" in response.headers["Cache-Control"]
    assert "Set-Cookie" not in response.headers
    assert "verdict--good" in html
    assert html.index("Doğrulandı") < html.index("bayt bayt aynıdır") < html.index("pdfsig")
    assert "gizli-ad" not in html


def test_a_changed_file(client: Client, first: Publication, made: bytes) -> None:
    html = text_of(post(client, printed(first, belge_json=b"{}")))

    assert "verdict--bad" in html
    assert "«belge.json» değiştirilmiştir" in html
    assert "verdict--caution" in text_of(post(client, with_a_blank_page(made)))


def test_the_verdict_for_machines(
    client: Client, first: Publication, made: bytes, lab: Lab, trusting: None
) -> None:
    content = lab.sign(made, "mali", FINANCE)

    response = post(client, content, accept="application/json")

    assert response.headers["Content-Type"] == "application/json"
    assert "no-store" in response.headers["Cache-Control"]
    found = response.json()
    assert found["verdict"] == "signatures_added"
    assert found["mark"] == "caution"
    assert found["file"]["appended_bytes"] == len(content) - len(made)
    assert found["report"]["document_sha256"] == found["document_sha256"] == first.sha256
    assert found["data"] is None
    [signer] = found["signatures"]["signers"]
    assert signer["name"] == "AYŞE IŞIK"
    assert signer["role"] == FINANCE.role
    assert signer["demo"] is True
    assert "00000000001" not in response.content.decode()
    changed = post(client, printed(first, ek_txt=b"1"), accept="application/json").json()
    assert changed["data"]["added"] == ["ek.txt"]
    assert set(changed) == set(found)


def test_english_texts(client: Client, made: bytes) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Verify a report" in text_of(client.get(FORM))
    html = text_of(post(client, made))
    assert "byte for byte" in html
    assert "Checking without trusting this portal" in html


def test_requests_from_machines_need_no_token(made: bytes) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert post(strict, made).status_code == 200


def test_nothing_chosen(client: Client) -> None:
    for data in ({}, {"dosya": SimpleUploadedFile("bos.pdf", b"")}, {"dosya": "metin"}):
        response = client.post(FORM, data)
        assert response.status_code == 400
        assert "PDF dosyası seçilmemiş" in text_of(response)
    response = client.post(FORM, b"x", content_type="text/plain")
    assert response.status_code == 400


def test_a_file_above_the_limit_is_refused_and_never_held(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "MAX_BYTES", 100_000)
    response = post(client, b"%PDF-1.7" + b"x" * 100_000)
    assert response.status_code == 413
    assert "sınırını aşıyor" in text_of(response)

    monkeypatch.setattr(verification, "MOST_REQUEST_BYTES", 1000)
    answer = post(client, b"%PDF-1.7" + b"x" * 2000, accept="application/json")
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")


def test_other_files_of_a_request_are_dropped() -> None:
    request = RequestFactory().post(
        FORM,
        {
            "baska": SimpleUploadedFile("a.pdf", b"a" * 500),
            "dosya": SimpleUploadedFile("b.pdf", b"b" * 50),
        },
    )
    request.upload_handlers = [uploads.OneFileInMemory(request, "dosya", 100)]

    assert list(request.FILES) == ["dosya"]
    kept = request.FILES["dosya"]
    assert not isinstance(kept, list)
    assert kept.read() == b"b" * 50


def _everything(*folders: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.stat().st_size, path.stat().st_mtime_ns)
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_nothing_of_a_file_is_stored_or_logged(
    client: Client,
    first: Publication,
    made: bytes,
    lab: Lab,
    places: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    temporary = tmp_path_factory.mktemp("gecici")
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", None)
    files = [made, lab.sign(made, "mali", FINANCE), printed(first, ek_txt=b"1"), b"%PDF-x"]
    files.append(b"%PDF-1.7" + b"x" * 5 * 2**20)  # above Django's own limit for memory
    caplog.set_level(logging.DEBUG)
    rows = (PdfExport.objects.count(), FrozenReport.objects.count(), Publication.objects.count())
    before = _everything(places, temporary)
    caplog.clear()

    for content in files:
        assert post(client, content).status_code == 200

    after = _everything(places, temporary)
    assert after == before
    assert (
        PdfExport.objects.count(), FrozenReport.objects.count(), Publication.objects.count()
    ) == rows  # fmt: skip
    assert "gizli-ad" not in caplog.text


def test_too_many_at_once_are_told_to_come_back(
    client: Client, first: Publication, made: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = with_a_blank_page(made)
    with slot(), slot():
        response = post(client, other)
        assert response.status_code == 503
        assert int(response.headers["Retry-After"]) > 0
        assert "yarım dakika sonra" in text_of(response)
        assert "no-store" in response.headers["Cache-Control"]
        answer = post(client, other, accept="application/json")
        assert (answer.status_code, answer.json()["error"]) == (503, "busy")
        # The portal's own file is known without opening it.
        assert post(client, made).status_code == 200
    assert post(client, other).status_code == 200


def test_places_are_given_back_and_waited_for() -> None:
    held, go = threading.Event(), threading.Event()

    def hold() -> None:
        with slot():
            held.set()
            go.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    with slot():
        with pytest.raises(Busy), slot(0):
            pass
        threading.Timer(0.3, go.set).start()
        with slot(5):
            pass
    thread.join()
    assert AT_ONCE == 2


def test_long_examinations_leave_a_place_to_short_ones() -> None:
    with slot(is_long=True):
        with pytest.raises(Busy), slot(0, is_long=True):
            pass
        with slot(0):
            pass


@pytest.fixture
def many(first: Publication) -> None:
    year = FiscalYear.objects.get(pk=2024)
    rows = [
        Publication(
            year=year,
            version=version,
            document=first.document,
            sha256=f"{version:064x}",
            figure_status="provisional",
            reason="Örnek gerekçe",
            published_at=datetime(2025, 5, 1, tzinfo=UTC),
        )
        for version in range(2, 31)
    ]
    Publication.objects.bulk_create(rows)


def test_the_number_of_queries_does_not_grow(
    client: Client,
    first: Publication,
    made: bytes,
    request: pytest.FixtureRequest,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    address = f"/dogrula/{first.sha256[:12]}/"

    def ask(code: int, file: int) -> None:
        with django_assert_num_queries(code):
            assert client.get(address).status_code == 200
        with django_assert_num_queries(file):
            assert post(client, made).status_code == 200

    client.get(address)
    ask(9, 8)
    request.getfixturevalue("many")
    client.get(address)
    ask(8, 7)  # no freeze of the newest version, so nobody asks for its signatures


def test_the_address_takes_only_what_it_should(client: Client, first: Publication) -> None:
    assert client.put(FORM).status_code == 405
    assert client.post(f"/dogrula/{first.sha256[:12]}/").status_code in (403, 405)
    assert client.get("/dogrula/xyz/").status_code == 404
    assert client.head(FORM).status_code == 200
    assert client.head(FORM).content == b""
