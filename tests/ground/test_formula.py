"""Row formulas: what is computed, what is missing, what is refused."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from reports.ground.formula import FormulaError, evaluate, names_in


@pytest.mark.parametrize(
    ("formula", "values", "expected"),
    [
        ("a + b", {"a": D("1.10"), "b": D("2.20")}, D("3.30")),
        ("a - b", {"a": D(5), "b": D(7)}, D(-2)),
        ("a / b * 100", {"a": D(1), "b": D(4)}, D(25)),
        ("(a + b) * 2", {"a": D(1), "b": D(2)}, D(6)),
        ("-a", {"a": D(3)}, D(-3)),
        ("{kamyon-kasasi} * {sefer}", {"kamyon-kasasi": D(7), "sefer": D(4)}, D(28)),
    ],
)
def test_a_formula_is_computed_exactly(
    formula: str, values: dict[str, D | None], expected: D
) -> None:
    assert evaluate(formula, values) == expected


@pytest.mark.parametrize(
    ("formula", "a", "b", "expected"),
    [
        ("a + b", D(3), None, D(3)),
        ("a + b", None, None, None),
        ("a - b", D(3), None, None),
        ("a * b", None, D(2), None),
        ("a / b", D(3), None, None),
        ("a / b", D(3), D(0), None),
    ],
)
def test_missing_is_not_zero(formula: str, a: D | None, b: D | None, expected: D | None) -> None:
    assert evaluate(formula, {"a": a, "b": b}) == expected


def test_share_is_percent_of_the_column_total() -> None:
    assert evaluate("share(a)", {"a": D(1)}, column_total=lambda _: D(8)) == D("12.5")


def test_share_of_an_empty_total_has_no_value() -> None:
    assert evaluate("share(a)", {"a": D(0)}, column_total=lambda _: D(0)) is None


@pytest.mark.parametrize(
    "formula",
    [
        "a ** 9",
        "__import__('os')",
        "a.b",
        "a[0]",
        "lambda: 1",
        "a +",
        "share(a + b)",
        "'x'",
        "a if b else c",
        "True + a",
        "a * 1e999",
    ],
)
def test_anything_but_arithmetic_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(formula, {"a": D(1), "b": D(1), "c": D(1)})


def test_an_unknown_name_is_named() -> None:
    with pytest.raises(FormulaError, match="«yok» bulunamadı"):
        evaluate("yok + 1", {})


def test_names_are_found_with_their_hyphens() -> None:
    assert names_in("{a-b} + c * share(d)") == {"a-b", "c", "d"}
