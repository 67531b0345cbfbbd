"""What an entry holds: values of a row as JSON, in one spelling whoever wrote them.

Money and quantities are exact text, dates ISO, missing is null. Relations are kept as their key,
with the name that it had then. A cell of a JSON field is a value of its own: `values.adet`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TypeAlias, TypeGuard

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CASCADE, Model

from kars_portal.lib.numbers import exact, fit_places
from reports.ground.fields import ModelField, Relation

from .context import Known, Recording, RowKey

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
Values: TypeAlias = dict[str, Json]
Changes: TypeAlias = dict[str, list[Json]]

HIDDEN = "***"
"""Stands for a value that is never shown; that it changed is on record."""
SEPARATOR = "."
_EMPTY: tuple[Json, ...] = (None, "", {})


# -- one value ---------------------------------------------------------------------------------


def stored(field: ModelField, value: object) -> Json:
    """A field's value as JSON; the same for a value just typed and one read back."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(field, models.JSONField):
        plain: Json = json.loads(json.dumps(value, cls=field.encoder or DjangoJSONEncoder))
        return plain
    if isinstance(field, models.FileField):
        return str(value)
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    try:
        value = target.to_python(value)
        if isinstance(value, Decimal):
            return exact(fit_places(value, getattr(target, "decimal_places", None)))
    except (ValidationError, ArithmeticError, ValueError):
        return str(value)
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return value if isinstance(value, bool | int | float | str) else str(value)


def snapshot(instance: Model, fields: Iterable[ModelField]) -> Values:
    """The values of a row in memory, of the fields named."""
    return {field.name: stored(field, getattr(instance, field.attname)) for field in fields}


def row_in_database(
    model: type[Model], pk: object, fields: Iterable[ModelField], using: str | None
) -> Values | None:
    """The values of a row as the database has them; None where there is no such row."""
    wanted = {field.attname: field for field in fields}
    found = model._base_manager.using(using).filter(pk=pk).values(*wanted).first()
    if found is None:
        return None
    return {field.name: stored(field, found[attname]) for attname, field in wanted.items()}


def rows_in_database(
    model: type[Model], pks: Iterable[object], fields: Iterable[ModelField], using: str | None
) -> dict[object, Values]:
    """Key → values, of the rows with these keys that the database has."""
    wanted = {field.attname: field for field in fields}
    found = model._base_manager.using(using).filter(pk__in=list(pks)).values("pk", *wanted)
    return {
        row["pk"]: {field.name: stored(field, row[attname]) for attname, field in wanted.items()}
        for row in found
    }


# -- differences -------------------------------------------------------------------------------


def difference(before: Values | None, after: Values | None, hidden: Iterable[str] = ()) -> Changes:
    """What changed, as name → [before, after]; a new or deleted row tells what is not empty."""
    changes: Changes = {}
    for name in before if before is not None else after or {}:
        old = before[name] if before is not None else None
        new = after[name] if after is not None else None
        if old == new or (old in _EMPTY and new in _EMPTY and None in (before, after)):
            continue
        if name in hidden:
            changes[name] = [old and HIDDEN, new and HIDDEN]
        elif _has_cells(old) and _has_cells(new):
            cells = _cells(name, old or {}, new or {})
            changes.update(cells)
        else:
            changes[name] = [old, new]
    return changes


def _has_cells(value: Json) -> TypeGuard[dict[str, Json] | None]:
    return value is None or isinstance(value, dict)


def _cells(name: str, old: Mapping[str, Json], new: Mapping[str, Json]) -> Changes:
    keys = [*old, *(key for key in new if key not in old)]
    return {
        f"{name}{SEPARATOR}{key}": [old.get(key), new.get(key)]
        for key in keys
        if old.get(key) != new.get(key) or (key in old) != (key in new)
    }


# -- what a row is about -----------------------------------------------------------------------


def label_of(instance: Model) -> str:
    """A row's own name; a row whose relation is gone has at least its number."""
    try:
        return str(instance)
    except ObjectDoesNotExist:
        return f"{instance._meta.verbose_name} {instance.pk}"


def known(model: type[Model], pk: object, recording: Recording, using: str | None) -> Known:
    """Name and year of a row that another one names; looked up once for each request."""
    key = (model._meta.concrete_model, pk)
    if key not in recording.known:
        instance = model._base_manager.using(using).filter(pk=pk).first()
        if instance is None:
            recording.known[key] = Known(str(pk), None)
        else:
            _learn(key, instance, recording, using)
    return recording.known[key]


def _learn(key: RowKey, instance: Model, recording: Recording, using: str | None) -> None:
    name = label_of(instance)
    recording.known[key] = Known(name, None)  # a row that belongs to itself ends here
    recording.known[key] = Known(name, year_of(instance, recording, using))


def forget(instance: Model, recording: Recording) -> None:
    """A row was changed: it may have another name now."""
    recording.known.pop((instance._meta.concrete_model, instance.pk), None)


def related(
    instance: Model, field: Relation, recording: Recording, using: str | None
) -> Known | None:
    """The row that a relation names; None where it names none."""
    pk = getattr(instance, field.attname)
    if pk is None:
        return None
    key = (field.related_model._meta.concrete_model, pk)
    if key not in recording.known and field.is_cached(instance):
        target = getattr(instance, field.name)
        if target.pk == pk:
            _learn(key, target, recording, using)
    return known(field.related_model, pk, recording, using)


def year_of(instance: Model, recording: Recording, using: str | None) -> int | None:
    """The fiscal year of a row: its own, or that of the first row with one that it names."""
    try:
        field = instance._meta.get_field("year")
    except FieldDoesNotExist:
        field = None
    if isinstance(field, models.Field):
        year = getattr(instance, field.attname)
        return int(year) if year is not None else None
    for relation in relations(type(instance)):
        found = related(instance, relation, recording, using)
        if found is not None and found.year is not None:
            return found.year
    return None


def relations(model: type[Model]) -> list[Relation]:
    return [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]


def parent_of(model: type[Model]) -> Relation | None:
    """The relation to the row that a row is a part of, and goes with; None for a row of its own."""
    return next(
        (field for field in relations(model) if field.remote_field.on_delete is CASCADE), None
    )
