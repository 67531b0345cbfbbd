"""What the law asks for in the money part of the report, and what its prose claims."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from finance.consistency import RULES
from reports.core.checks import RuleResult
from reports.core.documents import Node, ProseBlock
from reports.core.tables import Table
from tests.core.checks.helper import check, found, grid


def section(code: str, text: str = "") -> Node:
    blocks = (ProseBlock(f"<p>{text}</p>", text),) if text else ()
    return Node(code, code, "", "", "", blocks, (), {})


def budget(spent: str = "90.00") -> Sequence[Table]:
    return (
        grid(
            "finance.expenditure",
            f"""
            row | name | total_appropriation:money+ | spent:money+ | carried_out:money+ | supplementary:money+ | remaining:money+ | realisation_rate:percent
            01  | A    | 100.00                     | {spent}      | 4.00               | 7.00                 |                  |
            """,  # noqa: E501
            formulas={
                "remaining": "total_appropriation - spent",
                "realisation_rate": "spent / total_appropriation * 100",
            },
        ),
        grid("finance.budget_outcome", "row | label | actual:money\nbalance | Denge | 12.00"),
        grid(
            "finance.department_budgets",
            "row | department | total_appropriation:money+ | spent:money+\n"
            "fen | Fen İşleri Müdürlüğü | 50.00 | 40.00\nzabita | Zabıta Müdürlüğü | 5.00 | 5.00",
        ),
    )


def run(code: str, *outline: Node) -> RuleResult:
    return check(RULES, code, *budget(), outline=outline)


@pytest.mark.parametrize(
    ("outline", "flagged"),
    [
        ([section("III.A.2", "Bilançonun aktif toplamı artmıştır.")], False),
        ([section("III.A.2", "Açıklama yoktur.")], True),
        ([section("III.A.2")], True),
        ([section("I.A", "Metin")], False),  # no whole report
    ],
)
def test_the_balance_sheet_is_there(outline: list[Node], flagged: bool) -> None:
    assert bool(run("FIN-040", *outline).findings) is flagged


REASONED = "Ödeneğin bir bölümü, ihalenin gecikmesi nedeniyle harcanamamıştır."


def test_deviations_of_the_budget_have_reasons() -> None:
    """By what the total has to give, a share of it: the total row computes no rate here."""
    tables = grid(
        "finance.expenditure",
        "row | label | realisation_rate:percent\ntotal | Toplam | 90",
    )
    told = check(RULES, "FIN-041", tables, outline=[section("III.A.1", REASONED)])
    silent = check(RULES, "FIN-041", tables, outline=[section("III.A.1", "Gider yapılmıştır.")])

    assert (told.held, told.findings) == (1, ())
    assert [f.row for f in silent.findings] == ["total"]


def test_a_directorate_with_a_budget_tells_of_its_work() -> None:
    outline = [section("III.B.1"), section("III.B.1/fen", "Yollar yapılmıştır.")]

    assert [row for row, *_rest in found(run("FIN-042", *outline))] == ["zabita"]


#   section         | text                                                | whether it is wrong
CLAIMS = [
    ("III.A.1",       "Ödeneğin tamamı harcanmıştır.",                      True),
    ("III.A.1",       "Ödeneğin tamamı harcanmamıştır.",                    False),
    ("III.B.1/fen",   "Müdürlük bütçesinin tamamı kullanılmıştır.",         True),
    ("III.B.1/zabita", "Müdürlük bütçesinin tamamı kullanılmıştır.",        False),
    ("III.B.1/fen",   "Malzemenin tamamı kullanılmıştır.",                  False),
    ("III.A.1",       "Devreden ödenek bulunmamaktadır.",                   True),
    ("III.A.1",       "Ek bütçe yapılmamıştır.",                            True),
    ("III.A.1",       "Yıl bütçe açığı ile kapanmıştır.",                   True),
    ("III.A.1",       "Bütçe açığı oluşmamıştır.",                          False),
    ("III.A.1",       "Bütçe yılı açıkla kapatılmıştır.",                   True),
    ("III.A.1",       "2024 yılı bütçesi 25 milyon TL açık vermiştir.",     True),
    ("III.A.1",       "Bütçe görüşmeleri halka açık yapılmıştır.",          False),
    ("III.A.1",       "Bütçe yılı fazlayla kapatılmıştır.",                 False),
    ("III.A.1",       "Yıl bütçe fazlası ile kapanmıştır.",                 False),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "wrong"), CLAIMS)
def test_words_about_the_budget_agree_with_its_tables(code: str, text: str, wrong: bool) -> None:
    assert bool(run("FIN-043", section(code, text)).findings) is wrong


@pytest.mark.parametrize(("amount", "flagged"), [("100.00", False), ("101.00", True)])
def test_no_amount_of_a_directorate_is_a_tenth_of_the_revenue(amount: str, flagged: bool) -> None:
    revenue = grid("finance.revenue", "row | name | net:money+\n01 | A | 1000.00")
    table = grid("figures.ornek", f"row | label | value:decimal | unit\na | Harç | {amount} | TL")

    assert bool(check(RULES, "FIN-044", revenue, table).findings) is flagged
