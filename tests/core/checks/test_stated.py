"""What a printed report states, against what follows from its figures: each rule of the core."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest

from reports.core.checks import Family, Severity, run_rules
from reports.core.checks.data import CheckData, agrees, is_truncated
from reports.core.checks.stated import identities
from reports.core.consistency import RULES
from reports.core.documents import StatedValue
from reports.core.tables import Table

from .helper import check, document, found, grid, stated

D = Decimal
BUDGET = "finance.example"


def budget() -> Table:
    """Three rows with a total, a sum in the row, a rate and a share."""
    return grid(
        BUDGET,
        """
        row | label | own:money+ | given:money+ | all:money+ | spent:money+ | rate:percent | share:percent
        a   | A     | 100.00     | 20.00        |            | 90.00        |              |
        b   | B     | 200.00     | 10.00        |            | 70.00        |              |
        c   | C     | 300.00     |              |            | 299.97       |              |
        """,  # noqa: E501
        formulas={
            "all": "own + given",
            "rate": "spent / all * 100",
            "share": "share(spent)",
        },
    )


def says(row: str, column: str, value: str, line: int = 1) -> StatedValue:
    return stated(value, dataset=BUDGET, row=row, column=column, line=line)


#   rule       | stated (row, column, value)        | computed, or nothing when it holds
FIGURES = [
    ("RPR-001", [("total", "own", "600.00")], None),
    ("RPR-001", [("total", "own", "601.00")], "600.00"),
    # The total is that of the printed rows, right or wrong.
    ("RPR-001", [("a", "own", "110.00"), ("total", "own", "610.00")], None),
    # Right by the true rows, though the printed ones give 610: said, and not called wrong.
    ("RPR-001", [("a", "own", "110.00"), ("total", "own", "600.00")], ""),
    # Wrong by both: the figure of the table is what it should have been.
    ("RPR-001", [("a", "own", "110.00"), ("total", "own", "611.00")], "600.00"),
    ("RPR-002", [("a", "all", "120.00")], None),
    ("RPR-002", [("a", "all", "102.00")], "120.00"),
    # A missing part is left out of a sum.
    ("RPR-002", [("c", "all", "300.00")], None),
    ("RPR-003", [("a", "rate", "75")], None),
    ("RPR-003", [("a", "rate", "57")], "75"),
    # 299.97 / 300 is 99.99: rounding at the precision of the printed column decides.
    ("RPR-003", [("c", "rate", "100")], None),
    ("RPR-003", [("c", "rate", "99.99")], None),
    ("RPR-003", [("c", "rate", "99.98")], "99.99"),
    # 70 / 210 is 33.33: 33.00 beside a figure with real decimals lost its own, a warning …
    ("RPR-003", [("b", "rate", "33.00"), ("c", "rate", "99.99")], None),
    ("RPR-005", [("b", "rate", "33.00"), ("c", "rate", "99.99")], "33.333333"),
    ("RPR-003", [("b", "rate", "34.00"), ("c", "rate", "99.99")], "33.333333"),
    # One printed with fewer digits is no loss as long as these are right, …
    ("RPR-005", [("b", "rate", "33.3"), ("c", "rate", "99.99")], None),
    ("RPR-003", [("b", "rate", "33.4"), ("c", "rate", "99.99")], "33.333333"),
    # … while in a column of whole percents that is how it is printed.
    ("RPR-005", [("b", "rate", "33.00"), ("a", "rate", "75.00")], None),
    ("RPR-004", [("b", "share", "15.22")], None),
    ("RPR-004", [("b", "share", "25.22")], "15.218384"),
    # 299.97 of 459.97 is 65.2151 %, 90 of 459.97 is 19.5665 %.
    ("RPR-005", [("a", "share", "19.57")], None),
    ("RPR-005", [("a", "share", "19.56")], "19.566493"),
    ("RPR-005", [("a", "share", "19"), ("c", "share", "65")], "19.566493"),
    ("RPR-006", [("a", "own", "100.00")], None),
    ("RPR-006", [("a", "own", "1000.00")], "100.00"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "figures", "computed"), FIGURES)
def test_a_stated_figure_is_recomputed_from_the_printed_ones(
    code: str, figures: list[tuple[str, str, str]], computed: str | None
) -> None:
    values = [says(*figure, line=line) for line, figure in enumerate(figures, start=1)]

    result = check(RULES, code, budget(), stated=values)

    # In the cases with two figures the wrong one is the first share or rate, else the total.
    row, column, value = figures[-1] if figures[-1][0] == "total" else figures[0]
    assert found(result) == ([] if computed is None else [(row, column, value, computed)])


def test_a_wrong_part_does_not_make_what_follows_from_it_wrong() -> None:
    values = [says("a", "spent", "60.00"), says("a", "rate", "50", line=2)]

    assert found(check(RULES, "RPR-003", budget(), stated=values)) == []
    assert found(check(RULES, "RPR-006", budget(), stated=values)) == [
        ("a", "spent", "60.00", "90.00")
    ]


def test_of_a_right_total_beside_wrong_parts_both_facts_are_said() -> None:
    """The total is the sum of the true rows; only what was printed beside it is not."""
    right, wrong = says("total", "own", "600.00", 2), says("total", "own", "611.00", 3)
    part = says("a", "own", "110.00")

    (confirmed,) = check(RULES, "RPR-001", budget(), stated=[part, right]).findings
    (denied,) = check(RULES, "RPR-001", budget(), stated=[part, wrong]).findings

    assert (confirmed.severity, confirmed.computed) == (Severity.WARNING, None)
    assert "600,00 TL tablodaki rakamdır" in confirmed.message
    assert "610,00 TL ediyor" in confirmed.message
    assert (denied.severity, denied.computed) == (Severity.ERROR, D("600.00"))
    assert "tabloda 600,00 TL" in denied.message
    assert "610,00 TL çıkıyor" in denied.message


def test_every_identity_of_a_figure_is_counted_once() -> None:
    """A total of sums has to be the sum of its column and of its row."""
    data = CheckData(document(budget(), stated=[says("total", "all", "630.00")]))

    assert [(i.family, i.holds) for i in identities(data)] == [
        (Family.FOOTING, True),
        (Family.CROSS_FOOTING, True),
    ]


def test_a_percentage_of_the_rows_themselves_is_a_ratio() -> None:
    """Its formula depends on more than the row shows (which direction is better)."""
    table = grid("performance.example", "row | name | rate:percent\na | A | 98.878118")
    cut, wrong = (
        stated(value, dataset=table.id, row="a", column="rate") for value in ("98.00", "89.00")
    )

    assert found(check(RULES, "RPR-003", table, stated=[wrong])) == [
        ("a", "rate", "89.00", "98.878118")
    ]
    assert found(check(RULES, "RPR-003", table, stated=[cut])) == []
    assert found(check(RULES, "RPR-005", table, stated=[cut])) == [
        ("a", "rate", "98.00", "98.878118")
    ]
    assert found(check(RULES, "RPR-006", table, stated=[cut, wrong])) == []


#   stated   | computed        | places | agrees | truncated
ROUNDING = [
    ("33.33", "33.333333",       2,       True,    False),
    ("33.3",  "33.35",           1,       False,   True),
    ("33.4",  "33.35",           1,       True,    False),  # halves go away from zero
    ("-33.4", "-33.35",          1,       True,    False),
    ("98",    "98.997",          0,       False,   True),
    ("98",    "99.1",            0,       False,   False),
    ("0",     "0.4",             0,       True,    False),
]  # fmt: skip


@pytest.mark.parametrize(("number", "computed", "places", "equal", "cut"), ROUNDING)
def test_figures_are_compared_at_the_precision_printed(
    number: str, computed: str, places: int, equal: bool, cut: bool
) -> None:
    assert agrees(D(number), D(computed), places) is equal
    assert is_truncated(D(number), D(computed), places) is cut


# -- dates, names, places --------------------------------------------------------------------------


def payments() -> Table:
    return grid("payments.example", "row | label | paid:date\n1 | Bir | 2023-07-30\n2 | İki | —")


#   row | printed       | computed, or nothing when it holds
DATES = [
    ("1", "2023-07-30", None),
    ("1", "2023-07-31", "2023-07-30"),
    ("2", "2023-06-31", ""),
    ("2", "2023-06-30", None),
]


@pytest.mark.parametrize(("row", "printed", "computed"), DATES)
def test_printed_dates_exist_and_are_those_of_the_table(
    row: str, printed: str, computed: str | None
) -> None:
    value = stated(printed, dataset="payments.example", row=row, column="paid")

    result = check(RULES, "RPR-007", payments(), stated=[value])

    assert found(result) == ([] if computed is None else [(row, "paid", printed, computed)])


def goals() -> Table:
    return grid("performance.goals", "row | title\n1 | Kenti güzelleştirmek\n2 | Yolları onarmak")


def titles(*texts: str) -> Iterable[StatedValue]:
    for line, text in enumerate(texts, start=1):
        yield stated(text, dataset="performance.goals", row="1", column="title", line=line)


def test_a_name_is_written_the_same_everywhere() -> None:
    right, wrong, other = "Kenti güzelleştirmek", "Kentin güzelleşmesi", "Kenti güzelleştirme"

    assert found(check(RULES, "RPR-008", goals(), stated=titles(right, right))) == []
    assert found(check(RULES, "RPR-008", goals(), stated=titles(right, wrong, wrong, other))) == [
        ("1", "title", wrong, right),
        ("1", "title", other, right),
    ]


def test_a_repeated_spelling_is_one_finding_with_its_number() -> None:
    (finding,) = check(RULES, "RPR-008", goals(), stated=titles("Kentin", "Kentin ")).findings

    assert finding.message == (
        "Aynı ad iki yerde farklı yazılmış: «Kentin» (2 kez) ve «Kenti güzelleştirmek»."
    )
    assert (finding.line, finding.severity) == (1, Severity.WARNING)


def test_printed_shares_add_up_to_a_hundred() -> None:
    def shares(*values: str) -> list[StatedValue]:
        return [
            says(row, "share", value, line)
            for line, (row, value) in enumerate(zip("abc", values, strict=True))
        ]

    assert found(check(RULES, "RPR-009", budget(), stated=shares("20", "15", "65"))) == []
    assert found(check(RULES, "RPR-009", budget(), stated=shares("20", "15", "63"))) == [
        ("", "share", "98", "100")
    ]


def test_shares_whose_rounding_leaves_a_gap_are_right() -> None:
    table = grid(
        BUDGET,
        "row | label | n:integer+ | share:percent\na | A | 1 |\nb | B | 1 |\nc | C | 1 |",
        formulas={"share": "share(n)"},
    )
    values = [says(row, "share", "33.3", line) for line, row in enumerate("abc")]

    assert found(check(RULES, "RPR-009", table, stated=values)) == []


def test_table_numbers_follow_the_pages() -> None:
    def numbers(*values: str) -> list[StatedValue]:
        return [
            stated(value, item="table_number", label=f"Tablo {value}", line=line)
            for line, value in enumerate(values, start=1)
        ]

    assert found(check(RULES, "RPR-010", stated=numbers("1", "2", "3"))) == []
    assert found(check(RULES, "RPR-010", stated=numbers("1", "3", "3"))) == [("", "", "3", "2")]


def test_a_stated_figure_names_a_place_that_is_there() -> None:
    there, elsewhere = says("a", "own", "100.00"), says("z", "own", "1.00")

    assert found(check(RULES, "RPR-011", budget(), stated=[there])) == []
    assert found(check(RULES, "RPR-011", budget(), stated=[elsewhere])) == [
        ("z", "own", "1.00", "")
    ]


def test_findings_lead_to_the_printed_line_and_carry_basis_and_hint() -> None:
    value = says("total", "own", "601.00", line=343)
    (finding,) = run_rules(CheckData(document(budget(), stated=[value])), RULES[:1]).findings

    assert (finding.line, finding.source, finding.code) == (343, value.key, "RPR-001")
    assert finding.difference == D("1.00")
    assert finding.basis
    assert finding.hint
    assert "601,00 TL" in finding.message
    assert "600,00 TL" in finding.message
