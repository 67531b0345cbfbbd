"""What comes back from the page: what was typed, and what the page showed when it was typed on.

The page carries what it showed in a signed field, in exact spelling. A save compares each cell with
it: what the person changed, and what others changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core import signing
from django.http import QueryDict

from .grid import ROW, Cells, GridRow, Sheet

SALT = "reports.sheets"
BASE = "taban"
ROWS = "satir"
CELL = "h"
DELETE = "sil"
KEEP = "ekle"
CHOICE = "secim"
PROPOSED = "oneri"
"""Marks new rows that a pasted block proposes; alone it is the choice for all of them."""
MINE, THEIRS = "benimki", "onunki"
NEW = "y"
"""Ids of new rows begin with it."""
EMPTY_ROWS = 3
"""New rows at the end of a page; with JavaScript more can be added."""


@dataclass
class Base:
    """What the page showed.

    `open` are cells and rows (column "") whose conflict was shown and waits for a choice; `gone`
    are rows that others deleted while the person was changing them.
    """

    rows: dict[str, Cells] = field(default_factory=dict)
    offers: dict[str, str] = field(default_factory=dict)
    """Id → key of the row."""
    open: set[tuple[str, str]] = field(default_factory=set)
    gone: dict[str, Cells] = field(default_factory=dict)
    is_known: bool = True
    """False: the page did not come from here; nothing can be compared."""

    @classmethod
    def of(cls, rows: Iterable[GridRow], offers: Iterable[GridRow]) -> Base:
        return cls({r.id: dict(r.cells) for r in rows}, {r.id: r.key for r in offers})

    def sealed(self, sheet: Sheet) -> str:
        """For the page's hidden field."""
        order = [column.key for column in sheet.inputs]
        content = {
            "columns": order,
            "rows": {name: _listed(cells, order) for name, cells in self.rows.items()},
            "offers": self.offers,
            "open": sorted(self.open),
            "gone": {name: _listed(cells, order) for name, cells in self.gone.items()},
        }
        return signing.dumps(content, salt=f"{SALT}:{sheet.address}", compress=True)

    @classmethod
    def unsealed(cls, text: str, sheet: Sheet) -> Base | None:
        """From the hidden field; None where it is not this sheet's."""
        try:
            content = signing.loads(text, salt=f"{SALT}:{sheet.address}")
        except signing.BadSignature:
            return None
        order = content["columns"]
        return cls(
            {name: dict(zip(order, row, strict=True)) for name, row in content["rows"].items()},
            content["offers"],
            {(row, column) for row, column in content["open"]},
            {name: dict(zip(order, row, strict=True)) for name, row in content["gone"].items()},
        )


def _listed(cells: Cells, order: list[str]) -> list[str]:
    return [cells.get(key, "") for key in order]


@dataclass
class TypedRow:
    """A row as it came back; `raw` holds what stood in its inputs."""

    id: str
    raw: dict[str, str] = field(default_factory=dict)
    is_deleted: bool = False
    is_kept: bool = False
    is_proposed: bool = False
    """Out of a pasted block, under a name that the table does not have."""
    choices: dict[str, str] = field(default_factory=dict)
    """Column → mine or theirs; "" for the row."""

    @property
    def is_new(self) -> bool:
        return self.id.startswith(NEW)

    @property
    def is_blank(self) -> bool:
        return not any(self.raw.values())


@dataclass
class Typed:
    """All that came back."""

    base: Base
    rows: dict[str, TypedRow]
    choice_for_proposed: str = ""

    def row(self, name: str) -> TypedRow:
        return self.rows.setdefault(name, TypedRow(name))


def read_post(post: QueryDict, sheet: Sheet, now: Base) -> Typed:
    """Read a form. Where its base is missing or not ours, `now` stands in for it."""
    base = Base.unsealed(str(post.get(BASE, "")), sheet)
    if base is None:
        base = now
        base.is_known = False
    typed = Typed(base, {})
    for name in post.getlist(ROWS):
        typed.row(str(name))
    known = {column.key for column in sheet.inputs}
    for name, value in post.items():
        kind, _dot, rest = str(name).partition(".")
        row, _dot, column = rest.rpartition(".")
        if kind == CELL and column in known:
            typed.row(row).raw[column] = str(value).replace("\r\n", "\n").strip()
        elif kind == CHOICE and value in (MINE, THEIRS):
            typed.row(row).choices[column] = str(value)
        elif kind == DELETE:
            typed.row(rest).is_deleted = True
        elif kind == KEEP:
            typed.row(rest).is_kept = True
        elif kind == PROPOSED and rest:
            typed.row(rest).is_proposed = True
        elif kind == PROPOSED and value in (MINE, THEIRS):
            typed.choice_for_proposed = str(value)
    return typed


def cell_name(row: str, column: str) -> str:
    return f"{CELL}.{row}.{column}"


def choice_name(row: str, column: str = ROW) -> str:
    return f"{CHOICE}.{row}.{column}"
