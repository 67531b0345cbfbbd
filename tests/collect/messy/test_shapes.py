"""Tables as people build them: what is read, what waits, what is refused, with place and cure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from reports.collect.recognising.recognise import Chosen
from reports.collect.recognising.rows import RowKind
from reports.collect.recognising.targets import Table

from .asking import figures_of, recognised
from .grid import CODES, INCOME, STAFF, Corners, Grid, Percentage, Value, filled
from .writers import by_biff, by_hand, by_ods, by_page, by_xlsxwriter, by_xml_2003, text

NOTHING = Chosen()
Lines = list[list[Value]]
WORKBOOKS = (by_xlsxwriter, by_biff, by_ods, by_xml_2003, by_page)


@dataclass(frozen=True)
class Shape:
    """Lines of a file; then what is found in them."""

    lines: Lines
    merged: list[Corners] = field(default_factory=list)
    table: Table = INCOME
    column: str = "outturn"
    read: list[str] = field(default_factory=list)
    """Figures of a column, in their order."""
    names: list[str] = field(default_factory=list)
    aside: list[RowKind] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    """Address → words of its sentence."""
    writers: tuple[Callable[[Grid], bytes], ...] = (by_hand, text)


HEAD: list[Value] = ["Gelir türü", "Gerçekleşme", "Adet"]
STAFF_HEAD: list[Value] = ["Müdürlük", "Kadro türü", "Kadın", "Erkek"]
SU: list[Value] = ["Su", 5.5, 3]
PARK: list[Value] = ["Park", 7.5, 4]

SHAPES: dict[str, Shape] = {
    "names over several rows, merged": Shape(
        [STAFF_HEAD, ["Fen İşleri", "Memur", 3, 4], [None, "İşçi", 5, 6],
         ["Zabıta", "Memur", 1, 2]],
        [(2, 1, 3, 1)], STAFF, "women", ["3", "5", "1"],
        ["Fen İşleri / Memur", "Fen İşleri / İşçi", "Zabıta / Memur"], writers=WORKBOOKS,
    ),
    "names over several rows, left empty": Shape(
        [STAFF_HEAD, ["Fen İşleri", "Memur", 3, 4], [None, "İşçi", 5, 6]], table=STAFF,
        column="women", read=["3", "5"], refused={"A3": "«Fen İşleri» bu satır için de geçerliyse"},
    ),
    "one figure for several rows": Shape(
        [HEAD, ["Su", 5.5, 3], ["Park", None, 4]], [(2, 2, 3, 2)], read=["5.5"],
        refused={"B2": "3. satıra kadar birleştirilmiş"}, writers=WORKBOOKS,
    ),
    "labels repeated under groups": Shape(
        [HEAD, ["VERGİLER"], ["Diğer", 5.5, 3], ["HARÇLAR"], ["Diğer", 7.5, 4]],
        read=["5.5", "7.5"], aside=[RowKind.GROUP, RowKind.GROUP],
        refused={"5": "satır 3 ve satır 5"},
    ),
    "a key given twice": Shape([HEAD, SU, ["SU ", 6.5, 4]], read=["5.5", "6.5"],
                               refused={"3": "satır 2 ve satır 3"}),
    "a row without a name": Shape([HEAD, SU, [None, 7.5, 4]], read=["5.5", "7.5"],
                                  refused={"A3": "3. satırın adı yok"}),
    "a table beside another one": Shape(
        [[*HEAD, None, "Gider türü", "Alan"], [*SU, None, "Yol", 900], [*PARK, None, "Bina", 800]],
        column="area", read=[],
    ),
    "a table below another one": Shape(
        [HEAD, SU, [], ["2. GİDERLER"], ["Gider türü", "Ödenek", "Harcama"], ["Yol", 99, 98]],
        read=["5.5"], names=["Su"], aside=[RowKind.GROUP, RowKind.OTHER, RowKind.OTHER],
    ),
    "a table below another one, at once": Shape(
        [HEAD, SU, ["TOPLAM", 5.5, 3], ["Gider türü", "Ödenek", "Harcama"], ["Yol", 99, 98]],
        read=["5.5"], names=["Su"], aside=[RowKind.TOTAL, RowKind.OTHER, RowKind.OTHER],
    ),
    "notes in the middle": Shape(
        [HEAD, SU, ["Not: Park gelirleri geçicidir."], PARK], read=["5.5", "7.5"],
        aside=[RowKind.NOTE],
    ),
    "a note of two cells": Shape([HEAD, SU, [], ["Kaynak:", "Mali Hizmetler"]], read=["5.5"],
                                 aside=[RowKind.NOTE]),
    "an average below": Shape([HEAD, SU, PARK, ["ORTALAMA", 6.5, 3.5]], read=["5.5", "7.5"],
                              aside=[RowKind.SUMMARY]),
    "a total in the second column": Shape(
        [["Sıra", *HEAD], [1, *SU], [2, *PARK], [None, "TOPLAM", 13, 7]], read=["5.5", "7.5"],
        aside=[RowKind.TOTAL],
    ),
    "a total before the names": Shape(
        [["Sıra", *HEAD], [1, *SU], [2, *PARK], ["Toplam", None, 13, 7]], read=["5.5", "7.5"],
        aside=[RowKind.TOTAL],
    ),
    "a row that only begins like a total": Shape(
        [HEAD, ["Top sahası", 5.5, 3], ["Toplu taşıma", 7.5, 4]], read=["5.5", "7.5"],
        names=["Top sahası", "Toplu taşıma"],
    ),
    "columns counted by letters": Shape([HEAD, ["(A)", "(B)", "(C=A/B)"], SU], read=["5.5"],
                                        names=["Su"]),
    "a column of another year": Shape(
        [["Gelir türü", "2023 Gerçekleşme", "Adet"], SU], read=[],
    ),
    "the year beside the name": Shape([["Gelir türü", "2024 Yılı Gerçekleşme", "Adet"], SU],
                                      read=["5.5"]),
    "two years": Shape(
        [["Gelir türü", "2023", None, "2024", None],
         [None, "Gerçekleşme", "Adet", "Gerçekleşme", "Adet"], ["Su", 1, 2, 5.5, 3]],
        [(1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)], read=["5.5"], writers=WORKBOOKS,
    ),
    "the year before above one column": Shape(
        [["Gelir türü", "Önceki yıl", "Adet"], [None, "Gerçekleşme", None], SU],
        [(1, 1, 2, 1), (1, 3, 2, 3)], read=[], writers=WORKBOOKS,
    ),
    "the year before": Shape([["Gelir türü", "Önceki yıl gerçekleşme", "Adet"], SU], read=[]),
    "the year before in brackets": Shape([["Gelir türü", "Gerçekleşme (geçen yıl)", "Adet"], SU],
                                         read=[]),
    "a part of it in brackets": Shape([["Gelir türü", "Gerçekleşme (ana bina)", "Adet"], SU],
                                      read=[]),
    "another currency in the heading": Shape([["Gelir türü", "Gerçekleşme (USD)", "Adet"], SU],
                                             read=[]),
    "another currency in the title": Shape([["Tutarlar Euro'dur."], HEAD, SU], read=["5.5"],
                                           refused={"B2": "EUR yazıyor"}),
    "lira and another currency in the title": Shape([["TL (1 USD = 32 TL)"], HEAD, SU],
                                                    read=["5.5"]),
    "a title that only sounds like a currency": Shape([["Euro 6 motorlu araçlar"], HEAD, SU],
                                                      read=["5.5"]),
    "signatures on two lines": Shape(
        [HEAD, SU, [], [None, "Örnek", "Örnek"], [None, "Müdür", "Başkan"]], read=["5.5"],
        aside=[RowKind.NOTE, RowKind.NOTE],
    ),
    "spaces in a row": Shape([HEAD, SU, [" ", "\u00a0", " "], PARK], read=["5.5", "7.5"],
                             names=["Su", "Park"]),
    "codes that add up others": Shape(
        [["Kod", "Açıklama", "Tutar"], ["01", "a", 5], ["01.1", "b", 3], ["01.2", "c", 2],
         [None, "TOPLAM", 5]], table=CODES, column="amount", read=["5", "3", "2"],
        aside=[RowKind.TOTAL],
    ),
    "another unit in the heading": Shape([["Gelir türü", "Alan (hektar)", "Adet"], SU],
                                         column="area", read=[]),
    "thousands of areas in the heading": Shape(
        [["Gelir türü", "Alan (bin m²)", "Adet"], SU], column="area", read=["5.5"],
        refused={"B1": "1000 kat"},
    ),
    "percentages of counts in the heading": Shape([["Gelir türü", "Adet (%)", "Gerçekleşme"], SU],
                                                  column="count", read=[]),
    "two columns of one name": Shape([["Gelir türü", "Gerçekleşme", "Gerçekleşme (TL)"], SU],
                                     read=[]),
    "a heading over an empty column": Shape(
        [["Gelir türü", None, "Gerçekleşme", "Adet"], ["Su", None, 5.5, 3]], [(1, 1, 1, 2)],
        read=["5.5"], names=["Su"], writers=WORKBOOKS,
    ),
    "capitals": Shape([["GELİR TÜRÜ", "GERÇEKLEŞME", "ADET"], ["IŞIKLI TABELA", 5.5, 3]],
                      read=["5.5"]),
    "no Turkish letters": Shape([["GELIR TURU", "GERCEKLESME", "ADET"], SU], read=["5.5"]),
    "decomposed letters": Shape(
        [["Gelir tu\u0308ru\u0308", "Gerc\u0327ekles\u0327me", "Adet"],
         ["Is\u0327ıklı i\u0307lan", 5.5, 3]],
        read=["5.5"], names=["Işıklı ilan"],
    ),
    "a word cut at the line's end": Shape([["Gelir türü", "Gerçek-\nleşme", "Adet"], SU],
                                          read=["5.5"]),
    "letters spoilt before": Shape([HEAD, ["Çevre temizliði", 5.5, 3]], read=["5.5"],
                                   refused={"A2": "bozuk harf"}, writers=(by_hand, by_ods)),
    "lost leading zeros": Shape(
        [["Kod", "Açıklama", "Tutar"], [1.1, "Personel", 5.5]], table=CODES, column="amount",
        read=["5.5"], refused={"A2": "metin ister"}, writers=(by_hand, by_ods),
    ),
    "codes as text": Shape(
        [["Kod", "Açıklama", "Tutar"], ["01.1", "Personel", 5.5], ["01.10", "Ücretler", 6.5]],
        table=CODES, column="amount", read=["5.5", "6.5"], names=["01.1", "01.10"],
    ),
    "a date for a figure": Shape([HEAD, ["Su", date(2024, 3, 1), 3]], read=[],
                                 refused={"B2": "tarih"}, writers=(by_xlsxwriter, by_biff, by_ods)),
    "a number for a date": Shape([[*HEAD, "Tarih"], [*SU, 45352]], read=["5.5"],
                                 refused={"D2": "tarih ister"}, writers=(by_hand, by_biff)),
    "a date among texts": Shape([[*HEAD, "Açıklama"], [*SU, date(2024, 3, 1)]], read=["5.5"],
                                refused={"D2": "metin ister"}, writers=(by_biff, by_ods)),
    "amounts mixed with texts": Shape([HEAD, ["Su", "5,50 TL", 3], ["Park", 7.5, 4]],
                                      read=["5.5", "7.5"]),
    "a percentage for money": Shape([HEAD, ["Su", Percentage(Decimal("0.5")), 3]], read=[],
                                    refused={"B2": "birimi TL"}, writers=(by_xlsxwriter, text)),
}  # fmt: skip
FILES = [(name, writer) for name, shape in SHAPES.items() for writer in shape.writers]


@pytest.mark.parametrize(("name", "writer"), FILES)
def test_a_shape(name: str, writer: Callable[[Grid], bytes]) -> None:
    shape = SHAPES[name]

    found = recognised(writer(filled(shape.lines, shape.merged)), shape.table, NOTHING)

    rows = figures_of(found, shape.table)
    said = [row[shape.column] for row in rows if row.get(shape.column) is not None]
    assert said == [Decimal(value) for value in shape.read]
    problems = {problem.address: problem.text for problem in found.problems}
    assert problems.keys() == shape.refused.keys(), problems
    for address, words in shape.refused.items():
        assert words in problems[address], problems[address]
    assert all(total.holds for total in found.totals)
    if shape.names:
        assert [row.name(shape.table) for row in found.rows] == shape.names
    if shape.aside:
        assert [row.kind for row in found.aside] == shape.aside


def test_headings_in_two_languages_are_mapped_by_hand() -> None:
    """None is a column's name as it stands; what each of them resembles is offered."""
    lines: Lines = [["Gelir türü\nType of revenue", "Gerçekleşme\nOutturn", "Adet\nNumber"], SU]
    content = by_hand(filled(lines))

    found = recognised(content, INCOME, NOTHING)

    assert not found.is_settled
    assert found.lacks_names
    assert {c: found.mapping.suggested[c][0].key for c in (1, 2, 3)} == {
        1: "name", 2: "outturn", 3: "count",
    }  # fmt: skip
    words = {"gelir turu type of revenue": "name", "gerceklesme outturn": "outturn"}
    mapped = recognised(content, INCOME, Chosen(columns=words))
    assert mapped.is_settled
    assert figures_of(mapped, INCOME)[0]["outturn"] == Decimal("5.5")


LYING: Lines = [["Gelir türü", "Su", "Park"], ["Gerçekleşme", 5.5, 7.5], ["Adet", 3, 4]]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (LYING, "tablo yan duruyor"),
        ([["Sayın ilgili,"], ["Rapor ektedir."]], "başlık satırı bulunamadı"),
        ([["Araç", "Plaka"], ["Kamyon", "36 ÖRN 36"]], "«Gelir türü»"),
        ([["Su", 5.5, 3], ["Park", 7.5, 4]], "başlık satırı bulunamadı"),
    ],
)
def test_what_is_no_table_is_told_so(lines: Lines, words: str) -> None:
    found = recognised(by_hand(filled(lines)), INCOME, NOTHING)

    assert found.heading is None
    assert words in found.refusal
    assert not found.rows


TITLES = [
    "Gelirler (Bin TL)", "GELİRLER (BİN ₺)", "Tutarlar bin TL'dir.", "(000 TL)",
    "Gelirler, 1.000 TL", "Gelirler (bin Türk Lirası)", "Binlik TL", "TL (bin)",
]  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_thousands_of_a_title_are_asked_for(title: str) -> None:
    content = by_hand(filled([[title], [], HEAD, SU]))

    assert recognised(content, INCOME, NOTHING).asks_scale
    for holds, amount in ((True, "5500"), (False, "5.5")):
        found = recognised(content, INCOME, Chosen(scale=holds))
        assert figures_of(found, INCOME)[0]["outturn"] == Decimal(amount)
        assert figures_of(found, INCOME)[0]["count"] == 3


PLACES: dict[str, Callable[[], bytes]] = {
    "in the heading": lambda: by_hand(filled([["Gelir türü", "Gerçekleşme (Bin TL)", "Adet"], SU])),
    "below the heading": lambda: by_hand(filled([HEAD, [None, "(Bin TL)", "(adet)"], SU])),
    "in a footnote": lambda: text(filled([HEAD, SU, [], ["Not: Tutarlar bin TL'dir."]])),
    "before the table of a page": lambda: by_page(filled([HEAD, SU]), "<h2>Gelirler (Bin TL)</h2>"),
    "around the table of a page": lambda: by_page(filled([HEAD, SU])).replace(
        b"<table border=1>", b"<table><tr><td>Bin TL</td></tr><tr><td><table border=1>"
    ),
    "in the sheet's name": lambda: by_xlsxwriter(filled([HEAD, SU]), "Gelirler (Bin TL)"),
    "millions": lambda: by_hand(filled([["Milyon TL"], HEAD, SU])),
}


@pytest.mark.parametrize("place", PLACES)
def test_thousands_are_seen_wherever_they_are_said(place: str) -> None:
    found = recognised(PLACES[place](), INCOME, NOTHING)

    assert found.asks_scale
    assert found.scale == (10**6 if place == "millions" else 1000)


@pytest.mark.parametrize("title", ["10 bin TL üzeri gelirler", "Binaların gelirleri", "TL"])
def test_a_title_that_says_no_thousands_asks_nothing(title: str) -> None:
    assert not recognised(by_hand(filled([[title], [], HEAD, SU])), INCOME, NOTHING).asks_scale


@pytest.mark.parametrize(("title", "is_told"), [("2023 YILI", True), ("2023-2024", False)])
def test_a_title_of_another_year_is_told(title: str, is_told: bool) -> None:
    found = recognised(by_hand(filled([[title], HEAD, SU])), INCOME, NOTHING)

    assert bool(found.notes) is is_told
    assert figures_of(found, INCOME)[0]["outturn"] == Decimal("5.5")
