"""The engine: a rule that crashes is a finding, a finding keeps its mark, nothing is told twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reports.core.checks import (
    HELD,
    CheckData,
    Family,
    Finding,
    Held,
    Rule,
    Severity,
    run_rules,
    spell,
)

from .helper import document, grid


def rule(code: str, run: object) -> Rule:
    return Rule(
        code=code,
        title="Örnek kural",
        family=Family.FOOTING,
        severity=Severity.WARNING,
        run=run,  # type: ignore[arg-type]
        basis="5018 s. Kanun m. 41",
        hint="Düzeltilmelidir.",
    )


def finds(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    yield HELD
    yield rule.finding("Tutmuyor.", dataset="a.b", row="1", stated=Decimal(1), computed=Decimal(2))


def finds_more(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    yield HELD
    yield rule.finding("Bu da.", dataset="a.b", row="2", stated=Decimal(1), computed=Decimal(2))


def crashes(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    yield from finds(data, rule)
    raise ZeroDivisionError("örnek")


DATA = CheckData(document())


def test_a_rule_that_crashes_is_a_finding_and_the_others_go_on() -> None:
    result = run_rules(DATA, [rule("TST-001", crashes), rule("TST-002", finds_more)])

    assert [(f.code, f.severity, f.column) for f in result.findings] == [
        ("TST-001", Severity.WARNING, ""),
        ("ENG-001", Severity.ERROR, "TST-001"),
        ("TST-002", Severity.WARNING, ""),
    ]
    assert "ZeroDivisionError: örnek" in result.findings[1].message
    assert (result.held, result.checked) == (2, 5)


def test_severity_basis_and_hint_come_from_the_rule_unless_given() -> None:
    made = rule("TST-001", finds)
    usual = made.finding("Tutmuyor.", dataset="a.b")
    severe = made.finding("Tutmuyor.", dataset="a.b", severity=Severity.ERROR, hint="Başka.")

    assert (usual.severity, usual.hint) == (Severity.WARNING, "Düzeltilmelidir.")
    assert (severe.severity, severe.hint, severe.basis) == (
        Severity.ERROR,
        "Başka.",
        "5018 s. Kanun m. 41",
    )


def test_the_same_finding_twice_is_one() -> None:
    def twice(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        yield from finds(data, rule)
        yield from finds(data, rule)

    assert len(run_rules(DATA, [rule("TST-001", twice)]).findings) == 1


def test_what_two_rules_say_of_one_figure_is_one_finding() -> None:
    """The first keeps it, so waivers stay; it says what both say and is as grave as the graver."""

    def graver(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        (_held, finding) = finds(data, rule)
        assert isinstance(finding, Finding)
        yield replace(finding, message="Ayrıca.", severity=Severity.ERROR)
        yield from finds_more(data, rule)

    result = run_rules(DATA, [rule("TST-001", finds), rule("TST-002", graver)])

    assert [(f.code, f.row, f.message, f.severity) for f in result.findings] == [
        ("TST-001", "1", "Tutmuyor. Ayrıca.", Severity.ERROR),
        ("TST-002", "2", "Bu da.", Severity.WARNING),
    ]
    (alone,) = run_rules(DATA, [rule("TST-001", finds)]).findings
    assert result.findings[0].mark == alone.mark


def test_findings_without_a_place_or_a_second_value_stay_apart() -> None:
    def vague(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        yield rule.finding("Bölüm boş.", dataset="", section="I")
        yield rule.finding("Girilmemiş.", dataset="a.b", row="1", column="n")

    result = run_rules(DATA, [rule("TST-001", vague), rule("TST-002", vague)])

    assert [f.code for f in result.findings] == ["TST-001"] * 2 + ["TST-002"] * 2


#   changed             | keeps the mark that waivers hold on to
CHANGES = [
    ({"message": "Başka söz."},      True),
    ({"hint": "Başka."},             True),
    ({"line": 7},                    True),
    ({"stated": Decimal("1.00")},    False),
    ({"computed": Decimal(3)},       False),
    ({"row": "2"},                   False),
    ({"code": "TST-002"},            False),
]  # fmt: skip


@pytest.mark.parametrize(("change", "kept"), CHANGES)
def test_a_mark_names_place_and_values(change: dict[str, object], kept: bool) -> None:
    finding = rule("TST-001", finds).finding(
        "Tutmuyor.", dataset="a.b", row="1", stated=Decimal(1), computed=Decimal(2)
    )

    assert (replace(finding, **change).mark == finding.mark) is kept  # type: ignore[arg-type]


#   figure                | spelling
SPELLINGS = [
    (Decimal("1234.50"),    "1234.50"),
    (Decimal("1E+3"),       "1000"),
    (5,                     "5"),
    (date(2024, 12, 31),    "2024-12-31"),
    ("iki",                 "iki"),
    (None,                  ""),
]  # fmt: skip


@pytest.mark.parametrize(("figure", "spelling"), SPELLINGS)
def test_figures_have_one_exact_spelling(figure: Decimal | int | date | str, spelling: str) -> None:
    assert spell(figure) == spelling


def test_rules_see_missing_figures_as_missing() -> None:
    data = CheckData(document(grid("a.b", "row | label | n:integer\n1 | Bir | 5\n2 | İki |")))

    assert data.number("a.b", "1", "n") == 5
    assert data.number("a.b", "2", "n") is None
    assert data.number("a.b", "9", "n") is None
    assert data.number("a.b", "1", "x") is None
    assert data.number("c.d", "1", "n") is None
    assert [table.id for table in data.family("a.")] == ["a.b"]
