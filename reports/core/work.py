"""To which section the core's own records belong, and which sections the outline makes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db.models import Q, Subquery

from reports.core.building import DECLARATION_SECTION
from reports.core.outline import sections_valid_in
from reports.core.registry import SectionPlan, WorkTable, in_section
from reports.models import FiscalYear, Narrative, Section


def outline_sections(year: FiscalYear) -> Iterable[SectionPlan]:
    """Every section of the statutory outline that has no sections below it."""
    sections = sections_valid_in(year)
    parents = {section.parent for section in sections}
    for place, section in enumerate(sections, start=1):
        if section.code not in parents:
            yield SectionPlan(section.code, section.title, place * 100)


def _texts(codes: Collection[str]) -> Q:
    """Texts of the sections, and of the parts below that are no sections of their own."""
    found = Q(section__in=list(codes))
    for code in codes:
        if "/" not in code:
            found |= Q(section__startswith=f"{code}/") & ~Q(
                section__in=Subquery(
                    Section.objects.filter(code__startswith=f"{code}/").values("code")
                )
            )
    return found


def _text_section(text: Narrative) -> str:
    return text.section


WORK: tuple[WorkTable, ...] = (
    # A text is one of the things that a section owes, counted apart from its tables.
    WorkTable("reports.narrative", _text_section, _texts, owed=False),
    in_section("reports.declaration", DECLARATION_SECTION),
    # What a printed report said of itself, and what the law says, is no debt of a section.
    replace(in_section("reports.statedfigure", DECLARATION_SECTION), owed=False),
    replace(in_section("reports.referencenumber", "I.D"), owed=False),
)
