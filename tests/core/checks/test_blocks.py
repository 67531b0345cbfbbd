"""Building blocks of rules: a failing and a passing case each, in one small grid."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reports.core.checks import Family, Rule, RuleResult, Severity
from reports.core.checks.blocks import (
    Body,
    Cell,
    at_most,
    distinct,
    filled,
    grouped,
    ordered,
    rising,
    row_identity,
    same,
    together,
)
from reports.core.checks.places import adds_up, counts_rows, not_above
from reports.core.tables import Table

from .helper import check, found, grid


def outcome(body: Body, *tables: Table) -> RuleResult:
    rule = Rule(
        code="TST-001",
        title="Örnek",
        family=Family.PARTS,
        severity=Severity.ERROR,
        run=body,
        hint="Düzeltilmelidir.",
    )
    return check([rule], "TST-001", *tables)


AREAS = grid(
    "departments.example",
    """
    row   | name  | area:decimal+ | open:decimal+ | closed:decimal+
    a     | A     | 10            | 4             | 6
    b     | B     | 10            | 4             | 5
    c     | C     | 10            |               | 10
    d     | D     |               | 1             | 2
    e     | E     | 10.004        | 4             | 6
    """,
)


#   block                                                            | rows found      | held
IDENTITIES = [
    (row_identity(AREAS.id, "area", "open + closed"),                  ["b"],            3),
    (row_identity(AREAS.id, "area", "open + closed", places=3),        ["b", "e"],       2),
    (row_identity(AREAS.id, "area", "open + closed", tolerance="1"),   [],               4),
    (row_identity(AREAS.id, "area", "open + closed", complete=True),   ["b"],            2),
    (row_identity(AREAS.id, "area", "open + closed", total=True),      ["b", "total"],   3),
    (row_identity("departments.none", "area", "open + closed"),        [],               0),
    (at_most(AREAS.id, "open", "closed"),                              [],               4),
    (at_most(AREAS.id, "closed", "open * 1.5"),                        ["d"],            3),
    (filled(AREAS.id, "area", "closed"),                               ["d"],            9),
]  # fmt: skip


@pytest.mark.parametrize(("block", "rows", "held"), IDENTITIES)
def test_identities_of_a_row(block: Body, rows: Sequence[str], held: int) -> None:
    result = outcome(block, AREAS)

    assert ([finding.row for finding in result.findings], result.held) == (rows, held)


def test_a_broken_identity_says_both_values() -> None:
    result = outcome(row_identity(AREAS.id, "area", "open + closed"), AREAS)

    assert found(result) == [("b", "area", "10", "9")]
    message = result.findings[0].message
    assert all(part in message for part in ("«departments.example», B", "area 10", "9"))


def test_a_prefix_names_a_whole_family() -> None:
    one, other = (
        grid(f"payments.{name}", f"row | label | all:money | paid:money\n1 | Bir | 5.00 | {paid}")
        for name, paid in (("a", "5.00"), ("b", "4.00"))
    )

    result = outcome(row_identity("payments.", "all", "paid"), one, other)

    assert ([finding.dataset for finding in result.findings], result.held) == (["payments.b"], 1)


STAFF = grid("departments.staff", "row | label | n:integer+\na | Memur | 101\nb | İşçi | 57")
POSTS = grid("departments.posts", "row | label | n:integer+\na | Memur | 101\nb | İşçi | 75")
NAMES = grid("tables.names", "row | label\n1 | Bir\n2 | İki\n3 | Üç")


def cell(table: Table, row: str) -> Cell:
    return Cell(table.id, row, "n")


#   block                                                          | stated, computed | held
PLACES = [
    (same((cell(STAFF, "a"), cell(POSTS, "a"))),                     None,              1),
    (same((cell(STAFF, "b"), cell(POSTS, "b"))),                     ("57", "75"),      0),
    (same((cell(STAFF, "z"), cell(POSTS, "b"))),                     None,              0),
    (adds_up((cell(STAFF, "total"), (cell(STAFF, "a"), cell(STAFF, "b")))), None,       1),
    (adds_up((cell(STAFF, "total"), (cell(POSTS, "a"), cell(POSTS, "b")))), ("158", "176"), 0),
    (adds_up((cell(STAFF, "total"), (cell(POSTS, "a"), cell(POSTS, "z")))), None,       0),
    (not_above((cell(STAFF, "b"), cell(POSTS, "b"))),                None,              1),
    (not_above((cell(POSTS, "b"), cell(STAFF, "b"))),                ("75", "57"),      0),
    (counts_rows(((cell(STAFF, "b"),), NAMES.id)),                   ("57", "3"),       0),
    (counts_rows(((cell(STAFF, "b"),), "tables.none")),              None,              0),
    (together(
        same((cell(STAFF, "a"), cell(POSTS, "a"))),
        same((cell(STAFF, "b"), cell(POSTS, "b")))),                 ("57", "75"),      1),
]  # fmt: skip


@pytest.mark.parametrize(("block", "values", "held"), PLACES)
def test_two_places_that_say_the_same(
    block: Body, values: tuple[str, str] | None, held: int
) -> None:
    result = outcome(block, STAFF, POSTS, NAMES)

    assert [figures[2:] for figures in found(result)] == ([] if values is None else [values])
    assert result.held == held


def test_rows_are_counted() -> None:
    three = grid("departments.count", "row | label | n:integer\na | Sayı | 3")

    assert outcome(counts_rows(((cell(three, "a"),), NAMES.id)), three, NAMES).held == 1


DAYS = grid(
    "payments.days",
    """
    row | label | tender:date | contract:date | end:date
    1   | Bir   | 2024-01-05  | 2024-02-01    | 2024-03-01
    2   | İki   | 2024-02-05  | 2024-02-01    | 2024-03-01
    3   | Üç    | 2024-02-05  |               | 2024-01-01
    4   | Dört  |             |               | 2024-01-01
    """,
)


def test_dates_of_a_row_do_not_go_backwards() -> None:
    result = outcome(ordered(DAYS.id, "tender", "contract", "end"), DAYS)

    assert found(result) == [
        ("2", "contract", "2024-02-01", "2024-02-05"),
        ("3", "end", "2024-01-01", "2024-02-05"),
    ]
    assert result.held == 3


def test_dates_of_a_column_do_not_go_backwards() -> None:
    result = outcome(rising(DAYS.id, "end"), DAYS)

    assert found(result) == [("3", "end", "2024-01-01", "2024-03-01")]
    assert result.held == 2


def test_names_that_wait_for_their_figures_are_not_compared() -> None:
    empty = grid("tables.streets", "row | place | km:integer\n1 | Bir |\n2 | Bir |")
    begun = grid("tables.streets", "row | place | km:integer\n1 | Bir | 3\n2 | Bir |")

    assert outcome(distinct(empty.id, "place"), empty).findings == ()
    assert [f.row for f in outcome(distinct(begun.id, "place"), begun).findings] == ["2"]


def test_names_are_compared_without_case_and_blanks() -> None:
    table = grid(
        "tables.streets",
        "row | place | street\n1 | Bir | Işık\n2 | BİR | IŞIK\n3 | Bir | İşık\n4 | |",
    )

    assert [f.row for f in outcome(distinct(table.id, "place", "street"), table).findings] == ["2"]
    assert outcome(distinct(table.id, "nothing"), table).held == 0
    assert {name: len(rows) for name, rows in grouped(table, "place").items()} == {
        "bir": 3,
        "": 1,
    }
