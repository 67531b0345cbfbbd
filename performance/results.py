"""Indicators as the rules read them: the rows of the published table with what is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from performance.enums import AchievementStatus
from reports.checks import CheckData
from reports.checks.blocks import folded
from reports.tables import Row, Table

Amount = Decimal | None

INDICATORS = "performance.indicators"
FULL = Decimal(100)

_WORDS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Result:
    """An indicator of the table. `printed` is the rate that a printed report states."""

    key: str
    code: str
    name: str
    objective: str
    unit: str
    target: Amount
    actual: Amount
    rate: Amount
    status: str
    explanation: str
    has_card: bool
    printed: Amount
    line: int | None
    source: str

    @property
    def label(self) -> str:
        return f"{self.code} «{self.name}»"

    @property
    def folded(self) -> str:
        return folded(self.name)

    @property
    def is_met(self) -> bool:
        return self.status == AchievementStatus.ACHIEVED.label

    @property
    def is_missed(self) -> bool:
        """Missed though no rate says how far (a zero target of what should be few)."""
        return self.rate is None and self.status == AchievementStatus.MISSED.label

    @property
    def deviation(self) -> Amount:
        return None if self.rate is None else abs(self.rate - FULL)

    @property
    def is_explained(self) -> bool:
        """A dash or a full stop explains nothing."""
        return bool(_WORDS.search(self.explanation))


def results(data: CheckData) -> tuple[Result, ...]:
    """Every indicator of the document, in its order."""
    return data.once("performance.results", lambda: _results(data))


def _results(data: CheckData) -> tuple[Result, ...]:
    table = data.table(INDICATORS)
    if table is None:
        return ()
    stated = {
        s.value.row: s
        for s in data.stated
        if s.value.dataset == INDICATORS and s.value.column == "rate"
    }
    return tuple(
        Result(
            key=row.key,
            code=_text(table, row, "code"),
            name=_text(table, row, "name"),
            objective=_text(table, row, "objective"),
            unit=_text(table, row, "unit"),
            target=_number(table, row, "target"),
            actual=_number(table, row, "actual"),
            rate=_number(table, row, "rate"),
            status=_text(table, row, "status"),
            explanation=_text(table, row, "explanation"),
            has_card="card" not in table.index or bool(table.value(row.key, "card")),
            printed=stated[row.key].number if row.key in stated else None,
            line=stated[row.key].value.line_from if row.key in stated else None,
            source=stated[row.key].value.key if row.key in stated else "",
        )
        for row in table.rows
    )


def _text(table: Table, row: Row, key: str) -> str:
    return str(table.value(row.key, key) or "") if key in table.index else ""


def _number(table: Table, row: Row, key: str) -> Amount:
    return table.number(row.key, key) if key in table.index else None
