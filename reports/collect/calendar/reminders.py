"""Sends reminders so that none goes out twice and none is lost: claim, send, mark.

What is due follows from the day alone (`addressees.plan_for`); a row of `ReminderLog` says that a
person was told of one thing at one step. For each person, in this order:

1. Claim, in one transaction that locks the person: write the rows (or take over unsent ones). Two
   runs at once wait for each other here; the second finds the rows. The unique constraints of the
   table hold even without the lock.
2. Send one mail about everything claimed.
3. Mark the rows as sent.

A mail that the server refuses gives its rows back at once. When a run dies between 1 and 3 the rows
stay claimed and unsent; after an hour the next run takes them over. Only a run that dies in the
moment between the server's "accepted" and 3 sends a mail again; it carries the same Message-ID, by
which mail servers recognise it.
"""

from __future__ import annotations

import hashlib
import logging
import smtplib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from reports.collect.workbooks.attaching import Attachments
from reports.collect.workflow import access
from reports.collect.workflow.actions import record
from reports.enums import SectionEventKind
from reports.ground.actors import Actor
from reports.models import ReminderLog, Section

from .addressees import MANAGE, Addressees, Item, ItemKey, Plan, plan_for
from .deadlines import UNDELIVERED, Deadlines
from .mails import Mail, Writer

log = logging.getLogger(__name__)

STALE = timedelta(hours=1)
"""After which a claim without a mail is taken for that of a run that died."""


@dataclass
class Outcome:
    """What a run did."""

    sent: list[tuple[Actor, list[Item]]] = field(default_factory=list)
    failed: list[tuple[Actor, str]] = field(default_factory=list)
    """Person and what the mail server said; the next run tries again."""
    told: list[Actor] = field(default_factory=list)
    """People who had been reminded before, or are by another run right now."""
    without_address: list[Actor] = field(default_factory=list)
    not_due: list[Section] = field(default_factory=list)
    """Sections that are delivered: nobody is reminded of them."""


def remind_due(day: date | None = None) -> Outcome:
    """Send what is due on a day; safe to repeat. The daily job."""
    day = day or timezone.localdate()
    plan = plan_for(day)
    return _Run(day).deliver(plan)


def remind_now(sections: Iterable[Section], *, by: Actor, with_workbooks: bool = False) -> Outcome:
    """Remind of some sections because somebody asks for it, whatever the day.

    Nobody is reminded of a section twice a day this way. `with_workbooks`: who enters a section
    gets its directorate's workbook with the mail.
    """
    if not by.has_perm(MANAGE):
        raise PermissionDenied
    day = timezone.localdate()
    chosen = [section for section in sections if access.may_see_section(by, section)]
    plan = Plan()
    open_ones = [section for section in chosen if section.stage in UNDELIVERED]
    deadlines = Deadlines.of(open_ones, day)
    addressees = Addressees(open_ones, plan)
    for section in open_ones:
        addressees.add(section, ReminderLog.MANUAL, deadlines)
    workbooks = Attachments(timezone.now()) if with_workbooks else None
    outcome = _Run(day, by=by, workbooks=workbooks).deliver(plan)
    outcome.not_due = [section for section in chosen if section.stage not in UNDELIVERED]
    return outcome


class _Run:
    """One run: claims carry its number, mails go over its connection."""

    def __init__(
        self, day: date, *, by: Actor | None = None, workbooks: Attachments | None = None
    ) -> None:
        self.day = day
        self.by = by
        self.workbooks = workbooks
        self.claim_id = uuid.uuid4()
        self.connection = get_connection()

    def deliver(self, plan: Plan) -> Outcome:
        outcome = Outcome(without_address=list(plan.without_address.values()))
        writer = Writer(plan, by=self.by, workbooks=self.workbooks)
        try:
            for person, items in plan.sorted():
                claimed = self._claim(person, items)
                if not claimed:
                    outcome.told.append(person)
                    continue
                problem = self._send(person, writer, claimed)
                if problem:
                    outcome.failed.append((person, problem))
                else:
                    outcome.sent.append((person, claimed))
        finally:
            self.connection.close()
            self._tell_story(outcome)
        return outcome

    # -- claim ----------------------------------------------------------------------------------

    @transaction.atomic
    def _claim(self, person: Actor, items: list[Item]) -> list[Item]:
        """The items that this run sends to a person; others are sent, or being sent."""
        list(get_user_model().objects.select_for_update(no_key=True).filter(pk=person.pk))
        now = timezone.now()
        rows = ReminderLog.objects.filter(person=person)
        by_hand = self.by is not None
        if not by_hand and self._mailed_today(rows, now):
            return []
        known = {self._key(row): row for row in self._known(rows, items)}
        new, old, claimed = [], [], []
        for item in items:
            row = known.get(self._item_key(item))
            if row is None:
                new.append(
                    ReminderLog(
                        section=item.section,
                        milestone=item.milestone,
                        person=person,
                        step=item.step,
                        due_on=item.due_on,
                        day=self.day,
                        claim=self.claim_id,
                        claimed_at=now,
                    )
                )
            elif row.sent_at is None and _is_free(row, now):
                old.append(row.pk)
            else:
                continue
            claimed.append(item)
        ReminderLog.objects.bulk_create(new)
        rows.filter(pk__in=old).update(claim=self.claim_id, claimed_at=now, day=self.day)
        return claimed

    def _mailed_today(self, rows: QuerySet[ReminderLog], now: datetime) -> bool:
        """Whether the person's mail of this day is out, or another run is about to send it."""
        of_today = rows.filter(day=self.day).exclude(step=ReminderLog.MANUAL)
        taken = Q(sent_at__isnull=False) | Q(claimed_at__gt=now - STALE)
        return of_today.filter(taken).exists()

    def _known(self, rows: QuerySet[ReminderLog], items: list[Item]) -> QuerySet[ReminderLog]:
        sections = [item.section.pk for item in items if item.section]
        milestones = [item.milestone.pk for item in items if item.milestone]
        found = rows.filter(Q(section__in=sections) | Q(milestone__in=milestones))
        manual = Q(step=ReminderLog.MANUAL)
        return found.filter(manual, day=self.day) if self.by is not None else found.exclude(manual)

    def _key(self, row: ReminderLog) -> ItemKey:
        due_on = None if row.step == ReminderLog.MANUAL else row.due_on
        return (row.section_id, row.milestone_id, row.step, due_on)

    def _item_key(self, item: Item) -> ItemKey:
        section, milestone, step, due_on = item.key
        return (section, milestone, step, None if step == ReminderLog.MANUAL else due_on)

    # -- send and mark --------------------------------------------------------------------------

    def _send(self, person: Actor, writer: Writer, items: list[Item]) -> str:
        """Write and send one mail and mark its rows; returns what went wrong, or empty."""
        rows = ReminderLog.objects.filter(person=person, claim=self.claim_id, sent_at__isnull=True)
        try:
            self._message(person, writer.mail(person, items), items).send()
        except (OSError, smtplib.SMTPException) as error:
            log.exception("a reminder could not be sent to account %s", person.pk)
            rows.update(claimed_at=None)
            self.connection.close()  # the next mail opens it anew
            return str(error) or type(error).__name__
        except Exception:
            rows.update(claimed_at=None)
            raise
        rows.update(sent_at=timezone.now())
        return ""

    def _message(self, person: Actor, mail: Mail, items: list[Item]) -> EmailMessage:
        message = EmailMessage(
            mail.subject,
            mail.body,
            to=[person.email],
            connection=self.connection,
            headers={
                "Message-ID": _message_id(person, self.day, items),
                "Auto-Submitted": "auto-generated",
            },
        )
        for file in mail.files:
            message.attach(file.name, file.content, file.media_type)
        return message

    def _tell_story(self, outcome: Outcome) -> None:
        """One event for each section of which people were reminded."""
        people: dict[int, list[str]] = {}
        about: dict[int, Item] = {}
        for person, items in outcome.sent:
            for item in items:
                if item.section is not None:
                    about.setdefault(item.section.pk, item)
                    name = person.get_full_name() or person.get_username()
                    people.setdefault(item.section.pk, []).append(name)
        for pk, item in about.items():
            if item.section is not None:
                note = f"{', '.join(people[pk])}."
                record(item.section, SectionEventKind.REMINDED, by=self.by, note=note)


def _is_free(row: ReminderLog, now: datetime) -> bool:
    return row.claimed_at is None or row.claimed_at <= now - STALE


def _message_id(person: Actor, day: date, items: list[Item]) -> str:
    """The same for the same mail, so that one that is sent again is recognised."""
    about = repr((person.pk, sorted(map(repr, (item.key for item in items)))))
    if items[0].step == ReminderLog.MANUAL:
        about += day.isoformat()
    digest = hashlib.sha256(about.encode()).hexdigest()[:32]
    return f"<hatirlatma.{digest}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"
