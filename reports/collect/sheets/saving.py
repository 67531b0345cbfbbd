"""Saving a sheet: all of it or nothing, in one transaction, with every error at its cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from reports.collect.audit import Channel, recording
from reports.collect.workflow import access
from reports.collect.workflow.actions import edited
from reports.ground.actors import Actor
from reports.models import Section

from .grid import ROW, GridRow, Refused, Sheet, in_order
from .merging import Merged, RowPlan, merge
from .pasting import Pasted, paste
from .typed import Base, Typed, read_post


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


def review(sheet: Sheet, post: QueryDict, block: str) -> tuple[Outcome, Pasted]:
    """Put a pasted block over what was typed and show it; nothing is saved."""
    rows = sheet.rows()
    offers = sheet.offers(rows)
    typed = read_post(post, sheet, Base.of(rows, offers))
    pasted = paste(sheet, block, typed, in_order(rows, offers))
    outcome = Outcome(typed, merge(sheet, typed, rows, offers), rows, offers)
    outcome.base = _next_base(outcome)
    return outcome, pasted


class _NotSaved(Exception):
    """Takes the transaction back."""


def save(sheet: Sheet, post: QueryDict, by: Actor | None) -> Outcome:
    """Save what was typed, unless something is wrong anywhere or somebody else was quicker."""
    outcome: Outcome | None = None
    try:
        with transaction.atomic():
            outcome = _save(sheet, post, by)
            if not outcome.saved:
                raise _NotSaved
    except _NotSaved:
        pass
    assert outcome is not None  # noqa: S101 - an error on the way has left already
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
    if not outcome.locked and merged.is_clean:
        with recording(channel=Channel.GRID, reason=section.reopened_for or None):
            records = _apply(sheet, merged, by)
            if merged.is_clean:
                edited(by, *records)
                outcome.saved = True
    if not outcome.saved:
        outcome.base = _next_base(outcome)
    return outcome


def _apply(sheet: Sheet, merged: Merged, by: Actor | None) -> list[Model]:
    """Rows that go make room first; every row is tried, so that all errors are told at once."""
    records: list[Model] = []

    def attempt(plan: RowPlan, action: Callable[[], Model]) -> None:
        try:
            records.append(action())
        except Refused as refused:
            for column, sentences in refused.problems.items():
                for sentence in sentences:
                    merged.problem(plan.typed.id, column, sentence)

    for plan in merged.removes:
        attempt(plan, partial(sheet.remove, _stored(plan), by))
    for plan in merged.writes:
        attempt(plan, partial(sheet.write, _stored(plan), plan.cells, plan.changed, by))
    for plan in merged.creates:
        attempt(plan, partial(sheet.create, plan.cells, by, plan.offer))
    return records


def _stored(plan: RowPlan) -> GridRow:
    assert plan.row is not None  # noqa: S101 - only stored rows are changed or deleted
    return plan.row


def _next_base(outcome: Outcome) -> Base:
    """What the page shows next: the rows as they are now, with the choices still to be made."""
    base = Base.of(outcome.rows, outcome.offers)
    base.open = set(outcome.merged.conflicts)
    base.gone = dict(outcome.merged.gone)
    return base
