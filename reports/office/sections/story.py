"""The history of a section as a story: its steps and notes, and what was changed in between.

Steps come from `SectionEvent`, changes from the audit trail. Changes that one person made one after
another within an hour are one sentence, which opens to before and after.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import overload

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kars_portal.lib.turkish import capfirst
from reports.collect.audit.reading import Line, line
from reports.collect.audit.registration import is_recorded
from reports.core import registry
from reports.core.documents import Document
from reports.core.registry import WorkTable
from reports.enums import SectionEventKind
from reports.ground.actors import Visitor
from reports.models import AuditEntry, Section, SectionEvent
from reports.office.shared.noted import place_name

PER_PAGE = 30
NAMED = 5
SHOWN = 40
"""Changes that one sentence opens to; the rest stands in the audit trail."""

Kind = SectionEventKind
Action = AuditEntry.Action

ICONS = {
    Kind.OPENED: "flag",
    Kind.STARTED: "edit",
    Kind.SUBMITTED: "outbox",
    Kind.WITHDRAWN: "undo",
    Kind.APPROVED: "verified",
    Kind.RETURNED: "undo",
    Kind.ACCEPTED: "check_circle",
    Kind.SEALED: "lock",
    Kind.UNSEALED: "lock_open",
    Kind.UNLOCK_ASKED: "key",
    Kind.REOPENED: "lock_open",
    Kind.RECHECKED: "refresh",
    Kind.EXTENDED: "event",
    Kind.ASSIGNED: "assignment_ind",
    Kind.REMINDED: "notifications",
    Kind.COMMENTED: "chat",
    Kind.UNCHANGED: "done",
}
EDITED = "edit_square"


@dataclass(frozen=True)
class Entry:
    """One sentence of the story: a step or note, or changes of figures."""

    when: datetime
    who: str
    what: str
    icon: str
    event: SectionEvent | None = None
    place: str = ""
    """What a note is about: table, row, column."""
    mentions: tuple[str, ...] = ()
    reason: str = ""
    """Why the changes were made, where all have the same reason."""
    changes: tuple[Line, ...] = ()
    hidden: int = 0
    """Changes that are not listed here."""


@dataclass(frozen=True)
class _Seen:
    """An entry of the trail, as much of it as grouping needs."""

    pk: int
    when: datetime
    actor: str


_Moment = SectionEvent | list[_Seen]
"""A step, or changes that belong together, newest first."""


class Story(Sequence[Entry]):
    """The entries, newest first; only those that are asked for are read whole."""

    def __init__(self, moments: list[_Moment], document: Document | None) -> None:
        self._moments = moments
        self._document = document

    def __len__(self) -> int:
        return len(self._moments)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        if isinstance(index, int):
            return _told([self._moments[index]], self._document)[0]
        return _told(self._moments[index], self._document)


def story(section: Section, user: Visitor | None = None, document: Document | None = None) -> Story:
    """The history of a section; for a user, changes of tables that he or she may see.

    `document` names the places that notes are about.
    """
    events = list(SectionEvent.objects.filter(section=section).order_by("-at", "-pk"))
    return Story(_merged(events, _seen(section, user)), document)


# -- what was changed --------------------------------------------------------------------------


def _seen(section: Section, user: Visitor | None) -> list[_Seen]:
    """The trail of the section's records, newest first."""
    wanted = Q(pk__in=())
    opened = (
        SectionEvent.objects.filter(section=section, kind=Kind.OPENED)
        .values_list("at", flat=True)
        .first()
    )
    tables: dict[int, tuple[WorkTable, type[Model]]] = {}
    for table in registry.work_tables().values():
        model = apps.get_model(table.model)
        if not (table.may_hold(section.code) and is_recorded(model) and _may_see(user, model)):
            continue
        kind = ContentType.objects.get_for_model(model).pk
        tables[kind] = (table, model)
        rows = model._default_manager.order_by().filter(table.within([section.code]))
        if table.year:
            rows = rows.filter(**{table.year: section.year_id})
            wanted |= Q(content_type=kind, object_id__in=rows.values("pk"))
        elif opened is not None:
            # What the years share: since this year's section is there.
            wanted |= Q(content_type=kind, object_id__in=rows.values("pk"), timestamp__gte=opened)
    for kind, keys in _gone(section, tables).items():
        wanted |= Q(content_type=kind, object_pk__in=keys)
    found = AuditEntry.objects.filter(wanted).order_by("-timestamp", "-pk")
    return [
        _Seen(pk, when, _name(actor or "", with_login=account is not None))
        for pk, when, actor, account in found.values_list(
            "pk", "timestamp", "additional_data__actor", "actor_id"
        )
    ]


def _may_see(user: Visitor | None, model: type[Model]) -> bool:
    label = model._meta
    return user is None or any(
        user.has_perm(f"{label.app_label}.{action}_{label.model_name}")
        for action in ("view", "change")
    )


def _gone(
    section: Section, tables: dict[int, tuple[WorkTable, type[Model]]]
) -> dict[int, list[str]]:
    """Keys of deleted records that belonged to the section, by their type."""
    deleted: dict[int, list[AuditEntry]] = defaultdict(list)
    entries = AuditEntry.objects.of_year(section.year_id).filter(
        action=Action.DELETE, content_type__in=[k for k, (t, _m) in tables.items() if t.year]
    )
    for entry in entries.only("content_type_id", "object_pk", "changes"):
        deleted[entry.content_type_id].append(entry)
    found: dict[int, list[str]] = {}
    for kind, gone in deleted.items():
        table, model = tables[kind]
        records = [_record(model, entry.changes or {}) for entry in gone]
        if table.related:
            prefetch_related_objects(records, *table.related)
        found[kind] = [
            entry.object_pk
            for entry, record in zip(gone, records, strict=True)
            if _section_of(table, record) == section.code
        ]
    return found


def _record(model: type[Model], changes: Mapping[str, object]) -> Model:
    """A deleted record as it was, from its entry."""
    values = {}
    for field in model._meta.concrete_fields:
        pair = changes.get(field.name)
        if isinstance(pair, list) and not field.generated:
            values[field.attname] = pair[0]
    return model(**values)


def _section_of(table: WorkTable, record: Model) -> str:
    try:
        return table.section(record)
    except ObjectDoesNotExist:  # what it belonged to is gone too
        return ""


def _name(actor: str, *, with_login: bool) -> str:
    """The person without the account in brackets, as steps name them."""
    return re.sub(r" \([^()]*\)$", "", actor) if with_login else actor


# -- one story ---------------------------------------------------------------------------------


def _merged(events: Sequence[SectionEvent], seen: Sequence[_Seen]) -> list[_Moment]:
    """Both newest first; changes of one person within an hour are taken together."""
    moments: list[_Moment] = []
    waiting = list(reversed(events))
    for entry in seen:
        while waiting and waiting[-1].at >= entry.when:
            moments.append(waiting.pop())
        last = moments[-1] if moments else None
        if isinstance(last, list) and _belong_together(last[0], entry):
            last.append(entry)
        else:
            moments.append([entry])
    moments.extend(reversed(waiting))
    return moments


def _belong_together(one: _Seen, other: _Seen) -> bool:
    return one.actor == other.actor and _hour(one.when) == _hour(other.when)


def _hour(when: datetime) -> datetime:
    return timezone.localtime(when).replace(minute=0, second=0, microsecond=0)


def _told(moments: Sequence[_Moment], document: Document | None) -> list[Entry]:
    events = [moment for moment in moments if isinstance(moment, SectionEvent)]
    prefetch_related_objects(events, "mentions")
    keys = [entry.pk for moment in moments if isinstance(moment, list) for entry in moment]
    entries = (
        AuditEntry.objects.filter(pk__in=keys)
        .select_related("content_type")
        .defer("changes_text", "serialized_data")
        .in_bulk()
        if keys
        else {}
    )
    return [
        _step(moment, document)
        if isinstance(moment, SectionEvent)
        else _changes(moment, [entries[seen.pk] for seen in moment if seen.pk in entries])
        for moment in moments
    ]


def _step(event: SectionEvent, document: Document | None) -> Entry:
    kind = Kind(event.kind)
    return Entry(
        when=timezone.localtime(event.at),
        who=event.by_name,
        what=str(kind.label),
        icon=ICONS[kind],
        event=event,
        place=place_name(event, document),
        mentions=tuple(
            person.get_full_name() or person.get_username() for person in event.mentions.all()
        ),
    )


def _changes(moment: Sequence[_Seen], entries: Sequence[AuditEntry]) -> Entry:
    lines = [line(entry, short=True) for entry in entries]
    tables: Counter[str] = Counter()
    for found in lines:
        # Lines of a record are told under its name: a free table, a contract.
        name = found.part_of.removesuffix(f" ({found.year})") or _title(found.table)
        tables[name] += max(1, len(found.changes)) if found.is_change else 1
    named = [f"{table} ({number})" for table, number in tables.most_common()]
    if len(named) > NAMED:
        more = len(named) - NAMED
        named[NAMED:] = [ngettext("%(n)s tablo daha", "%(n)s tablo daha", more) % {"n": more}]
    reasons = {found.reason for found in lines}
    return Entry(
        when=timezone.localtime(moment[0].when),
        who=moment[0].actor,
        what=f"{_done(lines)}: {', '.join(named)}",
        icon=EDITED,
        reason=reasons.pop() if len(reasons) == 1 else "",
        changes=tuple(lines[:SHOWN]),
        hidden=max(0, len(lines) - SHOWN),
    )


def _done(lines: Iterable[Line]) -> str:
    """What was done, counted: cells changed, rows added, rows deleted."""
    cells = added = deleted = 0
    for found in lines:
        if found.is_change:
            cells += len(found.changes)
        elif found.kind == Action.CREATE:
            added += 1
        else:
            deleted += 1
    counted: list[tuple[int, Callable[[int], str]]] = [
        (cells, lambda n: ngettext("%(n)s hücre değiştirdi", "%(n)s hücre değiştirdi", n)),
        (added, lambda n: ngettext("%(n)s satır ekledi", "%(n)s satır ekledi", n)),
        (deleted, lambda n: ngettext("%(n)s satır sildi", "%(n)s satır sildi", n)),
    ]
    done = [words(number) % {"n": number} for number, words in counted if number]
    return ", ".join(done) or _("kaydetti")


def _title(table: str) -> str:
    """A table's name at the beginning of an enumeration."""
    return capfirst(table)
