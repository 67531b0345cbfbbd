"""Hand-made indicator tables for the tests of rules."""

from __future__ import annotations

from decimal import Decimal

from performance.consistency import RULES
from performance.enums import Direction
from performance.figures import achievement_rate, achievement_status
from reports.core.documents import StatedValue
from reports.core.tables import Table
from tests.core.checks.helper import check, found, grid, stated

INDICATORS = "performance.indicators"
HEAD = (
    "row | code | name | objective | unit | target:decimal | actual:decimal | rate:percent | status"
    " | explanation | card:boolean"
)


def indicators(
    *lines: str,
    direction: str = Direction.HIGHER,
    unit: str = "sayı",
    card: bool = False,
    rates: dict[str, str] | None = None,
) -> Table:
    """Indicators from `code | name | target | actual | explanation`; rates as the portal has."""
    rows = []
    for line in lines:
        code, name, target, actual, *rest = (cell.strip() for cell in line.split("|"))
        amounts = (_amount(target), _amount(actual))
        rate = (rates or {}).get(code) or achievement_rate(*amounts, direction)
        status = achievement_status(*amounts, direction).label
        cells = [code.replace(".", "-"), code, name, code.rpartition(".")[0], unit, target, actual]
        cells += [
            "" if rate is None else str(rate),
            status,
            rest[0] if rest else "",
            str(int(card)),
        ]
        rows.append(" | ".join(cells))
    return grid(INDICATORS, "\n".join([HEAD, *rows]))


def limits(warn: str = "0", block: str = "20", *, full: bool = True) -> Table:
    """The plan's limits as the document has them."""
    return grid(
        "performance.limits",
        f"""
        row   | label | above:percent | full:boolean
        warn  | Uyarı | {warn}        | 0
        block | Engel | {block}       | {int(full)}
        """,
    )


def measures(**reasons: str) -> Table:
    """Reasons by row: `measures(**{"1-1-1": "category | action | 2026-06-30"})`."""
    lines = [f"{row} | {cells}" for row, cells in reasons.items()]
    head = "row | reason_category | corrective_action | new_date:date"
    return grid("performance.measures", "\n".join([head, *lines]))


def _amount(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def printed(**rates: str) -> list[StatedValue]:
    """Stated rates: `printed(**{"1-1-1": "100.00"})`."""
    return [
        stated(rate, dataset=INDICATORS, row=row, column="rate", line=line)
        for line, (row, rate) in enumerate(rates.items(), start=1)
    ]


def rows(code: str, *tables: Table, **values: object) -> list[str]:
    """Rows that a rule finds something about."""
    return [row for row, *_rest in found(check(RULES, code, *tables, **values))]  # type: ignore[arg-type]
