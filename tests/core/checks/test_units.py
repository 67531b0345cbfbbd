"""The unit of a figure: printed, in its table and in prose; and whose figures a chapter quotes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.core.checks.units import differ
from reports.core.consistency import RULES
from reports.core.documents import Node, ProseBlock
from reports.core.documents.prose import render
from reports.core.tables import Table

from .helper import check, grid, stated

#   one unit, another                | whether they can't be of one figure
UNITS = [
    ("kişi",       "hane",             True),
    ("kg",         "ton",              True),
    ("metre",      "m",                False),
    ("KG",         "kg",               False),
    ("kamera",     "adet",             False),
    ("kg",         "adet",             True),
    ("sefer",      "sefer/gün",        False),
    ("TL",         "m²",               True),
    ("kişi",       "",                 False),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "wrong"), UNITS)
def test_units_of_one_figure(one: str, other: str, wrong: bool) -> None:
    assert differ(one, other) is wrong
    assert differ(other, one) is wrong


def roads() -> Table:
    return grid(
        "figures.roads",
        """
        row  | label       | value:decimal | unit
        yol  | Yapılan yol | 2200          | m
        kazi | Kazı        | 40            | m³
        """,
    )


def test_a_printed_figure_has_the_unit_of_its_table() -> None:
    printed = [
        replace(stated("2200", dataset="figures.roads", row="yol", column="value"), unit=unit)
        for unit in ("m", "metre", "km", "")
    ]

    result = check(RULES, "RPR-018", roads(), stated=printed)

    assert result.held == 2
    assert [(f.row, f.stated, f.computed) for f in result.findings] == [("yol", "km", "m")]


def chapter(code: str, body: str, *tables: Table) -> Node:
    made = render(body, {table.id: table for table in tables})
    return Node(code, code, "", "", "", (ProseBlock(made.html, made.text, made.problems),), (), {})


#   what follows the quoted 2.200       | what is wrong
FOLLOWING = [
    ("m",                                 []),
    ("metre yol",                         []),
    ("metredir",                          []),
    ("km yol",                            ["2.200 km"]),
    ("kilometrelik yol",                  ["2.200 kilometre"]),
    ("tonaj",                             []),
    ("mahallede",                         []),
]  # fmt: skip


@pytest.mark.parametrize(("following", "wrong"), FOLLOWING)
def test_prose_says_the_unit_of_the_table(following: str, wrong: list[str]) -> None:
    body = "{{ figures.roads.yol.value | integer }} " + following
    outline = [chapter("III.B.1/fen", body, roads())]

    result = check(RULES, "RPR-024", roads(), outline=outline)

    assert [finding.stated for finding in result.findings] == wrong


def test_a_chapter_tells_of_its_own_directorate() -> None:
    own = replace(roads(), section="III.B.1/fen")
    other = replace(
        grid("tables.fires", "row | label | count:integer\na | Yangın | 271"),
        section="III.B.1/itfaiye",
    )
    own_figure = "{{ figures.roads.yol.value | integer }} m yol"
    other_figure = "{{ tables.fires.a.count | integer }} yangın"

    def wrong(body: str) -> list[str]:
        outline = [chapter("III.B.1/fen", body, own, other)]
        return [
            str(f.computed) for f in check(RULES, "RPR-025", own, other, outline=outline).findings
        ]

    assert wrong(own_figure) == []
    assert wrong(f"{own_figure}, {other_figure}.") == []
    assert wrong(other_figure) == ["itfaiye"]
