"""Both figures below what they are about: sections, contracts, objectives and indicators."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client

from reports.core.documents import TableBlock
from reports.present.findings import about_section
from tests import checked

from . import sample

TOTAL = checked.finding(
    "RPR-001", "Toplam gider basılı raporda farklı.", dataset="finance.expenditure", row="total",
    column="spent", stated="251.00", computed="250.00", difference="1.00", waived=checked.loaded(1),
)  # fmt: skip
RATE = checked.finding(
    "RPR-003", "Işık oranı basılı raporda farklı.", family="ratio", row="1-1-2", column="rate",
    dataset="performance.indicators", stated="100", computed="25", difference="75",
)  # fmt: skip
OBJECTIVE = checked.finding(
    "RPR-008", "Hedefin adı iki yerde farklı.", dataset="performance.objectives", row="1-1",
    column="title", severity="warning",
)  # fmt: skip
GOAL = checked.finding(
    "RPR-008", "Amacın adı iki yerde farklı.", dataset="performance.goals", row="1",
    column="title", severity="warning",
)  # fmt: skip
PRICE = checked.finding(
    "DEP-022", "Bedel kredisiyle uyuşmuyor.", dataset="departments.contracts", row="ornek-yol",
    column="amount", stated="10.50", computed="10.40",
)  # fmt: skip
PAYMENT = checked.finding(
    "DEP-020", "Hakediş iki kez yazılmış.", dataset="payments.ornek_yol", row="1", column="payment",
    stated="4.25",
)  # fmt: skip
FACT = checked.finding("DEP-021", "Süre yazılmamış.", dataset="contract.ornek_yol", row="sure")
EMPTY = checked.finding("RPR-030", "Bölümde ne metin ne tablo var.", section="V")
ALL = (TOTAL, RATE, OBJECTIVE, GOAL, PRICE, PAYMENT, FACT, EMPTY)


@pytest.fixture(autouse=True)
def _year(db: None) -> None:
    sample.publish(sample.document(checks=checked.reconciliation(*ALL)))


def words(client: Client, address: str) -> str:
    html = client.get(address).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("bolum/iii-a-1-butce/", (TOTAL,)),
        ("mudurluk/ornek-isler/", (PRICE, PAYMENT)),
        ("bolum/iii-b-2-performans/", (RATE,)),
        ("bolum/v-oneri/", (EMPTY,)),
        ("bolum/sunus/", ()),
        ("sozlesmeler/", (PRICE,)),
        ("sozlesme/ornek-yol/", (PRICE, PAYMENT, FACT)),
        ("hedefler/", (GOAL,)),
        ("hedef/1-1/", (RATE, OBJECTIVE)),
        ("hedef/2-1/", ()),
        ("gosterge/1-1-2/", (RATE,)),
        ("v1/gosterge/1-1-2/", (RATE,)),
        ("gosterge/1-1-1/", ()),
    ],
)
def test_a_page_shows_the_findings_of_what_it_is_about(
    client: Client, address: str, shown: tuple[object, ...]
) -> None:
    text = words(client, f"/2024/{address}")

    assert [finding for finding in ALL if finding.message in text] == list(shown)
    assert (f"Denetimde tutmayanlar ({len(shown)})" in text) is bool(shown)


@pytest.mark.parametrize(
    ("address", "printed", "computed"),
    [
        ("gosterge/1-1-2/", "%100", "%25"),
        ("hedef/1-1/", "%100", "%25"),
        ("bolum/iii-a-1-butce/", "251,00 TL", "250,00 TL"),
        ("veri/gider-ekonomik", "251,00 TL", "250,00 TL"),
        ("sozlesme/ornek-yol/", "10,50 TL", "10,40 TL"),
    ],
)
def test_both_figures_stand_there(
    client: Client, address: str, printed: str, computed: str
) -> None:
    text = words(client, f"/2024/{address}").partition("Denetimde tutmayanlar")[2]

    assert f"Yazan: {printed};" in text
    assert f": {computed}; Fark:" in text


def test_a_part_of_a_table_shows_the_findings_of_its_rows() -> None:
    document = sample.document(checks=checked.reconciliation(*ALL))
    node = document.node_by_code["V"]

    def about(*rows: str) -> tuple[object, ...]:
        block = TableBlock("performance.indicators", rows=rows)
        return about_section(document, replace(node, blocks=(block,)))

    assert about("1-1-1", "1-1-2") == (RATE,)
    assert about("1-1-1") == ()
