"""From signatures to a publication: the gate, the bytes that are published, what readers see."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from reports.enums import ReportState
from reports.models import (
    FiscalYear,
    FrozenReport,
    FrozenSignature,
    PdfExport,
    Report,
    Section,
    SignaturePolicy,
    SignatureUpload,
    SignedFile,
)
from reports.present.editions import edition
from reports.present.pdf.fields import FINANCE, TOP_MANAGER
from reports.present.pdf.jobs import run_export
from reports.publish.signing import files, jobs
from reports.publish.signing.signatures import Level
from reports.publish.versions import PublishError, publish_report

from .conftest import Office
from .report import Browser, Desk, declare, digest, freeze, give_pdf

DEMO = "ÖRNEK / DEMO imza – hukuken imza değildir"


def text(html: bytes) -> str:
    return " ".join(html.decode().split())


def public_pdf(client: Client, address: str = "/2024/v1/rapor.pdf") -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_compulsory_signatures_close_the_gate_by_name(
    desk: Desk, first: bytes, signed: bytes
) -> None:
    SignaturePolicy.objects.create(from_year=2024, compulsory=True)
    with pytest.raises(
        PublishError,
        match=r"birim yöneticisi \(Ayşe Işık\) ve Üst yönetici \(İbrahim Çağlar\)",
    ):
        publish_report(desk.report)
    desk.upload(first)
    with pytest.raises(PublishError, match=r"eksik imza: Üst yönetici \(İbrahim Çağlar\)\."):
        publish_report(desk.report)
    desk.upload(signed)

    publication = publish_report(desk.report)

    desk.report.refresh_from_db()
    assert desk.report.state == ReportState.PUBLISHED
    found = edition(2024)
    assert found is not None
    assert publication.version == found.version
    assert found.is_fully_signed
    assert found.signed_sha256 == digest(signed)


def test_a_report_is_not_frozen_and_published_in_one_step_past_the_gate(
    no_rules: None, report: Report
) -> None:
    declare(report)
    SignaturePolicy.objects.create(from_year=2024, compulsory=True)
    Section.objects.update(state="accepted")
    with pytest.raises(PublishError, match="imzalanmadan yayımlanamaz"):
        publish_report(report)
    assert not FrozenReport.objects.exists()


@pytest.mark.postgresql("the whole way to a publication")
def test_the_signed_bytes_are_published(
    desk: Desk, client: Client, first: bytes, signed: bytes, frozen: bytes
) -> None:
    desk.upload(first)
    desk.upload(signed)
    publish_report(desk.report)

    assert public_pdf(client) == signed
    assert public_pdf(client, "/2024/rapor.pdf") == signed


@pytest.mark.parametrize("harm", ["changed", "longer", "gone"])
def test_a_signed_file_that_is_not_the_accepted_one_is_not_published(
    desk: Desk, first: bytes, signed: bytes, harm: str
) -> None:
    desk.upload(first)
    desk.upload(signed)
    path = files.path_of(SignedFile.objects.latest("pk").file)
    if harm == "gone":
        path.unlink()
    elif harm == "longer":
        path.write_bytes(signed + b"\n")
    else:
        path.write_bytes(signed[:-100] + b"X" + signed[-99:])

    with pytest.raises(PublishError, match="bulunamadı" if harm == "gone" else "baytları değişmiş"):
        publish_report(desk.report)
    desk.report.refresh_from_db()
    assert desk.report.state == ReportState.SIGNED


def test_a_signed_file_that_is_lost_later_is_not_replaced_by_an_unsigned_one(
    desk: Desk, client: Client, first: bytes, signed: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    desk.upload(first)
    desk.upload(signed)
    publish_report(desk.report)
    files.path_of(SignedFile.objects.latest("pk").file).unlink()

    assert client.get("/2024/rapor.pdf").status_code == 503
    assert "missing" in caplog.text


def test_readers_see_who_signed(desk: Desk, client: Client, first: bytes, signed: bytes) -> None:
    desk.upload(first)
    desk.upload(signed)
    publish_report(desk.report)

    for address in ("/2024/", "/2024/surumler/"):
        page = text(client.get(address).content)
        assert "İmzalı" in page
        assert "imzasız" not in page
        assert f"AYŞE IŞIK – {FINANCE.role}" in page
        assert f"İBRAHİM ÇAĞLAR – {TOP_MANAGER.role}" in page
        assert page.count(DEMO) >= 2
        assert page.count("B-LTA") == 2
        assert "00000000001" not in page


def test_readers_see_that_nobody_or_only_one_signed(
    desk: Desk, client: Client, first: bytes, frozen: bytes
) -> None:
    publish_report(desk.report)
    page = text(client.get("/2024/").content)
    assert "imzasız" in page
    assert public_pdf(client) == frozen

    desk.report.refresh_from_db()
    Report.objects.update(document_note="Örnek düzeltme")
    give_pdf(freeze(desk.report, reason="Örnek düzeltme gerekçesi: deneme için."), frozen)
    desk.upload(first)
    publish_report(desk.report)
    page = text(client.get("/2024/").content)
    assert "Kısmen imzalı" in page
    versions = text(client.get("/2024/surumler/").content)
    assert "Kısmen imzalı" in versions
    assert "imzasız" in versions
    assert public_pdf(client, "/2024/v2/rapor.pdf") == first
    assert public_pdf(client) == frozen


@pytest.mark.parametrize("address", ["/2024/", "/2024/v1/", "/2024/bolum/ek-guvence-beyanlari/"])
def test_signatures_cost_one_query(
    desk: Desk,
    client: Client,
    first: bytes,
    signed: bytes,
    address: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    desk.upload(first)
    desk.upload(signed)
    publish_report(desk.report)
    client.get("/2024/")

    with django_assert_num_queries(3):
        assert client.get(address).status_code == 200


def test_thirty_versions_ask_no_more_than_one(
    desk: Desk,
    client: Client,
    first: bytes,
    frozen: bytes,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    desk.upload(first)
    publish_report(desk.report)
    for number in range(2, 4):
        Report.objects.update(document_note=f"Örnek {number}")
        desk.report.refresh_from_db()
        made = freeze(desk.report, reason="Örnek düzeltme gerekçesi: deneme için.")
        give_pdf(made, frozen)
        desk.upload(first)
        publish_report(desk.report)
    client.get("/2024/")

    with django_assert_num_queries(6):
        page = text(client.get("/2024/surumler/").content)
    assert page.count("Kısmen imzalı") == 3


def test_a_page_is_another_one_once_something_was_added_to_the_signed_file(
    desk: Desk, client: Client, first: bytes, signed: bytes
) -> None:
    """A seal or a later stamp comes after publishing: caches must notice."""
    desk.upload(first)
    publish_report(desk.report)
    tag = client.get("/2024/").headers["ETag"]
    before = SignedFile.objects.get()
    stored = files.store([signed])
    added = SignedFile.objects.create(
        frozen=before.frozen,
        kind="extension",
        file=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        base_sha256=before.base_sha256,
        base_size=before.base_size,
        complete=True,
        accepted_at=before.accepted_at,
    )
    signature = before.signatures.get()
    signature.pk, signature.file, signature.level = None, added, "B-LTA"
    signature.save(force_insert=True)

    response = client.get("/2024/", headers={"if-none-match": tag})
    assert response.status_code == 200
    assert "B-LTA" in text(response.content)
    assert public_pdf(client) == signed


@pytest.mark.postgresql("the whole way to a publication")
def test_the_whole_way_with_the_real_pdf(
    no_rules: None,
    report: Report,
    people: dict[str, object],
    office: Office,
    trust_directory: object,
    settings: object,
    browser: Browser,
    client: Client,
    django_capture_on_commit_callbacks: object,
    mailoutbox: list[object],
) -> None:
    """Freeze, make the PDF, sign it twice, upload it, publish it, fetch it as a reader."""
    settings.TRUST_DIR = trust_directory  # type: ignore[attr-defined]
    SignaturePolicy.objects.create(from_year=2024, compulsory=True, minimum_level="B-LT")
    declare(report)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        freeze(report)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        run_export(PdfExport.objects.get().pk)
    assert [m.to for m in mailoutbox] == [["signatory@ornek.test"]]  # type: ignore[attr-defined]
    signatory = browser("signatory")

    for who, place in (("mali", FINANCE), ("baskan", TOP_MANAGER)):
        pdf = b"".join(signatory.get("/yonetim/imza/2024/pdf/").streaming_content)  # type: ignore[attr-defined]
        file = SimpleUploadedFile("imzali.pdf", office.sign(pdf, who, place, Level.B_LTA))
        answer = signatory.post("/yonetim/imza/2024/", {"step": "upload", "file": file})
        assert answer.status_code == 302
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            jobs.run(SignatureUpload.objects.latest("pk").pk)
        assert SignatureUpload.objects.latest("pk").is_accepted

    publisher = browser("publisher")
    answer = publisher.post("/yonetim/reports/report/2024/yayimla/", {"step": "publish"})
    assert answer.status_code == 302
    published = public_pdf(client)
    assert digest(published) == SignedFile.objects.latest("pk").sha256
    fields = PdfReader(io.BytesIO(published)).get_fields() or {}
    assert {FINANCE.name, TOP_MANAGER.name} <= set(fields)
    assert all(fields[place.name]["/V"] for place in (FINANCE, TOP_MANAGER))
    subjects = [m.subject for m in mailoutbox]  # type: ignore[attr-defined]
    assert [re.sub(r".*: ", "", subject) for subject in subjects] == [
        "imza bekliyor",
        "sıradaki imza bekleniyor",
        "imzalar tamamlandı",
    ]


# -- nothing is taken back -------------------------------------------------------------------------


@pytest.mark.postgresql("triggers")
@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE reports_signedfile SET complete = complete", "imzalı dosya değiştirilemez"),
        ("DELETE FROM reports_signedfile", "imzalı dosya değiştirilemez"),
        ("UPDATE reports_frozensignature SET signer = 'x'", "imza değiştirilemez"),
        ("DELETE FROM reports_frozensignature", "imza değiştirilemez"),
        ("UPDATE reports_signatureupload SET refusal = ''", "yüklemesi değiştirilemez"),
        ("DELETE FROM reports_signatureupload", "yüklemesi değiştirilemez"),
    ],
)
def test_sql_is_refused(desk: Desk, first: bytes, statement: str, message: str) -> None:
    desk.upload(first)
    before = [list(m.objects.values()) for m in (SignedFile, FrozenSignature, SignatureUpload)]

    with (
        pytest.raises(DatabaseError, match=message),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    after = [list(m.objects.values()) for m in (SignedFile, FrozenSignature, SignatureUpload)]
    assert before == after


@pytest.mark.postgresql("triggers")
def test_an_upload_that_waits_may_not_be_deleted_either(desk: Desk, first: bytes) -> None:
    upload = desk.receive(first)

    with pytest.raises(DatabaseError, match="silinemez"), transaction.atomic():
        upload.delete()
    assert SignatureUpload.objects.exists()


@pytest.mark.postgresql("triggers")
def test_another_year_is_not_touched(desk: Desk, first: bytes) -> None:
    other = FiscalYear.objects.create(year=2023)
    Report.objects.create(year=other, institution="Örnek", title="2023")
    desk.upload(first)

    assert {file.frozen.year_id for file in SignedFile.objects.all()} == {2024}
