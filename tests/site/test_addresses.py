"""Every address answers what it should, and nothing but publications is shown."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from reports.models import FiscalYear, PdfExport, Publication, Report

from . import sample
from .markup import Outline

PAGES = [
    "",
    "icindekiler/",
    "bolum/sunus/",
    "bolum/iii-bilgiler/",
    "bolum/iii-a-1-butce/",
    "bolum/v-oneri/",
    "grafikler/",
    "veri/",
    "veri/?q=gider",
    "veri/?q=yokboyle",
    "veri/gider-ekonomik",
    "veri/gider-ekonomik?q=şeker",
    "veri/gider-ekonomik?q=yokboyle",
    "veri/gostergeler?sirala=-rate",
    "mudurlukler/",
    "mudurluk/ornek-isler/",
    "mudurluk/baska-isler/",
    "hedefler/",
    "hedefler/?durum=ulasildi",
    "hedefler/?q=yokboyle",
    "hedef/1-1/",
    "gosterge/1-1-2/",
    "sozlesmeler/",
    "sozlesme/ornek-yol/",
    "surumler/",
]
FILES = [
    "veri/gider-ekonomik.csv",
    "veri/gider-ekonomik.excel.csv",
    "veri/gider-ekonomik.xlsx",
    "veri/gider-ekonomik.ods",
    "veri/gider-ekonomik.json",
    "veri/gider-ekonomik.schema.json",
    "veri-paketi.zip",
]
MISSING = [
    "/2023/",
    "/2024/v2/",
    "/2024/v0/",
    "/2024/v99999/",
    "/99999/",
    "/2024/yok/",
    "/2024/bolum/yok/",
    "/2024/veri/yok",
    "/2024/veri/yok/",
    "/2024/veri/yok.csv",
    "/2024/veri/gider-ekonomik.pdf",
    "/2024/veri/yok.schema.json",
    "/2024/mudurluk/yok/",
    "/2024/mudurluk/yok/birim-raporu.pdf",
    "/2024/hedef/9-9/",
    "/2024/gosterge/9-9-9/",
    "/2024/sozlesme/yok/",
]

pytestmark = pytest.mark.usefixtures("published")


@pytest.mark.parametrize("version", ["", "v1/"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_and_is_well_formed(client: Client, address: str, version: str) -> None:
    response = client.get(f"/2024/{version}{address}")

    assert response.status_code == 200
    assert Outline(response.content.decode()).problems == []


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_every_address_answers_head_without_a_body(client: Client, address: str) -> None:
    response = client.head(f"/2024/{address}")

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("address", [*PAGES[:3], *FILES])
def test_no_address_takes_a_post(client: Client, address: str) -> None:
    assert client.post(f"/2024/{address}").status_code == 405


@pytest.mark.parametrize("address", MISSING)
def test_what_does_not_exist_is_a_turkish_404(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 404
    assert "Sayfa bulunamadı" in response.content.decode()
    assert Outline(response.content.decode()).problems == []


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/", "/2024/"),
        ("/2024", "/2024/"),
        ("/2024/icindekiler", "/2024/icindekiler/"),
        ("/2024/veri/gider-ekonomik/", "/2024/veri/gider-ekonomik"),
        ("/2024/veri/gider-ekonomik/?q=a", "/2024/veri/gider-ekonomik?q=a"),
        ("/2024/bolum/iii-b-1-ornek-isler/", "/2024/mudurluk/ornek-isler/"),
        ("/2024/v1/bolum/iii-b-1-ornek-isler/", "/2024/v1/mudurluk/ornek-isler/"),
    ],
)
def test_the_other_form_of_an_address_leads_to_its_own(
    client: Client, address: str, target: str
) -> None:
    assert client.get(address).headers["Location"] == target


def test_every_link_of_the_site_leads_somewhere(client: Client) -> None:
    seen: set[str] = set()
    waiting = ["/2024/", "/2024/v1/", "/hakkinda/"]
    ids: dict[str, set[str]] = {}
    targets: set[tuple[str, str]] = set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address, follow=True)
        assert response.status_code == (503 if address.endswith(".pdf") else 200), address
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        outline = Outline(response.content.decode())
        ids[address] = set(outline.ids)
        for link in outline.links:
            path, _, anchor = link.partition("#")
            path = f"{address.partition('?')[0]}{path}" if path.startswith("?") else path
            if path.startswith("/yonetim"):
                continue
            if anchor:
                targets.add((path or address, anchor))
            if path and "sirala=" not in path:
                waiting.append(path)
    assert sorted(t for t in targets if t[1] not in ids.get(t[0], set())) == []


def test_nobody_sees_a_year_without_a_publication(client: Client) -> None:
    year = FiscalYear.objects.create(year=2025)
    Report.objects.create(
        year=year, institution="Örnek Belediyesi", title="Taslak Raporu", document_note="gizli"
    )

    assert client.get("/2025/").status_code == 404
    assert client.get("/2025/v0/").status_code == 404
    assert client.get("/").headers["Location"] == "/2024/"


@pytest.mark.postgresql("order, and bytes as they were stored")
def test_changed_rows_do_not_change_a_page(client: Client) -> None:
    Report.objects.create(
        year=FiscalYear.objects.get(year=2024), institution="Örnek Belediyesi", title="Rapor"
    )
    before = client.get("/2024/").content

    Report.objects.update(institution="Başka Belediye", title="Başka başlık", document_note="yeni")

    assert client.get("/2024/").content == before


def test_an_old_version_keeps_its_address_and_names_the_newer_one(client: Client) -> None:
    newer = sample.document(headlines=())
    sample.publish(newer, version=2, reason="Örnek düzeltme gerekçesi")

    old = client.get("/2024/v1/").content.decode()
    current = client.get("/2024/").content.decode()

    assert "1. sürümünü gösterir; yerine 2. sürüm yayımlanmıştır" in old
    assert "Başlıca rakamlar" in old
    assert 'href="/2024/v1/veri/gider-ekonomik#satir-total"' in old
    assert "sürümünü gösterir" not in current
    assert "Başlıca rakamlar" not in current
    assert "Örnek düzeltme gerekçesi" in client.get("/2024/surumler/").content.decode()


@pytest.mark.postgresql("order, and bytes as they were stored")
def test_several_years_are_listed_newest_first(client: Client) -> None:
    sample.publish(sample.document(2023))

    links = Outline(client.get("/").content.decode()).links

    assert [link for link in links if link in {"/2023/", "/2024/"}][-2:] == ["/2024/", "/2023/"]


def test_without_any_publication_the_start_page_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.site.views.home.published_years", list)

    response = client.get("/")

    assert response.status_code == 200
    assert "Henüz yayımlanmış bir rapor yok" in response.content.decode()
    assert client.get("/hakkinda/").status_code == 200


def test_the_pdf_is_said_to_be_in_the_making_until_it_is_done(
    client: Client, published: Publication
) -> None:
    export = PdfExport.objects.create(year_id=2024, publication=published, state="running")
    waiting = client.get("/2024/rapor.pdf")

    export.file.save("ornek.pdf", ContentFile(b"%PDF-1.7 ornek"))
    export.state, export.sha256 = "done", "a" * 64
    export.save()
    done = client.get("/2024/rapor.pdf")

    assert (waiting.status_code, waiting.headers["Retry-After"]) == (503, "300")
    assert waiting.headers["Cache-Control"] == "no-store"
    assert done.headers["Content-Type"] == "application/pdf"
    assert 'filename="faaliyet-raporu-2024-s1.pdf"' in done.headers["Content-Disposition"]
    assert done.getvalue() == b"%PDF-1.7 ornek"


@pytest.mark.parametrize(
    ("address", "kind", "unit", "name"),
    [
        ("ozet.pdf", "summary", "", "vatandas-ozeti-2024-s1.pdf"),
        ("mudurluk/ornek-isler/birim-raporu.pdf", "unit", "ornek-isler",
         "birim-raporu-ornek-isler-2024-s1.pdf"),
    ],
)  # fmt: skip
def test_the_first_reader_of_a_print_has_it_made(
    client: Client, published: Publication, address: str, kind: str, unit: str, name: str
) -> None:
    client.head(f"/2024/{address}")
    assert not PdfExport.objects.exists()  # asking about it makes nothing
    for version in ("", "v1/", ""):
        waiting = client.get(f"/2024/{version}{address}")
        assert (waiting.status_code, waiting.headers["Retry-After"]) == (503, "30")
        assert "hazırlanıyor" in waiting.content.decode()
    export = PdfExport.objects.get()
    assert (export.kind, export.unit, export.state) == (kind, unit, "waiting")

    export.file.save("ornek.pdf", ContentFile(b"%PDF-1.7 ornek"))
    export.state = "done"
    export.save()
    done = client.get(f"/2024/{address}")

    assert done.status_code == 200
    assert done.getvalue() == b"%PDF-1.7 ornek"
    assert f'filename="{name}"' in done.headers["Content-Disposition"]
    assert client.get("/2024/rapor.pdf").status_code == 503


def test_a_draft_pdf_is_not_offered(client: Client) -> None:
    PdfExport.objects.create(year_id=2024, publication=None, state="done", file="pdf/taslak.pdf")

    assert client.get("/2024/rapor.pdf").status_code == 503


@pytest.mark.postgresql("asked by SQL")
def test_health_says_whether_the_database_answers(client: Client) -> None:
    response = client.get("/saglik")

    assert (response.status_code, response.json()) == (200, {"durum": "iyi"})
    assert "no-store" in response.headers["Cache-Control"]
