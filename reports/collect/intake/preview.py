"""What would become of a table if a file were taken: tried out as a whole, and taken back.

The rows are stored where nobody waits for it, by the same code that stores them in the end, so that
every rule of the rows is asked and the findings that would come or go are those of the checks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.collect.audit import Channel, recording
from reports.collect.checking import Run, latest_or_none
from reports.collect.reading.cells import letters
from reports.collect.recognising.recognise import Recognised
from reports.collect.recognising.rows import SheetRow
from reports.collect.sheets.columns import GridColumn
from reports.collect.sheets.grid import ROW, GridRow, Sheet, in_order
from reports.collect.sheets.merging import Merged, RowPlan, merge
from reports.collect.sheets.saving import Tick, apply, nobody
from reports.collect.sheets.typed import THEIRS, Base
from reports.collect.workflow import access
from reports.collect.workflow.actions import edited
from reports.core.documents import FindingValue
from reports.ground.actors import Actor
from reports.ground.languages import Turkish
from reports.ground.rehearsal import rehearsed
from reports.models import Section

from .contradicting import Contradiction, contradictions
from .filling import Decisions, Filling, Trouble, fill

HALF = 32
"""Signs of a digest that speak of the rows; the others of what would be written."""


@dataclass(frozen=True)
class CellChange:
    """A cell that would become another one; both in the spelling in which they are read."""

    column: GridColumn
    before: str
    after: str
    is_erasure: bool = False


@dataclass(frozen=True)
class RowChange:
    """A row that would be made or changed, and the row of the file that says so."""

    number: int
    label: str
    is_new: bool
    cells: tuple[CellChange, ...]


@dataclass(frozen=True)
class Conflict:
    """A cell that says one thing in the file and, since the file was made, another in the table."""

    label: str
    column: GridColumn
    in_file: str
    stored: str


@dataclass
class Preview:
    """All that a person decides on.

    `digest` is a mark of the rows that it was made of, and of what would become of them: what is
    confirmed is what was shown.
    """

    found: Recognised
    filling: Filling
    digest: str
    locked: str = ""
    """Why the section can't be changed."""
    changes: list[RowChange] = field(default_factory=list)
    unchanged: int = 0
    """Rows of the file that say what is stored."""
    untouched: list[str] = field(default_factory=list)
    """Stored rows that the file doesn't have; they stay."""
    troubles: list[Trouble] = field(default_factory=list)
    comes: list[FindingValue] = field(default_factory=list)
    goes: list[FindingValue] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    """Cells that others have changed since the workbook was made, and no choice made."""
    contradictions: list[Contradiction] = field(default_factory=list)
    """Cells of computed columns that say another figure than their row makes."""
    asks_erasure: bool = False
    """Empty cells stand over stored values, and nobody has decided on them."""

    @property
    def new(self) -> list[RowChange]:
        return [change for change in self.changes if change.is_new]

    @property
    def changed(self) -> list[RowChange]:
        return [change for change in self.changes if not change.is_new]

    @property
    def cells(self) -> int:
        """Cells of stored rows that would become others."""
        return sum(len(change.cells) for change in self.changed)

    @property
    def aside(self) -> list[SheetRow]:
        """Rows of the file of which nothing is taken."""
        aside = [*self.found.aside, *self.filling.elsewhere]
        return sorted(aside, key=lambda row: row.number)

    @property
    def is_settled(self) -> bool:
        return self.found.is_settled and not self.asks_erasure and not self.conflicts

    @property
    def can_be_taken(self) -> bool:
        is_right = self.is_settled and not self.troubles and not self.locked
        return is_right and bool(self.changes)


@dataclass
class Attempt:
    """A file put over the rows as they are, and stored as far as that is possible."""

    filling: Filling
    merged: Merged
    rows: list[GridRow]
    offers: list[GridRow]
    digest: str
    locked: str
    troubles: list[Trouble]
    conflicts: list[Conflict]


class _Shown(Exception):
    def __init__(self, previews: list[Preview]) -> None:
        super().__init__()
        self.previews = previews


@dataclass(frozen=True)
class Part:
    """What a file says of one sheet. `base` is what the file showed when the portal made it, None
    for any other file.
    """

    sheet: Sheet
    found: Recognised
    decisions: Decisions
    base: Base | None = None


def preview(
    sheet: Sheet,
    found: Recognised,
    decisions: Decisions,
    by: Actor | None,
    tick: Tick | None = None,
) -> Preview:
    """Try a recognised file out.

    With `tick`, which hears how many rows were tried, it is a large one: no entries are made that
    would be taken back, and what the checks will find is left to them.
    """
    return preview_all([Part(sheet, found, decisions)], by, tick)[0]


def preview_all(parts: Sequence[Part], by: Actor | None, tick: Tick | None = None) -> list[Preview]:
    """Try a file out that says something of several sheets: in their order, one upon the other."""
    try:
        rehearsed(_try_out)(parts, by, tick)
    except _Shown as shown:
        return shown.previews
    raise AssertionError("a trial always ends in what it shows")


def _try_out(parts: Sequence[Part], by: Actor | None, tick: Tick | None) -> None:
    is_large = tick is not None
    years = {part.sheet.section.year_id: part.sheet.year for part in parts}
    before = {n: None if is_large else latest_or_none(year) for n, year in years.items()}
    previews = []
    for part in parts:
        made = attempt(
            part.sheet,
            part.found,
            part.decisions,
            by,
            part.base,
            tick=tick or nobody,
            with_trail=not is_large,
        )
        shown = Preview(part.found, made.filling, made.digest, made.locked)
        shown.troubles, shown.conflicts = made.troubles, made.conflicts
        shown.asks_erasure = bool(made.filling.erasures) and part.decisions.empty is None
        _tell_changes(part.sheet, made, shown)
        shown.contradictions = [
            *contradictions(part.sheet, part.found, made.filling.rows, made.rows, made.merged)
        ]
        is_sound = made.merged.is_clean and not made.locked
        if is_sound and not made.merged.is_nothing and not is_large:
            number = part.sheet.section.year_id
            _tell_findings(part.sheet, before[number], latest_or_none(part.sheet.year), shown)
        previews.append(shown)
    raise _Shown(previews)


def attempt(
    sheet: Sheet,
    found: Recognised,
    decisions: Decisions,
    by: Actor | None,
    base: Base | None = None,
    *,
    tick: Tick = nobody,
    with_trail: bool = True,
) -> Attempt:
    """Put the file over the rows and store it, inside of a transaction that is the caller's.
    Without a trail, the caller takes it back in any case.

    Where anything stands against it, `troubles` say so and the caller takes everything back.
    """
    # Two of one section follow each other, and none overtakes its delivery.
    section = Section.objects.select_for_update().get(pk=sheet.section.pk)
    rows = sheet.rows(lock=True)
    offers = sheet.offers(rows)
    shown = base or Base.of(rows, offers)
    listed = in_order(rows, offers)
    filling = fill(sheet, listed, found.rows, decisions, shown)
    merged = merge(sheet, filling.typed, rows, offers)
    if merged.conflicts and decisions.conflicts:
        _decide(filling, merged, rows, decisions.conflicts)
        merged = merge(sheet, filling.typed, rows, offers)
    digest = digest_of(sheet, rows, offers) + _plan_of(merged)
    locked = access.state_problem(section)
    if not locked and not merged.conflicts:
        with recording(channel=Channel.IMPORT, reason=section.reopened_for or None):
            records = apply(sheet, merged, by, with_trail=with_trail, tick=tick)
            if merged.is_clean:
                edited(by, *records)
    troubles = _each_once(
        sheet, [*_of_cells(found), *filling.troubles, *_of_rows(sheet, found, filling, merged)]
    )
    conflicts = _conflicts(sheet, filling, merged, rows)
    return Attempt(filling, merged, rows, offers, digest, locked, troubles, conflicts)


def _decide(filling: Filling, merged: Merged, rows: Iterable[GridRow], choice: str) -> None:
    """What the person has chosen for all cells that others have changed, too."""
    now = {row.id: row for row in rows}
    for name, key in merged.conflicts:
        if choice == THEIRS:
            filling.typed.row(name).choices[key] = THEIRS
        elif name in now and name in filling.typed.base.rows:
            # Seen and overruled: compared with what stands there now.
            filling.typed.base.rows[name][key] = now[name].cells.get(key, "")


def _conflicts(
    sheet: Sheet, filling: Filling, merged: Merged, rows: Iterable[GridRow]
) -> list[Conflict]:
    now = {row.id: row for row in rows}
    found = []
    for name, key in sorted(merged.conflicts):
        row, column = now.get(name), sheet.by_key.get(key)
        if row is not None and column is not None:
            label = sheet.row_label(row.cells) or row.key
            said = filling.typed.row(name).raw.get(key, "")
            found.append(Conflict(label, column, said, column.text(row.cells.get(key, ""))))
    return found


def digest_of(sheet: Sheet, rows: Iterable[GridRow], offers: Iterable[GridRow]) -> str:
    """A mark of what stands in a sheet, row by row: the first half of a preview's."""
    content = [
        sheet.address,
        [[row.id, row.key, sorted(row.cells.items())] for row in rows],
        [[row.id, row.key] for row in offers],
    ]
    return _mark(content)


def _plan_of(merged: Merged) -> str:
    """A mark of what would be written. It changes where the file is read otherwise: with other
    choices, with headings that somebody has matched meanwhile, by other rules.
    """
    return _mark(
        [
            [plan.typed.id, sorted((key, plan.cells.get(key, "")) for key in _written(plan))]
            for plan in [*merged.creates, *merged.writes]
        ]
    )


def _mark(content: object) -> str:
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:HALF]


# -- what is shown ----------------------------------------------------------------------------


def _tell_changes(sheet: Sheet, made: Attempt, shown: Preview) -> None:
    erased = set(made.filling.erasures)
    numbers = made.filling.rows
    touched = set()
    for plan in [*made.merged.creates, *made.merged.writes]:
        before = plan.row.cells if plan.row else (plan.offer.cells if plan.offer else {})
        cells = tuple(
            CellChange(column, column.text(was), column.text(now), (plan.typed.id, key) in erased)
            for column in sheet.inputs
            if (key := column.key) in _written(plan)
            and (was := before.get(key, "")) != (now := plan.cells.get(key, ""))
        )
        label = sheet.row_label(plan.cells) or _label(sheet, plan)
        number = numbers.get(plan.typed.id, 0)
        shown.changes.append(RowChange(number, label, plan.row is None, cells))
        touched.add(plan.typed.id)
    shown.changes.sort(key=lambda change: (not change.is_new, change.number))
    wrong = {trouble.row for trouble in shown.troubles}
    left = [n for name, n in numbers.items() if name not in touched and n not in wrong]
    shown.unchanged = len(left)
    shown.untouched = [
        sheet.row_label(row.cells) or row.key for row in made.rows if row.id not in numbers
    ]


def _written(plan: RowPlan) -> frozenset[str]:
    return plan.changed if plan.row else frozenset(plan.cells)


def _label(sheet: Sheet, plan: RowPlan) -> str:
    """What a row is called that has no name: its key, or the first thing that it says."""
    known = plan.row or plan.offer
    if known:
        return known.key
    said = (c.text(plan.cells.get(c.key, "")) for c in (*sheet.names, *sheet.inputs))
    return next(filter(None, said), "—")


def _each_once(sheet: Sheet, troubles: Sequence[Trouble]) -> list[Trouble]:
    """Without repetition; a row whose name is there and can't be read is not said to have none."""
    names = {column.key for column in sheet.names}
    unread = {trouble.row for trouble in troubles if trouble.key in names}
    return [
        trouble
        for trouble in dict.fromkeys(troubles)
        if trouble.key != ROW or trouble.value or trouble.row not in unread
    ]


def _of_cells(found: Recognised) -> list[Trouble]:
    # The recogniser speaks Turkish only.
    return [Trouble(p.row, p.address, p.key, p.value, Turkish(p.text)) for p in found.problems]


def _of_rows(sheet: Sheet, found: Recognised, filling: Filling, merged: Merged) -> list[Trouble]:
    """What the rules of the rows say, at the cells of the file."""
    said = {row.number: row for row in found.rows}
    known = {(problem.row, problem.key) for problem in found.problems}
    # A name that stands twice in the file is refused as that: of the stored rows it says nothing.
    twice = {problem.row for problem in found.problems if problem.is_repetition}
    names = {column.key for column in sheet.names}
    troubles = []
    for (name, key), sentences in merged.problems.items():
        number = filling.rows.get(name, 0)
        if (number, key) in known or (number in twice and key in (ROW, *names)):
            continue
        cells = said[number].cells if number in said else {}
        place = found.mapping.column_of(key) if key != ROW else None
        address = f"{letters(place)}{number}" if place else str(number or "")
        troubles += [Trouble(number, address, key, cells.get(key, ""), text) for text in sentences]
    return troubles


def _tell_findings(sheet: Sheet, before: Run | None, after: Run | None, shown: Preview) -> None:
    """Findings of this section that are others afterwards."""
    was, now = _findings(sheet, before), _findings(sheet, after)
    shown.comes = [finding for mark, finding in now.items() if mark not in was]
    shown.goes = [finding for mark, finding in was.items() if mark not in now]


def _findings(sheet: Sheet, run: Run | None) -> dict[str, FindingValue]:
    if run is None:
        return {}
    return {
        finding.mark: finding
        for finding in run.checks.findings
        if not finding.is_waived and run.section_codes.get(finding.mark) == sheet.section.code
    }
