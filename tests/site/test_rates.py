"""Each percentage says of what it is a part, and one thing has one number."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client

from reports.core import registry
from reports.core.registry import Kind
from reports.core.tables import Row

from . import sample
from .markup import Outline

JUDGED = "Oranlar, durumu değerlendirilebilen göstergeler içindeki paylardır"


def words(client: Client, address: str) -> str:
    html = client.get(address).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture
def unjudged(db: None) -> None:
    """Two of four indicators reached their target; one has no result."""
    first, second, third = sample.INDICATORS.rows
    status, rate = (sample.INDICATORS.index[name] for name in ("status", "rate"))

    def changed(row: Row, key: str, **cells: object) -> Row:
        places = {status: cells["status"], rate: cells["rate"]}
        found = [places.get(place, cell) for place, cell in enumerate(row.cells)]
        return replace(row, key=key, cells=tuple(found))  # type: ignore[arg-type]

    rows = (
        first,
        second,
        changed(third, "2-1-1", status="Ulaşıldı", rate=None),
        changed(third, "2-1-2", status="Değerlendirilemedi", rate=None),
    )
    table = replace(sample.INDICATORS, rows=rows)
    tables = sample.document().tables | {table.id: table}
    sample.publish(sample.document(tables=tables))


@pytest.mark.usefixtures("unjudged")
@pytest.mark.parametrize("address", ["/2024/", "/2024/hedefler/"])
def test_shares_of_statuses_are_of_the_indicators_that_could_be_judged(
    client: Client, address: str
) -> None:
    text = words(client, address)

    assert "2 Ulaşıldı %66,7" in text
    assert "1 Ulaşılamadı %33,3" in text
    assert not re.search(r"1 Değerlendirilemedi %", text)
    assert JUDGED in text


@pytest.mark.usefixtures("published")
def test_a_rate_says_of_what_it_is_wherever_it_stands(client: Client) -> None:
    front = "/2024/bolum/iii-a-1-butce/"
    assert "Oran: Gider / Ödenek × 100" in words(client, front)
    assert "Pay: Gider / toplamı × 100" in words(client, front)


@pytest.mark.usefixtures("db")
def test_rates_of_directorates_and_indicators_carry_their_meaning(client: Client) -> None:
    meanings = {
        sample.DEPARTMENT_BUDGETS.id: "Harcamanın ödeneğe oranı.",
        sample.INDICATORS.id: "Gerçekleşmenin hedefe oranı.",
    }
    tables = dict(sample.document().tables)
    for name, meaning in meanings.items():
        columns = tuple(
            replace(column, description=meaning) if column.kind is Kind.PERCENT else column
            for column in tables[name].columns
        )
        tables[name] = replace(tables[name], columns=columns)
    sample.publish(sample.document(tables=tables))

    for address in ("mudurlukler/", "mudurluk/ornek-isler/"):
        assert meanings[sample.DEPARTMENT_BUDGETS.id] in words(client, f"/2024/{address}")
        assert Outline(client.get(f"/2024/{address}").content.decode()).problems == []
    for address in ("gosterge/1-1-1/", "hedef/1-1/"):
        assert meanings[sample.INDICATORS.id] in words(client, f"/2024/{address}")


def test_every_declared_rate_has_a_sentence() -> None:
    silent = [
        f"{dataset.id}.{column.key}"
        for dataset in registry.static_datasets()
        for column in dataset.columns
        if column.kind is Kind.PERCENT and not column.description
    ]

    assert silent == []
