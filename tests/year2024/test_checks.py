"""What the printed 2024 report contradicts itself in, and what it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from reports.core import registry
from reports.core.checks import CheckData, Family, Finding, run_rules, spell

from .built import checked, document, rows
from .conftest import FIXTURES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("report")]

INDICATORS = "performance.indicators"
FREE_TABLES = sorted((FIXTURES / "tables").glob("*.csv"))


def findings(code: str) -> list[Finding]:
    return [finding for finding in checked().findings if finding.code == code]


# -- what does not hold ----------------------------------------------------------------------------

#   indicator | stated    | computed        (rate printed, and what target and outcome give)
RATES = """
    1.1.6     | 60        | 58.333333
    1.1.9     | 100       | 50
    1.1.10    | 120       | 29.411765
    1.1.11    | 90        | 83.333333
    2.1.3     | 90.00     | 85.714286
    2.1.4     | 100.00    | 0
    2.2.1     | 85.71     | 0
    3.3.1     | 100.00    | 50
    4.1.2     | 100.00    | 0
    5.1.2     | 100.00    | 200
    6.3.1     | 120.00    | 139.424142
    6.3.2     | 200.00    | 100
    6.3.4     | 110.00    | 118.936877
    6.3.5     | 500.00    | 395.140389
    6.3.6     | 140.00    | 125.862069
"""
CUT = """
    1.4.3     | 98.00     | 98.878118
    1.4.4     | 3.72      | 3.72625
    1.4.6     | 20.00     | 19.866071
"""
NO_REASON = """
    3.3.1     | 50        |
    5.1.2     | 200       |
    5.2.1     | 66.666667 |
    5.2.4     | 75.18797  |
    5.2.5     | 153.846154 |
    6.3.1     | 139.424142 |
    6.3.5     | 395.140389 |
    6.3.6     | 125.862069 |
"""
SMALL_NO_REASON = """
    5.2.3     | 112.781955 |
    5.2.6     | 115.384615 |
    6.1.2     | 103.056824 |
    6.3.4     | 118.936877 |
"""
OTHER_TABLES_CERTAIN = """
    6.3.6     | 73        | 274
    6.3.9     | 1000      | 0
"""
OTHER_TABLES = """
    6.3.4     | 1074      | 377
    6.3.1     | 1259      | 1506
    8.3.1     | 2         | 6
    1.4.1     | 83        | 56
    1.4.7     | 83        | 56
    1.2.4     | 0         | 9
"""
STOPPED_WORK = """
    6.2.1     | 2523      | 0
    6.2.2     | 10        | 0
"""
UNITS = """
    7.1.3     | sayı      | %
    8.3.2     | sayı      | %
"""

KNOWN = {
    "RPR-003": RATES,
    "RPR-005": CUT,
    "PRF-010": NO_REASON,
    "PRF-011": SMALL_NO_REASON,
    "PRF-040": OTHER_TABLES_CERTAIN,
    "PRF-041": OTHER_TABLES,
    "PRF-042": STOPPED_WORK,
    "PRF-024": UNITS,
}


def _listed(text: str) -> list[tuple[str, ...]]:
    lines = [line for line in text.splitlines() if line.strip()]
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]


@pytest.mark.parametrize("code", KNOWN)
def test_the_known_contradictions_of_indicators_are_found(code: str) -> None:
    found = [
        (finding.row.replace("-", "."), spell(finding.stated), spell(finding.computed))
        for finding in findings(code)
        if finding.dataset == INDICATORS
    ]

    assert sorted(found) == sorted(_listed(KNOWN[code]))


def test_a_success_stated_for_a_target_of_zero_is_an_error() -> None:
    found = Counter((spell(f.stated), f.severity.value) for f in findings("PRF-003"))

    assert found == {("100.00", "error"): 12, ("0.00", "warning"): 4, ("0", "warning"): 1}


#   rule     | row    | column        | beginning of the value that stands there
SAYINGS = [
    ("PRF-013", "1-1-1",  "explanation", "Memnuniyet anketi yapılmadığı için hedef"),
    ("PRF-013", "2-2-2",  "explanation", "Video çekimleri taleplere göre yapıldı."),
    ("PRF-014", "1-1-6",  "explanation", "Tasarruf tedbirleri nedeniyle hedefe ulaşılamadı."),
    ("PRF-014", "1-5-15", "explanation", "Tasarruf tedbirleri nedeniyle işlem yapılmadı."),
    ("PRF-020", "1-5-14", "name",        "1.5.14 «Yapılan Güncelleme Sayısı»"),
    ("PRF-020", "6-3-9",  "name",        "6.3.9 «Bilgilendirme amaçlı Yapılacak Afiş"),
    ("PRF-020", "7-1-5",  "name",        "7.1.5 «Yapılan Proje Sayısı»"),
    ("PRF-020", "8-1-7",  "name",        "8.1.7 «Verilen Eğitim Sayısı»"),
]  # fmt: skip


@pytest.mark.parametrize("code", sorted({case[0] for case in SAYINGS}))
def test_reasons_and_names_that_contradict_are_found(code: str) -> None:
    expected = sorted(case[1:] for case in SAYINGS if case[0] == code)
    found = sorted((f.row, f.column, spell(f.stated)) for f in findings(code))

    assert [case[:2] for case in found] == [case[:2] for case in expected]
    assert all(a[2].startswith(b[2]) for a, b in zip(found, expected, strict=True))


@pytest.mark.parametrize(
    ("row", "also"),
    [
        ("2-1-4", "gerçekleşme sıfır, basılı raporda oran %100 yazıyor"),
        ("2-2-1", "gerçekleşme sıfır, basılı raporda oran %85,71 yazıyor"),
        ("4-1-2", "gerçekleşme sıfır, basılı raporda oran %100 yazıyor"),
        ("1-1-9", "açıklama «Tasarruf tedbirleri nedeniyle hedefe ulaşılamadı.»"),
        ("1-1-10", "açıklama «Tasarruf tedbirleri nedeniyle hedefe ulaşılamadı.»"),
    ],
)
def test_two_rules_about_one_printed_rate_are_one_finding(row: str, also: str) -> None:
    (finding,) = (
        f for f in checked().findings if (f.dataset, f.row, f.column) == (INDICATORS, row, "rate")
    )

    assert finding.code == "RPR-003"
    assert also in finding.message


def test_no_figure_is_called_wrong_twice_for_the_same_reason() -> None:
    said = [
        (f.dataset, f.row, f.column, f.source, spell(f.stated), spell(f.computed))
        for f in checked().findings
        if f.row and f.stated is not None and f.computed is not None
    ]

    assert [place for place, times in Counter(said).items() if times > 1] == []


def test_a_misprinted_goal_is_one_finding() -> None:
    """The text of a goal stands above each of its objectives."""
    found = Counter(f.row for f in findings("RPR-008") if f.dataset == "performance.goals")

    # Goal 5 is printed in two spellings, both of them other than the plan's.
    assert found == {"1": 1, "4": 1, "5": 2, "6": 1, "7": 1, "8": 1}


# -- what holds ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Identity:
    """A stated figure that was recomputed here, from the files, without any code of the portal."""

    family: Family
    dataset: str
    row: str
    column: str


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _equal(stated: str, computed: Decimal) -> bool:
    """Equal at the decimals that the figure is printed with."""
    step = Decimal(1).scaleb(Decimal(stated).as_tuple().exponent)  # type: ignore[arg-type]
    return Decimal(stated) == computed.quantize(step, ROUND_HALF_UP)


def _stated(dataset: str, column: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows("data/stated_figures.csv"):
        if (row["dataset"], row["column"]) == (dataset, column):
            found.setdefault(row["row"], row["value"])
    return found


def _indicator_rates() -> Iterator[Identity]:
    printed = _stated(INDICATORS, "rate")
    for result in rows("data/indicator_results.csv"):
        key = result["indicator"].replace(".", "-")
        target, actual = _number(result["target"]), _number(result["actual"])
        if target and actual is not None and _equal(printed[key], actual / target * 100):
            yield Identity(Family.RATIO, INDICATORS, key, "rate")


def _department_rates() -> Iterator[Identity]:
    dataset = "finance.department_budgets"
    sums, rates = _stated(dataset, "total_appropriation"), _stated(dataset, "realisation_rate")
    for row in rows("data/department_budgets.csv"):
        key = row["department"]
        whole = Decimal(row["appropriation"]) + Decimal(row["added"] or "0")
        if key in sums and _equal(sums[key], whole):
            yield Identity(Family.CROSS_FOOTING, dataset, key, "total_appropriation")
        if key in rates and whole and _equal(rates[key], Decimal(row["spent"]) / whole * 100):
            yield Identity(Family.RATIO, dataset, key, "realisation_rate")


def _row_sums() -> Iterator[Identity]:
    courts = ("cases_judicial", "cases_administrative", "cases_enforcement")
    files = [(f"tables.{name}", f"tables/{name}.csv", "row", ("open", "closed_2024"))
             for name in courts]  # fmt: skip
    files.append(("departments.vehicles", "data/vehicles.csv", "key", ("owned", "leased")))
    for dataset, path, key, columns in files:
        printed = _stated(dataset, "total")
        for row in rows(path):
            computed = sum((Decimal(row[column] or "0") for column in columns), Decimal(0))
            if row[key] in printed and _equal(printed[row[key]], computed):
                yield Identity(Family.CROSS_FOOTING, dataset, row[key], "total")


def _column_sums() -> Iterator[Identity]:
    files = {f"tables.{path.stem}": f"tables/{path.name}" for path in FREE_TABLES}
    files |= {
        "departments.vehicles": "data/vehicles.csv",
        "departments.cadre_occupancy": "data/cadre_occupancy.csv",
        "departments.personnel_by_status": "data/personnel_by_status.csv",
        "departments.personnel_by_gender": "data/personnel_by_gender.csv",
        "departments.personnel_by_education": "data/personnel_by_education.csv",
        "departments.personnel_by_age": "data/personnel_by_age.csv",
        "finance.department_budgets": "data/department_budgets.csv",
    }
    totals = [r for r in rows("data/stated_figures.csv") if r["row"] == "total"]
    for stated in totals:
        path = files.get(stated["dataset"])
        body = rows(path) if path else []
        if not body or stated["column"] not in body[0]:
            continue
        try:
            cells = [Decimal(row[stated["column"]] or "0") for row in body]
        except ArithmeticError:  # a text column, whose total counts its entries
            continue
        if _equal(stated["value"], sum(cells, Decimal(0))):
            yield Identity(Family.FOOTING, stated["dataset"], "total", stated["column"])


def test_nothing_that_holds_is_found() -> None:
    holding = {*_indicator_rates(), *_department_rates(), *_row_sums(), *_column_sums()}
    found = {Identity(f.family, f.dataset, f.row, f.column) for f in checked().findings}

    assert len(holding) >= 150
    assert holding & found == set()


def test_many_more_identities_hold_than_do_not() -> None:
    result = checked()

    assert result.held > 2000
    assert result.held > 10 * len(result.findings)


# -- the engine ------------------------------------------------------------------------------------


def test_a_rule_that_raises_is_a_finding_and_the_others_still_run() -> None:
    def raises(data: CheckData, rule: object) -> list[Finding]:
        raise KeyError("örnek")

    rules = list(registry.rules())
    broken = [replace(rules[0], run=raises), *rules[1:]]

    result = run_rules(CheckData(document()), broken)
    whole = checked()

    assert [f.code for f in result.results[0].findings] == ["ENG-001"]
    assert [r.findings for r in result.results[1:]] == [r.findings for r in whole.results[1:]]


def test_no_rule_crashes() -> None:
    assert findings("ENG-001") == []


def test_the_rules_ask_the_database_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    data = CheckData(document())

    with django_assert_num_queries(0):
        run_rules(data, registry.rules())


def test_two_runs_say_the_same() -> None:
    assert [f.mark for f in checked().findings] == [f.mark for f in checked().findings]
    marks = [f.mark for f in checked().findings]
    assert len(marks) == len(set(marks))
