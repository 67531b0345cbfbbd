"""Rules about rates, deviations and their reasons: what fails and what passes, as small tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from performance.consistency import RULES
from performance.enums import Direction
from performance.reasons import claims_every_reason, threshold_of
from reports.core.checks import Severity
from reports.core.checks.blocks import folded
from reports.core.documents import Node, ProseBlock
from tests.core.checks.helper import check, found, stated

from .indicators import indicators, printed, rows

# -- rates -----------------------------------------------------------------------------------------


#   rate in the table | target | actual | follows by some direction
FOLLOWS = [
    ("50",         "4", "2", True),
    ("200",        "4", "2", True),   # fewer is better
    ("0",          "4", "2", True),   # a milestone that was not reached
    ("33.333333",  "3", "1", True),
    ("33",         "3", "1", False),
    ("90",         "4", "2", False),
]  # fmt: skip


@pytest.mark.parametrize(("rate", "target", "actual", "follows"), FOLLOWS)
def test_the_rate_follows_from_target_and_actual(
    rate: str, target: str, actual: str, follows: bool
) -> None:
    table = indicators(f"1.1.1 | Ad | {target} | {actual}", rates={"1.1.1": rate})

    assert rows("PRF-001", table) == ([] if follows else ["1-1-1"])


#   rule     | direction         | target | actual | printed | computed, or None when it holds
STATED_RATES = [
    ("PRF-002", Direction.HIGHER, "1",    "0",     "100.00",  "0"),
    ("PRF-002", Direction.HIGHER, "4000", "0",     "85.71",   "0"),
    ("PRF-002", Direction.HIGHER, "1",    "0",     "0.00",    None),
    ("PRF-002", Direction.HIGHER, "1",    "1",     "100.00",  None),
    # No complaint at all is the best that can be.
    ("PRF-002", Direction.LOWER,  "5",    "0",     "100.00",  None),
    ("PRF-003", Direction.HIGHER, "0",    "0",     "100.00",  ""),
    ("PRF-003", Direction.HIGHER, "0",    "3",     "100.00",  ""),
    ("PRF-003", Direction.HIGHER, "1",    "1",     "100.00",  None),
    ("PRF-003", Direction.LOWER,  "0",    "0",     "100.00",  None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "direction", "target", "actual", "rate", "computed"), STATED_RATES
)
def test_what_was_not_done_or_not_promised_has_no_stated_rate(
    code: str, direction: str, target: str, actual: str, rate: str, computed: str | None
) -> None:
    table = indicators(f"1.1.1 | Ad | {target} | {actual}", direction=direction)

    result = check(RULES, code, table, stated=printed(**{"1-1-1": rate}))

    expected = [] if computed is None else [("1-1-1", "rate", rate, computed)]
    assert found(result) == expected


def test_a_stated_zero_for_a_zero_target_does_not_stop_the_report() -> None:
    table = indicators("1.1.1 | Ad | 0 | 0", "1.1.2 | Ad iki | 0 | 0")
    rates = printed(**{"1-1-1": "100.00", "1-1-2": "0.00"})

    assert [f.severity for f in check(RULES, "PRF-003", table, stated=rates).findings] == [
        Severity.ERROR,
        Severity.WARNING,
    ]


#   rule     | target | actual | explanation       | column found, or None when it holds
AMOUNTS = [
    ("PRF-004", "0",   "3",    "",                  "target"),
    ("PRF-004", "0",   "3",    "Yıl içinde istendi", None),
    ("PRF-004", "0",   "0",    "",                  None),
    ("PRF-004", "2",   "3",    "",                  None),
    ("PRF-005", "",    "3",    "",                  "target"),
    ("PRF-005", "3",   "",     "",                  "actual"),
    ("PRF-005", "3",   "",     "Ölçülemedi",        None),
    ("PRF-005", "3",   "3",    "",                  None),
    ("PRF-006", "926", "3659", "",                  "rate"),
    ("PRF-006", "5",   "10",   "",                  None),
]  # fmt: skip


@pytest.mark.parametrize(("code", "target", "actual", "explanation", "column"), AMOUNTS)
def test_targets_and_outcomes_belong_together(
    code: str, target: str, actual: str, explanation: str, column: str | None
) -> None:
    table = indicators(f"1.1.1 | Ad | {target} | {actual} | {explanation}")

    assert [f.column for f in check(RULES, code, table).findings] == ([column] if column else [])


# -- deviations and their reasons ------------------------------------------------------------------


#   direction         | target | actual | explanation  | found by
DEVIATIONS = [
    (Direction.HIGHER,    "100", "100",   "",            None),
    (Direction.HIGHER,    "100", "99",    "",            "PRF-011"),
    (Direction.HIGHER,    "100", "80",    "",            "PRF-011"),
    (Direction.HIGHER,    "100", "79",    "",            "PRF-010"),
    (Direction.HIGHER,    "100", "121",   "",            "PRF-010"),
    (Direction.HIGHER,    "100", "0",     "",            "PRF-010"),
    (Direction.HIGHER,    "100", "0",     "—",           "PRF-010"),
    (Direction.HIGHER,    "100", "0",     "-.",          "PRF-010"),
    (Direction.HIGHER,    "100", "0",     "Ödenek yok",  None),
    (Direction.HIGHER,    "0",   "0",     "",            None),
    (Direction.LOWER,     "0",   "0",     "",            None),
    (Direction.LOWER,     "0",   "2",     "",            "PRF-010"),
    (Direction.LOWER,     "100", "90",    "",            "PRF-011"),
    (Direction.MILESTONE, "1",   "3",     "",            None),
]  # fmt: skip


@pytest.mark.parametrize(("direction", "target", "actual", "explanation", "code"), DEVIATIONS)
def test_every_deviation_has_a_reason(
    direction: str, target: str, actual: str, explanation: str, code: str | None
) -> None:
    table = indicators(f"1.1.1 | Ad | {target} | {actual} | {explanation}", direction=direction)

    assert [rule for rule in ("PRF-010", "PRF-011") if rows(rule, table)] == (
        [code] if code else []
    )


def test_a_year_may_set_a_tolerance() -> None:
    table = indicators("1.1.1 | Bir | 100 | 95", "1.1.2 | İki | 100 | 94")
    numbers = {"performance_tolerance": Decimal(5)}

    assert rows("PRF-011", table) == ["1-1-1", "1-1-2"]
    assert rows("PRF-011", table, numbers=numbers) == ["1-1-2"]


#   sentence                                                          | claims | from
SENTENCES = [
    ("±%20 sapmalara ilişkin açıklamalar yapılmıştır.",                 True,   "20"),
    ("Tüm sapmaların nedenleri tabloda gösterilmiştir.",                True,   "0"),
    ("Sapmaların tamamı için gerekçe belirtilmiştir.",                  True,   "0"),
    ("Sapmalar için bildirilen açıklamalar yanında verilmiştir.",       False,  "0"),
    ("Bazı sapmaların nedeni açıklanmıştır.",                           False,  "0"),
    ("Tüm hedefler gerçekleştirilmiştir.",                              False,  "0"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "claims", "above"), SENTENCES)
def test_a_claim_is_told_from_a_description(sentence: str, claims: bool, above: str) -> None:
    assert claims_every_reason(folded(sentence)) is claims
    assert threshold_of(folded(sentence)) == Decimal(above)


def _prose(text: str) -> Node:
    return Node("III.B.3", "iii-b-3", "", "Bölüm", "", (ProseBlock("", text),), (), {})


#   said by             | the outcome is explained | finding (stated, computed)
CLAIMS = [
    ("text",   "",          [("0", "1")]),
    ("text",   "Ödenek yok", []),
    ("figure", "",          [("0", "1")]),
    ("figure", "Ödenek yok", []),
    ("none",   "",          []),
]  # fmt: skip


@pytest.mark.parametrize(("said_by", "explanation", "values"), CLAIMS)
def test_who_says_that_all_is_explained_has_explained_all(
    said_by: str, explanation: str, values: list[tuple[str, str]]
) -> None:
    table = indicators(
        f"1.1.1 | Bir | 100 | 50 | {explanation}",
        "1.1.2 | İki | 100 | 90",  # below the 20 % that the sentence speaks of
    )
    sentence = "Tablo hazırlanmış olup, ±%20 sapmalara ilişkin açıklamalar yapılmıştır."
    outline = [_prose(sentence)] if said_by == "text" else []
    figures = [stated("20", item="deviation_claim", line=4154)] if said_by == "figure" else []

    result = check(RULES, "PRF-012", table, outline=outline, stated=figures)

    assert [(str(f.stated), str(f.computed)) for f in result.findings] == values


# … is the explanation itself.
#   target | actual | printed | explanation                           | stated, computed
SAYINGS = [
    ("10",  "10",   "",      "Hedefe ulaşılamadı.",                     ("…", "100")),
    ("10",  "5",    "",      "Hedefe ulaşılamadı.",                     None),
    ("10",  "5",    "120",   "Hedefe ulaşılamadı.",                     ("120", "50")),
    ("10",  "5",    "50",    "Hedefe ulaşılamadı.",                     None),
    ("10",  "5",    "",      "Hedefe ulaşıldı.",                        ("…", "50")),
    ("10",  "12",   "",      "Hedef aşıldı.",                           None),
    ("10",  "0",    "",      "İşlem yapıldı.",                          ("…", "0")),
    ("10",  "0",    "",      "İşlem yapılmadı.",                        None),
    ("10",  "0",    "",      "İhale yapıldı, iş tamamlanamadı.",        None),
    ("10",  "0",    "",      "Anket yapılmadığı için ölçülemedi.",      None),
    ("10",  "0",    "",      "Hedef belirlenemedi.",                    ("…", "10")),
    ("0",   "0",    "",      "Hedef belirlenemedi.",                    None),
    ("10",  "11",   "",      "Talep arttığı için.",                     None),
]  # fmt: skip


@pytest.mark.parametrize(("target", "actual", "rate", "explanation", "values"), SAYINGS)
def test_a_reason_does_not_contradict_the_outcome(
    target: str, actual: str, rate: str, explanation: str, values: tuple[str, str] | None
) -> None:
    table = indicators(f"1.1.1 | Ad | {target} | {actual} | {explanation}")
    figures = printed(**{"1-1-1": rate}) if rate else []

    result = check(RULES, "PRF-013", table, stated=figures)

    expected = [] if values is None else [(values[0].replace("…", explanation), values[1])]
    assert [figures[2:] for figures in found(result)] == expected


@pytest.mark.parametrize(("times", "findings"), [(9, 0), (10, 1)])
def test_one_reason_for_everything_is_named_once(times: int, findings: int) -> None:
    table = indicators(
        *(f"1.1.{n} | Ad {n} | 10 | 5 | Tasarruf tedbirleri" for n in range(1, times + 1))
    )

    result = check(RULES, "PRF-014", table)

    assert len(result.findings) == findings
    assert [f.computed for f in result.findings] == [Decimal(times)] * findings
