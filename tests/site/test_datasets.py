"""Filter, order, totals and stated figures on the page of a dataset."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client

from reports.core.tables import Row
from reports.models import Publication

from . import sample

pytestmark = pytest.mark.usefixtures("published")

ADDRESS = "/2024/veri/gider-ekonomik"


def page(client: Client, query: str = "") -> str:
    return client.get(f"{ADDRESS}{query}").content.decode()


def rows(html: str) -> list[str]:
    """Row keys in their order, without the total."""
    return [key for key in re.findall(r'id="satir-([^"]+)"', html) if key != "total"]


def totals(html: str) -> list[list[str]]:
    """Texts of the total rows' cells."""
    found = re.findall(r'<tr[^>]*class="row--total[^"]*">(.*?)</tr>', html, re.DOTALL)
    cell = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
    return [[text.strip() for text in cell.findall(row)] for row in found]


@pytest.mark.postgresql("no collation of the database shows")
@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", ["01", "02", "03", "04"]),
        ("?sirala=name", ["02", "04", "01", "03"]),
        ("?sirala=-name", ["03", "01", "04", "02"]),
        ("?sirala=spent", ["01", "04", "02", "03"]),
        ("?sirala=-spent", ["02", "01", "04", "03"]),
        ("?sirala=-spent,-code", ["02", "04", "01", "03"]),
        ("?sirala=yok", ["01", "02", "03", "04"]),
    ],
)
def test_rows_are_ordered_by_turkish_rules_with_missing_figures_last(
    client: Client, query: str, order: list[str]
) -> None:
    assert rows(page(client, query)) == order


def test_the_heading_says_how_it_is_sorted_and_turns_the_order(client: Client) -> None:
    html = page(client, "?q=i&sirala=spent")

    assert html.count("aria-sort=") == 1
    assert re.search(r'aria-sort="ascending">\s*<a href="\?q=i&amp;sirala=-spent">Gider', html)


@pytest.mark.postgresql("no collation of the database shows")
@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("?q=ŞEKER", ["01"]),
        ("?q=isildak", ["04"]),
        ("?q=150,00", ["02"]),
        ("?q=seker+civi", []),
        ("?rakam=spent&enaz=51", ["02"]),
        ("?rakam=spent&encok=50,00", ["01", "04"]),
        ("?rakam=budget&enaz=100&encok=200", ["01", "02", "03"]),
        ("?rakam=&enaz=51", ["01", "02", "03", "04"]),
    ],
)
def test_the_filter_leaves_rows_by_text_and_figure(
    client: Client, query: str, left: list[str]
) -> None:
    assert rows(page(client, query)) == left


def test_a_choice_is_offered_for_columns_with_few_texts(client: Client) -> None:
    html = client.get("/2024/veri/gostergeler?sutun-unit=adet").content.decode()

    assert 'name="sutun-unit"' not in html  # one text only: nothing to choose
    assert rows(html) == ["1-1-1", "1-1-2", "2-1-1"]


def test_a_figure_that_cannot_be_read_is_said_at_its_field(client: Client) -> None:
    html = page(client, "?rakam=spent&enaz=abc")

    assert 'class="field__error"' in html
    assert rows(html) == ["01", "02", "03", "04"]


def test_without_a_filter_there_is_one_total(client: Client) -> None:
    assert totals(page(client)) == [["Toplam", "", "1.000,00", "250,00", "%25", "%100"]]


def test_the_total_of_filtered_rows_is_computed_from_them(client: Client) -> None:
    html = page(client, "?rakam=budget&encok=200")

    assert totals(html) == [
        ["", "Süzülen satırların toplamı", "400,00", "200,00", "%50", "%80"],
        ["Toplam", "", "1.000,00", "250,00", "%25", "%100"],
    ]
    assert "4 satırdan 3 satır gösteriliyor" in html


def test_printed_figures_are_quoted_and_emphasised_where_they_differ(client: Client) -> None:
    html = re.sub(r"\s+", " ", page(client))

    assert (
        '<li class="stated__differs"> Toplam gider · Gider: basılı raporda <b>251,00</b> olarak'
        " yazıyor (satır 343–344); <strong>tabloda farklı:</strong>"
        ' <a href="#satir-total">250,00</a>.' in html
    )
    assert html.count("stated__differs") == 1
    assert "<b>%8,3</b> olarak yazıyor (satır 350); tabloda:" in html
    assert "<b>2023-06-31</b>" in html


def test_a_sentence_links_its_figures_and_drops_links_that_lead_nowhere(client: Client) -> None:
    html = client.get("/2024/bolum/iii-a-1-butce/").content.decode()

    assert 'href="/2024/veri/gider-ekonomik#satir-total">250 TL</a>' in html
    assert "dataset:" not in html


def test_a_long_table_is_cut_in_its_section_and_whole_on_its_page(client: Client) -> None:
    many = tuple(Row(str(n), (n, sample.D(1))) for n in range(1, 61))
    longer = replace(sample.PAYMENTS, rows=many)
    sample.publish(
        sample.document(tables={t.id: longer if t.id == longer.id else t for t in sample.TABLES}),
        version=2,
        reason="Örnek gerekçe",
    )

    section = client.get("/2024/mudurluk/ornek-isler/").content.decode()
    whole = client.get("/2024/veri/ornek-yol-hakedisler").content.decode()

    assert "Tablonun tamamı: 45 satır daha" in section
    assert len(rows(whole)) == 60


def test_goals_are_narrowed_by_text_goal_and_status(client: Client) -> None:
    def left(query: str) -> list[str]:
        html = client.get(f"/2024/hedefler/?{query}").content.decode()
        return re.findall(r'<span class="code">([^<]+)</span>', html)

    assert left("q=IŞIK") == ["1.1.2"]
    assert left("amac=2") == ["2.1.1"]
    assert left("durum=ulasildi") == ["1.1.1"]
    assert left("durum=ulasildi&amac=2") == []
    assert left("") == ["1.1.1", "1.1.2", "2.1.1"]


def test_the_front_page_counts_promises_kept_first(client: Client) -> None:
    html = client.get("/2024/").content.decode()

    assert re.findall(r'<rect class="(tone--\w+)" x="([\d.]+)"', html) == [
        ("tone--reached", "0.000"),
        ("tone--partly", "33.333"),
        ("tone--missed", "66.667"),
    ]


def test_a_directorate_shows_its_budget_contracts_indicators_and_narrative(client: Client) -> None:
    html = client.get("/2024/mudurluk/ornek-isler/").content.decode()

    assert "4.713.286,67 TL" in html
    assert 'href="/2024/veri/mudurluk-butceleri#satir-ornek-isler"' in html
    assert 'href="/2024/sozlesme/ornek-yol/"' in html
    assert 'href="/2024/gosterge/1-1-1/"' in html
    assert 'href="/2024/gosterge/1-1-2/"' not in html
    assert "Örnek anlatım." in html


def test_a_contract_shows_its_facts_and_payments(client: Client) -> None:
    html = client.get("/2024/sozlesme/ornek-yol/").content.decode()

    assert "10,50 TL" in html
    assert "06.05.2024" in html
    assert totals(html) == [["Toplam", "10,50"]]


@pytest.mark.parametrize(
    ("status", "mark"), [("provisional", "Geçici: kesin hesap öncesi"), ("final", "Kesin")]
)
def test_tables_say_whether_their_figures_are_final(client: Client, status: str, mark: str) -> None:
    header = replace(sample.document().header, figure_status=status)
    sample.publish(sample.document(header=header), version=2, reason="Örnek gerekçe")

    section = client.get("/2024/bolum/iii-a-1-butce/").content.decode()
    own = client.get("/2024/veri/gider-ekonomik").content.decode()
    words = client.get("/2024/veri/amaclar").content.decode()

    assert section.count(f'<span class="table__status">{mark}</span>') == 2
    assert f"Rakamlar: {mark}." in own
    assert "Rakamlar:" not in words  # a table of texts has no figures


NOTHING = "Bu tablo için raporda bilgi verilmemiştir."


@pytest.fixture
def with_an_empty_table(published: Publication) -> None:
    """A second version whose table of payments has no rows."""
    tables = sample.document().tables
    empty = replace(sample.PAYMENTS, rows=(), total=None)
    sample.publish(sample.document(tables=tables | {empty.id: empty}), version=2, reason="Örnek")


@pytest.mark.usefixtures("with_an_empty_table")
def test_an_empty_table_says_why_and_is_not_counted(client: Client) -> None:
    front, index, own, full = (
        client.get(address).content.decode()
        for address in ("/2024/", "/2024/veri/", "/2024/veri/ornek-yol-hakedisler", ADDRESS)
    )

    assert f"Rapordaki {len(sample.TABLES) - 1} tablonun her biri" in front
    assert f"Rapordaki {len(sample.TABLES) - 1} tablo, bölümlerine göre" in index
    assert index.count(NOTHING) == 1
    assert ">0 satır" not in index
    assert NOTHING in own
    assert "Süzgece uyan satır yok" not in own
    assert NOTHING not in full
    assert NOTHING not in client.get(f"{ADDRESS}?q=yokboyle").content.decode()
    assert "Süzgece uyan satır yok" in client.get(f"{ADDRESS}?q=yokboyle").content.decode()
