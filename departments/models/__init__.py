"""Models of the directorates; other apps import from here, never from a submodule."""

from .activity import Activity
from .assets import Equipment, Facility, Service, Software, Vehicle
from .department import Department, DepartmentSuccession
from .keyed import KeyedRow, sum_of_known
from .personnel import (
    CadreOccupancy,
    PersonnelBreakdown,
    PersonnelByAge,
    PersonnelByEducation,
    PersonnelByGender,
    PersonnelByStatus,
)

__all__ = [
    "Activity",
    "CadreOccupancy",
    "Department",
    "DepartmentSuccession",
    "Equipment",
    "Facility",
    "KeyedRow",
    "PersonnelBreakdown",
    "PersonnelByAge",
    "PersonnelByEducation",
    "PersonnelByGender",
    "PersonnelByStatus",
    "Service",
    "Software",
    "Vehicle",
    "sum_of_known",
]
