"""Rules on money: each with a case that fails and one that passes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from finance.consistency import RULES
from finance.limits import FINANCING, LAST_REVENUE, POPULATION, REVALUATION_RATE
from reports.core.checks import RuleResult, Severity
from reports.core.documents import Document
from reports.core.tables import Table
from tests.core.checks.helper import check, document, found, grid


def run(
    code: str,
    *tables: Table,
    previous: Document | None = None,
    numbers: dict[str, Decimal | None] | None = None,
) -> RuleResult:
    return check(RULES, code, *tables, previous=previous, numbers=numbers)


def expenditure(*rows: str) -> Table:
    """Rows of code | carried_in | budget | transfer | total | spent | carried_out | cancelled."""
    head = " | ".join(
        f"{key}:money+"
        for key in (
            "carried_in", "budget", "transfer", "total_appropriation", "spent", "carried_out",
            "cancelled",
        )
    )  # fmt: skip
    lines = (f"{row.split('|')[0].strip()} | {row}" for row in rows)
    return grid("finance.expenditure", "\n".join((f"row | code:code | {head}", *lines)))


GOOD = expenditure(
    "01 | 0  | 100 | 20  | 120 | 110 | 0  | 10",
    "03 | 30 | 200 | -20 | 210 | 150 | 40 | 20",
)


@pytest.mark.parametrize("code", ["FIN-001", "FIN-002", "FIN-003", "FIN-004"])
def test_a_table_in_which_everything_holds(code: str) -> None:
    result = run(code, GOOD)
    assert found(result) == []
    assert result.held > 0


def test_spending_is_not_above_appropriation() -> None:
    result = run("FIN-001", expenditure("01 | 0 | 100 | 0 | 100 | 130 | 0 | -30"))
    assert found(result) == [
        ("01", "spent", "130.00", "100.00"),
        ("total", "spent", "130.00", "100.00"),
    ]
    assert result.findings[0].basis == "5018 s. Kanun m. 20/d"


def test_appropriation_is_spent_carried_out_or_cancelled() -> None:
    result = run("FIN-002", expenditure("01 | 0 | 100 | 0 | 100 | 70 | 20 | 5"))
    assert found(result) == [
        ("01", "total_appropriation", "100.00", "95"),
        ("total", "total_appropriation", "100.00", "95"),
    ]


def test_what_is_carried_out_is_left_over() -> None:
    result = run("FIN-002", expenditure("01 | 0 | 100 | 0 | 100 | 90 | 20 | -10"))
    assert ("01", "carried_out", "20.00", "10.00") in found(result)


def test_transfers_add_up_to_zero() -> None:
    result = run("FIN-003", expenditure(
        "01 | 0 | 100 | 20  | 120 | 0 | 0 | 120",
        "03 | 0 | 100 | -15 | 85  | 0 | 0 | 85",
    ))  # fmt: skip
    assert found(result) == [("total", "transfer", "5.00", "0")]


def test_an_appropriation_is_not_negative() -> None:
    result = run("FIN-004", expenditure("09 | 0 | 35 | -36 | -1 | 0 | 0 | -1"))
    assert found(result) == [("09", "total_appropriation", "-1.00", "0")]


@pytest.mark.parametrize(("carried_out", "flagged"), [("30", False), ("31", True)])
def test_the_year_begins_with_what_the_last_one_left(carried_out: str, flagged: bool) -> None:
    before = document(
        expenditure(f"03 | 0 | 100 | 0 | 100 | 60 | {carried_out} | 0"), year=2023
    )  # fmt: skip
    expected = [("total", "carried_in", "30.00", "31.00")]
    assert found(run("FIN-005", GOOD, previous=before)) == (expected if flagged else [])


@pytest.mark.parametrize(("added", "flagged"), [("0", False), ("41", True)])
def test_directorates_and_codes_give_the_same_totals(added: str, flagged: bool) -> None:
    total = 330 + int(added)
    budgets = grid("finance.department_budgets", f"""
        row  | department | total_appropriation:money+ | spent:money+ | carried_out:money+
        fen  | Fen İşleri | {total - 100}              | 160          | 40
        mali | Mali       | 100                        | 100          | 0
    """)  # fmt: skip
    expected = [("total", "total_appropriation", "371.00", "330.00")]
    assert found(run("FIN-010", budgets, GOOD)) == (expected if flagged else [])


def revenue(*rows: str) -> Table:
    """Rows of code | estimate | revised_estimate | gross | refunds | net."""
    keys = ("estimate", "revised_estimate", "gross", "refunds", "net")
    head = " | ".join(f"{key}:money+" for key in keys)
    lines = (f"{row.split('|')[0].strip()} | {row}" for row in rows)
    return grid("finance.revenue", "\n".join((f"row | code:code | {head}", *lines)))


@pytest.mark.parametrize(("actual", "flagged"), [("97", False), ("260", True)])
def test_the_outcome_is_taken_from_the_tables(actual: str, flagged: bool) -> None:
    outcome = grid("finance.budget_outcome", f"""
        row         | label | estimate:money | actual:money
        revenue     | Gelir | 110            | {actual}
        expenditure | Gider | —              | 260
    """)  # fmt: skip
    result = run("FIN-011", outcome, revenue("01 | 100 | 110 | 98 | 1 | 97"), GOOD)
    expected = [("revenue", "actual", "260.00", "97.00")]
    assert found(result) == (expected if flagged else [])


def test_revenue_is_gross_with_refunds_apart() -> None:
    assert found(run("FIN-020", revenue("01 | 100 | 100 | 98 | 1 | 97"))) == []
    assert found(run("FIN-020", revenue("01 | 100 | 100 | 98 | 1 | 98"))) == [
        ("01", "net", "98.00", "97"),
        ("total", "net", "98.00", "97"),
    ]
    assert found(run("FIN-020", revenue("01 | 100 | 100 | 98 | -1 | 99"))) == [
        ("01", "net", "99.00", "98.00"),
        ("total", "net", "99.00", "98.00"),
        ("01", "refunds", "-1.00", "0"),
    ]


def test_revenue_and_financing_cover_the_appropriations() -> None:
    budget = grid("finance.expenditure", """
        row | code:code | revised_budget:money+
        01  | 01        | 120
    """)  # fmt: skip
    even = run("FIN-021", revenue("01 | 100 | 120 | 0 | 0 | 0"), budget)
    assert (found(even), even.held) == ([], 1)

    short = revenue("01 | 100 | 110 | 0 | 0 | 0")
    asked = run("FIN-021", short, budget)
    assert [f.severity for f in asked.findings] == [Severity.WARNING]
    assert run("FIN-021", short, budget, numbers={FINANCING: Decimal(10)}).held == 1
    wrong = run("FIN-021", short, budget, numbers={FINANCING: Decimal(5)})
    assert found(wrong) == [("total", "revised_estimate", "115.00", "120.00")]
    assert wrong.findings[0].severity is Severity.ERROR


@pytest.mark.parametrize(("result", "flagged"), [("28", False), ("27", True)])
def test_the_result_of_the_year_is_revenue_less_expense(result: str, flagged: bool) -> None:
    statement = grid("finance.statement_of_activities", f"""
        row     | label | amount:money
        revenue | Gelir | 847
        expense | Gider | 819
        result  | Sonuç | {result}
    """)  # fmt: skip
    expected = [("result", "amount", "27.00", "28.00")]
    assert found(run("FIN-022", statement)) == (expected if flagged else [])


# -- legal limits ----------------------------------------------------------------------------------

NUMBERS: dict[str, Decimal | None] = {
    POPULATION: Decimal(90_000),
    LAST_REVENUE: Decimal(200),
    REVALUATION_RATE: Decimal(50),
}
# 200 × 1,50 × %30 = 90; below 10,000 inhabitants × %40 = 120.


def personnel(wages: int) -> Table:
    return expenditure(
        f"01 | 0 | 200 | 0 | 200 | {wages} | 0 | 0",
        "02 | 0 | 200 | 0 | 200 | 20 | 0 | 0",
        "03 | 0 | 900 | 0 | 900 | 900 | 0 | 0",
    )


def test_personnel_costs_stay_within_the_share_of_revenue() -> None:
    assert run("FIN-030", personnel(70), numbers=NUMBERS).held == 1
    over = run("FIN-030", personnel(71), numbers=NUMBERS)
    assert found(over) == [("01", "spent", "91.00", "90.00")]
    assert over.findings[0].severity is Severity.ERROR
    assert run("FIN-030", personnel(71), numbers=NUMBERS | {POPULATION: Decimal(9_999)}).held == 1


def test_what_a_limit_needs_is_asked_for_and_not_assumed() -> None:
    (asked,) = run("FIN-030", personnel(500), numbers={POPULATION: Decimal(90_000)}).findings
    assert asked.severity is Severity.WARNING
    assert "yeniden değerleme oranı" in asked.message
    assert "nüfus" not in asked.message


def test_last_revenue_comes_from_a_final_account_only() -> None:
    without = NUMBERS | {LAST_REVENUE: None}
    table = revenue("01 | 200 | 200 | 200 | 0 | 200")
    final = document(table, year=2023, figure_status="final")
    assert run("FIN-030", personnel(70), previous=final, numbers=without).held == 1
    (asked,) = run(
        "FIN-030", personnel(70), previous=document(table, year=2023), numbers=without
    ).findings
    assert "en son yıl bütçe geliri" in asked.message


def debts(closing: int, borrowed: int) -> Table:
    return grid("finance.debts", f"""
        row    | label        | borrowed:money+ | closing:money+
        ilbank | İller Bankası | {borrowed}     | {closing}
    """)  # fmt: skip


def test_debt_stays_within_revenue_raised_by_revaluation() -> None:
    assert run("FIN-031", debts(300, 0), numbers=NUMBERS).held == 1
    over = run("FIN-031", debts(301, 0), numbers=NUMBERS)
    assert found(over) == [("total", "closing", "301.00", "300.00")]
    assert [f.severity for f in run("FIN-031", debts(301, 0)).findings] == [Severity.WARNING]
    assert run("FIN-031", numbers=NUMBERS).findings == ()


def test_borrowing_above_a_tenth_needs_a_permission() -> None:
    assert run("FIN-032", debts(0, 30), numbers=NUMBERS).held == 1
    over = run("FIN-032", debts(0, 31), numbers=NUMBERS)
    assert found(over) == [("total", "borrowed", "31.00", "30.00")]
    assert over.findings[0].severity is Severity.WARNING
    assert run("FIN-032", debts(0, 31)).findings == ()  # asked for by the other limits
