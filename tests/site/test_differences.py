"""The public page of what differs between two versions, its files, and the ways to it."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page
from pytest_django import DjangoAssertNumQueries

from reports.core.documents import Document, Node, ProseBlock
from reports.core.tables import Row, Table
from reports.publish.versions.wording import TextPart, Wording
from reports.site.difference_lines import shortened
from reports.site.differences import RECORD_FIELDS, harmless
from tests import checked

from . import sample
from .markup import Outline

D = Decimal
REASON = "Örnek düzeltme: Çivi satırının gideri yanlış aktarılmıştı."
ADDRESS = "/2024/v1/fark/v2/"


def newer() -> Document:
    """The sample with a changed figure, what follows from it, a row, a text, a table, a finding."""
    spending = replace(
        sample.SPENDING,
        rows=(
            sample.SPENDING.rows[0],
            Row("02", ("02", "Çivi", D("200.00"), D("149.99"), D("74.995"), D("59.998"))),
            *sample.SPENDING.rows[2:],
        ),
        total=Row("total", ("Toplam", None, D("1000.00"), D("249.99"), D("24.999"), D("100"))),
    )
    goals = replace(sample.GOALS, rows=(*sample.GOALS.rows, Row("3", ("3", "=Yeni amaç"))))
    tables = {**{item.id: item for item in sample.TABLES}, spending.id: spending, goals.id: goals}
    del tables["departments.contracts"]

    def changed(node: Node) -> Node:
        blocks = tuple(
            ProseBlock("<p>Örnek uzun anlatım.</p>", "Örnek uzun anlatım.")
            if isinstance(block, ProseBlock) and "anlatım" in block.text
            else block
            for block in node.blocks
        )
        return replace(node, blocks=blocks, children=tuple(map(changed, node.children)))

    whole = sample.document(
        outline=tuple(map(changed, sample.OUTLINE)),
        tables=tables,
        checks=checked.reconciliation(
            checked.finding("RPR-009", "Yeni bulgu cümlesi.", section="V", severity="warning")
        ),
    )
    return replace(whole, header=replace(whole.header, figure_status="final"))


@pytest.fixture
def versions(db: None) -> None:
    sample.publish()
    sample.publish(newer(), version=2, reason=REASON)


def words(client: Client, address: str) -> str:
    html = client.get(address).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


pytestmark = pytest.mark.usefixtures("versions")


def test_the_page_counts_what_differs_and_says_why(client: Client) -> None:
    text = words(client, ADDRESS)

    assert "1. ve 2. sürüm arasındaki farklar" in text
    assert REASON in text
    assert (
        "1 rakam, 4 hesaplanan rakam, 1 eklenen veya çıkarılan satır, 1 metin, 1 tablo, "
        "1 denetim bulgusu"
    ) in text


def test_every_figure_leads_into_the_tables_of_both_versions(client: Client) -> None:
    html = client.get(ADDRESS).content.decode()
    text = words(client, ADDRESS)

    for version in (1, 2):
        assert f'href="/2024/v{version}/veri/gider-ekonomik#satir-02"' in html
        assert f'href="/2024/v{version}/veri/gider-ekonomik#satir-total"' in html
    assert "Çivi Gider (TL) 150,00 149,99 −0,01" in text
    # Both rates would be printed as %75,0 and so are spelled exactly.
    assert "Çivi Oran %75 %74,995 −0,005 puan" in text
    assert "Hesaplanan 4 değer (başka rakamlardan çıkar)" in text
    assert "Toplam Gider (TL) 250,00 249,99 −0,01" in text


def test_rows_tables_texts_header_and_findings_are_told(client: Client) -> None:
    text = words(client, ADDRESS)

    assert "Yeni satır =Yeni amaç" in text
    assert "Örnek sozlesmeler Çıkarıldı" in text
    assert "Örnek eklenen: uzun anlatım." in text
    assert "<ins>" in client.get(ADDRESS).content.decode()
    assert (
        "Rakamların niteliği: eski: Geçici (kesin hesap öncesi) yeni: Kesin (kesin hesap sonrası)"
    ) in text
    assert "Yeni bulgu RPR-009 Yeni bulgu cümlesi." in text


def test_links_of_the_page_lead_somewhere(client: Client) -> None:
    outline = Outline(client.get(ADDRESS).content.decode())

    assert outline.problems == []
    for link in set(outline.links):
        path, _, anchor = link.partition("#")
        if path.startswith("/yonetim") or path.endswith(".pdf") or not path.startswith("/"):
            continue
        target = client.get(path)
        assert target.status_code == 200, link
        if anchor:
            assert anchor in Outline(target.content.decode()).ids, link


@pytest.mark.parametrize(
    "address",
    [
        "/2024/v2/fark/v1/",
        "/2024/v1/fark/v1/",
        "/2024/v1/fark/v3/",
        "/2024/v3/fark/v4/",
        "/2023/v1/fark/v2/",
        "/2024/v0/fark/v1/",
        "/2024/v2/fark/v1.csv",
        "/2024/v1/fark/v2.xlsx",
    ],
)
def test_there_is_no_difference_without_two_versions_in_their_order(
    client: Client, address: str
) -> None:
    assert client.get(address).status_code == 404


def test_the_files_carry_every_change_exactly(client: Client) -> None:
    response = client.get("/2024/v1/fark/v2.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    data = json.loads(client.get("/2024/v1/fark/v2.json").content)

    assert tuple(rows[0]) == RECORD_FIELDS
    assert 'filename="2024-s2-fark-s1.csv"' in response.headers["Content-Disposition"]
    (cell,) = [row for row in rows if row["part"] == "cell" and row["follows"] == "false"]
    assert [cell[n] for n in ("table", "row", "column", "unit", "old", "new", "difference")] == [
        "finance.expenditure", "02", "spent", "TL", "150.00", "149.99", "-0.01",
    ]  # fmt: skip
    assert len(rows) == len(data["changes"])
    assert data["new"]["reason"] == REASON
    assert data["counts"]["figures"] == 1
    assert {row["part"] for row in rows} == {
        "report", "cell", "row", "table", "text", "checks", "finding",
    }  # fmt: skip


def test_no_spreadsheet_takes_a_text_for_a_formula(client: Client) -> None:
    content = client.get("/2024/v1/fark/v2.csv").content.decode()
    data = json.loads(client.get("/2024/v1/fark/v2.json").content)

    assert "'=Yeni amaç" in content
    assert any(change.get("new") == "=Yeni amaç" for change in data["changes"])
    assert all(
        not re.match(r"[=@\t\r]|[+-](?!\d)", cell)
        for row in csv.reader(io.StringIO(content))
        for cell in row
    )
    assert [harmless(text) for text in ("-5.00", "-5+2", "+x", "@a", "düz", "")] == [
        "-5.00", "'-5+2", "'+x", "'@a", "düz", "",
    ]  # fmt: skip


def test_the_list_of_versions_leads_to_each_difference(client: Client) -> None:
    sample.publish(sample.document(headlines=()), version=3, reason="Örnek ikinci düzeltme")

    links = Outline(client.get("/2024/surumler/").content.decode()).links

    assert [link for link in links if "/fark/" in link] == ["/2024/v2/fark/v3/", ADDRESS]


@pytest.mark.parametrize(
    ("path", "newer_path"),
    [
        ("veri/gider-ekonomik", "veri/gider-ekonomik"),
        ("bolum/iii-a-1-butce/", "bolum/iii-a-1-butce/"),
        ("mudurluk/ornek-isler/", "mudurluk/ornek-isler/"),
        ("gosterge/1-1-2/", "gosterge/1-1-2/"),
        ("hedef/1-1/", "hedef/1-1/"),
        ("mutabakat/", "mutabakat/"),
        ("", ""),
        ("veri/sozlesmeler", ""),
        ("sozlesme/ornek-yol/", ""),
    ],
)
def test_an_older_page_leads_to_its_place_in_the_current_version(
    client: Client, path: str, newer_path: str
) -> None:
    html = client.get(f"/2024/v1/{path}").content.decode()

    notice = re.search(r'<aside class="notice".*?</aside>', html, re.DOTALL)
    assert notice is not None
    assert re.findall(r'href="([^"]+)"', notice[0]) == [f"/2024/{newer_path}", ADDRESS]
    assert ("Bu sayfanın güncel hâli" in notice[0]) is bool(newer_path)
    assert client.get(f"/2024/{newer_path}").status_code == 200


def test_a_renamed_table_is_found_by_its_identity(client: Client) -> None:
    table: Table = replace(sample.SPENDING, slug="giderler")
    tables = sample.document().tables | {table.id: table}
    sample.publish(sample.document(tables=tables), version=3, reason="Örnek")

    html = client.get("/2024/v1/veri/gider-ekonomik").content.decode()

    assert 'href="/2024/veri/giderler"' in html
    assert client.get("/2024/v1/fark/v3/").status_code == 200


def test_the_current_version_has_no_notice(client: Client) -> None:
    assert 'class="notice"' not in client.get("/2024/v2/veri/gider-ekonomik").content.decode()


@pytest.mark.parametrize("address", [ADDRESS, "/2024/v1/fark/v2.csv", "/2024/v1/fark/v2.json"])
def test_nothing_but_reading_and_three_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    client.get(address)

    with django_assert_num_queries(3):
        response = client.get(address)
    assert "Set-Cookie" not in response.headers
    assert client.head(address).content == b""
    assert client.post(address).status_code == 405
    tag = response.headers["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304


def test_the_queries_do_not_grow_with_the_changes(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = tuple(Row(f"9{n}", (f"9{n}", f"Satır {n}")) for n in range(30))
    goals = replace(sample.GOALS, rows=rows)
    tables = sample.document().tables | {goals.id: goals}
    sample.publish(sample.document(tables=tables), version=3, reason="Örnek")
    client.get("/2024/v2/fark/v3/")

    with django_assert_num_queries(3):
        client.get("/2024/v2/fark/v3/")


def test_a_long_text_shows_its_changes_with_some_words_around_them() -> None:
    long = " ".join(f"k{n}" for n in range(100))
    parts = (
        TextPart(Wording.SAME, long),
        TextPart(Wording.ADDED, "yeni"),
        TextPart(Wording.SAME, long),
        TextPart(Wording.REMOVED, "eski"),
        TextPart(Wording.SAME, "kısa"),
    )

    found = [part.text for part in shortened(parts)]

    assert found[0].startswith("… k88 ")
    assert found[2].startswith("k0 k1 ")
    assert "k11 … k88" in found[2]
    assert found[1::2] == ["yeni", "eski"]
    assert found[4] == "kısa"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_are_accessible_and_fit_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    faults: dict[str, list[str]] = {}
    for address in (ADDRESS, "/2024/surumler/", "/2024/v1/veri/gider-ekonomik"):
        page.goto(address)
        found = Axe().run(page).response["violations"]
        faults[address] = [f"{item['id']}: {item['nodes'][0]['html'][:120]}" for item in found]
        across = page.evaluate("document.documentElement.scrollWidth")
        if across > width:
            faults[address].append(f"{across} px wide")

    assert {address: what for address, what in faults.items() if what} == {}
