"""Who may see and who may change what: the one place that answers it, for every page and job.

A person sees the sections that he or she answers for (the apps say which, `AppKit.duties`), or all
of them with `reports.see_every_section`. Records belong to sections (`AppKit.work`). Changing needs
the model's permission, the section, and a section that is not delivered, accepted or sealed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet

from reports.core import registry
from reports.core.registry import WorkTable
from reports.ground.actors import Actor, Visitor
from reports.models import Section

M = TypeVar("M", bound=Model)

SEE_ALL = "reports.see_every_section"
COMPILE = "reports.compile_report"

_KEPT = "_section_scope"
"""Where the scope of a user is kept on the user object."""

NOT_YOURS = (
    "Bu kayıt sorumluluğunuzda olmayan bir bölüme ait; yalnız kendi müdürlüğünüzün kayıtları "
    "değiştirilebilir."
)


@dataclass
class Scope:
    """What one person may see and answers for; read once for each user object (each request)."""

    sees_all: bool
    compiles: bool
    own: dict[int, dict[str, Section]] = field(default_factory=dict)
    """Year → code → section that the person answers for."""
    seen: dict[tuple[int, str], Section | None] = field(default_factory=dict)

    def section(self, year: int, code: str) -> Section | None:
        """The section of a code: its own, else that of the part it stands in."""
        for name in (code, code.partition("/")[0]):
            key = (year, name)
            if key not in self.seen:
                self.seen[key] = (
                    self.own.get(year, {}).get(name)
                    or Section.objects.filter(year_id=year, code=name).first()
                )
            if self.seen[key] is not None:
                return self.seen[key]
        return None

    def owns(self, section: Section) -> bool:
        return section.code in self.own.get(section.year_id, {})

    def own_codes(self) -> set[str]:
        return {code for sections in self.own.values() for code in sections}


def scope_of(user: Visitor) -> Scope:
    """The scope of a user, kept on the user object."""
    scope = getattr(user, _KEPT, None)
    if isinstance(scope, Scope):
        return scope
    scope = Scope(user.has_perm(SEE_ALL), user.has_perm(COMPILE))
    if isinstance(user, Actor) and user.is_active:
        for section in Section.objects.filter(duties_of(user)):
            scope.own.setdefault(section.year_id, {})[section.code] = section
    setattr(user, _KEPT, scope)
    return scope


def forget_scope(user: Visitor) -> None:
    """Read the user's duties anew, after sections or memberships changed."""
    user.__dict__.pop(_KEPT, None)


def duties_of(user: Actor) -> Q:
    """Which sections a user answers for."""
    found = Q(pk__in=())
    for kit in registry.kits():
        if kit.duties is not None:
            found |= kit.duties(user)
    return found


# -- sections ---------------------------------------------------------------------------------


def visible_sections(user: Visitor) -> QuerySet[Section]:
    """The sections whose drafts a user may see."""
    scope = scope_of(user)
    if scope.sees_all:
        return Section.objects.all()
    return Section.objects.filter(
        pk__in=[section.pk for own in scope.own.values() for section in own.values()]
    )


def may_see_section(user: Visitor, section: Section) -> bool:
    scope = scope_of(user)
    return scope.sees_all or scope.owns(section)


def answers_for(user: Visitor, section: Section) -> bool:
    """Whether a user enters a section: the duty, or the right to compile what nobody answers for.

    A superuser answers for every section; the section's state binds him or her too.
    """
    scope = scope_of(user)
    if user.is_superuser or scope.owns(section):
        return True
    return scope.compiles and not has_owner(section)


def has_owner(section: Section) -> bool:
    """Whether a unit answers for a section; asked once for each section in memory."""
    if "_has_owner" not in section.__dict__:
        section.__dict__["_has_owner"] = any(
            kit.section_has_owner(section)
            for kit in registry.kits()
            if kit.section_has_owner is not None
        )
    return bool(section.__dict__["_has_owner"])


def know_owners(sections: Iterable[Section], owned: Container[int]) -> None:
    """Tell `has_owner` for many sections at once which of them somebody answers for."""
    for section in sections:
        section.__dict__["_has_owner"] = section.pk in owned


# -- records ----------------------------------------------------------------------------------


def work_table(model: type[Model] | Model) -> WorkTable | None:
    return registry.work_tables().get(model._meta.label_lower)


def section_of(record: Model, scope: Scope | None = None) -> Section | None:
    """The section that a record belongs to; None for shared records and years without sections."""
    table = work_table(record)
    if table is None or not table.year:
        return None
    year = table.year_of(record)
    if year is None:
        return None
    return (scope or Scope(False, False)).section(year, table.section(record))


def visible(user: Visitor, queryset: QuerySet[M]) -> QuerySet[M]:
    """The records of a queryset that a user may see.

    Records that belong to no section (directorates, codes, plans) are shared.
    """
    table = work_table(queryset.model)
    scope = scope_of(user)
    if table is None or scope.sees_all:
        return queryset
    if not table.year:
        return queryset.filter(table.within(scope.own_codes()))
    found = Q(pk__in=())
    for year, sections in scope.own.items():
        found |= Q(**{table.year: year}) & table.within(sections.keys())
    return queryset.filter(found)


def concerns(user: Visitor, model: type[Model]) -> bool:
    """Whether a user can have records of a model at all: decides on links and add buttons."""
    table = work_table(model)
    scope = scope_of(user)
    if table is None or scope.sees_all:
        return True
    return any(table.may_hold(code) for code in scope.own_codes())


def can_view(user: Visitor, record: Model) -> bool:
    """Whether a user may see a record; the model's permission is asked elsewhere."""
    if isinstance(record, Section):
        return may_see_section(user, record)
    table = work_table(record)
    scope = scope_of(user)
    if table is None or scope.sees_all:
        return True
    code = table.section(record)
    if not table.year:
        return code in scope.own_codes()
    section = section_of(record, scope)
    return section is not None and scope.owns(section)


def edit_problem(user: Visitor, record: Model) -> str:
    """Why a user can't change a record: a Turkish sentence, or empty where nothing is against it.

    Asked for the record as it was and as it would be, so that no row is moved into or out of
    another's section.
    """
    table = work_table(record)
    if table is None:
        return ""
    scope = scope_of(user)
    if not table.year:
        own = table.section(record) in scope.own_codes()
        return "" if own or scope.sees_all else NOT_YOURS
    section = section_of(record, scope)
    if section is None:
        # A year without sections is not under way; only those who see everything work on it.
        return "" if scope.sees_all else NOT_YOURS
    if not answers_for(user, section) and not enters(user, record):
        return NOT_YOURS
    return state_problem(section)


def enters(user: Visitor, record: Model) -> bool:
    """Whether a user is named as the one who enters a record, whoever answers for its section."""
    table = work_table(record)
    if table is None or table.entered_by is None or user.pk is None:
        return False
    return user.is_active and user.pk in table.entered_by(record)


def state_problem(section: Section) -> str:
    """Why nobody may change a section's figures now, or empty."""
    if section.stage.is_editable:
        return ""
    cure = {
        "submitted": "Değişiklik için teslim geri alınmalı ya da bölüm iade edilmelidir.",
        "accepted": "Değişiklik için bölüm gerekçesiyle iade edilmelidir.",
        "sealed": "Değişiklik için mührün kaldırılması gerekçesiyle istenmelidir.",
    }[section.state]
    return f"«{section.code} {section.title}» bölümü: {section.get_state_display()}. {cure}"


def can_edit(user: Visitor, record: Model) -> bool:
    return not edit_problem(user, record)


def require_edit(user: Visitor | None, *records: Model) -> None:
    """Raise PermissionDenied with the sentence; None as user is the command line."""
    if user is None:
        return
    for record in records:
        problem = edit_problem(user, record)
        if problem:
            raise PermissionDenied(problem)


def by_section(sections: Iterable[Section]) -> dict[int, dict[str, Section]]:
    """Sections by year and code."""
    found: dict[int, dict[str, Section]] = defaultdict(dict)
    for section in sections:
        found[section.year_id][section.code] = section
    return found
