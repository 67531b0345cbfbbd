"""What performance contributes to the registry."""

from __future__ import annotations

from collections.abc import Iterable

from performance import entering, figures, reporting, sheets, sidebar
from performance.charts import CHARTS
from performance.consistency import RULES
from performance.datasets import DATASETS, FAMILIES
from performance.leaving import LEAVING
from performance.office import OFFICE
from performance.opening import OPENING
from performance.resources import PARTS
from performance.summary import SUMMARY, TERMS
from performance.work import RESULTS_SECTION, WORK, result_sections
from reports.core.registry import AppKit, Headline, Subsection, SubsectionProvider, TablePart
from reports.models import FiscalYear

RESULT_COLUMNS = ("code", "name", "unit", "target", "actual", "rate", "status", "explanation")
MEASURE_COLUMNS = ("code", "name", "reason_category", "corrective_action", "new_date")


def objective_sections(year: FiscalYear) -> Iterable[Subsection]:
    """A section for each objective with its part of the results table."""
    members = figures.by_objective(figures.achievements(year))
    explained = {row.row_key for row in reporting.measures(year)}
    for objective in figures.objectives(year):
        keys = tuple(item.row_key for item in members.get(objective.code, ()))
        parts = [TablePart("performance.indicators", rows=keys, columns=RESULT_COLUMNS)]
        measures = tuple(key for key in keys if key in explained)
        if measures:
            parts.append(TablePart("performance.measures", measures, MEASURE_COLUMNS))
        yield Subsection(
            code=f"{RESULTS_SECTION}/{objective.row_key}",
            number=objective.code,
            title=objective.title,
            parts=tuple(parts) if keys else (),
            facts={"kind": "objective", "goal": objective.goal, "objective": objective.code},
        )


HEADLINES = (
    Headline(
        key="indicators",
        label="Performans göstergesi",
        dataset="performance.goal_results",
        row="total",
        column="indicator_count",
        format="integer",
        note="Stratejik planın izlenen göstergeleri.",
        order=50,
    ),
    Headline(
        key="achieved_rate",
        label="Hedefine ulaşan gösterge",
        dataset="performance.goal_results",
        row="total",
        column="achieved_rate",
        format="percent",
        note="Değerlendirilebilen göstergeler içindeki pay.",
        order=60,
    ),
)

KIT = AppKit(
    app="performance",
    datasets=DATASETS,
    families=FAMILIES,
    charts=CHARTS,
    headlines=HEADLINES,
    subsections=(SubsectionProvider(RESULTS_SECTION, objective_sections),),
    package_parts=PARTS,
    office=OFFICE,
    work=WORK,
    tables=sheets.TABLES,
    sheets=sheets.sheets,
    sections=result_sections,
    rules=RULES,
    opening=OPENING,
    summary=SUMMARY,
    terms=TERMS,
    desk=entering.own_indicators,
    leaving=LEAVING,
    sidebar_groups=sidebar.GROUPS,
    sidebar=sidebar.LINKS,
)
