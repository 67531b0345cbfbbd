"""The difference of two versions as a value; `difference` makes it, page and files read it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reports.core.documents import FindingValue
from reports.core.registry import Column
from reports.core.tables import Value, as_decimal

from .wording import TextPart


class Change(StrEnum):
    """What happened to a part from the older to the newer version."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class FieldChange:
    """A property with both values in exact spelling; both are empty where they say nothing."""

    field: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class ItemChange:
    """A section, column, chart, headline or stated figure that came, went or changed."""

    key: str
    label: str
    change: Change
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class CellChange:
    """A cell with another value. `follows`: computed from other cells, so nobody changed it."""

    row: str
    row_label: str
    column: Column
    unit: str
    old: Value
    new: Value
    follows: bool

    @property
    def difference(self) -> Decimal | None:
        """New minus old, exact; None unless both are figures."""
        if not self.column.kind.is_numeric:
            return None
        old, new = as_decimal(self.old), as_decimal(self.new)
        return None if old is None or new is None else new - old


@dataclass(frozen=True)
class RowChange:
    """A row that came or went, with all that stands in it."""

    key: str
    label: str
    change: Change
    cells: tuple[tuple[Column, Value], ...]


@dataclass(frozen=True)
class TableChange:
    """All that differs in one table. An added or removed one is not taken apart."""

    id: str
    title: str
    section: str
    change: Change
    row_count: int
    fields: tuple[FieldChange, ...] = ()
    columns: tuple[ItemChange, ...] = ()
    rows: tuple[RowChange, ...] = ()
    cells: tuple[CellChange, ...] = ()

    @property
    def is_rebuilt(self) -> bool:
        """The table itself is another one, not only what stands in it."""
        return self.change is not Change.CHANGED or bool(self.fields or self.columns)


@dataclass(frozen=True)
class TextChange:
    """A text of a section. `place` is `text` or the key of a declaration.

    `follows`: only figures differ that the text takes from tables. `parts` are all the same where
    only emphasis or links differ.
    """

    section: str
    label: str
    place: str
    change: Change
    parts: tuple[TextPart, ...]
    follows: bool


@dataclass(frozen=True)
class FindingChange:
    """A finding of the checks that came, went or says something else; `before` is the older one."""

    change: Change
    finding: FindingValue
    before: FindingValue | None = None


@dataclass(frozen=True)
class Difference:
    """All that differs between two documents. `waivers` are of findings that both have."""

    header: tuple[FieldChange, ...]
    sections: tuple[ItemChange, ...]
    texts: tuple[TextChange, ...]
    tables: tuple[TableChange, ...]
    charts: tuple[ItemChange, ...]
    headlines: tuple[ItemChange, ...]
    stated: tuple[ItemChange, ...]
    checks: tuple[FieldChange, ...]
    findings: tuple[FindingChange, ...]
    waivers: tuple[FindingChange, ...]

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())
