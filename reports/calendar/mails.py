"""The text of a reminder: one mail for a person, with everything that is due and the way to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from kars_portal.lib.numbers import format_date

from .addressees import Item
from .links import section_path
from .standing import Standing, standings


@dataclass(frozen=True)
class Mail:
    subject: str
    body: str


@dataclass(frozen=True)
class Line:
    """One thing in a mail."""

    title: str
    when: str
    about: str
    url: str


def days_text(left: int) -> str:
    """How much time there is."""
    if left == 0:
        return "son gün bugün"
    return f"{left} gün kaldı" if left > 0 else f"{-left} gün gecikti"


class Writer:
    """Writes the mails of one run; each year's checks run once."""

    def __init__(self, day: date, *, by: Any = None) -> None:
        self.day = day
        self.by = by
        self._standings: dict[int, dict[str, Standing]] = {}

    def mail(self, person: Any, items: list[Item]) -> Mail:
        late = [item for item in items if item.left is not None and item.left < 0]
        lines = [self._line(item) for item in items]
        context = {
            "person": person.get_full_name() or person.get_username(),
            "sections": [ln for ln, item in zip(lines, items, strict=True) if item.section],
            "milestones": [ln for ln, item in zip(lines, items, strict=True) if item.milestone],
            "by": (self.by.get_full_name() or self.by.get_username()) if self.by else "",
        }
        body = render_to_string("office/mail/reminder.txt", context)
        return Mail(_subject(items, late), body)

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
                about=self._missing(item),
                url=settings.SITE_URL + section_path(item.section),
            )
        assert item.milestone is not None  # noqa: S101 - an item is of one or the other
        year = item.milestone.year_id
        return Line(
            title=f"{year} · {item.milestone.title}",
            when=when,
            about=item.milestone.basis,
            url=f"{settings.SITE_URL}{reverse('admin:calendar')}?yil={year}",
        )

    def _missing(self, item: Item) -> str:
        """State and open findings of a section; never figures."""
        section = item.section
        if section is None:
            return ""
        if section.year_id not in self._standings:
            self._standings[section.year_id] = standings(section.year)
        standing = self._standings[section.year_id].get(section.code, Standing())
        parts = [section.get_state_display()]
        if standing.errors:
            parts.append(f"{standing.errors} açık hata")
        if standing.warnings:
            parts.append(f"{standing.warnings} uyarı")
        return ", ".join(parts)


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
