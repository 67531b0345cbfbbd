"""Yearly tables of the directorates with a grid of their own, and the way to contracts' forms."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.http import urlencode

from departments.models import Activity, Contract, Department, DirectProcurement, Facility
from departments.models.free_tables import DEPARTMENT_SECTION
from reports.collect.sheets import FormSheet, ModelTable, Reading
from reports.models import Section


def of_directorate(section: Section, reading: Reading) -> Mapping[str, Department] | None:
    """Rows of a directorate's part of the report are the directorate's."""
    parent, _slash, code = section.code.partition("/")
    if parent != DEPARTMENT_SECTION or not code:
        return None
    known = reading.once("departments", lambda: {d.code: d for d in Department.objects.all()})
    return {"department": known[code]} if code in known else None


TABLES: tuple[ModelTable, ...] = (
    # Of which closed and open: many sites give their area only.
    ModelTable(Facility, "departments.facilities", optional=("closed_area", "open_area")),
    ModelTable(
        Activity,
        "departments.activities",
        keys=("no",),
        given=of_directorate,
        carried=False,
        number="no",
    ),
    ModelTable(
        DirectProcurement,
        "departments.direct_procurements",
        keys=("no",),
        given=of_directorate,
        carried=False,
        number="no",
    ),
)


class ContractsSheet(FormSheet):
    """Contracts have bills and payments; each is filled in on its own form."""

    def __init__(self, section: Section, reading: Reading, department: Department) -> None:
        query = urlencode(
            {"year__year__exact": section.year_id, "department__id__exact": department.pk}
        )
        super().__init__(
            section,
            reading,
            "sozlesmeler",
            "Sözleşmeler ve hakedişler",
            "departments.contract",
            f"{reverse('admin:departments_contract_changelist')}?{query}",
        )

    def count(self, year: int) -> int:
        return len(self.reading.records(Contract, year, self.section.code))
