"""A change after sealing carries the reason for which its section was opened again."""

from __future__ import annotations

import pytest
from auditlog.models import LogEntry

from departments.models import Vehicle
from reports.collect.audit import recording
from reports.models import FiscalYear, Section

pytestmark = pytest.mark.django_db

WHY = "Örnek: iki araç sayılmamış"


@pytest.fixture
def car() -> Vehicle:
    year = FiscalYear.objects.create(year=2024)
    Section.objects.create(year=year, code="I.C.1", title="Fiziksel Yapı", reopened_for=WHY)
    return Vehicle.objects.create(year=year, name="Kamyon", owned=3)


def last_reason() -> str:
    entry = LogEntry.objects.order_by("-pk").first()
    assert entry is not None
    return str(entry.additional_data["reason"])


def test_the_reason_for_opening_goes_with_every_change(car: Vehicle) -> None:
    car.owned = 5
    car.save()
    assert last_reason() == WHY


def test_what_the_person_wrote_comes_first(car: Vehicle) -> None:
    car.owned = 6
    with recording(reason="Örnek: sayım tutanağı"):
        car.save()
    assert last_reason() == "Örnek: sayım tutanağı"


def test_a_section_that_was_never_sealed_asks_for_none(car: Vehicle) -> None:
    Section.objects.filter(code="I.C.1").update(reopened_for="")
    car.owned = 7
    car.save()
    assert last_reason() == ""
