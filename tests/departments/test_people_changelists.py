"""Lists of the office cost the same number of queries for one row and for thirty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from departments.models import (
    Activity,
    CadreOccupancy,
    Department,
    DepartmentSuccession,
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
from reports.models import FiscalYear

from .office import address

pytestmark = pytest.mark.django_db

Make = Callable[[int], Model]


def _year(number: int) -> FiscalYear:
    return FiscalYear.objects.get_or_create(year=2010 + number)[0]


def _department(number: int) -> Department:
    return Department.objects.create(code=f"ornek-{number}", name=f"Örnek {number}")


def _named(model: Any, **values: Any) -> Make:
    return lambda number: model.objects.create(year=_year(0), name=f"Örnek {number}", **values)


def _yearly(model: Any, **values: Any) -> Make:
    return lambda number: model.objects.create(year=_year(number), **values)


LISTS: dict[type[Model], Make] = {
    Department: _department,
    DepartmentSuccession: lambda number: DepartmentSuccession.objects.create(
        predecessor=_department(2 * number),
        successor=_department(2 * number + 1),
        year=2024,
        kind="renamed",
    ),
    PersonnelByStatus: _yearly(PersonnelByStatus, status="worker", count=1),
    CadreOccupancy: _yearly(CadreOccupancy, status="worker", filled=1, vacant=1),
    PersonnelByGender: _yearly(PersonnelByGender, gender="male", workers=1),
    PersonnelByEducation: _yearly(PersonnelByEducation, level="primary", workers=1),
    PersonnelByAge: _yearly(PersonnelByAge, band="56+", workers=1),
    Facility: _named(Facility, area=1),
    Vehicle: _named(Vehicle, owned=1),
    Equipment: _named(Equipment, kind="user", count=1),
    Software: _named(Software),
    Service: _named(Service, group="Örnek"),
    Activity: lambda number: Activity.objects.create(
        year=_year(0), department=_department(number), no=1, title="Örnek"
    ),
}


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_a_list_costs_the_same_with_one_row_and_with_thirty(
    admin_client: Client, model: type[Model]
) -> None:
    make = LISTS[model]
    make(0)
    few = _queries(admin_client, model)
    for number in range(1, 30):
        make(number)

    assert _queries(admin_client, model) == few


def _queries(client: Client, model: type[Model]) -> int:
    client.get(address(model, "changelist"))  # fills caches (content types, session)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address(model, "changelist"))
    assert response.status_code == 200
    return len(captured)
