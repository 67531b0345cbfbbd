"""What a deviation owes, by the limits of the plan: pure, as a rule, through the whole report."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.auth.models import User

from performance.consistency import RULES
from performance.deviations import Gravity, Tolerance, gravity, owed
from performance.enums import Direction, Measure, ReportingPeriod
from performance.kit import objective_sections
from performance.models import IndicatorResult, IndicatorValue, StrategicPlan
from performance.reporting import tolerance
from reports.core.building import build_document
from reports.core.checks import Severity
from reports.core.documents import FindingValue
from reports.models import FiscalYear, Report
from tests.core.checks.helper import check, grid

from .conftest import MakeIndicator
from .indicators import indicators, limits, measures, rows

D = Decimal

#   rate  | warn | block | gravity
GRAVITIES = [
    ("100", "0", "20", Gravity.NONE),
    ("99.9", "0", "20", Gravity.WARN),
    ("80", "0", "20", Gravity.WARN),
    ("79.99", "0", "20", Gravity.BLOCK),
    ("120", "0", "20", Gravity.WARN),
    ("121", "0", "20", Gravity.BLOCK),
    ("95", "5", "10", Gravity.NONE),
    ("94", "5", "10", Gravity.WARN),
    ("89", "5", "10", Gravity.BLOCK),
    ("99", "0", "0", Gravity.BLOCK),
    ("20", "100", "100", Gravity.NONE),
]


@pytest.mark.parametrize(("rate", "warn", "block", "grade"), GRAVITIES)
def test_the_plan_draws_the_limits(rate: str, warn: str, block: str, grade: Gravity) -> None:
    assert gravity(D(rate), Tolerance(D(warn), D(block)), is_missed=False) is grade


def test_what_was_missed_without_a_rate_is_as_grave_as_can_be() -> None:
    assert gravity(None, Tolerance(D(50), D(99)), is_missed=True) is Gravity.BLOCK
    assert gravity(None, Tolerance(), is_missed=False) is Gravity.NONE


def test_an_exceeded_target_owes_no_new_date() -> None:
    assert owed(Gravity.BLOCK, is_met=True, full=True) == (
        "reason_category", "explanation", "corrective_action",
    )  # fmt: skip
    assert owed(Gravity.BLOCK, is_met=False, full=True)[-1] == "new_date"
    assert owed(Gravity.BLOCK, is_met=False, full=False) == ("explanation",)
    assert owed(Gravity.WARN, is_met=False, full=True) == ("explanation",)


# -- rules -----------------------------------------------------------------------------------------

#   target | actual | text  | category, action, date        | what is named as missing
REASONS = [
    ("100", "50",  "Neden", "grup | önlem | 2026-06-30",    ""),
    ("100", "50",  "Neden", "grup | önlem |",               "yeni tarih"),
    ("100", "50",  "Neden", "grup | — | 2026-06-30",        "alınacak önlem"),
    ("100", "50",  "Neden", "| önlem | 2026-06-30",         "neden grubu"),
    ("100", "50",  "Neden", None,                           "neden grubu, alınacak önlem ve yeni"),
    ("100", "50",  "",      "grup | önlem | 2026-06-30",    ""),
    ("100", "130", "Neden", "grup | önlem |",               ""),
    ("100", "130", "Neden", None,                           "neden grubu ve alınacak önlem."),
    ("100", "90",  "Neden", None,                           ""),
    ("100", "100", "",      None,                           ""),
]  # fmt: skip


@pytest.mark.parametrize(("target", "actual", "text", "reason", "missing"), REASONS)
def test_a_grave_deviation_is_explained_by_more_than_a_text(
    target: str, actual: str, text: str, reason: str | None, missing: str
) -> None:
    table = indicators(f"1.1.1 | Ad | {target} | {actual} | {text}")
    beside = [measures(**{"1-1-1": reason})] if reason is not None else []

    result = check(RULES, "PRF-015", table, limits(), *beside)

    assert [(f.row, f.column, f.severity) for f in result.findings] == (
        [("1-1-1", "explanation", Severity.ERROR)] if missing else []
    )
    assert all(missing in f.message for f in result.findings)


def test_years_before_the_duty_are_measured_by_the_text_alone() -> None:
    table = indicators("1.1.1 | Bir | 100 | 50 | Neden", "1.1.2 | İki | 100 | 50")

    for document in ((table,), (table, limits(full=False))):
        assert rows("PRF-015", *document) == []
        assert rows("PRF-010", *document) == ["1-1-2"]


@pytest.mark.parametrize(
    ("warn", "block", "warned", "blocked"),
    [
        ("0", "20", ["1-1-1", "1-1-2"], ["1-1-3"]),
        ("10", "20", ["1-1-2"], ["1-1-3"]),
        ("10", "50", ["1-1-2", "1-1-3"], []),
        ("0", "0", [], ["1-1-1", "1-1-2", "1-1-3"]),
    ],
)
def test_the_rules_follow_the_limits_of_the_document(
    warn: str, block: str, warned: list[str], blocked: list[str]
) -> None:
    table = indicators("1.1.1 | Bir | 100 | 95", "1.1.2 | İki | 100 | 85", "1.1.3 | Üç | 100 | 60")

    assert rows("PRF-011", table, limits(warn, block)) == warned
    assert rows("PRF-010", table, limits(warn, block)) == blocked


PERIODS = """
    row   | code  | name | measure             | p1:decimal | p2:decimal | p3:decimal | p4:decimal | value:decimal | missing
    1-1-1 | 1.1.1 | Bir  | Yıl içindeki toplam | 1          | 2          |            |            | 3             | 3. ve 4. dönem
    1-1-2 | 1.1.2 | İki  | Yıl içindeki toplam | 1          | 2          | 3          | 4          | 10            |
"""  # noqa: E501


def test_a_missing_period_is_a_warning() -> None:
    result = check(RULES, "PRF-016", grid("performance.periods", PERIODS))

    assert [(f.row, f.column, f.severity) for f in result.findings] == [
        ("1-1-1", "missing", Severity.WARNING)
    ]
    assert "3. ve 4. dönem değeri girilmemiş" in result.findings[0].message
    assert result.held == 1


def test_an_outcome_that_the_periods_do_not_give_is_an_error() -> None:
    periods = grid("performance.periods", PERIODS)

    assert rows("PRF-017", periods, indicators("1.1.1 | B | 5 | 3", "1.1.2 | İ | 5 | 10")) == []
    assert rows("PRF-017", periods, indicators("1.1.1 | B | 5 | 3", "1.1.2 | İ | 5 | 9")) == [
        "1-1-2"
    ]


# -- the whole report ------------------------------------------------------------------------------


@pytest.fixture
def report(year: FiscalYear) -> Report:
    return Report.objects.create(
        year=year, institution="Örnek Belediyesi", province="Örnek", title="Faaliyet Raporu"
    )


def found(report: Report, *codes: str) -> list[FindingValue]:
    return [f for f in build_document(report).checks.findings if f.code in codes]


@pytest.mark.django_db
def test_the_plan_reaches_the_rules_through_the_document(
    report: Report, plan: StrategicPlan, indicator: MakeIndicator
) -> None:
    indicator("1.1.1", target="100", actual="70")
    IndicatorResult.objects.update(explanation="Örnek neden")
    assert found(report, "PRF-010", "PRF-015") == []

    StrategicPlan.objects.update(reasons_from_year=2024)
    assert tolerance(report.year).full
    (finding,) = found(report, "PRF-015")
    assert "neden grubu, alınacak önlem ve yeni tarih" in finding.message

    StrategicPlan.objects.update(block_above=30)
    assert found(report, "PRF-010", "PRF-015") == []

    StrategicPlan.objects.update(block_above=20)
    IndicatorResult.objects.update(
        reason_category="resource", corrective_action="Örnek önlem", new_date="2025-06-30"
    )
    assert found(report, "PRF-010", "PRF-015") == []


@pytest.mark.django_db
def test_tables_without_rows_do_not_exist_in_a_year(
    report: Report, year: FiscalYear, indicator: MakeIndicator
) -> None:
    made = indicator("1.1.1", target="100", actual="70")
    added = {"performance.periods", "performance.measures", "performance.cards"}
    assert not added & build_document(report).tables.keys()

    IndicatorResult.objects.update(reason_category="demand", explanation="Örnek neden")
    made.definition = "Örnek tanım"
    made.save()
    indicator("1.1.2", target="4", period=ReportingPeriod.QUARTERLY, measure=Measure.CUMULATIVE)
    result = IndicatorResult.objects.get(indicator__code="1.1.2")
    IndicatorValue.objects.create(result=result, period=2, value=D(3))

    tables = build_document(report).tables
    assert added <= tables.keys()
    assert tables["performance.measures"].value("1-1-1", "reason_category") == (
        "Talebin beklenenden farklı olması"
    )
    assert tables["performance.periods"].value("1-1-2", "value") == D(3)
    assert tables["performance.cards"].value("1-1-1", "direction") == "Artması iyi"
    assert found(report, "PRF-016")[0].row == "1-1-2"
    (section,) = [s for s in objective_sections(year) if s.number == "1.1"]
    assert [(part.dataset, part.rows) for part in section.parts] == [
        ("performance.indicators", ("1-1-1", "1-1-2")),
        ("performance.measures", ("1-1-1",)),
    ]


@pytest.mark.django_db
def test_accounts_are_never_published(
    report: Report, indicator: MakeIndicator, admin_user: User
) -> None:
    owner = admin_user
    indicator("1.1.1", target="1", actual="1", owner=owner, definition="Örnek", formula="Örnek")

    assert str(owner) not in repr(build_document(report).tables)
    assert Direction.HIGHER.label in repr(build_document(report).tables["performance.cards"])
