"""Versions and corrections for the public: page, JSON, feed; an older version says that it is."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from playwright.sync_api import Page
from pytest_django import DjangoAssertNumQueries, Settings

from reports.models import PdfExport, Publication
from reports.present.editions import edition
from reports.present.pdf.data import data_package

from . import sample

REASON = "Örnek: gider iki kez yazılmıştır."
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def corrected(published: Publication) -> Publication:
    """Version 2, for two corrections; a third one is open and a fourth was withdrawn."""
    second = sample.publish(sample.document(headlines=()), version=2, reason="Örnek gerekçe")
    sample.correct(second, 1, basis="Örnek bulgu 3")
    sample.correct(second, 2, kind="text", reason="Örnek: bir ad yanlış yazılmıştır.")
    sample.correct(second, 3, publication=None, reason="Örnek: henüz düzeltilmemiştir.")
    sample.correct(
        second,
        4,
        publication=None,
        reason="Örnek: yanlışlıkla açılmıştır.",
        withdrawn_at=second.published_at,
        withdrawn_for="x",
    )
    return second


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def data(client: Client, address: str) -> Any:
    return json.loads(client.get(address).content)


def test_the_page_shows_what_was_published_and_nothing_else(
    client: Client, corrected: Publication
) -> None:
    html = page(client, "/2024/surumler/")

    for shown in (
        "2024/1", "2024/2", REASON, "rakam düzeltmesi", "metin düzeltmesi", "Örnek bulgu 3",
        "Yayımlayan", "01.05.2025", "07.04.2025", 'href="/2024/v1/fark/v2/"',
        'href="#duzeltme-1"', 'id="duzeltme-1"', "yerine 2. sürüm yayımlandı",
    ):  # fmt: skip
        assert shown in html, shown
    for hidden in ("2024/3", "2024/4", "henüz düzeltilmemiştir", "yanlışlıkla açılmıştır"):
        assert hidden not in html


def test_the_name_of_who_opened_it_is_nowhere(
    client: Client, published: Publication, corrected: Publication
) -> None:
    person = User.objects.create_user("ornek-kisi", first_name="Adı", last_name="Soyadı")
    sample.correct(corrected, 5, opened_by=person)

    for address in ("/2024/surumler/", "/2024/surumler.json", "/duyurular.atom"):
        text = page(client, address)
        assert "2024/5" in text
        assert "Soyadı" not in text
        assert "ornek-kisi" not in text


def test_json_says_the_same(client: Client, corrected: Publication, settings: Settings) -> None:
    settings.SITE_URL = "https://rapor.ornek.test"

    found = data(client, "/2024/surumler.json")

    second, first = found["versions"]
    assert (second["version"], second["status"]) == (2, "current")
    assert "supersededBy" not in second
    assert second["sha256"] == corrected.sha256
    assert second["difference"] == "https://rapor.ornek.test/2024/v1/fark/v2/"
    assert second["corrections"][0] == {
        "number": "2024/1",
        "class": "figure",
        "reason": REASON,
        "basis": "Örnek bulgu 3",
        "responsible": "Yayımlayan",
        "opened_at": "2025-05-01T09:00:00+00:00",
        "corrects_version": 1,
        "difference": "https://rapor.ornek.test/2024/v1/fark/v2/",
    }
    assert [item["number"] for item in second["corrections"]] == ["2024/1", "2024/2"]
    assert (first["status"], first["corrections"]) == ("superseded", [])
    assert first["supersededBy"] == {"version": 2, "url": "https://rapor.ornek.test/2024/v2/"}
    assert "henüz" not in page(client, "/2024/surumler.json")


@pytest.mark.parametrize(
    "address", ["veri/gider-ekonomik.json", "mutabakat.json", "veri-paketi.zip"]
)
def test_a_download_of_an_older_version_says_so(
    client: Client, published: Publication, address: str
) -> None:
    def described(version: str) -> Any:
        content = client.get(f"/2024/{version}{address}").content
        if address.endswith("zip"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = archive.read("datapackage.json")
        return json.loads(content)

    before = described("v1/")
    assert (before["status"], "supersededBy" in before) == ("current", False)
    tag = client.get(f"/2024/v1/{address}").headers["ETag"]

    sample.publish(sample.document(headlines=()), version=2)
    sample.publish(sample.document(stated=()), version=3)

    assert described("v1/") == before | {
        "status": "superseded",
        "supersededBy": {"version": 2, "url": "http://127.0.0.1:8000/2024/v2/"},
    }
    assert described("v2/")["supersededBy"]["version"] == 3
    assert described("v3/")["status"] == described("")["status"] == "current"
    again = client.get(f"/2024/v1/{address}", headers={"if-none-match": tag})
    assert again.status_code == 200


def test_the_data_in_the_signed_pdf_stay_as_they_were(published: Publication) -> None:
    before = edition(2024, 1)
    assert before is not None
    bytes_before = data_package(before)
    sample.publish(sample.document(headlines=()), version=2)
    after = edition(2024, 1)
    assert after is not None

    assert after.versions == (2, 1)
    assert data_package(after) == bytes_before


@pytest.mark.parametrize(
    ("address", "latest", "successor"),
    [
        ("", "/2024/", "/2024/v2/"),
        ("bolum/iii-a-1-butce/", "/2024/bolum/iii-a-1-butce/", "/2024/v2/bolum/iii-a-1-butce/"),
        ("veri/gider-ekonomik", "/2024/veri/giderler", "/2024/v2/veri/gider-ekonomik"),
        ("veri/gider-ekonomik.csv", "/2024/veri/giderler.csv", "/2024/v2/veri/gider-ekonomik.csv"),
        (
            "veri/gider-ekonomik.schema.json",
            "/2024/veri/giderler.schema.json",
            "/2024/v2/veri/gider-ekonomik.schema.json",
        ),
        ("veri/amaclar.xlsx", "/2024/", "/2024/v2/veri/amaclar.xlsx"),
        ("mutabakat.csv", "/2024/mutabakat.csv", "/2024/v2/mutabakat.csv"),
        ("surumler/", "/2024/surumler/", "/2024/v2/surumler/"),
        ("veri-paketi.zip", "/2024/veri-paketi.zip", "/2024/v2/veri-paketi.zip"),
    ],
)
def test_headers_lead_to_the_same_place_of_the_newest_and_the_next_version(
    client: Client, published: Publication, address: str, latest: str, successor: str
) -> None:
    sample.publish(sample.document(headlines=()), version=2)
    tables = {
        key: replace(table, slug="giderler") if key == sample.SPENDING.id else table
        for key, table in sample.document().tables.items()
        if key != sample.GOALS.id
    }
    sample.publish(sample.document(tables=tables), version=3)

    response = client.get(f"/2024/v1/{address}")

    assert response.status_code == 200
    assert response.headers["Link"] == (
        f'<{latest}>; rel="latest-version", <{successor}>; rel="successor-version"'
    )


def test_the_newest_version_has_no_successor(client: Client, corrected: Publication) -> None:
    assert client.get("/2024/v2/").headers["Link"] == '</2024/>; rel="latest-version"'
    assert not client.get("/2024/").has_header("Link")
    assert not client.get("/2024/v1/fark/v2/").has_header("Link")


def test_the_pdf_of_an_older_version_leads_to_the_newer_one(
    client: Client, corrected: Publication, published: Publication
) -> None:
    export = PdfExport(year=published.year, publication=published, state="done")
    export.file.save("ornek.pdf", ContentFile(b"%PDF-1.7\n%%EOF\n"))

    response = client.get("/2024/v1/rapor.pdf")

    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Link"] == (
        '</2024/rapor.pdf>; rel="latest-version", </2024/v2/rapor.pdf>; rel="successor-version"'
    )
    b"".join(response.streaming_content)  # type: ignore[attr-defined]
    response.close()


# -- the feed ----------------------------------------------------------------------------------


def test_the_feed_announces_versions_and_corrections(
    client: Client, corrected: Publication, settings: Settings
) -> None:
    settings.SITE_URL = "https://rapor.ornek.test"

    response = client.get("/duyurular.atom")

    assert response.headers["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)  # noqa: S314 - our own answer
    assert feed.findtext(f"{ATOM}title") == "Örnek Belediyesi faaliyet raporu duyuruları"
    entries = [
        (entry.findtext(f"{ATOM}title"), entry.find(f"{ATOM}link").attrib["href"])  # type: ignore[union-attr]
        for entry in feed.findall(f"{ATOM}entry")
    ]
    site = "https://rapor.ornek.test"
    assert entries == [
        ("2024 faaliyet raporu, sürüm 2", f"{site}/2024/v2/"),
        ("Düzeltme 2024/2: metin düzeltmesi", f"{site}/2024/v1/fark/v2/"),
        ("Düzeltme 2024/1: rakam düzeltmesi", f"{site}/2024/v1/fark/v2/"),
        ("2024 faaliyet raporu, sürüm 1", f"{site}/2024/v1/"),
    ]
    idents = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(idents)) == len(idents)
    links = {link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
    assert links == {f"{site}/", f"{site}/duyurular.atom"}
    assert "testserver" not in response.content.decode()


def test_a_portal_without_versions_has_an_empty_feed(client: Client, db: None) -> None:
    response = client.get("/duyurular.atom")

    assert response.status_code == 200
    assert ElementTree.fromstring(response.content).findall(f"{ATOM}entry") == []  # noqa: S314


def test_every_page_leads_to_the_feed(client: Client, corrected: Publication) -> None:
    for address in ("/2024/", "/2024/v1/", "/hakkinda/", "/denetim-kurallari/"):
        html = page(client, address)
        assert '<link rel="alternate" href="/duyurular.atom" type="application/atom+xml"' in html


@pytest.mark.parametrize("address", ["/2024/surumler/", "/2024/surumler.json", "/duyurular.atom"])
def test_thirty_corrections_ask_for_no_more_queries_than_one(
    client: Client,
    published: Publication,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
) -> None:
    second = sample.publish(sample.document(headlines=()), version=2)
    sample.correct(second, 1)
    client.get(address)
    with django_assert_num_queries(4):
        client.get(address)

    for number in range(2, 31):
        sample.correct(second, number)
        sample.publish(sample.document(headlines=()), version=number + 1)
    client.get(address)
    with django_assert_num_queries(4):
        assert "2024/30" in page(client, address)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_accessible_and_fits_the_screen(
    page: Page, corrected: Publication, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/2024/surumler/")

    faults = [item["id"] for item in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        faults.append("too wide")
    assert faults == []
