"""What the directorates contribute to the registry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from departments import charts_works, consistency, datasets, resources, sheets, sidebar
from departments.charts import CHARTS
from departments.datasets.procurements import procurement_parts
from departments.leaving import LEAVING
from departments.models import Activity, Department
from departments.new_tables import OWN_TABLES
from departments.office import OFFICE
from departments.opening import OPENING
from departments.summary import SUMMARY, TERMS
from departments.work import (
    WORK,
    assign_sections,
    department_sections,
    duties,
    has_owner,
    people,
    units,
)
from reports.core.registry import AppKit, Headline, Subsection, SubsectionProvider, TablePart
from reports.models import FiscalYear

ACTIVITIES_OF_DIRECTORATES = "III.B.1"


def department_subsections(year: FiscalYear) -> Iterable[Subsection]:
    """One subsection for each directorate of the year; the document leaves out the empty ones."""
    activities: dict[int, list[str]] = defaultdict(list)
    rows = Activity.objects.filter(year=year).select_related("department")
    for activity in rows.order_by("position", "pk"):
        activities[activity.department_id].append(activity.row_key)
    purchases = procurement_parts(year)
    for number, department in enumerate(Department.objects.valid_in(year), start=1):
        parts = list(_activity_parts(activities[department.pk]))
        if department.pk in purchases:
            parts.append(purchases[department.pk])
        yield Subsection(
            code=f"{ACTIVITIES_OF_DIRECTORATES}/{department.code}",
            title=department.name,
            number=str(number),
            parts=tuple(parts),
            facts={"kind": "department", "department": department.code},
        )


def _activity_parts(keys: list[str]) -> Iterable[TablePart]:
    if keys:
        yield TablePart(
            "departments.activities",
            rows=tuple(keys),
            columns=("no", "title", "date", "summary"),
            title="Faaliyetler",
        )


HEADLINES = (
    Headline(
        key="staff",
        label="Personel",
        dataset="departments.personnel_by_status",
        row="total",
        column="count",
        format="integer",
        note="Yıl sonunda, belediye şirketi personeli dahil",
        order=60,
    ),
    Headline(
        key="vehicles",
        label="Araç ve iş makinesi",
        dataset="departments.vehicles",
        row="total",
        column="total",
        format="integer",
        note="Kiralık araçlar dahil",
        order=70,
    ),
    Headline(
        key="departments",
        label="Müdürlük",
        dataset="departments.departments",
        row="total",
        column="code",
        format="integer",
        note="Raporda adı geçen müdürlükler",
        order=80,
    ),
)

KIT = AppKit(
    app="departments",
    datasets=datasets.DATASETS,
    families=datasets.FAMILIES,
    charts=(*CHARTS, *charts_works.CHARTS),
    headlines=HEADLINES,
    subsections=(SubsectionProvider(ACTIVITIES_OF_DIRECTORATES, department_subsections),),
    package_parts=resources.PARTS,
    rules=consistency.RULES,
    office=OFFICE,
    work=WORK,
    tables=sheets.TABLES,
    sheets=sheets.sheets,
    sections=department_sections,
    sections_opened=assign_sections,
    duties=duties,
    people=people,
    units=units,
    section_has_owner=has_owner,
    opening=OPENING,
    summary=SUMMARY,
    terms=TERMS,
    leaving=LEAVING,
    own_tables=OWN_TABLES,
    sidebar_groups=sidebar.GROUPS,
    sidebar=sidebar.LINKS,
)
