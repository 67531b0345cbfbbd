"""Rows of the old year as they stand in the new one: named fields go on, no figure ever does.

What a year has, or has had since it was opened, is not made again: what staff removed or renamed
stays removed and renamed. The audit trail knows what was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, TextField

from kars_portal.lib.turkish import capfirst
from reports.ground.fields import field_of
from reports.models import AuditEntry, YearRow

from .parts import Item, Opening, OpeningPart, nothing

R = TypeVar("R", bound=YearRow)

Key = tuple[str, ...]
Values = dict[str, object]
"""What a row of the old year gives to the new one, by attribute."""


def key_of(row: Model, fields: Iterable[str]) -> Key:
    """A row's natural key as the trail spells it: relations by their key."""
    values = (getattr(row, field_of(type(row), name).attname) for name in fields)
    return tuple("" if value is None else str(value) for value in values)


def taken_keys(opening: Opening, model: type[Model], fields: tuple[str, ...]) -> set[Key]:
    """Keys that stand in the new year, or stood there once."""
    rows = model._default_manager.filter(year_id=opening.year.pk)
    return {key_of(row, fields) for row in rows} | set(_made_once(opening, model, fields))


def _made_once(opening: Opening, model: type[Model], fields: tuple[str, ...]) -> Iterator[Key]:
    entries = AuditEntry.objects.of_year(opening.year.pk).filter(
        content_type=ContentType.objects.get_for_model(model), action=LogEntry.Action.CREATE
    )
    for changes in entries.values_list("changes", flat=True):
        after = {name: pair[1] for name, pair in (changes or {}).items() if len(pair) == 2}
        yield tuple("" if after.get(name) is None else str(after[name]) for name in fields)


def carried(
    opening: Opening,
    model: type[R],
    *fields: str,
    texts: tuple[str, ...] = (),
    change: Callable[[R, Values], Values | None] | None = None,
) -> Iterator[R]:
    """Rows of the old year with the fields named; `texts` go on when texts are kept.

    `change` may replace values, or leave a row behind by giving None.
    """
    keyed = model.natural_key_fields
    taken = taken_keys(opening, model, keyed)
    copied = (*dict.fromkeys((*keyed, *fields)), *(texts if opening.keeps_texts else ()))
    names = [field_of(model, name).attname for name in copied]
    for old in model._default_manager.filter(year=opening.source).order_by("position", "pk"):
        values: Values | None = {name: getattr(old, name) for name in names}
        if change is not None and values is not None:
            values = change(old, values)
        if values is None:
            continue
        new = model(year=opening.year, position=old.position, **values)
        key = key_of(new, keyed)
        if key not in taken:
            taken.add(key)
            yield new


def fixed(
    opening: Opening, model: type[R], values: Iterable[object], field: str = ""
) -> Iterator[R]:
    """A row without figures for each value of a field, whatever the old year had."""
    name = field_of(model, field or model.natural_key_fields[0]).attname
    taken = taken_keys(opening, model, model.natural_key_fields)
    for place, value in enumerate(values, start=1):
        new = model(year=opening.year, position=place, **{name: value})
        if key_of(new, model.natural_key_fields) not in taken:
            yield new


def part(
    model: type[Model],
    rows: Callable[[Opening], Iterable[Model]],
    items: Callable[[Opening], Iterable[Item]] = nothing,
) -> OpeningPart:
    """A part under the name of what it makes."""
    title = str(model._meta.verbose_name_plural)
    label = model._meta.label_lower
    return OpeningPart(label, capfirst(title), label, rows, items)


def carry(model: type[YearRow], *fields: str, texts: tuple[str, ...] = ()) -> OpeningPart:
    """A part that carries rows on as they are named."""
    return part(model, lambda opening: carried(opening, model, *fields, texts=texts))


def each(model: type[YearRow], values: Iterable[object]) -> OpeningPart:
    """A part with one row for each value of the natural key."""
    known = tuple(values)
    return part(model, lambda opening: fixed(opening, model, known))


def usual(model: type[YearRow]) -> OpeningPart:
    """A row for each choice where a choice names the row, else the rows of the old year.

    Names and words of one line go on, longer texts where texts are kept; figures and dates never.
    """
    keys = [field_of(model, name) for name in model.natural_key_fields]
    if len(keys) == 1 and keys[0].choices:
        return each(model, (code for code, _label in keys[0].flatchoices))
    said = [f for f in model._meta.concrete_fields if f.editable]
    return carry(
        model,
        *(f.name for f in said if isinstance(f, CharField)),
        texts=tuple(f.name for f in said if isinstance(f, TextField)),
    )
