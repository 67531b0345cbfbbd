"""The line of an indicator through the years, also where it changed its name or its plan."""

from __future__ import annotations

from dataclasses import dataclass

from performance.figures import Amount, outcome_of
from performance.models import Indicator, IndicatorResult, IndicatorSuccession


@dataclass(frozen=True, slots=True)
class Past:
    """What an indicator, or one that it continues, gave in an earlier year."""

    year: int
    indicator: Indicator
    target: Amount
    value: Amount
    explanation: str


def forebears(indicator: Indicator) -> dict[int, int]:
    """The indicators whose line an indicator continues, each with the last year it counts for.

    The indicator itself is not among them. A line that was split or merged has several.
    """
    steps: dict[int, list[tuple[int, int]]] = {}
    rows = IndicatorSuccession.objects.filter(successor__isnull=False)
    for before, after, year in rows.values_list("predecessor_id", "successor_id", "year"):
        if after is not None:
            steps.setdefault(after, []).append((before, year - 1))
    found: dict[int, int] = {}
    waiting = [(indicator.pk, 9999)]
    while waiting:
        current, until = waiting.pop()
        for before, last in steps.get(current, ()):
            year = min(last, until)
            if before != indicator.pk and found.get(before, 0) < year:
                found[before] = year
                waiting.append((before, year))
    return found


def past_results(indicator: Indicator, before: int) -> tuple[Past, ...]:
    """Results of the line before a year, newest first; of a year with several, in code order."""
    limits = forebears(indicator)
    results = (
        IndicatorResult.objects.filter(indicator_id__in=[indicator.pk, *limits], year_id__lt=before)
        .select_related("indicator")
        .prefetch_related("values")
        .order_by("-year_id", "indicator__position", "pk")
    )
    return tuple(_past(result) for result in results if _counts(result, indicator, limits))


def last_year(indicator: Indicator, year: int) -> tuple[Past, ...]:
    """Results of the line in the year before."""
    return tuple(past for past in past_results(indicator, year) if past.year == year - 1)


def _counts(result: IndicatorResult, indicator: Indicator, limits: dict[int, int]) -> bool:
    known = result.indicator_id
    return known == indicator.pk or result.year_id <= limits[known]


def _past(result: IndicatorResult) -> Past:
    return Past(
        result.year_id,
        result.indicator,
        result.target,
        outcome_of(result).value,
        result.explanation,
    )
