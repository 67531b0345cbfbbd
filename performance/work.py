"""To which section the records of performance belong: results to their responsible directorate."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db.models import Model, Q

from departments.work import part_plans
from performance.enums import SwotKind
from performance.models import Indicator, StrategicPlan
from reports.core.registry import SectionPlan, WorkTable, follow, in_part_of, in_section
from reports.models import FiscalYear

RESULTS_SECTION = "III.B.2"

SWOT_SECTIONS = {SwotKind.STRENGTH: "IV.A", SwotKind.WEAKNESS: "IV.B"}


def result_sections(year: FiscalYear) -> Iterable[SectionPlan]:
    """The performance results of each directorate that answers for an indicator."""
    plan = StrategicPlan.objects.in_force(year)
    if plan is None:
        return
    codes = set(
        Indicator.objects.filter(objective__goal__plan=plan, department__isnull=False).values_list(
            "department__code", flat=True
        )
    )
    for part in part_plans(year, RESULTS_SECTION, codes):
        yield SectionPlan(part.code, f"{part.title}: performans sonuçları", part.position)


def _swot(codes: Collection[str]) -> Q:
    return Q(kind__in=[kind for kind, code in SWOT_SECTIONS.items() if code in codes])


def _swot_section(item: Model) -> str:
    return SWOT_SECTIONS[SwotKind(follow(item, "kind"))]


def people_of(indicator: Indicator) -> frozenset[int | None]:
    """The accounts that an indicator's card names: they enter it, whatever else they answer for."""
    return frozenset({indicator.owner_id, indicator.deputy_id} - {None})


def _results(model: str, step: str = "", *, year: str) -> WorkTable:
    return in_part_of(model, RESULTS_SECTION, f"{step}department__code", year=year)


WORK: tuple[WorkTable, ...] = (
    _results("performance.indicator", year=""),
    replace(
        _results("performance.indicatorresult", "indicator__", year="year_id"),
        entered_by=lambda result: people_of(follow(result, "indicator")),
    ),
    replace(
        _results("performance.indicatorvalue", "result__indicator__", year="result__year_id"),
        entered_by=lambda value: people_of(follow(value, "result__indicator")),
    ),
    _results("performance.indicatorevidence", "result__indicator__", year="result__year_id"),
    in_section("performance.higherplanreference", "II.B"),
    WorkTable("performance.swotitem", _swot_section, _swot, place="IV"),
)
