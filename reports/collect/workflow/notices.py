"""Mail to the people whom an event concerns: sent after the transaction, one mail for each person.

Whom a section concerns is known to the apps (`AppKit.people`). A mail says what happened and leads
to the place; it never carries figures.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string

from reports.core import registry
from reports.enums import SectionEventKind
from reports.ground.actors import Actor
from reports.models import Section, SectionEvent

from . import access

log = logging.getLogger(__name__)

Kind = SectionEventKind

TO_DIRECTORATE = frozenset(
    {
        Kind.RETURNED,
        Kind.ACCEPTED,
        Kind.REOPENED,
        Kind.RECHECKED,
        Kind.EXTENDED,
        Kind.APPROVED,
    }
)
"""Events that the people who answer for the section are told about."""

_gathered: ContextVar[list[SectionEvent] | None] = ContextVar("section_notices", default=None)


def people_of(section: Section) -> list[Actor]:
    """Accounts that answer for a section, each once: owner and deputy first."""
    found: dict[int, Actor] = {}
    for kit in registry.kits():
        for person in kit.people(section) if kit.people is not None else ():
            if person.is_active:
                found.setdefault(person.pk, person)
    return list(found.values())


def notify(event: SectionEvent) -> None:
    """Send the mails of an event when its transaction stands."""
    gathered = _gathered.get()
    if gathered is not None:
        gathered.append(event)
    else:
        transaction.on_commit(lambda: deliver([event]), robust=True)


@contextmanager
def together() -> Iterator[None]:
    """What happens inside reaches each person in one mail, however many sections it is about."""
    if _gathered.get() is not None:
        yield
        return
    events: list[SectionEvent] = []
    token = _gathered.set(events)
    try:
        yield
    finally:
        _gathered.reset(token)
    if events:
        transaction.on_commit(lambda: deliver(events), robust=True)


def deliver(events: Iterable[SectionEvent]) -> int:
    """Send each person one mail about the events that concern him or her; returns how many."""
    people: dict[int, Actor] = {}
    wanted: dict[int, list[SectionEvent]] = {}
    for event in events:
        for pk, person in _concerned(event).items():
            if access.may_see_section(people.setdefault(pk, person), event.section):
                wanted.setdefault(pk, []).append(event)
    return send((people[pk], *_mail(found)) for pk, found in wanted.items())


def _concerned(event: SectionEvent) -> dict[int, Actor]:
    """Whom an event concerns; never the person who caused it."""
    found = {person.pk: person for person in event.mentions.all()}
    kind = Kind(event.kind)
    if kind in TO_DIRECTORATE:
        found |= {person.pk: person for person in people_of(event.section)}
    elif kind == Kind.SUBMITTED and not event.section.approved:
        found |= {
            person.pk: person
            for person in people_of(event.section)
            if person.has_perm("reports.approve_section")
        }
    found.pop(event.by_id or 0, None)
    return found


def _mail(events: list[SectionEvent]) -> tuple[str, str]:
    """Subject and text of a mail about some events of one or more sections."""
    first = events[0]
    what = (
        f"{first.section.title} {first.get_kind_display()}"
        if len(events) == 1
        else f"{len(events)} bölümde yeni bilgi"
    )
    subject = " ".join(f"{first.section.year_id} faaliyet raporu: {what}".split())
    body = render_to_string(
        "office/mail/event.txt", {"events": events, "site": settings.SITE_URL, "subject": subject}
    )
    return subject, body


def send(mails: Iterable[tuple[Actor, str, str]], *, section: Section | None = None) -> int:
    """Send mails to those who have an address and may see the section."""
    messages = [
        EmailMessage(subject, body, to=[person.email])
        for person, subject, body in mails
        if person.email
        and person.is_active
        and (section is None or access.may_see_section(person, section))
    ]
    if not messages:
        return 0
    try:
        return get_connection().send_messages(messages) or 0
    except OSError:  # a mail server that is away must not undo what people did
        log.exception("mail could not be sent")
        return 0
