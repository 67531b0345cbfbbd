"""Remarks about passages of a text: written, answered, settled. All of it is only added to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from reports.collect.workflow import access, steps
from reports.collect.workflow.actions import WorkflowError, comment
from reports.collect.workflow.notes import TEXT
from reports.ground.actors import Actor
from reports.models import Narrative, Section, TextRemark

MOST_SHOWN: Final = 100
LONGEST_PASSAGE: Final = 1000
_NAMED: Final = re.compile(r"(?<![\w@])@([\w.+-]{1,150})")


@dataclass(frozen=True)
class Thread:
    """A remark with its answers."""

    root: TextRemark
    answers: tuple[TextRemark, ...]
    start: int
    """Where its passage begins in the text as it is; -1 where it is not there any more."""

    @property
    def is_settled(self) -> bool:
        return bool(self.answers) and self.answers[-1].settles

    @property
    def is_moved(self) -> bool:
        """Whether the passage was changed or taken out since."""
        return bool(self.root.passage) and self.start < 0


def threads(text: Narrative) -> list[Thread]:
    """The remarks about a text, those that wait first, the newest before older ones."""
    section = access.section_of(text)
    if section is None:
        return []
    remarks = list(
        TextRemark.objects.filter(event__section=section, text=text.section)
        .select_related("event")
        .order_by("pk")
    )
    answers: dict[int, list[TextRemark]] = {}
    for remark in remarks:
        if remark.root_id is not None:
            answers.setdefault(remark.root_id, []).append(remark)
    found = [
        Thread(
            remark,
            tuple(answers.get(remark.pk, ())),
            text.body.find(remark.passage) if remark.passage else -1,
        )
        for remark in reversed(remarks)
        if remark.root_id is None
    ]
    return sorted(found, key=lambda thread: thread.is_settled)[:MOST_SHOWN]


@transaction.atomic
def remark(
    text: Narrative,
    section: Section,
    note: str,
    by: Actor,
    *,
    passage: str = "",
    readers: Iterable[Actor] = (),
) -> TextRemark:
    """Write a remark. Those of `readers` whom it names with @ get a notice.

    Raises PermissionDenied, or WorkflowError where something is missing.
    """
    event = comment(section, by=by, note=note, place=(TEXT, "", ""), mentions=named(note, readers))
    return TextRemark.objects.create(
        event=event, text=text.section, passage=passage.replace("\r\n", "\n")[:LONGEST_PASSAGE]
    )


@transaction.atomic
def answer(
    root: TextRemark,
    note: str,
    by: Actor,
    *,
    settles: bool = False,
    readers: Iterable[Actor] = (),
) -> TextRemark:
    """Answer a remark, with or without settling it; its writer and those who are named with @ get
    a notice. A settled one is opened again by an answer that does not settle it.

    Raises PermissionDenied, or WorkflowError where something is missing.
    """
    if root.root_id is not None:
        raise WorkflowError("Yanıt, notun kendisine yazılır.")
    people = {person.pk: person for person in named(note, readers)}
    if root.event.by is not None and root.event.by.is_active:
        people.setdefault(root.event.by.pk, root.event.by)
    people.pop(by.pk, None)
    event = comment(
        root.event.section, by=by, note=note, place=(TEXT, "", ""), mentions=people.values()
    )
    return TextRemark.objects.create(event=event, text=root.text, root=root, settles=settles)


def named(note: str, people: Iterable[Actor]) -> list[Actor]:
    """Those of some people whom a note names by their user name after @."""
    names = {match.rstrip(".").casefold() for match in _NAMED.findall(note)}
    return [person for person in people if person.get_username().casefold() in names]


def may_remark(user: Actor, section: Section) -> bool:
    """Whether somebody may write remarks about a section."""
    return steps.COMMENT.may(user, section)
