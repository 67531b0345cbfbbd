"""Turns what happens to recorded rows into entries of django-auditlog.

Its own receivers write the entry of a change before the change, so one that the database refuses
would stay in a trail from which nothing can be taken back. Here the row is read before, and the
entry is written after, inside the same transaction as the change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NotRequired, TypeAlias, TypedDict

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Model

from kars_portal.lib.texts import plain
from kars_portal.lib.turkish import search_key
from reports.ground.actors import Actor
from reports.ground.fields import ModelField

from .context import Recording, current
from .reasons import reason_for
from .values import (
    SEPARATOR,
    Json,
    Values,
    difference,
    forget,
    known,
    label_of,
    parent_of,
    related,
    relations,
    row_in_database,
    rows_in_database,
    snapshot,
    year_of,
)

BEFORE = "_recorded_before"
Action = LogEntry.Action

Pairs: TypeAlias = Mapping[str, Sequence[Json]]
"""Name of a field → before and after."""


class About(TypedDict):
    """What an entry says about its row beside the changes."""

    table: str
    year: int | None
    names: dict[str, list[str | None]]
    part_of: NotRequired[str]
    part_of_name: NotRequired[str]


class Content(TypedDict):
    """All of an entry but its row and its moment."""

    action: int
    changes: Pairs
    object_repr: str
    actor: Actor | None
    cid: str
    changes_text: str
    additional_data: dict[str, object]


class Fields:
    """Which fields of each model are recorded; filled by `registration`."""

    def __init__(self) -> None:
        self.recorded: dict[type[Model], tuple[ModelField, ...]] = {}
        self.hidden: dict[type[Model], frozenset[str]] = {}


FIELDS = Fields()


# -- rows --------------------------------------------------------------------------------------


def before_save(
    sender: type[Model],
    instance: Model,
    using: str,
    update_fields: Iterable[str] | None,
    **_: object,
) -> None:
    """Read the row as it is; a new one without a key of its own can't be there yet."""
    found = None
    if instance.pk is not None:
        found = row_in_database(sender, instance.pk, _fields(sender, update_fields), using)
    instance.__dict__[BEFORE] = found


def after_save(
    sender: type[Model],
    instance: Model,
    created: bool,
    using: str,
    update_fields: Iterable[str] | None,
    **_: object,
) -> None:
    before = instance.__dict__.pop(BEFORE, None)
    there = instance.get_deferred_fields()
    fields = [f for f in _fields(sender, update_fields) if f.attname not in there]
    if any(hasattr(getattr(instance, f.attname), "resolve_expression") for f in fields):
        # The database has computed it; the row in memory still holds the expression.
        after = row_in_database(sender, instance.pk, fields, using)
    else:
        after = snapshot(instance, fields)
    if before is not None:
        before = {name: value for name, value in before.items() if name in (after or {})}
    changes = difference(None if created else before, after, FIELDS.hidden[sender])
    forget(instance, current())
    if created or changes:
        write(instance, Action.CREATE if created else Action.UPDATE, changes, using)


def before_delete(sender: type[Model], instance: Model, using: str, **_: object) -> None:
    """Keep the row as the database has it, and what it belongs to, while that is still there."""
    instance.__dict__[BEFORE] = (
        row_in_database(sender, instance.pk, _fields(sender, None), using),
        _about(instance, {}, current(), using),
    )


def after_delete(sender: type[Model], instance: Model, using: str, **_: object) -> None:
    before, about = instance.__dict__.pop(BEFORE, (None, {}))
    if before is None:
        return
    recording = current()
    changes = difference(before, None, FIELDS.hidden[sender])
    about["names"] = _names(sender, changes, recording, using)
    forget(instance, recording)
    write(instance, Action.DELETE, changes, using, about)


def _fields(sender: type[Model], update_fields: Iterable[str] | None) -> list[ModelField]:
    recorded = FIELDS.recorded[sender]
    if update_fields is None:
        return list(recorded)
    return [f for f in recorded if f.name in update_fields or f.attname in update_fields]


# -- many-to-many ------------------------------------------------------------------------------


def watcher(model: type[Model], field: models.ManyToManyField[Model, Model]) -> Callable[..., None]:
    """The receiver of a relation with many rows: what was taken out and what was put in."""

    def changed(
        sender: object,
        instance: Model,
        action: str,
        reverse: bool,
        model: type[Model],
        pk_set: set[object] | None,
        using: str,
        **_: object,
    ) -> None:
        if action == "pre_clear":
            pk_set = _members(instance, field, reverse)
        elif action not in ("post_add", "post_remove") or not pk_set:
            return
        out = action != "post_add"
        if not reverse:
            names = _sorted_names(model, pk_set or (), using)
            if names:
                _write_members(instance, field.name, names, out, using)
            return
        # The relation was changed from its other end, where the rows of this one are the members.
        for owner in model._base_manager.using(using).filter(pk__in=pk_set or ()):
            _write_members(owner, field.name, [label_of(instance)], out, using)

    return changed


def _members(
    instance: Model, field: models.ManyToManyField[Model, Model], reverse: bool
) -> set[object]:
    name = field.remote_field.get_accessor_name() if reverse else field.name
    if name is None:
        return set()
    return set(getattr(instance, name).values_list("pk", flat=True))


def _sorted_names(model: type[Model], pks: Iterable[object], using: str) -> list[str]:
    return sorted(label_of(row) for row in model._base_manager.using(using).filter(pk__in=pks))


def _write_members(owner: Model, name: str, names: list[str], out: bool, using: str) -> None:
    write(owner, Action.UPDATE, {name: [names, None] if out else [None, names]}, using)


# -- entries -----------------------------------------------------------------------------------


def write(
    instance: Model,
    action: int,
    changes: Pairs,
    using: str,
    about: About | None = None,
) -> None:
    """Add an entry, with everything about it that is known only now."""
    content = _content(instance, action, changes, using, about)
    LogEntry.objects.log_create(instance, force_log=True, **content)


def write_together(
    model: type[Model], rows: Sequence[Model], before: Mapping[object, Values] | None, using: str
) -> None:
    """Add the entries of rows that were stored many at once, past the signals.

    `before` are the rows as `as_stored` gave them, or None where all of them are new. The entries
    are those that one save after the other would have left.
    """
    fields, hidden = FIELDS.recorded[model], FIELDS.hidden[model]
    action = Action.CREATE if before is None else Action.UPDATE
    recording = current()
    changed, contents = [], []
    for row in rows:
        was = before[row.pk] if before is not None else None
        changes = difference(was, snapshot(row, fields), hidden)
        forget(row, recording)
        if before is None or changes:
            changed.append(row)
            contents.append(_content(row, action, changes, using, None))
    _write_contents(model, changed, contents, using)


def delete_together(model: type[Model], rows: Sequence[Model], using: str) -> None:
    """Delete rows to which no others refer, and add the entries of that."""
    recording = current()
    keys = [row.pk for row in rows]
    before = as_stored(model, keys, using)
    contents = []
    for row in rows:
        changes = difference(before[row.pk], None, FIELDS.hidden[model])
        about = _about(row, changes, recording, using)
        forget(row, recording)
        contents.append(_content(row, Action.DELETE, changes, using, about))
    found = model._base_manager.using(using).filter(pk__in=keys)
    found._raw_delete(using)
    _write_contents(model, rows, contents, using)


def _write_contents(
    model: type[Model], rows: Sequence[Model], contents: Sequence[Content], using: str
) -> None:
    """Their texts are those of rows, which hold no unwanted signs."""
    content_type = ContentType.objects.db_manager(using).get_for_model(model)
    LogEntry.objects.using(using).bulk_create(
        LogEntry(
            content_type=content_type,
            object_pk=row.pk,
            object_id=row.pk if isinstance(row.pk, int) else None,
            **content,
        )
        for row, content in zip(rows, contents, strict=True)
    )


def as_stored(model: type[Model], pks: Iterable[object], using: str | None) -> dict[object, Values]:
    """Key → recorded values of rows, before they are stored anew."""
    return rows_in_database(model, pks, FIELDS.recorded[model], using)


def _content(
    instance: Model, action: int, changes: Pairs, using: str, about: About | None
) -> Content:
    recording = current()
    if about is None:
        about = _about(instance, changes, recording, using)
    label = label_of(instance)
    return {
        "action": action,
        "changes": changes,
        "object_repr": label,
        "actor": recording.user,
        "cid": recording.id,
        "changes_text": _search_text(label, changes, about),
        "additional_data": {
            "channel": recording.channel.value,
            "actor": plain(recording.actor),
            "reason": plain(reason_for(instance)),
            **about,
        },
    }


def _about(instance: Model, changes: Pairs, recording: Recording, using: str) -> About:
    """The table and the year of a row, the row that it is a part of, names of its relations."""
    model = type(instance)
    about: About = {
        "table": str(model._meta.verbose_name_plural),
        "year": year_of(instance, recording, using),
        "names": _names(model, changes, recording, using),
    }
    parent = parent_of(model)
    whole = related(instance, parent, recording, using) if parent is not None else None
    if parent is not None and whole is not None:
        about["part_of"] = part_of(parent.related_model, getattr(instance, parent.attname))
        about["part_of_name"] = whole.name
    return about


def part_of(model: type[Model], pk: object) -> str:
    """How an entry names the row that its own row is a part of."""
    return f"{model._meta.label_lower}{SEPARATOR}{pk}"


def _names(
    model: type[Model], changes: Pairs, recording: Recording, using: str
) -> dict[str, list[str | None]]:
    """What the keys of relations were called when they were written."""
    found: dict[str, list[str | None]] = {}
    for field in relations(model):
        if field.name not in changes:
            continue
        names = [
            None if pk is None else known(field.related_model, pk, recording, using).name
            for pk in changes[field.name]
        ]
        if any(
            name != str(pk) for name, pk in zip(names, changes[field.name], strict=True) if name
        ):
            found[field.name] = names
    return found


def _search_text(label: str, changes: Pairs, about: About) -> str:
    """What a search looks through, in the form in which it is asked."""
    parts: list[Json] = [label, about["table"], about.get("part_of_name", ""), current().reason]
    for pair in (*changes.values(), *about["names"].values()):
        for value in pair:
            parts += value if isinstance(value, list) else [value]
    return search_key(" ".join(str(part) for part in parts if part not in (None, "")))
