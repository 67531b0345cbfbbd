"""The statutory outline of a year: which rows of it were in force when the report is written."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from reports.core import registry
from reports.models import FiscalYear, OutlineSection


def sections_valid_in(year: FiscalYear) -> list[OutlineSection]:
    """The statutory outline in force when the year's report is written."""
    day = written_on(year.year)
    return list(
        OutlineSection.objects.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )
    )


def written_on(year: int) -> date:
    """The day whose law counts for a year's report: the first of the April that follows, the month
    in which it goes before the council (5393/56).
    """
    return date(year + 1, 4, 1)


def section_codes(year: FiscalYear) -> set[str]:
    """Every code that a narrative may belong to, subsections included."""
    codes: set[str] = set()
    for section in sections_valid_in(year):
        codes.add(section.code)
        for provider in registry.subsection_providers(section.code):
            codes.update(sub.code for sub in provider.build(year))
    return codes
