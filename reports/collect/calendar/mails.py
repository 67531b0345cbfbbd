"""The text of a reminder: one mail for a person, with everything that is due and the way to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse

from kars_portal.lib.numbers import format_date
from reports.collect.checking import Counts
from reports.collect.owed import owed
from reports.collect.workbooks.attaching import Attached, Attachment, Attachments
from reports.ground.actors import Actor
from reports.models import Section

from .addressees import Item, Plan
from .lacking import standings

NAMED = 5
"""So many missing things are named in a mail."""


@dataclass(frozen=True)
class Mail:
    subject: str
    body: str
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Line:
    """One thing in a mail."""

    title: str
    when: str
    about: str
    url: str
    missing: str = ""


def days_text(left: int) -> str:
    """How much time there is."""
    if left == 0:
        return "son gün bugün"
    return f"{left} gün kaldı" if left > 0 else f"{-left} gün gecikti"


class Writer:
    """Writes the mails of one run; checks and what is missing are asked for once for all.

    `workbooks`: those of the directorates go with the mails.
    """

    def __init__(
        self, plan: Plan, *, by: Actor | None = None, workbooks: Attachments | None = None
    ) -> None:
        self.plan = plan
        self.by = by
        self.workbooks = workbooks
        self._standings: dict[int, dict[str, Counts]] = {}

    @cached_property
    def _missing(self) -> dict[int, list[str]]:
        """Titles of what is not complete, by the section's pk; where they lead is not asked."""
        sections: dict[int, Section] = {}
        for items in self.plan.items.values():
            sections |= {item.section.pk: item.section for item in items if item.section}
        found = owed(AnonymousUser(), list(sections.values()))
        return {pk: [i.title for i in items if not i.is_complete] for pk, items in found.items()}

    def mail(self, person: Actor, items: list[Item]) -> Mail:
        late = [item for item in items if item.left is not None and item.left < 0]
        lines = [self._line(item) for item in items]
        attached = Attached()
        if self.workbooks is not None:
            sections = [item.section for item in items if item.section]
            attached = self.workbooks.for_person(person, sections)
        context = {
            "attached": attached,
            "person": person.get_full_name() or person.get_username(),
            "sections": [ln for ln, item in zip(lines, items, strict=True) if item.section],
            "milestones": [ln for ln, item in zip(lines, items, strict=True) if item.milestone],
            "by": (self.by.get_full_name() or self.by.get_username()) if self.by else "",
        }
        body = render_to_string("office/mail/reminder.txt", context)
        return Mail(_subject(items, late), body, attached.files)

    def _line(self, item: Item) -> Line:
        when = "son gün belirlenmedi"
        if item.due_on is not None:
            when = f"son gün {format_date(item.due_on)}"
            if item.left is not None:
                when += f", {days_text(item.left)}"
        if item.section is not None:
            return Line(
                title=f"{item.section.year_id} · {item.section.code} {item.section.title}",
                when=when,
                about=self._state(item),
                missing=_listed(self._missing.get(item.section.pk, [])),
                url=settings.SITE_URL + item.section.get_absolute_url(),
            )
        assert item.milestone is not None  # noqa: S101 - an item is of one or the other
        year = item.milestone.year_id
        return Line(
            title=f"{year} · {item.milestone.title}",
            when=when,
            about=item.milestone.basis,
            url=f"{settings.SITE_URL}{reverse('admin:calendar')}?yil={year}",
        )

    def _state(self, item: Item) -> str:
        """State and open findings of a section; never figures."""
        section = item.section
        if section is None:
            return ""
        if section.year_id not in self._standings:
            self._standings[section.year_id] = standings(section.year)
        standing = self._standings[section.year_id].get(section.code, Counts())
        parts = [section.get_state_display()]
        if standing.errors:
            parts.append(f"{standing.errors} açık hata")
        if standing.warnings:
            parts.append(f"{standing.warnings} uyarı")
        if standing.awaited:
            parts.append(f"henüz girilmeyen {standing.awaited} veri")
        if item.unanswered:
            parts.append("biriminde e-posta ile ulaşılabilen görevli yok")
        return ", ".join(parts)


def _listed(titles: list[str]) -> str:
    """The first few, the rest as a number."""
    more = len(titles) - NAMED
    return ", ".join(titles[:NAMED]) + (f" ve {more} tane daha" if more > 0 else "")


def _subject(items: list[Item], late: list[Item]) -> str:
    """Says at a glance how much there is and how urgent it is."""
    what = f"{len(items)} iş"
    if len(items) == 1:
        item = items[0]
        what = (
            item.section.title if item.section else item.milestone.title if item.milestone else ""
        )
    if late:
        urgency = "gecikti" if len(items) == 1 else f"{len(late)} gecikmiş"
    else:
        left = [item.left for item in items if item.left is not None]
        urgency = days_text(min(left)) if left else "teslim bekleniyor"
    return " ".join(f"Faaliyet raporu: {what}, {urgency}".split())
