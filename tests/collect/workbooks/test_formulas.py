"""Row formulas of the portal as Excel writes them; their results are tried in LibreOffice."""

from __future__ import annotations

import pytest

from reports.collect.workbooks.formulas import Cell, excel, total

CELLS = {
    "a": Cell("$B8", "$B$8:$B$20"),
    "b": Cell("$C8", "$C$8:$C$20"),
    "pay": Cell("$D8", "$D$8:$D$20", is_percent=True),
}


def test_a_sum_leaves_out_what_is_missing() -> None:
    assert excel("a + b", CELLS) == '=IF(COUNT($B8,$C8)>0,SUM($B8,$C8),"")'
    assert total("B8:B20") == '=IF(COUNT(B8:B20)=0,"",SUM(B8:B20))'


def test_a_difference_needs_both_sides() -> None:
    found = excel("a - b", CELLS)

    assert found.startswith("=IF(AND(ISNUMBER($B8),ISNUMBER($C8)),")


def test_a_percentage_is_kept_as_a_share() -> None:
    assert "/100" in excel("a / b * 100", CELLS, is_percent=True)
    assert "N($D8)*100" in excel("pay * a", CELLS)
    assert excel("a + b", CELLS, places=2).startswith("=IF(COUNT($B8,$C8)>0,ROUND(")


@pytest.mark.parametrize("formula", ["a + c", "a +", "share(c)", "a ** 2"])
def test_what_can_not_be_said_is_left_out(formula: str) -> None:
    assert excel(formula, CELLS) == ""


def test_a_formula_longer_than_excel_takes_is_left_out() -> None:
    assert excel(" - ".join(["a"] * 100), CELLS) == ""
