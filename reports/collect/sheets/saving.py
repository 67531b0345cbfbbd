"""Saving a sheet: all of it or nothing, in one transaction, with every error at its cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from reports.collect.audit import Channel, recording
from reports.collect.workflow import access
from reports.collect.workflow.actions import edited
from reports.ground import rehearsal
from reports.ground.actors import Actor
from reports.ground.rehearsal import rehearsed
from reports.models import Section

from .grid import ROW, GridRow, Refused, Sheet, in_order
from .merging import Merged, RowPlan, merge
from .pasting import Pasted, paste
from .together import Together
from .typed import CELL, Base, Typed, read_post

MANY = 500
"""Rows made, or changed, from which on they are stored at once."""
MOST_WRONG = 1000
"""Rows that are refused before the others are not tried any more."""
TOLD_EVERY = 100

Tick = Callable[[int], None]
"""Hears how many rows were tried."""


def nobody(_rows: int) -> None:
    """Nobody waits for the rows."""


@dataclass
class Outcome:
    """What a save did, or what has to be shown again.

    `locked`: why the section can't be changed any more. `rows` and `offers` are as they are now.
    """

    typed: Typed
    merged: Merged
    rows: list[GridRow]
    offers: list[GridRow]
    saved: bool = False
    locked: str = ""
    base: Base = field(default_factory=Base)

    @property
    def changes(self) -> int:
        """Cells and rows that were changed."""
        cells = sum(len(plan.changed) for plan in self.merged.writes)
        return cells + len(self.merged.creates) + len(self.merged.removes)


def look(sheet: Sheet, post: QueryDict) -> Outcome:
    """What was typed, over what is stored; nothing is saved."""
    return review(sheet, post, None)[0]


def review(sheet: Sheet, post: QueryDict, block: str | None) -> tuple[Outcome, Pasted]:
    """Put a pasted block over what was typed and show it; nothing is saved."""
    rows = sheet.rows()
    offers = sheet.offers(rows)
    typed = read_post(post, sheet, Base.of(rows, offers))
    pasted = Pasted()
    if block is not None:
        pasted = paste(sheet, block, typed, in_order(rows, offers))
    outcome = Outcome(typed, merge(sheet, typed, rows, offers), rows, offers)
    outcome.base = _next_base(outcome)
    return outcome, pasted


def cell_problems(sheet: Sheet, post: QueryDict) -> dict[str, list[str]]:
    """What is wrong with the cells of one row as they are typed: column → sentences."""
    found: dict[str, list[str]] = {}
    typed = {column.key: post.get(f"{CELL}.{column.key}") for column in sheet.inputs}
    cells = {key: str(raw) for key, raw in typed.items() if raw is not None}
    for key, raw in cells.items():
        try:
            sheet.column_for(key, cells).read(raw)
        except ValueError as error:
            found[key] = [str(error) or _("Okunamadı.")]
    return found


class _NotSaved(Exception):
    """Takes the transaction back."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def save(sheet: Sheet, post: QueryDict, by: Actor | None) -> Outcome:
    """Save what was typed, unless something is wrong anywhere or somebody else was quicker.

    A large sheet is read, compared and checked where nobody waits for it.
    """
    attempt = rehearsed(_attempt) if len(post) > rehearsal.LARGE else transaction.atomic(_attempt)
    try:
        return attempt(sheet, post, by)
    except _NotSaved as refused:
        return refused.outcome


def _attempt(sheet: Sheet, post: QueryDict, by: Actor | None) -> Outcome:
    outcome = _save(sheet, post, by)
    if not outcome.saved:
        raise _NotSaved(outcome)
    return outcome


def _save(sheet: Sheet, post: QueryDict, by: Actor | None) -> Outcome:
    # Two saves of one section follow each other, and none overtakes its delivery.
    section = Section.objects.select_for_update().get(pk=sheet.section.pk)
    rows = sheet.rows(lock=True)
    offers = sheet.offers(rows)
    typed = read_post(post, sheet, Base.of(rows, offers))
    merged = merge(sheet, typed, rows, offers)
    outcome = Outcome(typed, merged, rows, offers, locked=access.state_problem(section))
    if not typed.base.is_known:
        merged.problem(ROW, ROW, _("Sayfa eskimiş; değerler kontrol edilip yeniden kaydedilmeli."))
    if not outcome.locked and not merged.conflicts:
        # Also where something can't be read: rules of other cells are told in the same wave.
        with recording(channel=Channel.GRID, reason=section.reopened_for or None):
            records = apply(sheet, merged, by)
            if merged.is_clean:
                edited(by, *records)
                outcome.saved = True
    if not outcome.saved:
        outcome.base = _next_base(outcome)
    return outcome


def apply(
    sheet: Sheet,
    merged: Merged,
    by: Actor | None,
    *,
    many: int | None = None,
    with_trail: bool = True,
    tick: Tick = nobody,
) -> list[Model]:
    """Store what was merged, inside the caller's transaction; what stands against it is added to
    the problems. Rows that go make room first; every row is tried, so that all errors are told at
    once, but for those after the `MOST_WRONG`-th that is wrong.

    From `many` rows of a kind on (None: `MANY`) they are stored at once. Without a trail nothing
    may stay of it: the caller takes it back. `tick` hears how many rows were tried so far.
    """
    return _Applying(sheet, merged, by, many or MANY, with_trail, tick).run()


class _Applying:
    def __init__(
        self,
        sheet: Sheet,
        merged: Merged,
        by: Actor | None,
        many: int,
        with_trail: bool,
        tick: Tick,
    ) -> None:
        self.sheet = sheet
        self.merged = merged
        self.by = by
        self.many = many
        self.with_trail = with_trail
        self.tick = tick
        self.records: list[Model] = []
        self.unreadable = frozenset(merged.problems)
        self.broken = {row for row, _column in self.unreadable}
        self.refused = self.tried = 0

    def run(self) -> list[Model]:
        self._remove_all(self.merged.removes)
        self._many(self.merged.writes, self._write)
        self._many(self.merged.creates, self._create)
        return self.records

    def _remove_all(self, plans: Sequence[RowPlan]) -> None:
        model = self.sheet.many_of
        if model is None or len(plans) < self.many or model._meta.related_objects:
            for plan in plans:
                self._alone(plan, self._remove)
            return
        for record in self._together(model, self._remove).remove(plans):
            self.records.append(record)
            self._count()

    def _together(self, model: type[Model], action: Callable[[RowPlan], Model]) -> Together:
        return Together(
            self.sheet,
            model,
            self.by,
            partial(self._alone, action=action),
            self._tell,
            with_trail=self.with_trail,
        )

    def _many(self, plans: Sequence[RowPlan], action: Callable[[RowPlan], Model]) -> None:
        model = self.sheet.many_of
        if model is None or len(plans) < self.many:
            for plan in plans:
                self._alone(plan, action)
            return
        for record in self._together(model, action).store(plans):
            self.records.append(record)
            self._count()

    def _alone(self, plan: RowPlan, action: Callable[[RowPlan], Model]) -> None:
        if self.refused >= MOST_WRONG:
            return
        self._count()
        try:
            self.records.append(action(plan))
        except Refused as refused:
            self._tell(plan, refused)

    def _remove(self, plan: RowPlan) -> Model:
        return self.sheet.remove(_stored(plan), self.by)

    def _write(self, plan: RowPlan) -> Model:
        return self.sheet.write(_stored(plan), plan.cells, plan.changed, self.by)

    def _create(self, plan: RowPlan) -> Model:
        return self.sheet.create(plan.cells, self.by, plan.offer)

    def _count(self) -> None:
        self.tried += 1
        if self.tried % TOLD_EVERY == 0:
            self.tick(self.tried)

    def _tell(self, plan: RowPlan, refused: Refused) -> None:
        row = plan.typed.id
        self.refused += 1
        if self.refused == MOST_WRONG:
            text = _("Buraya kadar %(number)s satırda hata var; sonraki satırlar denenmedi.")
            self.merged.problem(row, ROW, text % {"number": MOST_WRONG})
        if self.refused > MOST_WRONG:
            return
        for column, sentences in refused.problems.items():
            # What is said of a cell that can't be read, or of its whole row, may be untrue.
            if (row, column) in self.unreadable or (column == ROW and row in self.broken):
                continue
            for sentence in sentences:
                self.merged.problem(row, column, sentence)


def _stored(plan: RowPlan) -> GridRow:
    assert plan.row is not None  # noqa: S101 - only stored rows are changed or deleted
    return plan.row


def _next_base(outcome: Outcome) -> Base:
    """What the page shows next: the rows as they are now, with the choices still to be made."""
    base = Base.of(outcome.rows, outcome.offers)
    base.open = set(outcome.merged.conflicts)
    base.gone = dict(outcome.merged.gone)
    return base
