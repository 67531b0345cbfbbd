"""Mail to the people whom an event concerns: sent after the transaction, one mail for each person.

Whom a section concerns is known to the apps (`AppKit.people`). A mail says what happened and leads
to the place; it never carries figures.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string

from reports import registry
from reports.enums import SectionEventKind
from reports.models import Section, SectionEvent

from . import access

log = logging.getLogger(__name__)

Kind = SectionEventKind

TO_DIRECTORATE = frozenset(
    {Kind.RETURNED, Kind.ACCEPTED, Kind.REOPENED, Kind.EXTENDED, Kind.APPROVED}
)
"""Events that the people who answer for the section are told about."""


def people_of(section: Section) -> list[Any]:
    """Accounts that answer for a section, each once: owner and deputy first."""
    found: dict[int, Any] = {}
    for kit in registry.kits():
        for person in kit.people(section) if kit.people is not None else ():
            if person.is_active:
                found.setdefault(person.pk, person)
    return list(found.values())


def notify(event: SectionEvent) -> int:
    """Send the mails of an event; returns how many. Whoever caused it gets none."""
    wanted: dict[int, Any] = {person.pk: person for person in event.mentions.all()}
    if Kind(event.kind) in TO_DIRECTORATE:
        wanted |= {person.pk: person for person in people_of(event.section)}
    wanted.pop(event.by_id or 0, None)
    if not wanted:
        return 0
    subject = (
        f"{event.section.year_id} faaliyet raporu: {event.section.title} {event.get_kind_display()}"
    )
    body = render_to_string(
        "office/mail/event.txt",
        {"event": event, "url": settings.SITE_URL + event.section.get_absolute_url()},
    )
    return send(((person, subject, body) for person in wanted.values()), section=event.section)


def send(mails: Iterable[tuple[Any, str, str]], *, section: Section | None = None) -> int:
    """Send mails to those who have an address and may see the section."""
    messages = [
        EmailMessage(subject, body, to=[person.email])
        for person, subject, body in mails
        if person.email and (section is None or access.may_see_section(person, section))
    ]
    if not messages:
        return 0
    try:
        return get_connection().send_messages(messages) or 0
    except OSError:  # a mail server that is away must not undo what people did
        log.exception("mail could not be sent")
        return 0
