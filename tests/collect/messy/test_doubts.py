"""Rows that look like rows of a table and may be none: set aside, asked, or told; never silent."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from reports.collect.recognising.recognise import Chosen, Recognised
from reports.collect.recognising.rows import RowKind
from reports.collect.recognising.targets import Table, Target

from .asking import figures_of, recognised
from .grid import Value, filled
from .writers import by_hand, text

NOTHING = Chosen()
Lines = list[list[Value]]
STAFF = Table(
    "Araçlar",
    (
        Target("name", "Cinsi", is_name=True),
        Target("owned", "Belediyeye ait", (), True, 0, "adet"),
        Target("cost", "Gider", ("Gider (TL)",), True, 2, "TL"),
        Target("note", "Açıklama"),
    ),
    year=2024,
)
HEAD: list[Value] = ["Cinsi", "Belediyeye ait", "Gider"]


def found_in(lines: Lines, chosen: Chosen = NOTHING, table: Table = STAFF) -> Recognised:
    return recognised(by_hand(filled(lines)), table, chosen)


GROUPS: dict[str, Lines] = {
    "dashes": [["Araçlar", 7, 12.5], ["- Kamyon", 5, 10], ["- Dozer", 2, 2.5]],
    "long dashes": [["Araçlar", 7, 12.5], ["– Kamyon", 5, 10], ["– Dozer", 2, 2.5]],
    "bullets": [["Araçlar", 7, 12.5], ["• Kamyon", 5, 10], ["• Dozer", 2, 2.5]],
    "stars": [["Araçlar", 7, 12.5], ["* Kamyon", 5, 10], ["* Dozer", 2, 2.5]],
    "spaces": [["Araçlar", 7, 12.5], ["   Kamyon", 5, 10], ["   Dozer", 2, 2.5]],
    "spaces of pages": [
        ["Araçlar", 7, 12.5], ["\u00a0\u00a0Kamyon", 5, 10], ["\u00a0\u00a0Dozer", 2, 2.5],
    ],
    "numbers": [["1. Araçlar", 7, 12.5], ["1.1. Kamyon", 5, 10], ["1.2. Dozer", 2, 2.5]],
    "bare numbers": [["1 Araçlar", 7, 12.5], ["1.1 Kamyon", 5, 10], ["1.2 Dozer", 2, 2.5]],
    "letters": [["A) Araçlar", 7, 12.5], ["a) Kamyon", 5, 10], ["b) Dozer", 2, 2.5]],
    "letters below numbers": [["1- Araçlar", 7, 12.5], ["a- Kamyon", 5, 10], ["b- Dozer", 2, 2.5]],
    "numbers below letters": [["A. Araçlar", 7, 12.5], ["1. Kamyon", 5, 10], ["2. Dozer", 2, 2.5]],
    "numbers below Romans": [["I. Araçlar", 7, 12.5], ["1. Kamyon", 5, 10], ["2. Dozer", 2, 2.5]],
    "one column only": [["Araçlar", 7, None], ["- Kamyon", 5, None], ["- Dozer", 2, None]],
    "of one part": [["Araçlar", 5, 10], ["- Kamyon", 5, 10]],
    "called so, above": [["Toplam araç", 7, 12.5], ["Kamyon", 5, 10], ["Dozer", 2, 2.5]],
}  # fmt: skip


@pytest.mark.parametrize("name", GROUPS)
@pytest.mark.parametrize("write", [by_hand, text])
def test_the_sum_of_a_group_is_set_aside_with_its_check(name: str, write: object) -> None:
    assert callable(write)
    found = recognised(write(filled([HEAD, *GROUPS[name]])), STAFF, NOTHING)

    assert [row.number for row in found.rows] == list(range(3, len(GROUPS[name]) + 2))
    assert [(row.number, row.kind) for row in found.aside] == [(2, RowKind.TOTAL)]
    assert found.totals
    assert all(total.holds for total in found.totals)
    assert found.is_settled


def test_groups_of_two_levels_are_set_aside_at_both() -> None:
    lines: Lines = [
        ["1. Araçlar", 10, 20], ["1.1. Kamyonlar", 7, 12.5], ["1.1.1. Küçük", 5, 10],
        ["1.1.2. Büyük", 2, 2.5], ["1.2. Dozerler", 3, 7.5], ["1.2.1. Paletli", 1, 2.5],
        ["1.2.2. Lastikli", 2, 5],
    ]  # fmt: skip
    found = found_in([HEAD, *lines])

    assert [row.number for row in found.rows] == [4, 5, 7, 8]
    assert [row.number for row in found.aside] == [2, 3, 6]
    assert all(total.holds for total in found.totals), found.totals


def test_a_number_in_a_column_of_its_own_tells_the_level() -> None:
    lines: Lines = [["1", "Araçlar", 7, 12.5], ["1.1", "Kamyon", 5, 10], ["1.2", "Dozer", 2, 2.5],
                    ["2", "Diğer", 4, 1]]  # fmt: skip
    found = found_in([["Sıra No", *HEAD], *lines])

    assert [row.number for row in found.rows] == [3, 4, 5]
    assert [(row.number, row.kind) for row in found.aside] == [(2, RowKind.TOTAL)]


def test_a_group_whose_parts_do_not_add_up_to_it_is_asked_about() -> None:
    lines: Lines = [HEAD, ["Araçlar", 9, 12.5], ["- Kamyon", 5, 10], ["- Dozer", 2, 2.5]]
    found = found_in(lines)

    assert not found.is_settled
    (doubt,) = found.doubts
    assert doubt.rows == (2,)
    assert "değeri 9, parçaların toplamı 7" in doubt.text
    taken = found_in(lines, Chosen(doubts={doubt.key: True}))
    assert ([row.number for row in taken.rows], taken.is_settled) == ([2, 3, 4], True)
    left = found_in(lines, Chosen(doubts={doubt.key: False}))
    assert ([row.number for row in left.rows], left.is_settled) == ([3, 4], True)
    assert [(row.number, row.kind) for row in left.aside] == [(2, RowKind.TOTAL)]


SUMS: dict[str, tuple[Lines, list[int]]] = {
    # Lines below the heading; rows that are told or asked
    "below its parts": ([["Kamyon", 5, 100], ["Dozer", 2, 250], ["Filo", 7, 350]], [4]),
    "above its parts": ([["Filo", 7, 350], ["Kamyon", 5, 100], ["Dozer", 2, 250]], [2]),
    "below the second block": (
        [["Su", 1, 11], ["Işık", 2, 12], ["Park", 4, 77], ["Bahçe", 6, 88], ["Yeşil", 10, 165]],
        [6],
    ),
    "of two levels": (
        [["Su", 1, 110], ["Işık", 2, 120], ["Ağ", 3, 230], ["Park", 4, 770], ["Bahçe", 6, 880],
         ["Yeşil", 10, 1650], ["Belediye", 13, 1880]],
        [4, 7, 8],
    ),
    "of one column, the other left empty": (
        [["Su", 1, 110], ["Işık", 2, 120], ["Ağ", None, 230]], [4],
    ),
    "of small figures": ([["Filo", 3, None], ["Kamyon", 1, None], ["Dozer", 2, None]], [2]),
}  # fmt: skip


@pytest.mark.parametrize("name", SUMS)
def test_a_sum_under_a_name_of_its_own_is_told_or_asked(name: str) -> None:
    lines, wanted = SUMS[name]
    found = found_in([HEAD, *lines])

    said = " ".join([*found.notes, *(doubt.text for doubt in found.doubts)])
    for row in wanted:
        assert str(row) in said
        assert "toplamına eşit" in said
    assert [row.number for row in found.rows] == list(range(2, len(lines) + 2))


def test_a_sum_that_can_hardly_be_by_chance_waits_for_an_answer() -> None:
    lines: Lines = [HEAD, ["Kamyon", 5, 1000.25], ["Dozer", 2, 250], ["Filo", 7, 1250.25]]
    (doubt,) = found_in(lines).doubts

    assert "önceki 2 satırın toplamına eşit" in doubt.text
    left = found_in(lines, Chosen(doubts={doubt.key: False}))
    assert [row.number for row in left.rows] == [2, 3]
    assert all(total.holds for total in left.totals)


def test_figures_that_repeat_are_no_sums() -> None:
    lines: Lines = [["Su", 0, 0], ["Işık", 4, 10], ["Park", 4, 10], ["Yol", None, None]]
    found = found_in([HEAD, *lines])

    assert (found.doubts, found.notes) == ([], [])


def test_a_name_that_says_total_over_another_figure_is_asked_about() -> None:
    found = found_in(
        [HEAD, ["Kamyon", 5, 10], ["Dozer", 2, 2.5], ["Toplam filo değeri, bu yıl için", 9, 1]]
    )

    assert [doubt.rows for doubt in found.doubts] == [(4,)]


@dataclass(frozen=True)
class Noted:
    row: list[Value]
    is_asked: bool = True
    table: Table = field(default=STAFF)


NOTES: dict[str, Noted] = {
    "a source": Noted(["Kaynak: Destek Hizmetleri", 3, 5]),
    "a source with a year": Noted(["Kaynak : 2024 sayımı", None, 5.5]),
    "a note": Noted(["Not: geçici", 3, 5]),
    "a numbered note": Noted(["Not 1: geçici", 3, 5]),
    "a note in brackets": Noted(["(*) Kiralık", 3, 5]),
    "a star": Noted(["* Kiralık olanlar", 3, 5]),
    "two stars": Noted(["**Kiralık olanlar", 3, 5]),
    "an explanation": Noted(["Açıklama: kiralık", 3, 5]),
    "a footnote": Noted(["Dipnot: kiralık", 3, 5]),
    "a warning": Noted(["UYARI: kiralık", 3, 5]),
    "a welding machine": Noted(["Kaynak makinesi", 3, 5], is_asked=False),
    "a notary": Noted(["Noter işleri", 3, 5], is_asked=False),
    "a known row": Noted(
        ["* Kiralık", 3, 5],
        is_asked=False,
        table=Table(STAFF.title, STAFF.targets, frozenset({"* kiralik"})),
    ),
}


@pytest.mark.parametrize("name", NOTES)
def test_a_note_that_says_figures_is_asked_about(name: str) -> None:
    noted = NOTES[name]
    lines: Lines = [HEAD, ["Kamyon", 5, 10], noted.row, ["Dozer", 2, 2.5]]
    found = found_in(lines, table=noted.table)

    assert [doubt.rows for doubt in found.doubts] == ([(3,)] if noted.is_asked else [])
    assert found.is_settled is not noted.is_asked
    if noted.is_asked:
        left = found_in(lines, Chosen(doubts={found.doubts[0].key: False}), noted.table)
        assert [row.number for row in left.rows] == [2, 4]
        assert [(row.number, row.kind) for row in left.aside] == [(3, RowKind.NOTE)]


SPLIT: dict[str, tuple[str, str]] = {
    # A text divided by commas; the cell that is told
    "groups of thousands": ("Cinsi,Belediyeye ait,Gider\nKamyon,1.234,56\n", "B2"),
    "a zero in front": ("Cinsi,Gider,Belediyeye ait\nKamyon,1234,05\n", "B2"),
    "an empty cell less": (
        "Cinsi,Gider,Belediyeye ait,Açıklama\nKamyon,1234,56,3\nDozer,12,50,2\n", "B2",
    ),
    "a shorter row": ("Cinsi,Gider,Belediyeye ait,Açıklama\nKamyon,1234,56\nDozer,1,50\n", "B2"),
    "a row too wide": ("Cinsi,Gider,Belediyeye ait\nKamyon,1234,56,3\n", "D2"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPLIT)
def test_a_decimal_comma_that_splits_a_cell_is_refused_with_its_place(name: str) -> None:
    content, address = SPLIT[name]
    found = recognised(content.encode(), STAFF, NOTHING)

    assert address in [problem.address for problem in found.problems]
    assert all("«;» ayracıyla" in problem.text for problem in found.problems)


UNSPLIT = [
    'Cinsi,Gider,Belediyeye ait\nKamyon,"1.234,56",12\nDozer,12,50\n',
    "Cinsi,Gider,Belediyeye ait\nKamyon,1234.56,12\nDozer,1250.5,50\n",
    "Cinsi,Gider,Belediyeye ait,Açıklama\nKamyon,1234,12,a\nDozer,1250,50,b\n",
    "Cinsi;Gider;Belediyeye ait\nKamyon;1.234;12\nDozer;1250;5\n",
]


@pytest.mark.parametrize("content", UNSPLIT)
def test_a_text_whose_cells_are_whole_is_read(content: str) -> None:
    found = recognised(content.encode(), STAFF, NOTHING)

    assert not found.problems
    assert figures_of(found, STAFF)[0]["owned"] == Decimal(12)
