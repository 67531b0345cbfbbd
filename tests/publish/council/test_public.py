"""The council stage for everybody: only what was made public, as page, JSON, CSV and files."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Page
from pytest_django import DjangoAssertNumQueries

from reports.models import CouncilRecord, Publication
from reports.publish.council.actions import publish_council_record, publish_delivery
from tests.site import sample

from . import samples

ADDRESS = "/2024/meclis/"
FILES = ("/2024/meclis.json", "/2024/meclis.csv", "/2024/teslim-defteri.csv")


@pytest.fixture
def announced(published: Publication) -> CouncilRecord:
    """A public session with a question, a public and an inner document; a public delivery."""
    record = samples.session(published)
    samples.question(record)
    samples.document(record)
    samples.document(record, "ic-not.pdf", title="İç not", public=False)
    publish_council_record(record)
    proof = SimpleUploadedFile("alindi.pdf", samples.PDF)
    publish_delivery(samples.delivery(published, file=proof, file_public=True))
    return record


def page(client: Client, address: str = ADDRESS) -> str:
    return client.get(address).content.decode()


NO_SESSION = "mecliste görüşülmesiyle ilgili kayıt henüz yayımlanmamıştır."
NO_DELIVERY = "gönderilmesiyle ilgili kayıt henüz yayımlanmamıştır."


@pytest.mark.parametrize("address", [ADDRESS, "/2024/v1/meclis/"])
def test_a_year_without_records_says_so(
    client: Client, published: Publication, address: str
) -> None:
    samples.session(published)
    samples.delivery(published)

    html = page(client, address)

    assert NO_SESSION in html
    assert NO_DELIVERY in html
    for draft in ("2025/41", "Örnek rapor, 28.03.2025", "E-123", "meclis.json"):
        assert draft not in html


def test_each_half_of_the_stage_says_whether_it_has_records(
    client: Client, published: Publication
) -> None:
    publish_delivery(samples.delivery(published))
    assert NO_SESSION in page(client)
    assert NO_DELIVERY not in page(client)

    publish_council_record(samples.session(published))
    assert NO_SESSION not in page(client)


@pytest.mark.parametrize("address", FILES)
def test_drafts_are_not_public(client: Client, published: Publication, address: str) -> None:
    record = samples.session(published)
    item = samples.document(record)
    sent = samples.delivery(
        published, file=SimpleUploadedFile("alindi.pdf", samples.PDF), file_public=True
    )

    assert client.get(address).status_code == 404
    assert client.get(f"/2024/meclis/belge/{item.pk}").status_code == 404
    assert client.get(f"/2024/meclis/teslim/{sent.pk}").status_code == 404
    for leading in ("/2024/", "/2024/surumler/"):
        assert "/2024/meclis/" not in page(client, leading)


def test_the_page_tells_session_votes_questions_documents_and_deliveries(
    client: Client, announced: CouncilRecord
) -> None:
    html = page(client)

    for shown in (
        "08.04.2025 tarihli birleşim", "2025/41", "Açıklamalar yeterli görülmüştür",
        "dörtte üçü, 19 oy gerekir; 7 yetersiz oyu", "Örnek rapor, 28.03.2025",
        "Meclis üyesi Örnek Üye", "Örnek soru?", "Örnek yanıt.", "Örnek tutanak",
        "Sayıştay Başkanlığı", "E-123", "02.05.2025", "Kayıtlı elektronik posta (KEP)",
        "Gönderim belgesi",
    ):  # fmt: skip
        assert shown in html, shown
    assert "İç not" not in html
    for leading in ("/2024/", "/2024/surumler/", "/2024/v1/"):
        assert "meclis/" in page(client, leading)


def test_a_replaced_record_stays_and_says_so(
    client: Client, announced: CouncilRecord, published: Publication
) -> None:
    draft = samples.session(
        published, replaces=announced, replaces_for="Oy sayısı yanlıştır.", votes_for=16
    )
    assert "Oy sayısı yanlıştır." not in page(client)

    publish_council_record(draft)

    html = page(client)
    assert "Bu kaydın yerine yeni bir kayıt geçmiştir: Oy sayısı yanlıştır." in html
    assert f'href="#kayit-{draft.pk}"' in html
    sessions = json.loads(page(client, "/2024/meclis.json"))["sessions"]
    found = {item["record"]: item for item in sessions}
    assert found[announced.pk]["replaced_by"] == draft.pk
    assert found[draft.pk]["replaces"] == announced.pk


def test_machines_get_the_same(client: Client, announced: CouncilRecord) -> None:
    data = json.loads(page(client, "/2024/meclis.json"))
    (session,), (sent,) = data["sessions"], data["deliveries"]

    assert (session["votes_for"], session["votes_needed"], session["result"]) == (
        15, 19, "sufficient",
    )  # fmt: skip
    assert session["questions"][0]["asked_by"] == "Meclis üyesi Örnek Üye"
    assert [item["title"] for item in session["documents"]] == ["Örnek tutanak"]
    assert sent["recipient"] == "court_of_accounts"
    for address in (session["documents"][0]["url"], sent["proof"]):
        response = client.get(address)
        assert b"".join(response.streaming_content) == samples.PDF  # type: ignore[attr-defined]
    rows = [list(csv.DictReader(io.StringIO(page(client, address)))) for address in FILES[1:]]
    assert (rows[0][0]["decision_number"], rows[0][0]["membership"]) == ("2025/41", "25")
    assert (rows[1][0]["recipient_name"], rows[1][0]["reference"]) == (
        "Sayıştay Başkanlığı", "E-123",
    )  # fmt: skip


def test_a_text_that_looks_like_a_formula_stays_a_text(
    client: Client, published: Publication
) -> None:
    publish_council_record(samples.session(published, decision_number="=1+1"))

    (row,) = csv.DictReader(io.StringIO(page(client, "/2024/meclis.csv")))
    assert row["decision_number"] == "'=1+1"


def test_markup_is_shown_not_run(client: Client, published: Publication) -> None:
    record = samples.session(published)
    samples.question(record, question="<script>a</script>", answer="<b>b</b>")
    publish_council_record(record)

    assert "<script>a" not in page(client)
    assert "<b>b</b>" not in page(client)


def test_files_are_downloads_that_nothing_runs(client: Client, announced: CouncilRecord) -> None:
    public, inner = announced.documents.order_by("pk")

    response = client.get(f"/2024/meclis/belge/{public.pk}")

    assert b"".join(response.streaming_content) == samples.PDF  # type: ignore[attr-defined]
    assert response.headers["Content-Disposition"] == 'attachment; filename="tutanak.pdf"'
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/2024/meclis/belge/{inner.pk}").status_code == 404
    other = sample.publish(sample.document(2023))
    assert other.version == 1
    assert client.get(f"/2023/meclis/belge/{public.pk}").status_code == 404
    assert NO_SESSION in page(client, "/2023/meclis/")


def test_a_new_record_changes_the_tag_of_every_page_of_the_year(
    client: Client, published: Publication
) -> None:
    tags = {
        address: client.get(address).headers["ETag"] for address in ("/2024/", "/2024/surumler/")
    }
    publish_council_record(samples.session(published))
    for address, tag in tags.items():
        assert client.get(address, headers={"if-none-match": tag}).status_code == 200
    tag = client.get(ADDRESS).headers["ETag"]
    assert client.get(ADDRESS, headers={"if-none-match": tag}).status_code == 304

    publish_delivery(samples.delivery(published))

    assert client.get(ADDRESS, headers={"if-none-match": tag}).status_code == 200


def test_a_correction_later_leaves_the_records_at_their_version(
    client: Client, announced: CouncilRecord
) -> None:
    sample.publish(sample.document(headlines=()), version=2)

    assert 'href="/2024/v1/"' in page(client)
    assert "2025/41" in page(client, "/2024/v2/meclis/")


@pytest.mark.parametrize("address", [ADDRESS, *FILES])
def test_thirty_records_ask_for_no_more_queries_than_one(
    client: Client,
    announced: CouncilRecord,
    published: Publication,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
) -> None:
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)

    previous: Any = announced
    for _number in range(29):
        record = samples.session(published, replaces=previous, replaces_for="Örnek")
        samples.question(record)
        samples.document(record)
        previous = publish_council_record(record)
        publish_delivery(samples.delivery(published))

    with django_assert_num_queries(6):
        client.get(address)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_accessible_and_fits_the_screen(
    page: Page, announced: CouncilRecord, published: Publication, width: int
) -> None:
    publish_council_record(
        samples.session(published, replaces=announced, replaces_for="Örnek bir neden")
    )
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(ADDRESS)

    faults = [item["id"] for item in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        faults.append("too wide")
    assert faults == []
