"""My desk: what the directorates of a person owe this year, and what waits for his or her step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.collect.checking import latest_or_none
from reports.collect.owed import Filled, Item, filled, owed
from reports.collect.workflow import access, steps
from reports.collect.workflow.notes import open_notes_of
from reports.core import registry
from reports.core.registry import DeskList
from reports.enums import SectionEventKind, SectionState
from reports.ground.actors import Actor
from reports.models import FiscalYear, Section, SectionEvent
from reports.office.board.lines import Line, board_lines, grouped
from reports.office.shared.noted import Noted, noted
from reports.office.shared.wording import step_labels, what_next

MENTIONS = 10
OPENED = 4
"""With more sections than this, what they owe is folded up."""

MAIN = ("submit", "approve", "accept")
"""Steps that carry the work on; they come as buttons, the others as links."""


@dataclass(frozen=True)
class StepLink:
    """A step that can be taken now, with the way to its form."""

    name: str
    label: str
    href: str
    is_main: bool


@dataclass(frozen=True)
class Card:
    """One section on the desk."""

    line: Line
    items: tuple[Item, ...]
    filled: Filled
    notes: tuple[Noted, ...]
    steps: tuple[StepLink, ...]
    next: str

    @property
    def section(self) -> Section:
        return self.line.section


@dataclass(frozen=True)
class UnitCards:
    """The sections of one directorate."""

    label: str
    cards: tuple[Card, ...]
    workbook: str = ""
    """Address of the directorate's workbook; empty for sections that no directorate has."""
    upload: str = ""
    """The page on which it is taken when it is filled in."""

    @property
    def delivered(self) -> int:
        return sum(card.line.is_delivered for card in self.cards)


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person: where it is, what about it."""

    section: Section
    note: str
    href: str


@dataclass(frozen=True)
class Queue:
    """Things of one kind that wait."""

    title: str
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True)
class MyDesk:
    """The desk of one person in one year."""

    year: int
    years: tuple[int, ...]
    units: tuple[UnitCards, ...] = ()
    queues: tuple[Queue, ...] = field(default=())
    lists: tuple[DeskList, ...] = ()
    """What is the person's own to enter."""

    @property
    def folds(self) -> bool:
        return sum(len(unit.cards) for unit in self.units) > OPENED


def desk_years(user: Actor) -> list[int]:
    """The years whose sections a person may see, newest first."""
    years = access.visible_sections(user).order_by().values_list("year_id", flat=True).distinct()
    return sorted(years, reverse=True)


def my_desk(user: Actor, year: int, years: Sequence[int]) -> MyDesk:
    """What a person answers for in a year, and what waits for him or her."""
    own = access.scope_of(user).own.get(year, {})
    frozen = steps.is_frozen(year)
    units: tuple[UnitCards, ...] = ()
    if own:
        lines = board_lines(user, FiscalYear(year=year), own.keys())
        access.know_owners(
            [line.section for line in lines], {line.section.pk for line in lines if line.unit}
        )
        cards = {card.section.pk: card for card in _cards(user, lines, frozen=frozen)}
        units = tuple(
            UnitCards(
                group.label,
                tuple(cards[line.section.pk] for line in group.lines),
                reverse("admin:workbook", args=[year, group.code]) if group.code else "",
                reverse("admin:workbook_upload", args=[year, group.code]) if group.code else "",
            )
            for group in grouped(lines, by_unit=True)
        )
    lists = tuple(
        found
        for kit in registry.kits()
        if kit.desk is not None
        for found in kit.desk(user, year)
        if found.items
    )
    return MyDesk(year, tuple(years), units, tuple(_queues(user, year)), lists)


def _cards(user: Actor, lines: Sequence[Line], *, frozen: bool) -> Iterable[Card]:
    sections = [line.section for line in lines]
    items = owed(user, sections)
    notes = open_notes_of(sections)
    run = latest_or_none(FiscalYear(year=sections[0].year_id)) if sections else None
    document = run.document if run is not None else None
    for line in lines:
        section = line.section
        possible = steps.offered(user, section, frozen=frozen)
        yield Card(
            line=line,
            items=tuple(items[section.pk]),
            filled=filled(items[section.pk]),
            notes=noted(section, notes[section.pk], document, user)
            if section.stage.is_editable
            else (),
            steps=tuple(_links(section, possible)),
            next=what_next(section, possible),
        )


def _links(section: Section, possible: Iterable[steps.Step]) -> Iterable[StepLink]:
    labels = step_labels()
    for step in possible:
        if step is not steps.COMMENT:
            href = f"{section.get_absolute_url()}#{step.name}"
            yield StepLink(step.name, labels[step.name], href, step.name in MAIN)


# -- what waits --------------------------------------------------------------------------------


def _queues(user: Actor, year: int) -> Iterable[Queue]:
    """What waits for a person in the sections of a year that he or she may see."""
    sections = access.visible_sections(user).filter(year=year).order_by("position", "code")
    delivered = sections.filter(state=SectionState.SUBMITTED)
    if user.has_perm(steps.APPROVE.permission):
        own = access.scope_of(user).own.get(year, {})
        mine = Q() if user.is_superuser else Q(code__in=own)
        yield from _queue(
            _("Onay bekleyen teslimler"), delivered.filter(mine, approved=False), "approve"
        )
    if user.has_perm(steps.ACCEPT.permission):
        ready = delivered.filter(approved=True)
        # Four eyes: what one edited oneself waits for somebody else.
        ready = ready.filter(~Q(last_edited_by=user) | Q(last_edited_by__isnull=True))
        yield from _queue(_("Kabul bekleyen bölümler"), ready, "accept")
    if user.has_perm(steps.REOPEN.permission):
        yield from _asked(sections.filter(state=SectionState.SEALED))
    yield from _mentions(user, sections)


def _queue(title: str, sections: QuerySet[Section], step: str) -> Iterable[Queue]:
    since = SectionEvent.objects.filter(
        section=OuterRef("pk"), kind=SectionEventKind.SUBMITTED
    ).order_by("-pk")
    found = sections.annotate(
        delivered_by=Subquery(since.values("by_name")[:1]),
        delivered_at=Subquery(since.values("at")[:1]),
    )
    waiting = tuple(
        Waiting(
            section,
            _told(section.delivered_by, section.delivered_at),
            f"{section.get_absolute_url()}#{step}",
        )
        for section in found
    )
    if waiting:
        yield Queue(title, waiting)


def _asked(sections: QuerySet[Section]) -> Iterable[Queue]:
    """Sealed sections for which somebody has asked since they were sealed."""
    found = sections.annotate(
        sealed=Max("events__pk", filter=Q(events__kind=SectionEventKind.SEALED)),
        asked=Max("events__pk", filter=Q(events__kind=SectionEventKind.UNLOCK_ASKED)),
    )
    open_ones = {s.asked: s for s in found if s.asked and s.asked > (s.sealed or 0)}
    events = SectionEvent.objects.filter(pk__in=open_ones).order_by("pk")
    waiting = tuple(
        Waiting(
            open_ones[event.pk],
            f"{_told(event.by_name, event.at)}: «{event.note}»",
            f"{open_ones[event.pk].get_absolute_url()}#reopen",
        )
        for event in events
    )
    if waiting:
        yield Queue(_("Mühür kaldırma istekleri"), waiting)


def _mentions(user: Actor, sections: QuerySet[Section]) -> Iterable[Queue]:
    """The newest notes that name the person."""
    events = (
        SectionEvent.objects.filter(mentions=user, section__in=sections)
        .select_related("section")
        .order_by("-pk")[:MENTIONS]
    )
    waiting = tuple(
        Waiting(
            event.section,
            f"{_told(event.by_name, event.at)}: «{event.note}»",
            reverse("admin:section_history", args=[event.section.year_id, event.section.code]),
        )
        for event in events
    )
    if waiting:
        yield Queue(_("Bu hesabın anıldığı notlar"), waiting)


def _told(who: str | None, when: datetime | None) -> str:
    return f"{who}, {timezone.localtime(when):%d.%m.%Y}" if who and when else ""
