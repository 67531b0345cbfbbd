"""Yearly tables of the directorates as entry sheets, and the way to the contracts' forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from departments.models import (
    Activity,
    CadreOccupancy,
    Contract,
    Department,
    DirectProcurement,
    Equipment,
    Facility,
    PersonnelByAge,
    PersonnelByEducation,
    PersonnelByGender,
    PersonnelByStatus,
    Service,
    Software,
    Vehicle,
)
from departments.models.free_tables import DEPARTMENT_SECTION
from departments.resources.base import STATUS_COLUMNS
from reports.models import Section
from reports.sheets import FormSheet, ModelTable, Reading


def of_directorate(section: Section, reading: Reading) -> Mapping[str, Any] | None:
    """Rows of a directorate's part of the report are the directorate's."""
    parent, _slash, code = section.code.partition("/")
    if parent != DEPARTMENT_SECTION or not code:
        return None
    known = reading.once("departments", lambda: {d.code: d for d in Department.objects.all()})
    return {"department": known[code]} if code in known else None


TABLES: tuple[ModelTable, ...] = (
    ModelTable(
        Facility,
        "departments.facilities",
        keys=("name",),
        fields=("area", "closed_area", "open_area", "note"),
        key_from="name",
        # Of which closed and open: many sites give their area only.
        optional=("closed_area", "open_area"),
    ),
    ModelTable(
        Vehicle, "departments.vehicles", keys=("name",), fields=("owned", "leased"), key_from="name"
    ),
    ModelTable(
        Equipment,
        "departments.equipment",
        keys=("name",),
        fields=("kind", "count"),
        key_from="name",
        columns={"kind": "kind_label"},
    ),
    ModelTable(Software, "departments.software", keys=("name",), fields=(), key_from="name"),
    ModelTable(
        PersonnelByStatus,
        "departments.personnel_by_status",
        keys=("status",),
        fields=("count",),
        columns={"status": "label"},
    ),
    ModelTable(
        CadreOccupancy,
        "departments.cadre_occupancy",
        keys=("status",),
        fields=("filled", "vacant"),
        columns={"status": "label"},
    ),
    ModelTable(
        PersonnelByGender,
        "departments.personnel_by_gender",
        keys=("gender",),
        fields=STATUS_COLUMNS,
        columns={"gender": "label"},
    ),
    ModelTable(
        PersonnelByEducation,
        "departments.personnel_by_education",
        keys=("level",),
        fields=STATUS_COLUMNS,
        columns={"level": "label"},
    ),
    ModelTable(
        PersonnelByAge,
        "departments.personnel_by_age",
        keys=("band",),
        fields=STATUS_COLUMNS,
        columns={"band": "label"},
    ),
    ModelTable(Service, "departments.services", keys=("name",), fields=("group",), key_from="name"),
    ModelTable(
        Activity,
        "departments.activities",
        keys=("no",),
        fields=("title", "date", "summary"),
        given=of_directorate,
        carried=False,
        number="no",
    ),
    ModelTable(
        DirectProcurement,
        "departments.direct_procurements",
        keys=("no",),
        fields=("basis", "kind", "title", "count", "amount_excl_vat", "amount_incl_vat"),
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
