"""Activities: the office, the published table, the subsection of each directorate."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from departments.datasets.base import ACTIVITIES
from departments.kit import department_subsections
from departments.models import Activity, Department
from reports.core.materialising import materialise
from reports.core.registry import Subsection, TablePart
from reports.models import FiscalYear

from .office import add, change, delete, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Department:
    return Department.objects.create(code="ornek-isler", name="Örnek İşler Müdürlüğü")


def activity(department: Department, year: FiscalYear, no: int, **values: object) -> Activity:
    return Activity.objects.create(
        year=year, department=department, no=no, title=f"Örnek faaliyet {no}", **values
    )


def test_an_activity_is_added_changed_and_deleted_in_the_office(
    admin_client: Client, year: FiscalYear, department: Department
) -> None:
    form = {"year": year.pk, "department": department.pk, "no": 1, "title": "Örnek tören"}

    assert sentences(add(admin_client, Activity, **form)) == []
    row = Activity.objects.get()
    assert (row.row_key, row.date) == ("ornek-isler-1", None)

    assert sentences(change(admin_client, row, **form | {"date": "2024-10-29"})) == []
    row.refresh_from_db()
    assert row.date == date(2024, 10, 29)

    assert delete(admin_client, row).status_code == 302
    assert not Activity.objects.exists()


@pytest.mark.postgresql("constraints and order")
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"date": "2023-12-31"},
            "Tarih 2024 mali yılı içinde olmalıdır; gün bilinmiyorsa alan boş bırakılmalıdır.",
        ),
        ({"date": "2024-06-31"}, "Böyle bir tarih yok; gün.ay.yıl yazılmalıdır: 31.12.2024"),
        ({"no": 0}, "Numara 1'den başlar."),
        (
            {"no": 1},
            "Bu müdürlüğün bu yıl için aynı numaralı bir faaliyeti zaten var; başka bir numara "
            "verilmelidir.",
        ),
    ],
)
def test_an_activity_that_cannot_be_is_refused_in_turkish(
    admin_client: Client,
    year: FiscalYear,
    department: Department,
    values: dict[str, object],
    expected: str,
) -> None:
    activity(department, year, 1)
    form = {"year": year.pk, "department": department.pk, "no": 2, "title": "Örnek tören"}

    assert sentences(add(admin_client, Activity, **form | values)) == [expected]


@pytest.mark.postgresql("constraints and order")
def test_activities_are_published_with_the_directorates_name(
    year: FiscalYear, department: Department
) -> None:
    activity(department, year, 1, date=date(2024, 4, 15), summary="Örnek özet")
    activity(department, year, 2)

    found = materialise(ACTIVITIES, year)

    assert [(row.key, row.cells) for row in found.rows] == [
        (
            "ornek-isler-1",
            ("Örnek İşler Müdürlüğü", 1, "Örnek faaliyet 1", date(2024, 4, 15), "Örnek özet"),
        ),
        ("ornek-isler-2", ("Örnek İşler Müdürlüğü", 2, "Örnek faaliyet 2", None, None)),
    ]
    assert found.total is None


def test_each_directorate_of_the_year_has_a_subsection_with_its_own_activities(
    year: FiscalYear, department: Department
) -> None:
    Department.objects.create(code="eski", name="Eski Müdürlük", valid_to=date(2020, 1, 1))
    second = Department.objects.create(code="ikinci", name="İkinci Müdürlük")
    activity(department, year, 1)
    activity(second, FiscalYear.objects.create(year=2023), 1)

    assert list(department_subsections(year)) == [
        Subsection(
            code="III.B.1/ornek-isler",
            title="Örnek İşler Müdürlüğü",
            number="1",
            parts=(
                TablePart(
                    "departments.activities",
                    rows=("ornek-isler-1",),
                    columns=("no", "title", "date", "summary"),
                    title="Faaliyetler",
                ),
            ),
            facts={"kind": "department", "department": "ornek-isler"},
        ),
        Subsection(
            code="III.B.1/ikinci",
            title="İkinci Müdürlük",
            number="2",
            facts={"kind": "department", "department": "ikinci"},
        ),
    ]


def test_subsections_cost_the_same_with_one_directorate_and_with_ten(year: FiscalYear) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            list(department_subsections(year))
        return len(captured)

    activity(Department.objects.create(code="ornek-0", name="Örnek"), year, 1)
    few = queries()
    for number in range(1, 10):
        each = Department.objects.create(code=f"ornek-{number}", name=f"Örnek {number}")
        activity(each, year, 1)

    assert queries() == few
