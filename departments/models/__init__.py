"""Models of the directorates; other apps import from here, never from a submodule."""

from .activity import Activity
from .assets import Equipment, Facility, Service, Software, Vehicle
from .contracts import Contract, ContractItem, ProgressPayment
from .department import Department, DepartmentSuccession
from .duties import Membership, SectionAssignment
from .figures import FigureGroup, KeyFigure
from .free_tables import FreeColumn, FreeRow, FreeTable
from .keyed import KeyedRow, sum_of_known
from .personnel import (
    CadreOccupancy,
    PersonnelBreakdown,
    PersonnelByAge,
    PersonnelByEducation,
    PersonnelByGender,
    PersonnelByStatus,
)
from .procurement import DirectProcurement

__all__ = [
    "Activity",
    "CadreOccupancy",
    "Contract",
    "ContractItem",
    "Department",
    "DepartmentSuccession",
    "DirectProcurement",
    "Equipment",
    "Facility",
    "FigureGroup",
    "FreeColumn",
    "FreeRow",
    "FreeTable",
    "KeyFigure",
    "KeyedRow",
    "Membership",
    "PersonnelBreakdown",
    "PersonnelByAge",
    "PersonnelByEducation",
    "PersonnelByGender",
    "PersonnelByStatus",
    "ProgressPayment",
    "SectionAssignment",
    "Service",
    "Software",
    "Vehicle",
    "sum_of_known",
]
