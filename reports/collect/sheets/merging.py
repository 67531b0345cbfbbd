"""Three readings of each cell: as the page showed it, as it was typed, as it is stored now.

Pure: nothing is read from the database or written here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .grid import ROW, Cells, GridRow, Sheet
from .typed import MINE, THEIRS, Typed, TypedRow

Place = tuple[str, str]
"""Row and column; column "" is the row."""


@dataclass
class RowPlan:
    """What is to become of one row."""

    typed: TypedRow
    cells: Cells
    changed: frozenset[str] = frozenset()
    row: GridRow | None = None
    """The stored row; None for a new one."""
    offer: GridRow | None = None


@dataclass
class Merged:
    """What a save would do, or why it can't."""

    writes: list[RowPlan] = field(default_factory=list)
    creates: list[RowPlan] = field(default_factory=list)
    removes: list[RowPlan] = field(default_factory=list)
    problems: dict[Place, list[str]] = field(default_factory=dict)
    conflicts: set[Place] = field(default_factory=set)
    """Changed here and by somebody else, and no choice made."""
    refreshed: set[Place] = field(default_factory=set)
    """Changed by somebody else only."""
    added: set[str] = field(default_factory=set)
    """Rows that somebody else added."""
    gone: dict[str, Cells] = field(default_factory=dict)
    """Rows that somebody else deleted, and that were changed here."""
    vanished: list[str] = field(default_factory=list)
    """Labels of rows that somebody else deleted, untouched here."""
    adopted: dict[str, str] = field(default_factory=dict)
    """Row of the form → stored row that it turned out to be."""
    mine: set[Place] = field(default_factory=set)
    """Cells that were typed here otherwise than the page showed them."""

    proposed: set[str] = field(default_factory=set)
    """Rows out of a pasted block of which nobody has said whether they are new."""

    def problem(self, row: str, column: str, sentence: str) -> None:
        self.problems.setdefault((row, column), []).append(sentence)

    @property
    def is_clean(self) -> bool:
        return not self.problems and not self.conflicts and not self.proposed

    @property
    def is_nothing(self) -> bool:
        return not (self.writes or self.creates or self.removes)


def merge(sheet: Sheet, typed: Typed, now: Sequence[GridRow], offers: Sequence[GridRow]) -> Merged:
    """Compare and sort out."""
    return _Merge(sheet, typed, now, offers).run()


class _Merge:
    def __init__(
        self, sheet: Sheet, typed: Typed, now: Sequence[GridRow], offers: Sequence[GridRow]
    ) -> None:
        self.sheet = sheet
        self.typed = typed
        self.base = typed.base
        self.now = {row.id: row for row in now}
        self.by_key = {row.key: row for row in now if row.key}
        self.offered = {row.id: row for row in offers}
        self.out = Merged()

    def run(self) -> Merged:
        self._learn_spellings()
        for row in self.typed.rows.values():
            if row.id in self.base.rows:
                self._known(row)
            elif row.id in self.base.gone:
                self._gone(row, self.base.gone[row.id])
            elif row.id in self.base.offers or row.is_new:
                self._fresh(row)
        adopted = set(self.out.adopted.values())
        self.out.added |= self.now.keys() - self.base.rows.keys() - adopted
        return self.out

    def _learn_spellings(self) -> None:
        for column in self.sheet.inputs:
            column.learn(
                raw
                for row in self.typed.rows.values()
                if (raw := row.raw.get(column.key, ""))
                and raw != column.shown(self.base.rows.get(row.id, {}).get(column.key, ""))
            )

    # -- kinds of rows ----------------------------------------------------------------------

    def _known(self, row: TypedRow) -> None:
        base, stored = self.base.rows[row.id], self.now.get(row.id)
        if stored is None:
            if row.is_deleted:
                return
            if self._differences(row, base, skip=frozenset()):
                self._gone(row, base)
            else:
                self.out.vanished.append(self.sheet.row_label(base) or row.id)
            return
        if row.is_deleted:
            self._delete(row, base, stored)
        else:
            self._compare(row, base, stored)

    def _delete(self, row: TypedRow, base: Cells, stored: GridRow) -> None:
        theirs = {key for key in base if stored.cells.get(key, "") != base[key]}
        choice = row.choices.get(ROW)
        if choice == THEIRS:
            row.is_deleted = False
        elif theirs or ((row.id, ROW) in self.base.open and choice != MINE):
            self.out.conflicts.add((row.id, ROW))
            self.out.refreshed |= {(row.id, key) for key in theirs}
        else:
            self.out.removes.append(RowPlan(row, stored.cells, row=stored))

    def _gone(self, row: TypedRow, base: Cells) -> None:
        """Deleted by somebody else, changed here: add it again, or let it be."""
        choice = row.choices.get(ROW)
        if choice == THEIRS:
            return
        self.out.gone[row.id] = base
        cells = {**base, **self._read(row, base, frozenset())}
        if choice == MINE and row.id in self.base.gone:
            self.out.creates.append(RowPlan(row, cells))
        else:
            self.out.conflicts.add((row.id, ROW))

    def _fresh(self, row: TypedRow) -> None:
        """A new row, or one that was offered; somebody else may have added it meanwhile."""
        offer = self.offered.get(row.id)
        if row.is_deleted or (row.is_blank and not row.is_kept):
            return
        if row.is_proposed:
            choice = row.choices.get(ROW) or self.typed.choice_for_proposed
            if choice == THEIRS:
                return
            if choice != MINE:
                self.out.proposed.add(row.id)
        blank = dict(offer.cells) if offer else {}
        cells = {**blank, **self._read(row, blank, offer.fixed if offer else frozenset())}
        key = self.base.offers.get(row.id) or self.sheet.key_of(cells)
        other = self.by_key.get(key) if key else None
        if other is None or other.id in self.base.rows or other.id in self.out.adopted.values():
            self.out.creates.append(RowPlan(row, cells, offer=offer))
            return
        keys = {c.key for c in self.sheet.inputs if c.is_key}
        base = {c.key: "" for c in self.sheet.inputs}
        base |= {name: other.cells.get(name, "") for name in keys}
        self.out.adopted[row.id] = other.id
        for place in [place for place in self.out.problems if place[0] == row.id]:
            del self.out.problems[place]  # read again under the id of the row that it is
        row.id = other.id
        for name in keys:
            row.raw.pop(name, None)
        self._compare(row, base, other)

    # -- cells ------------------------------------------------------------------------------

    def _compare(self, row: TypedRow, base: Cells, stored: GridRow) -> None:
        skip = stored.fixed | stored.formulas.keys()
        mine = self._read(row, base, skip)
        changed: dict[str, str] = {}
        unreadable = {column for name, column in self.out.problems if name == row.id}
        for column in self.sheet.inputs:
            key = column.key
            was, is_now = base.get(key, ""), stored.cells.get(key, "")
            theirs_differs, is_mine = is_now != was, key in mine or key in unreadable
            waits = (row.id, key) in self.base.open and row.choices.get(key) is None
            if is_mine and (mine.get(key) != is_now) and (theirs_differs or waits):
                self.out.conflicts.add((row.id, key))
            elif key in mine:
                changed[key] = mine[key]
            elif theirs_differs and not is_mine:
                self.out.refreshed.add((row.id, key))
        if changed:
            cells = {**stored.cells, **changed}
            self.out.writes.append(RowPlan(row, cells, frozenset(changed), stored))

    def _differences(self, row: TypedRow, base: Cells, skip: frozenset[str]) -> dict[str, str]:
        """What was typed otherwise than shown, as it was typed."""
        return {
            column.key: row.raw[column.key]
            for column in self.sheet.inputs
            if column.key in row.raw
            and column.key not in skip
            and row.choices.get(column.key) != THEIRS
            and row.raw[column.key] != column.shown(base.get(column.key, ""))
        }

    def _read(self, row: TypedRow, base: Cells, skip: frozenset[str]) -> Cells:
        """The cells that were changed, in exact spelling; what can't be read is a problem."""
        found: Cells = {}
        for key, raw in self._differences(row, base, skip).items():
            self.out.mine.add((row.id, key))
            try:
                exact = self.sheet.column_for(key, {**base, **row.raw}).read(raw)
            except ValueError as error:
                self.out.problem(row.id, key, str(error) or _("Okunamadı."))
                continue
            if exact != base.get(key, ""):
                found[key] = exact
        return found
