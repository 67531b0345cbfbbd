"""Columns of a table: what kind of value each holds and how it is totalled."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """Type of a published column; it decides spelling, alignment and the Table Schema type."""

    TEXT = "text"
    CODE = "code"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    BOOLEAN = "boolean"

    @property
    def is_numeric(self) -> bool:
        return self in NUMERIC_KINDS


LATER = {"later": True}
"""Of a field that came after the first published documents: left out of them where it is empty."""

NUMERIC_KINDS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT})


class People(StrEnum):
    """Whom the figures of a column or row count, where they count people."""

    SENSITIVE = "sensitive"
    """People by health, disability, discipline, need, harm …: 1 to 4 of them are not published."""
    ESTABLISHMENT = "establishment"
    """Staff by status, gender, age, education or post: the law wants these numbers in public."""


class Total(StrEnum):
    """How a column is totalled; a percentage is totalled from its parts, never summed."""

    NONE = "none"
    SUM = "sum"
    COUNT = "count"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Column:
    """One published column.

    `key` names the attribute of the row object. With `formula` the value is computed from the other
    columns of the row (see `reports.ground.formula`) and, for `Total.RATIO`, from the totals in the
    total row.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    total: Total = Total.NONE
    formula: str = ""
    description: str = ""
    wide: bool = False
    parts: str = ""
    """Where the rows compute the column themselves: the same in words of a formula, for checks."""
    people: str = field(default="", metadata=LATER)
    """A `People`, or empty. In a text column: each row is one such person, named by this column."""
