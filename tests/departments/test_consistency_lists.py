"""What a figure can be, bands, anniversaries, names of directorates, prices and tender numbers."""

from __future__ import annotations

import pytest

from departments.consistency import RULES
from reports.core.tables import Table
from tests.core.checks.helper import check, found, grid


def figures(*rows: tuple[str, str, str]) -> Table:
    """A list of key figures of (label, value, unit)."""
    body = "\n".join(f"r{n} | {' | '.join(row)}" for n, row in enumerate(rows, start=1))
    return grid("figures.ornek", f"row | label | value:decimal | unit\n{body}")


#   rule      | key figures                                                   | rows that are wrong
CASES = [
    ("DEP-050", [("Park", "-3", "adet")],                                       ["r1"]),
    ("DEP-050", [("Bütçe farkı", "-3", "TL"), ("Park", "0", "adet")],           []),
    ("DEP-051", [("Gelir payı", "101", "%"), ("Gelir payı", "100", "%")],       ["r1"]),
    ("DEP-051", [("Süre", "3650", "gün"), ("Süre", "15000", "gün")],            ["r2"]),
    ("DEP-051", [("Kilit taşı", "15000", "m²")],                                []),
    ("DEP-052", [("Kaza", "15000", "adet")],                                    ["r1"]),
    ("DEP-052", [("Kaza", "15001", "adet"), ("Kaza (yaklaşık)", "15000", "adet")], []),
    ("DEP-052", [("Psikolog", "1000", "kişi"), ("Hane", "58", "kişi")],         ["r1"]),
    ("DEP-052", [("Broşür", "1000", "adet"), ("Afiş", "250", "adet")],          []),
    ("DEP-053", [("Cumhuriyet’in yıl dönümü", "101", "yıl")],                   []),
    ("DEP-053", [("Cumhuriyet'in yıl dönümü", "102", "yıl")],                   ["r1"]),
    ("DEP-053", [("Derneğin yıl dönümü", "12", "yıl")],                         []),
    ("DEP-043", [("Park", "3", "adet"), ("PARK", "4", "adet")],                 ["r2"]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "rows", "wrong"), CASES)
def test_key_figures_can_be_what_they_say(
    code: str, rows: list[tuple[str, str, str]], wrong: list[str]
) -> None:
    assert [row for row, *_rest in found(check(RULES, code, figures(*rows)))] == wrong


@pytest.mark.parametrize(("low", "flagged"), [("50001", False), ("50000", False), ("60000", True)])
def test_bands_follow_each_other(low: str, flagged: bool) -> None:
    table = grid("tables.bands", f"""
        row | label | population_from:integer | population_to:integer
        a   | A     |                         | 50000
        b   | B     | {low}                   | 200000
    """)  # fmt: skip

    assert bool(check(RULES, "DEP-055", table).findings) is flagged


def test_a_column_whose_texts_are_groups_is_no_list_of_names() -> None:
    pipes = grid("tables.pipes", """
        row | label | place
        a   | HDPE  | A
        b   | HDPE  | A
        c   | HDPE  | A
        d   | PVC   | B
    """)  # fmt: skip

    assert check(RULES, "DEP-040", pipes).findings == ()


def test_directorates_have_their_names_everywhere() -> None:
    register = grid("departments.departments", "row | name\nfen | Fen İşleri Müdürlüğü")
    table = grid("tables.decisions", """
        row | label                | count:integer+
        a   | FEN İŞLERİ MÜDÜRLÜĞÜ | 3
        b   | Fen Müdürlüğü        | 4
        c   | Başkanlık            | 5
    """)  # fmt: skip

    assert [row for row, *_rest in found(check(RULES, "DEP-044", register, table))] == ["b"]


def contract(**values: str) -> Table:
    cells = {"amount": "1000.00", "date": "2024-03-01", "no": "2024/5"} | values
    return grid("departments.contracts", f"""
        row | title | amount:money+ | contract_date:date | tender_no
        is  | İş    | {cells["amount"]} | {cells["date"]} | {cells["no"]}
    """)  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "flagged"), [("500.00", False), ("750.00", False), ("5000.00", True), ("5.00", True)]
)
def test_a_price_is_not_what_was_paid_with_another_point(amount: str, flagged: bool) -> None:
    payments = grid("payments.is", "row | no | payment:money+\n1 | 1 | 500.00")

    result = check(RULES, "DEP-029", contract(amount=amount), payments)

    assert bool(result.findings) is flagged


@pytest.mark.parametrize(
    ("number", "flagged"),
    [("2024/5", False), ("2023/5", False), ("2025/5", True), ("2014/5", True), ("12/5", False)],
)
def test_a_tender_is_registered_shortly_before_its_contract(number: str, flagged: bool) -> None:
    assert bool(check(RULES, "DEP-027", contract(no=number)).findings) is flagged
