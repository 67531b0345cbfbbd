"""What the core itself carries into a new year: the report, declarations, texts, reference numbers.

Stated figures and waivers belong to one year's report and never go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Model
from django.urls import reverse

from reports.collect.calendar.milestones import create_milestones
from reports.core.outline import section_codes
from reports.models import (
    Declaration,
    FiscalYear,
    Narrative,
    ReferenceNumber,
    Report,
    Section,
)

from .engine import kits, section_code
from .parts import Decision, Opening, OpeningKit
from .rows import Values, carried, carry, key_of, part, taken_keys

SHOWN = 8
"""So many names stand in a decision; the rest is counted."""


def renewed(opening: Opening, text: str) -> str:
    """A title with the new year in place of the old one."""
    return text.replace(str(opening.source), str(opening.year))


def listed(names: Iterable[str]) -> str:
    """Names one after the other, the rest as a number."""
    found = list(names)
    more = len(found) - SHOWN
    return ", ".join(found[:SHOWN]) + (f" ve {more} tane daha" if more > 0 else "")


def _year(opening: Opening) -> Iterable[Model]:
    if opening.year._state.adding:
        yield opening.year


def _report(opening: Opening) -> Iterator[Model]:
    if Report.objects.filter(year_id=opening.year.pk).exists():
        return
    old = Report.objects.get(year=opening.source)
    title = renewed(opening, old.title)
    if title == old.title:
        title = f"{opening.year} Yılı Faaliyet Raporu"
    yield Report(year=opening.year, institution=old.institution, province=old.province, title=title)


def _declarations(opening: Opening) -> Iterator[Model]:
    def change(old: Declaration, values: Values) -> Values:
        return {**values, "title": renewed(opening, old.title)}

    yield from carried(
        opening,
        Declaration,
        "title",
        "role",
        "institution",
        "place",
        texts=("body",),
        change=change,
    )


# -- texts ------------------------------------------------------------------------------------


def _texts(opening: Opening) -> Iterator[Narrative]:
    """Kept texts, under the codes that their sections have in the new year."""
    if not opening.keeps_texts:
        return
    taken = taken_keys(opening, Narrative, Narrative.natural_key_fields)
    codes = _codes(opening)
    for old in _old_texts(opening):
        code = section_code(opening, old.section)
        new = Narrative(year=opening.year, section=code, body=old.body, position=old.position)
        key = key_of(new, Narrative.natural_key_fields)
        if code in codes and key not in taken:
            taken.add(key)
            yield new


def _old_texts(opening: Opening) -> list[Narrative]:
    """A section's own text before that of one which was merged into it."""
    found = Narrative.objects.filter(year=opening.source).order_by("position", "pk")
    return sorted(found, key=lambda text: section_code(opening, text.section) != text.section)


def _codes(opening: Opening) -> set[str]:
    def read() -> set[str]:
        planned = (code for kit in kits() for code in kit.text_codes(opening))
        return section_codes(opening.year) | set(planned)

    return opening.once("text codes", read)


def _decisions(opening: Opening) -> Iterator[Decision]:
    if not opening.keeps_texts:
        return
    yield from _old_year_in_texts(opening)
    codes = _codes(opening)
    homes: dict[str, str] = {}
    for text in _old_texts(opening):
        code = section_code(opening, text.section)
        if code not in codes:
            yield Decision(f"{text.section} bölümü {opening.year} yılında yok; metni aktarılmadı.")
        elif code in homes:
            yield Decision(
                f"{homes[code]} ve {text.section} bölümlerinin metinleri {opening.year} yılında "
                f"aynı bölüme ({code}) düşüyor; yalnız ilki aktarıldı, birleştirilmesi gerekiyor."
            )
        else:
            homes[code] = text.section


def _old_year_in_texts(opening: Opening) -> Iterator[Decision]:
    """Drafts, made now or before, that name the old year."""
    year = str(opening.source)
    there = Narrative.objects.filter(year_id=opening.year.pk, body__contains=year)
    found = [text.section for text in (*there, *_texts(opening)) if year in text.body]
    if found:
        yield Decision(
            f"{len(found)} bölüm metninde «{year}» geçiyor; taslaklar okunmalıdır: "
            f"{listed(found)}.",
            href=reverse("admin:reports_narrative_changelist"),
            link="Bölüm metinleri",
        )


def _finish(opening: Opening, _made: list[Section]) -> None:
    """The days of the year's calendar, and from them the sections' due dates."""
    create_milestones(opening.year)


OPENING = OpeningKit(
    parts=(
        part(FiscalYear, _year),
        part(Report, _report),
        part(Declaration, _declarations),
        carry(ReferenceNumber, "label", "unit"),
        part(Narrative, _texts),
    ),
    decisions=_decisions,
    finish=_finish,
)
