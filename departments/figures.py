"""Figures derived from the published tables: what the charts' titles and words state."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reports.core.registry import Tables
from reports.core.tables import TOTAL_ROW, Table


@dataclass(frozen=True, slots=True)
class Part:
    """One group of a whole; `share` is in percent of the whole."""

    key: str
    label: str
    count: int
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class Distribution:
    """How a whole is divided among groups; groups without a figure are left out."""

    total: int
    parts: tuple[Part, ...]

    @property
    def largest(self) -> Part:
        """The largest group; the first of equals."""
        return max(self.parts, key=lambda part: part.count)

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)


@dataclass(frozen=True, slots=True)
class Occupancy:
    """Filled posts of the norm cadre, of one status or of all."""

    key: str
    label: str
    filled: int
    vacant: int

    @property
    def total(self) -> int:
        return self.filled + self.vacant

    @property
    def rate(self) -> Decimal | None:
        return percent(self.filled, self.total)


@dataclass(frozen=True, slots=True)
class WomenShare:
    """Women among the staff of one status, or of all."""

    label: str
    women: int
    men: int

    @property
    def share(self) -> Decimal | None:
        return percent(self.women, self.women + self.men)


def percent(part: int, whole: int) -> Decimal | None:
    """`part` in percent of `whole`; nothing has no share."""
    return Decimal(part) / Decimal(whole) * 100 if whole else None


def distribution(tables: Tables, dataset: str, column: str) -> Distribution | None:
    """A count column of a table as parts of its total; None where there is nothing to divide."""
    table = tables.get(dataset)
    if table is None:
        return None
    counts = {row.key: whole_number(table, row.key, column) for row in table.rows}
    total = sum(count for count in counts.values() if count is not None)
    if not total:
        return None
    return Distribution(
        total,
        tuple(
            Part(key, str(table.value(key, _label(table))), count, percent(count, total))
            for key, count in counts.items()
            if count is not None
        ),
    )


def occupancies(tables: Tables) -> tuple[Occupancy, ...]:
    """Norm cadre by status, statuses without posts left out; the last one is the whole."""
    table = tables.get("departments.cadre_occupancy")
    if table is None or table.total is None:
        return ()
    found = [
        Occupancy(
            row.key,
            "Toplam" if row.key == TOTAL_ROW else str(table.value(row.key, "label")),
            whole_number(table, row.key, "filled") or 0,
            whole_number(table, row.key, "vacant") or 0,
        )
        for row in (*table.rows, table.total)
    ]
    return tuple(item for item in found if item.total)


def women_shares(tables: Tables) -> tuple[WomenShare, ...]:
    """Women among each status that both rows report; the last one is the whole."""
    table = tables.get("departments.personnel_by_gender")
    if table is None or not {"female", "male"} <= table.by_key.keys():
        return ()
    found = []
    for column in (*STATUS_COLUMNS, "total"):
        women = whole_number(table, "female", column)
        men = whole_number(table, "male", column)
        if women is not None and men is not None and women + men:
            found.append(WomenShare(table.column(column).title, women, men))
    return tuple(found)


STATUS_COLUMNS = ("civil_servants", "contracted", "workers", "company_staff")


def whole_number(table: Table, row: str, column: str) -> int | None:
    number = table.number(row, column)
    return None if number is None else int(number)


def _label(table: Table) -> str:
    return "label" if "label" in table.index else "name"
