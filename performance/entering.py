"""Indicators and those who enter them: the sections of their results, the list on their desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kars_portal.lib.turkish import sort_key
from performance.figures import outcome_of
from performance.models import Indicator, IndicatorResult, StrategicPlan
from performance.sheets.own import lacking
from performance.work import RESULTS_SECTION
from reports.collect.workflow.actions import open_sections
from reports.core.registry import DeskItem, DeskList
from reports.enums import EntryState, ReportState
from reports.ground.actors import Actor
from reports.models import FiscalYear, Report, Section


def open_lacking(by: Actor | None) -> None:
    """Open the sections that years under way lack since a directorate answers for an indicator.

    Called where cards are changed. A year whose report is frozen or published stays as it is.
    """
    for report in Report.objects.select_related("year").filter(state=ReportState.COLLECTING):
        if lacking(report.pk):
            open_sections(report.year, by=by)


def own_indicators(person: Actor, year: int) -> Iterable[DeskList]:
    """The indicators that a person enters in a year, as owner or deputy of their cards."""
    plan = StrategicPlan.objects.in_force(FiscalYear(year=year))
    if plan is None:
        return
    indicators = list(
        Indicator.objects.filter(
            Q(owner=person) | Q(deputy=person),
            objective__goal__plan=plan,
            department__isnull=False,
        ).select_related("department")
    )
    if not indicators:
        return
    found = IndicatorResult.objects.filter(year_id=year, indicator__in=indicators)
    results = {
        r.indicator_id: r for r in found.select_related("indicator").prefetch_related("values")
    }
    states = dict(
        Section.objects.filter(year=year, code__startswith=f"{RESULTS_SECTION}/").values_list(
            "code", "state"
        )
    )
    sections = {code: Section(state=state) for code, state in states.items()}
    # A year that is frozen or published opens no section for an owner who was set afterwards.
    there = set(states)
    if any(code_of(indicator) not in there for indicator in indicators):
        there |= {section.code for section in lacking(year)}
    indicators = [indicator for indicator in indicators if code_of(indicator) in there]
    if not indicators:
        return
    yield DeskList(
        _("Sorumlusu olunan göstergeler"),
        tuple(
            _item(indicator, results.get(indicator.pk), year, sections)
            for indicator in sorted(indicators, key=lambda item: sort_key(item.code))
        ),
    )


def code_of(indicator: Indicator) -> str:
    """The section in which the results of an indicator's directorate stand."""
    return f"{RESULTS_SECTION}/{indicator.department.code if indicator.department else ''}"


def _item(
    indicator: Indicator,
    result: IndicatorResult | None,
    year: int,
    sections: dict[str, Section],
) -> DeskItem:
    section = sections.get(code_of(indicator))
    is_there = result is not None and outcome_of(result).value is not None
    state = EntryState.ENTERED if is_there else EntryState.EMPTY
    notes = [str(indicator.department), str(state.label)]
    if section is not None and not section.stage.is_editable:
        notes.append(section.get_state_display())
    address = reverse("admin:indicator_entry", args=[year, indicator.pk])
    return DeskItem(str(indicator), " · ".join(notes), address)
