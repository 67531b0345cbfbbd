"""Numbers of a text that equal a figure of its section: offered, never taken by themselves."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest

from reports.collect.wording.blocks import Paragraph, Span, Word
from reports.collect.wording.figures import (
    MOST_FOR_ONE,
    Figure,
    doubled,
    figures_of,
    offers_of,
    written_with,
)
from reports.collect.wording.markdown import written
from reports.core.documents import Document
from reports.core.documents.model import TableBlock
from reports.core.documents.prose import render
from reports.core.registry import Column, Total
from reports.core.registry import Kind as K
from reports.core.tables import Row, Table
from reports.core.tables.values import total_row

COLUMNS = (
    Column("ad", "Ad", K.TEXT),
    Column("adet", "Adet", K.INTEGER, total=Total.SUM),
    Column("tutar", "Tutar", K.MONEY, unit="TL", total=Total.SUM),
    Column("oran", "Oran", K.PERCENT, unit="%"),
)
ROWS = (
    Row("bir", ("Örnek iş", 1250, Decimal("12345.60"), Decimal("51.54"))),
    Row("iki", ("İkinci iş", 2024, Decimal("1000"), Decimal("40"))),
    Row("a.b", ("Noktalı", 777, None, None)),
)
TABLE = Table("tables.ornek", "ornek", "Örnek tablo", "X", COLUMNS, ROWS,
              total_row(COLUMNS, ROWS, "Toplam"))  # fmt: skip


def document(*blocks: TableBlock) -> Document:
    node = SimpleNamespace(blocks=blocks)
    made = SimpleNamespace(node_by_code={"X": node}, tables={TABLE.id: TABLE})
    return cast("Document", made)


FIGURES = figures_of(document(TableBlock(TABLE.id)), "X")


def word(*texts: str) -> Word:
    return Word([Paragraph((Span(text),)) for text in texts])


def test_figures_are_those_of_the_section_with_their_names() -> None:
    assert [figure.name for figure in FIGURES[Decimal(1250)]] == ["Örnek tablo · Örnek iş · Adet"]
    assert [figure.name for figure in FIGURES[Decimal("13345.6")]] == [
        "Örnek tablo · Toplam · Tutar"
    ]
    assert Decimal(777) not in FIGURES  # a row's key with a point can't be named
    assert figures_of(document(), "X") == {}
    assert figures_of(document(TableBlock(TABLE.id)), "Y") == {}
    part = figures_of(document(TableBlock(TABLE.id, rows=("bir",), columns=("ad", "adet"))), "X")
    assert list(part) == [Decimal(1250)]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Yılda 1.250 iş.", "Yılda {{ tables.ornek.bir.adet | integer }} iş."),
        ("Yılda 1250 iş.", "Yılda {{ tables.ornek.bir.adet | decimal }} iş."),
        ("12.345,60 TL gitti", "{{ tables.ornek.bir.tutar | money }} gitti"),
        ("12.345,6 TL gitti", "{{ tables.ornek.bir.tutar | money }} gitti"),
        ("Oran %51,54 oldu.", "Oran %{{ tables.ornek.bir.oran | decimal }} oldu."),
        ("Oran %40 oldu.", "Oran {{ tables.ornek.iki.oran | percent }} oldu."),
        ("yüzde 40 oldu", "yüzde {{ tables.ornek.iki.oran | integer }} oldu"),
        ("13.345,60 TL", "{{ tables.ornek.total.tutar | money }}"),
    ],
)
def test_a_chosen_number_becomes_a_reference_that_shows_the_same(text: str, after: str) -> None:
    found = offers_of(word(text), FIGURES)
    [offer] = found.offers

    assert written(word(text)) == text
    body = written(word(text), instead=written_with(word(text), found.chosen({offer.key})))

    assert body == after
    rendered = render(body, {TABLE.id: TABLE})
    assert rendered.problems == ()
    same = rendered.text.replace("\u00a0", " ").replace("1.250", "1250").replace(",60", ",6")
    assert same == text.replace("1.250", "1250").replace(",60", ",6")


@pytest.mark.parametrize(
    "text",
    [
        "2024 yılında",
        "12.345,60 kişi değil 12.345,601",
        "01.1250",
        "1250-2",
        "40 kişi",
        "%1.250",
        "1.250 TL",
        "-1250",
        "1250/3",
        "A1250",
        "1.2500",
    ],
)
def test_what_is_no_such_figure_is_not_offered(text: str) -> None:
    offered = offers_of(word(text), FIGURES).offers

    assert [offer.number for offer in offered if offer.number != "12.345,60"] == []


def test_a_number_in_a_link_stays() -> None:
    linked = Word([Paragraph((Span("1.250", href="https://ornek.gov.tr/"),))])

    assert offers_of(linked, FIGURES).offers == []


def test_the_sentence_stands_around_the_number() -> None:
    [offer] = offers_of(word("Önceki cümle. Yılda 1.250 iş yapıldı. Sonraki."), FIGURES).offers

    assert (offer.before, offer.number, offer.after) == ("Yılda ", "1.250", " iş yapıldı.")
    assert offer.figure.shown == "1.250"


def test_two_numbers_of_one_paragraph_are_both_replaced_and_one_place_only_once() -> None:
    text = word("{1.250} ve 13.345,60 TL ve 1.250")
    found = offers_of(text, FIGURES)

    body = written(text, instead=written_with(text, found.offers))

    assert body.count("{{ tables.ornek.bir.adet | integer }}") == 2
    assert body.startswith("\\{{{ tables.ornek.bir.adet | integer }}\\} ve {{ tables")
    assert doubled(found.offers) == []
    assert doubled([*found.offers, found.offers[0]]) == [found.offers[0]]


def test_what_equals_many_figures_is_no_sign_of_any() -> None:
    one = FIGURES[Decimal(1250)][0]
    many = {Decimal(1250): [Figure(f"{n}", "t", f"r{n}", one.column, one.value) for n in range(9)]}

    found = offers_of(word("1.250 iş"), many)

    assert (found.offers, found.left) == ([], 1)
    few = {Decimal(1250): many[Decimal(1250)][:MOST_FOR_ONE]}
    assert len(offers_of(word("1.250 iş"), few).offers) == MOST_FOR_ONE
