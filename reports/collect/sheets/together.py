"""Many rows of one sheet stored at once, with the outcome that one after the other would have.

The fields and the model of every row are asked in memory; keys and rules of the database are its
own business. Where it refuses a piece, that is tried in halves and at last row by row, so that each
error is told at its cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from django.db import IntegrityError, models, router, transaction
from django.db.models import Model

from reports.collect import checking
from reports.collect.audit.receivers import as_stored, delete_together, write_together
from reports.ground.actors import Actor
from reports.ground.fields import ModelField
from reports.ground.texts import clean_texts, text_fields
from reports.models import YearRow

from .grid import Refused, Sheet
from .merging import RowPlan
from .numbering import Numbering
from .storing import check, refuse

PIECE = 1000
"""Rows of one statement, or of as many as the database needs for them."""
FEW = 8
"""Rows of a refused piece that are tried one by one."""

Prepared = tuple[RowPlan, Model]


class Together:
    """The rows of one sheet that are made or changed in one save.

    `alone` stores one plan as if there were no others; `tell` hears what stands against one.
    """

    def __init__(
        self,
        sheet: Sheet,
        model: type[Model],
        by: Actor | None,
        alone: Callable[[RowPlan], None],
        tell: Callable[[RowPlan, Refused], None],
        *,
        with_trail: bool = True,
    ) -> None:
        self.sheet = sheet
        self.model = model
        self.by = by
        self.alone = alone
        self.tell = tell
        self.with_trail = with_trail
        self.using = router.db_for_write(model)
        self.numbers = Numbering()
        self.found: set[tuple[str, object]] = set()
        self.texts: list[ModelField] = text_fields(model)
        self.keys = _Keys(model)

    def store(self, plans: Sequence[RowPlan]) -> Iterator[Model]:
        """Store them in their order; the records, as they are stored."""
        piece: list[Prepared] = []
        for plan in plans:
            try:
                record = self._prepared(plan)
            except Refused as refused:
                self.tell(plan, refused)
                continue
            if plan.row is None and not self.keys.is_free(record):
                # Its key stands already: that is told by who stores it alone, after those before.
                yield from self._flush(piece)
                piece = []
                self.alone(plan)
                continue
            piece.append((plan, record))
            if len(piece) == PIECE:
                yield from self._flush(piece)
                piece = []
        yield from self._flush(piece)

    def remove(self, plans: Sequence[RowPlan]) -> Iterator[Model]:
        """Delete rows to which no others can refer; the records, as they were."""
        allowed: list[Model] = []
        for plan in plans:
            assert plan.row is not None  # noqa: S101 - only stored rows are deleted
            record: Model = plan.row.record
            try:
                refuse(self.by, record)
            except Refused as refused:
                self.tell(plan, refused)
            else:
                allowed.append(record)
        for start in range(0, len(allowed), PIECE):
            records = allowed[start : start + PIECE]
            delete_together(self.model, records, self.using)
            checking.written(self.model)
            yield from records

    def _prepared(self, plan: RowPlan) -> Model:
        sheet = self.sheet
        record = sheet.prepare(
            plan.row, plan.cells, plan.changed, self.by, plan.offer, self.numbers
        )
        check(record, sheet.inputs, self.found)
        if isinstance(record, YearRow):
            record.settle()
            if plan.row is None:
                self._place(record)
        clean_texts(record, self.texts)
        return record

    def _place(self, record: YearRow) -> None:
        last = partial(_last_position, type(record), record.year_id)
        if record.position:
            self.numbers.seen("position", record.position, last)
        else:
            record.position = self.numbers.next("position", last)

    def _flush(self, piece: Sequence[Prepared]) -> Iterator[Model]:
        if not piece:
            return
        try:
            with transaction.atomic():
                self._write([record for _plan, record in piece], is_new=piece[0][0].row is None)
        except IntegrityError:
            if len(piece) <= FEW:
                for plan, _record in piece:
                    self.alone(plan)
                return
            half = len(piece) // 2
            yield from self._flush(piece[:half])
            yield from self._flush(piece[half:])
        else:
            yield from (record for _plan, record in piece)

    def _write(self, records: Sequence[Model], *, is_new: bool) -> None:
        manager = self.model._base_manager.using(self.using)
        before = None
        if is_new:
            manager.bulk_create(records)
        else:
            before = as_stored(self.model, (record.pk for record in records), self.using)
            names = [f.name for f in self.model._meta.concrete_fields if _is_written(f)]
            manager.bulk_create(
                records, update_conflicts=True, unique_fields=["pk"], update_fields=names
            )
        checking.written(self.model)
        if self.with_trail:
            write_together(self.model, records, before, self.using)


class _Keys:
    """Which natural keys the stored rows have, and those that were prepared so far."""

    def __init__(self, model: type[Model]) -> None:
        self.rules = [
            rule
            for rule in model._meta.constraints
            if isinstance(rule, models.UniqueConstraint)
            and rule.fields
            and rule.condition is None
            and rule.nulls_distinct is None
        ]
        self.model = model
        self.seen: dict[tuple[str, object], set[tuple[object, ...]]] = {}

    def is_free(self, record: Model) -> bool:
        """Whether no other row has a key of this one; it is taken from now on."""
        free = True
        for rule in self.rules:
            fields = [record._meta.get_field(name) for name in rule.fields]
            values = tuple(
                getattr(record, f.attname) for f in fields if isinstance(f, models.Field)
            )
            if None in values:
                continue
            seen = self._of(rule, values[0])
            free = free and values not in seen
            seen.add(values)
        return free

    def _of(self, rule: models.UniqueConstraint, first: object) -> set[tuple[object, ...]]:
        place = (rule.name, first)
        if place not in self.seen:
            found = self.model._base_manager.filter(**{rule.fields[0]: first})
            self.seen[place] = set(found.values_list(*rule.fields))
        return self.seen[place]


def _last_position(model: type[YearRow], year: int) -> int | None:
    siblings = model._default_manager.filter(year_id=year)
    found: int | None = siblings.aggregate(last=models.Max("position"))["last"]
    return found


def _is_written(field: ModelField) -> bool:
    return not (field.primary_key or field.generated)
