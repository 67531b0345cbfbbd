"""Indicators as the rules read them: the rows of the published table with what is printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from performance import deviations
from performance.deviations import Gravity, Tolerance
from performance.enums import AchievementStatus
from reports.core.checks import CheckData
from reports.core.checks.blocks import folded
from reports.core.tables import Row, Table

Amount = Decimal | None

INDICATORS = "performance.indicators"
MEASURES = "performance.measures"
LIMITS = "performance.limits"
FULL = Decimal(100)

# A year's reference number of this name stands above the plan's first limit.
TOLERANCE_NUMBER = "performance_tolerance"


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
    reason_category: str
    corrective_action: str
    new_date: str
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
        return deviations.deviation(self.rate)

    @property
    def is_explained(self) -> bool:
        return deviations.says_something(self.explanation)

    def gravity(self, limits: Tolerance) -> Gravity:
        return deviations.gravity(self.rate, limits, is_missed=self.is_missed)

    def missing_reasons(self, limits: Tolerance) -> tuple[str, ...]:
        """Fields that the deviation asks for and that say nothing."""
        fields = deviations.owed(self.gravity(limits), is_met=self.is_met, full=limits.full)
        return deviations.missing(
            fields,
            {
                deviations.EXPLANATION: self.explanation,
                deviations.CATEGORY: self.reason_category,
                deviations.ACTION: self.corrective_action,
                deviations.NEW_DATE: self.new_date,
            },
        )


def limits(data: CheckData) -> Tolerance:
    """The plan's limits as the document has them."""
    warn = data.numbers.get(TOLERANCE_NUMBER)
    if warn is None:
        warn = data.number(LIMITS, "warn", "above")
    block = data.number(LIMITS, "block", "above")
    table = data.table(LIMITS)
    return Tolerance(
        deviations.WARN_ABOVE if warn is None else warn,
        deviations.BLOCK_ABOVE if block is None else block,
        full=table is not None and "block" in table.by_key and bool(table.value("block", "full")),
    )


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
    measures = data.table(MEASURES)
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
            reason_category=_beside(measures, row, "reason_category"),
            corrective_action=_beside(measures, row, "corrective_action"),
            new_date=_beside(measures, row, "new_date"),
            has_card="card" not in table.index or bool(table.value(row.key, "card")),
            printed=stated[row.key].number if row.key in stated else None,
            line=stated[row.key].value.line_from if row.key in stated else None,
            source=stated[row.key].value.key if row.key in stated else "",
        )
        for row in table.rows
    )


def _text(table: Table, row: Row, key: str) -> str:
    return str(table.value(row.key, key) or "") if key in table.index else ""


def _beside(table: Table | None, row: Row, key: str) -> str:
    """A text of the same indicator in another table, which may lack it."""
    return "" if table is None or row.key not in table.by_key else _text(table, row, key)


def _number(table: Table, row: Row, key: str) -> Amount:
    return table.number(row.key, key) if key in table.index else None
