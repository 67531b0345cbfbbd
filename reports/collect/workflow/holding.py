"""Sections held before their rows: whoever changes rows waits here for everybody else who does.

Every way in (form, list, sheet, import, bulk action, opening of a year) begins with one of these,
before it writes its first row and for all that it will write. The order of locks is told in
`reports.publish.versions`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, Q

from reports.ground.actors import Actor
from reports.models import FiscalYear, Section

from . import access


def locked_sections(*conditions: Q, **wanted: object) -> Iterable[Section]:
    """Always in the same order, so that two transactions never wait for each other."""
    return Section.objects.select_for_update().filter(*conditions, **wanted).order_by("pk")


@transaction.atomic
def lock_sections(year: FiscalYear | int | None = None) -> None:
    """Let no other step or change of the year's sections happen before this transaction ends.

    Without a year: of any section, as for what all years share.
    """
    list(locked_sections() if year is None else locked_sections(year=year))


@transaction.atomic
def hold_sections_of(by: Actor | None, *records: Model) -> None:
    """Hold the sections of records that are about to be written until this transaction ends: those
    in which they stand as they are stored, and those in which they will stand.

    Raises PermissionDenied where one of them was delivered in the meantime; `by=None` is the
    command line.
    """
    scope = scope_for(by)
    own: set[int] = set()
    years: set[int | None] = set()
    for record in (*records, *_as_stored(records)):
        section = access.section_of(record, scope)
        if section is not None:
            own.add(section.pk)
        else:
            table = access.work_table(record)
            years.add(table.year_of(record) if table is not None and table.year else None)
    # What the years share stands in every report.
    conditions = () if None in years else (Q(pk__in=own) | Q(year_id__in=years),)
    for section in locked_sections(*conditions):
        if section.pk in own:
            require_open(by, section)


def require_open(by: Actor | None, section: Section) -> None:
    """Raise PermissionDenied with the sentence where a section, as it is now, can't be changed."""
    if by is not None and not section.stage.is_editable:
        raise PermissionDenied(access.state_problem(section))


def scope_for(by: Actor | None) -> access.Scope:
    """The scope of a person; the command line sees everything."""
    return access.scope_of(by) if by is not None else access.Scope(True, True)


def _as_stored(records: Iterable[Model]) -> Iterable[Model]:
    keys: dict[type[Model], list[object]] = defaultdict(list)
    for record in records:
        if record.pk is not None and access.work_table(record) is not None:
            keys[type(record)].append(record.pk)
    for model, wanted in keys.items():
        table = access.work_table(model)
        related = table.related if table is not None else ()
        yield from model._base_manager.filter(pk__in=wanted).select_related(*related)
