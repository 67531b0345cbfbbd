"""The page of signing: who sees what, every refusal with its cure, the state while it is judged."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from reports.enums import JobState
from reports.models import FrozenReport, PdfExport, SignaturePolicy, SignatureUpload, SignedFile
from reports.present.pdf.address import short_code
from reports.present.pdf.fields import FINANCE, TOP_MANAGER
from reports.present.pdf.files import working_on
from reports.publish.signing import files, jobs
from reports.publish.versions import publish_report, unfreeze_report
from tests.collect.workflow.people import EVERYBODY

from .report import Browser, Desk, freeze, give_pdf

PAGE = "/yonetim/imza/2024/"
PUBLISH = "/yonetim/reports/report/2024/yayimla/"
REASON = "Örnek gerekçe."
SEE = {"signatory", "finance", "reviewer", "publisher", "auditor", "boss"}
FETCH = SEE - {"auditor"}
SIGN = {"signatory", "boss"}


def text(response: Any) -> str:
    return " ".join(response.content.decode().split()).replace("&#x27;", "'")


def send(client: Client, content: bytes, name: str = "imzali.pdf") -> Any:
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post(PAGE, {"step": "upload", "file": file})


def judge() -> None:
    jobs.run(SignatureUpload.objects.latest("pk").pk)


@pytest.mark.parametrize("person", [*EVERYBODY, "boss"])
def test_who_sees_fetches_and_uploads(
    browser: Browser, desk: Desk, first: bytes, frozen: bytes, person: str
) -> None:
    client = browser(person)

    page = client.get(PAGE)
    assert (page.status_code == 200) is (person in SEE)
    assert (b'type="file"' in page.content) is (person in SIGN)
    pdf = client.get(f"{PAGE}pdf/")
    assert (pdf.status_code == 200) is (person in FETCH)
    if pdf.status_code == 200:
        assert b"".join(pdf.streaming_content) == frozen  # type: ignore[attr-defined]
        assert "sandbox" in pdf.headers["Content-Security-Policy"]
    assert (client.get(f"{PAGE}veri/").status_code == 200) is (person in SEE)
    answer = send(client, first)
    assert answer.status_code == (302 if person in SIGN else 403)
    assert SignatureUpload.objects.exists() is (person in SIGN)


def test_an_anonymous_visitor_signs_in_first(desk: Desk, client: Client, first: bytes) -> None:
    for address in (PAGE, f"{PAGE}pdf/", f"{PAGE}veri/", "/yonetim/imza/"):
        assert "/login/" in client.get(address).headers["Location"]
    send(client, first)
    assert not SignatureUpload.objects.exists()


def test_the_signer_sees_what_is_signed_and_how(browser: Browser, desk: Desk) -> None:
    page = text(browser("signatory").get(PAGE))

    frozen = desk.frozen
    for shown in (
        frozen.sha256,
        short_code(frozen.sha256),
        "2024 Yılı Faaliyet Raporu",
        f"Ayşe Işık adına düzenlenmiş sertifikayla, PDF'deki “{FINANCE.name}” alanında",
        "İmza sırası burada",
        "Sırasını bekliyor",
        "Yükleme imza yerine geçmez",
        'href="/yonetim/imza/2024/pdf/"',
        'href="/yonetim/imza/2024/veri/"',
    ):
        assert shown in page
    assert page.count("İmza sırası burada") == 1
    assert "Refresh" not in browser("signatory").get(PAGE).headers


def test_the_data_are_those_that_are_signed(browser: Browser, desk: Desk) -> None:
    answer = browser("signatory").get(f"{PAGE}veri/")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.read("belge.json").decode() == desk.frozen.document


def test_upload_watch_and_the_next_one(
    browser: Browser, desk: Desk, first: bytes, signed: bytes
) -> None:
    client = browser("signatory")

    answer = send(client, first)
    assert answer.headers["Location"] == PAGE
    waiting = client.get(PAGE)
    assert waiting.headers["Refresh"] == f"3; url={PAGE}"
    assert "Denetim sırasında bekliyor" in text(waiting)
    assert b'type="file"' not in waiting.content  # nothing is chosen on a page that reloads
    judge()
    page = client.get(PAGE)
    assert "Refresh" not in page.headers
    assert "İmza kabul edildi." in text(page)
    assert text(page).count("ÖRNEK / DEMO imza – hukuken imza değildir") == 1
    assert "AYŞE IŞIK" in text(page)
    assert f"“{TOP_MANAGER.name}” adlı alanı seçerek imzalar" in text(page)
    next_one = client.get(f"{PAGE}pdf/")
    assert b"".join(next_one.streaming_content) == first  # type: ignore[attr-defined]
    assert "1-imzali" in next_one.headers["Content-Disposition"]

    send(client, signed)
    judge()
    page = client.get(PAGE)
    assert "Aranan imzaların hepsi alındı; rapor yayımlanabilir." in text(page)
    assert b'type="file"' not in page.content
    late = text(send(client, signed + b"\n"))
    assert "yeni bir imza yüklenmesi gerekmez" in late


def test_what_can_be_said_at_once_stands_at_the_field(
    browser: Browser, desk: Desk, first: bytes, settings: Settings
) -> None:
    client = browser("signatory")
    for content, sentence in (
        (b"PK\3\4", "Dosya bir PDF değil"),
        (b"", "Dosya boş"),
    ):
        answer = send(client, content)
        assert sentence in text(answer)
        assert "Refresh" not in answer.headers
    assert "İmzalı PDF seçilmelidir." in text(client.post(PAGE, {"step": "upload"}))
    settings.SIGNED_MAX_BYTES = 1024 * 1024
    assert "1 MB sınırını aşıyor" in text(send(client, b"%PDF-" + b"0" * 1024 * 1024))
    PdfExport.objects.update(state=JobState.RUNNING)
    assert "İmzalanacak PDF henüz hazır değil" in text(send(client, first))
    settings.TRUST_DIR = settings.SIGNED_DIR
    PdfExport.objects.update(state=JobState.DONE)
    assert "sistem yöneticisi güven klasörünü kurmadan" in text(send(client, first))
    unfreeze_report(desk.report, reason=REASON)
    assert "ancak dondurulmuş rapor için yüklenebilir" in text(send(client, first))
    assert not SignatureUpload.objects.exists()
    assert desk.stored() == []


def test_while_the_pdf_is_made_nobody_uploads(browser: Browser, desk: Desk) -> None:
    export = PdfExport.objects.get()
    PdfExport.objects.update(state=JobState.RUNNING, progress=42)
    client = browser("signatory")
    with working_on(export.pk):
        page = client.get(PAGE)
    assert "İmzalanacak PDF hazırlanıyor (%42)" in text(page)
    assert page.headers["Refresh"] == f"3; url={PAGE}"
    assert b'type="file"' not in page.content
    assert client.get(f"{PAGE}pdf/").status_code == 404

    PdfExport.objects.update(state=JobState.FAILED, error="Yer kalmadı.")
    page = client.get(PAGE)
    assert "Yer kalmadı." in text(page)
    assert "Refresh" not in page.headers
    client.post(PAGE, {"step": "pdf"})
    assert PdfExport.objects.latest("pk").state == JobState.WAITING
    assert browser("auditor").post(PAGE, {"step": "pdf"}).status_code == 403


def test_broken_off_judging_is_started_again_by_a_button(
    browser: Browser, desk: Desk, first: bytes
) -> None:
    client = browser("signatory")
    send(client, first)
    upload = SignatureUpload.objects.get()
    upload.state = JobState.RUNNING
    upload.save()

    page = client.get(PAGE)
    assert "Denetim yarıda kaldı" in text(page)
    assert "Refresh" not in page.headers
    assert "Denetimi yeniden başlat" in text(page)
    assert "Denetimi yeniden başlat" not in text(browser("publisher").get(PAGE))
    repeat = {"step": "repeat", "upload": upload.pk}
    assert browser("publisher").post(PAGE, repeat).status_code == 403
    assert client.post(PAGE, repeat).status_code == 302
    judge()
    assert SignedFile.objects.exists()
    assert client.post(PAGE, {**repeat, "upload": "x"}).status_code == 404
    assert client.post(PAGE, {"step": "sign"}).status_code == 404


def test_a_name_of_a_file_is_never_used(browser: Browser, desk: Desk, first: bytes) -> None:
    send(browser("signatory"), first, name="../../<script>.pdf")
    judge()

    page = text(browser("signatory").get(PAGE))
    assert "<script>.pdf" not in page
    assert all(path.parent == files.folder() for path in desk.stored())


def test_a_lost_signed_file_is_said(browser: Browser, desk: Desk, first: bytes) -> None:
    desk.upload(first)
    desk.stored()[0].unlink()

    assert "imzalı dosya sunucuda bulunamadı" in text(browser("publisher").get(PAGE))
    assert browser("signatory").get(f"{PAGE}pdf/").status_code == 404


def test_dropped_signatures_stay_on_the_page(
    browser: Browser, desk: Desk, first: bytes, signed: bytes
) -> None:
    desk.upload(first)
    page = text(browser("publisher").get(PUBLISH))
    assert "Kabul edilmiş 1 imza düşer" in page
    unfreeze_report(desk.report, reason="Örnek: rakam yanlış")

    page = text(browser("signatory").get(PAGE))
    assert "Dondurma geri alındı; imzalar düştü, kayıtta kalır" in page
    assert "Örnek: rakam yanlış" in page
    assert "AYŞE IŞIK" in page
    freeze(desk.report)
    page = text(browser("signatory").get(PAGE))
    assert "AYŞE IŞIK" in page
    assert page.count("sign-line--signed") == 0


def test_the_publishing_page_shows_the_gate(
    browser: Browser, desk: Desk, first: bytes, signed: bytes
) -> None:
    client = browser("publisher")
    assert "şimdi yayımlanırsa “imzasız” olarak gösterilir" in text(client.get(PUBLISH))
    SignaturePolicy.objects.create(from_year=2024, compulsory=True)
    page = text(client.get(PUBLISH))
    assert "2 zorunlu imza" in page
    assert "eksik imza: Mali hizmetler birim yöneticisi (Ayşe Işık)" in page
    assert "imzalanmadan yayımlanamaz" in text(client.post(PUBLISH, {"step": "publish"}))
    assert FrozenReport.objects.get().publication is None

    desk.upload(first)
    desk.upload(signed)
    page = text(client.get(PUBLISH))
    assert "Aranan imzaların hepsi alındı" in page
    assert client.post(PUBLISH, {"step": "publish"}).status_code == 302


def test_signatories_find_it_on_their_desk(
    browser: Browser, desk: Desk, first: bytes, signed: bytes
) -> None:
    desk_page = text(browser("signatory").get("/yonetim/"))
    assert "İmza bekleyen raporlar (1)" in desk_page
    assert f'href="{PAGE}"' in desk_page
    assert "İmza bekleyen raporlar" not in text(browser("publisher").get("/yonetim/"))
    assert browser("signatory").get("/yonetim/imza/").headers["Location"] == PAGE

    desk.upload(first)
    desk.upload(signed)
    assert "İmza bekleyen raporlar" not in text(browser("signatory").get("/yonetim/"))
    publish_report(desk.report)
    assert "yayımlandı" in text(browser("signatory").get(PAGE))


@pytest.mark.parametrize("person", ["signatory", "publisher"])
def test_thirty_uploads_ask_for_no_more_queries_than_one(
    browser: Browser, desk: Desk, people: dict[str, User], person: str
) -> None:
    def refused(number: int) -> None:
        SignatureUpload.objects.create(
            frozen=desk.frozen,
            uploaded_by=people["signatory"],
            sha256=f"{number:064}",
            size=number,
            state=JobState.DONE,
            refusal="unsigned",
            sentence="Örnek",
        )

    client = browser(person)

    def queries() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    refused(1)
    one = queries()
    for number in range(2, 31):
        refused(number)
    assert queries() == one


def test_signed_freezes_of_the_past_ask_for_no_more_queries(
    browser: Browser, desk: Desk, first: bytes, frozen: bytes
) -> None:
    client = browser("signatory")

    def take_back() -> None:
        desk.upload(first)
        unfreeze_report(desk.report, reason=REASON)
        give_pdf(freeze(desk.report), frozen)

    def queries() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    take_back()
    one = queries()
    for _number in range(4):
        take_back()
    assert queries() == one
