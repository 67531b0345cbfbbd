"""Published tables of finance, from rows, with exact totals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from departments.models import Department
from finance import datasets, figures
from finance.models import DepartmentBudget, ExpenditureLine, RevenueLine, StatementOfActivities
from reports.core.materialising import materialise
from reports.core.registry import Dataset, Total
from reports.core.tables import Table
from reports.models import FiscalYear

from .conftest import MakeCode

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql("exact totals in the order of the codes"),
]

D = Decimal


def values(table: Table, row: str, *columns: str) -> list[object]:
    return [table.value(row, column) for column in columns]


@pytest.fixture
def budget(year: FiscalYear, spending: MakeCode, earning: MakeCode) -> FiscalYear:
    """Two lines on each side of the budget."""
    for code, budget, supplementary, transfer, spent, carried_out in (
        ("01", "100.00", "0.00", "20.50", "120.25", "0.00"),
        ("03", "400.00", "80.00", "-20.50", "300.00", "59.50"),
    ):
        ExpenditureLine.objects.create(
            year=year,
            code=spending(code),
            budget=budget,
            supplementary=supplementary,
            transfer=transfer,
            spent=spent,
            carried_out=carried_out,
        )
    for code, estimate, gross, refunds in (
        ("05", "500.00", "450.75", "0.75"),
        ("01", "80.00", "60.00", "10.00"),
    ):
        RevenueLine.objects.create(
            year=year, code=earning(code), estimate=estimate, gross=gross, refunds=refunds
        )
    return year


def test_expenditure_is_totalled_and_its_rates_are_those_of_the_totals(
    budget: FiscalYear,
) -> None:
    table = materialise(datasets.EXPENDITURE, budget)

    assert [row.key for row in table.rows] == ["01", "03"]
    assert values(
        table,
        "total",
        "name",
        "carried_in",
        "budget",
        "supplementary",
        "revised_budget",
        "transfer",
        "total_appropriation",
        "spent",
        "carried_out",
        "remaining",
        "cancelled",
    ) == [
        "Toplam",
        None,
        D("500.00"),
        D("80.00"),
        D("580.00"),
        D("0.00"),
        D("580.00"),
        D("420.25"),
        D("59.50"),
        D("159.75"),
        D("100.25"),
    ]
    assert values(table, "total", "realisation_rate", "carried_out_rate", "cancelled_rate") == [
        D("72.456897"),
        D("10.258621"),
        D("17.284483"),
    ]
    assert values(table, "01", "name", "total_appropriation", "realisation_rate") == [
        "Örnek gider 01",
        D("120.50"),
        D("99.792531"),
    ]


def test_revenue_is_totalled_net_of_refunds_in_the_order_of_the_codes(budget: FiscalYear) -> None:
    table = materialise(datasets.REVENUE, budget)

    assert [row.key for row in table.rows] == ["01", "05"]
    assert values(table, "total", "estimate", "revised_estimate", "gross", "refunds", "net") == [
        D("580.00"),
        D("580.00"),
        D("510.75"),
        D("10.75"),
        D("500.00"),
    ]
    assert table.value("total", "realisation_rate") == D("86.206897")
    assert table.value("total", "supplementary") is None


def test_the_outcome_is_computed_from_both_tables(budget: FiscalYear) -> None:
    table = materialise(datasets.BUDGET_OUTCOME, budget)

    assert [values(table, row.key, "estimate", "actual") for row in table.rows] == [
        [D("580.00"), D("500.00")],
        [D("580.00"), D("420.25")],
        [D("0.00"), D("79.75")],
    ]
    assert [row.key for row in table.rows] == ["revenue", "expenditure", "balance"]
    assert table.value("revenue", "rate") == D("86.206897")
    assert table.value("balance", "rate") is None


def test_the_balance_is_missing_while_one_side_is(year: FiscalYear, earning: MakeCode) -> None:
    assert figures.budget_outcome(year) == ()
    RevenueLine.objects.create(
        year=year, code=earning("01"), estimate=D(10), gross=D(9), refunds=D(0)
    )

    revenue, expenditure, balance = figures.budget_outcome(year)

    assert (revenue.estimate, revenue.actual, revenue.rate) == (D(10), D(9), D(90))
    assert (expenditure.estimate, expenditure.actual, expenditure.rate) == (None, None, None)
    assert (balance.estimate, balance.actual) == (None, None)


def test_lines_of_deeper_levels_are_summed_under_their_first_code(
    year: FiscalYear, spending: MakeCode
) -> None:
    codes = {code: spending(code) for code in ("03", "03.2", "03.3", "04")}
    for code, amount, spent in (
        ("03.2", "10.10", "5.00"),
        ("03.3", "20.20", None),
        ("04", "1", "1"),
    ):
        ExpenditureLine.objects.create(year=year, code=codes[code], budget=amount, spent=spent)

    table = materialise(datasets.EXPENDITURE, year)
    detail = materialise(datasets.EXPENDITURE_LINES, year)

    assert [values(table, row.key, "code", "name", "budget", "spent") for row in table.rows] == [
        ["03", "Örnek gider 03", D("30.30"), D("5.00")],
        ["04", "Örnek gider 04", D("1.00"), D("1.00")],
    ]
    assert table.value("total", "budget") == D("31.30")
    assert [row.key for row in detail.rows] == ["03-2", "03-3"]
    assert detail.value("03-2", "economic_name") == "Örnek gider 03.2"


def test_budgets_of_directorates_are_rows_by_code(year: FiscalYear, department: Department) -> None:
    other = Department.objects.create(code="baska", name="Başka Örnek Müdürlüğü")
    for owner, amount, added, spent in (
        (department, "100.00", "20.00", "60.00"),
        (other, "80.00", None, None),
    ):
        DepartmentBudget.objects.create(
            year=year, department=owner, appropriation=amount, added=added, spent=spent
        )

    table = materialise(datasets.DEPARTMENT_BUDGETS, year)

    assert values(table, "ornek", "department", "total_appropriation", "realisation_rate") == [
        "Örnek Müdürlüğü",
        D("120.00"),
        D(50),
    ]
    assert values(table, "baska", "total_appropriation", "spent", "realisation_rate") == [
        D("80.00"),
        None,
        None,
    ]
    assert values(table, "total", "total_appropriation", "spent", "realisation_rate") == [
        D("200.00"),
        D("60.00"),
        D(30),
    ]


def test_the_result_of_activities_is_computed(year: FiscalYear) -> None:
    StatementOfActivities.objects.create(year=year, item="expense", amount=D("80.50"))
    assert materialise(datasets.STATEMENT, year).value("result", "amount") is None
    StatementOfActivities.objects.create(year=year, item="revenue", amount=D("70.25"))

    table = materialise(datasets.STATEMENT, year)

    assert [(row.key, row.cells[1]) for row in table.rows] == [
        ("revenue", D("70.25")),
        ("expense", D("80.50")),
        ("result", D("-10.25")),
    ]


@pytest.mark.parametrize("dataset", datasets.DATASETS, ids=lambda dataset: dataset.id)
def test_every_table_is_published_empty_and_says_its_basis(
    year: FiscalYear, dataset: Dataset
) -> None:
    table = materialise(dataset, year)

    assert (table.rows, table.total) == ((), None)
    assert dataset.basis
    assert dataset.description
    assert all(column.formula for column in dataset.columns if column.total is Total.RATIO)
