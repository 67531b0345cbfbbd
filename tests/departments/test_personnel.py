"""Personnel tables: the office, the sums that the database makes, the published tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from departments.datasets.base import CADRE_OCCUPANCY, DATASETS, PERSONNEL_BY_STATUS
from departments.models import (
    CadreOccupancy,
    PersonnelByAge,
    PersonnelByEducation,
    PersonnelByGender,
    PersonnelByStatus,
)
from reports.core.materialising import materialise
from reports.core.tables import Table
from reports.models import FiscalYear, YearRow

from .office import add, address, change, delete, sentences

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("the database makes the sums")]

BREAKDOWNS = [
    pytest.param(PersonnelByGender, {"gender": "female"}, id="gender"),
    pytest.param(PersonnelByEducation, {"level": "bachelor"}, id="education"),
    pytest.param(PersonnelByAge, {"band": "56+"}, id="age"),
]
COUNTS = {"civil_servants": 25, "workers": 13, "company_staff": 106}


def table(dataset_id: str, year: FiscalYear) -> Table:
    return materialise(next(d for d in DATASETS if d.id == dataset_id), year)


@pytest.mark.parametrize(("model", "group"), BREAKDOWNS)
def test_staff_of_a_group_is_added_changed_and_deleted_and_the_total_follows(
    admin_client: Client, year: FiscalYear, model: type[YearRow], group: dict[str, str]
) -> None:
    form = {"year": year.pk, **group, **COUNTS}

    assert sentences(add(admin_client, model, **form)) == []
    row: Any = model.objects.get()  # type: ignore[attr-defined]
    assert (row.total, row.contracted) == (144, None)

    assert sentences(change(admin_client, row, **form | {"contracted": 6})) == []
    row.refresh_from_db()
    assert row.total == 150

    assert delete(admin_client, row).status_code == 302
    assert not model.objects.exists()  # type: ignore[attr-defined]


@pytest.mark.parametrize(("model", "group"), BREAKDOWNS)
def test_a_group_stands_once_in_a_year(
    admin_client: Client, year: FiscalYear, model: type[YearRow], group: dict[str, str]
) -> None:
    add(admin_client, model, year=year.pk, **group, **COUNTS)

    (sentence,) = sentences(add(admin_client, model, year=year.pk, **group, **COUNTS))

    assert sentence.startswith("Bu yıl için bu ")
    assert sentence.endswith("satırı zaten var; mevcut satır düzenlenmelidir.")


@pytest.mark.parametrize(
    ("column", "label"),
    [
        ("civil_servants", "Memur sayısı"),
        ("contracted", "Sözleşmeli sayısı"),
        ("workers", "İşçi sayısı"),
        ("company_staff", "Şirket personeli sayısı"),
    ],
)
def test_a_negative_number_of_staff_is_refused(
    admin_client: Client, year: FiscalYear, column: str, label: str
) -> None:
    (sentence,) = sentences(
        add(admin_client, PersonnelByGender, year=year.pk, gender="male", **{column: -1})
    )

    assert sentence.startswith(f"{label} eksi olamaz;")


def test_a_group_without_any_figure_has_no_total(year: FiscalYear) -> None:
    PersonnelByGender.objects.create(year=year, gender="female")
    PersonnelByGender.objects.create(year=year, gender="male", workers=0)

    totals = PersonnelByGender.objects.order_by("position").values_list("gender", "total")

    assert list(totals) == [("female", None), ("male", 0)]


def test_shares_are_of_the_column_and_a_missing_column_has_none(year: FiscalYear) -> None:
    PersonnelByGender.objects.create(year=year, gender="female", civil_servants=1, workers=1)
    PersonnelByGender.objects.create(year=year, gender="male", civil_servants=3, workers=3)

    found = table("departments.personnel_by_gender", year)

    assert [(row.key, row.cells) for row in found.rows] == [
        ("female", ("Kadın", 1, None, 1, None, 2, 25, None, 25, None, 25)),
        ("male", ("Erkek", 3, None, 3, None, 6, 75, None, 75, None, 75)),
    ]
    assert found.total is not None
    assert found.total.cells == ("Toplam", 4, None, 4, None, 8, 100, None, 100, None, 100)


def test_row_keys_are_the_codes_of_the_groups(year: FiscalYear) -> None:
    PersonnelByAge.objects.create(year=year, band="18-25", workers=1)
    PersonnelByAge.objects.create(year=year, band="56+", workers=1)
    PersonnelByEducation.objects.create(year=year, level="postgraduate", workers=1)
    PersonnelByStatus.objects.create(year=year, status="civil_servant", count=1)

    keys = {
        name: list(table(f"departments.personnel_by_{name}", year).by_key)
        for name in ("age", "education", "status")
    }

    assert keys == {
        "age": ["18-25", "56-plus", "total"],
        "education": ["postgraduate", "total"],
        "status": ["civil_servant", "total"],
    }


def test_staff_by_status_is_edited_in_the_office(admin_client: Client, year: FiscalYear) -> None:
    form = {"year": year.pk, "status": "worker", "count": 57}

    assert sentences(add(admin_client, PersonnelByStatus, **form)) == []
    row = PersonnelByStatus.objects.get()
    assert sentences(change(admin_client, row, **form | {"count": ""})) == []
    row.refresh_from_db()
    assert row.count is None

    assert sentences(add(admin_client, PersonnelByStatus, **form)) == [
        "Bu yıl için bu statünün satırı zaten var; mevcut satır düzenlenmelidir."
    ]
    (negative,) = sentences(change(admin_client, row, **form | {"count": -1}))
    assert negative.startswith("Kişi sayısı eksi olamaz;")

    assert delete(admin_client, row).status_code == 302
    assert not PersonnelByStatus.objects.exists()


def test_the_table_by_status_totals_staff_and_shares(year: FiscalYear) -> None:
    for status, count in (("civil_servant", 1), ("contracted", 0), ("company", 7)):
        PersonnelByStatus.objects.create(year=year, status=status, count=count)
    PersonnelByStatus.objects.create(year=year, status="worker")

    found = materialise(PERSONNEL_BY_STATUS, year)

    assert [row.cells for row in found.rows] == [
        ("Memur", 1, Decimal("12.5")),
        ("Sözleşmeli", 0, 0),
        ("Şirket personeli", 7, Decimal("87.5")),
        ("İşçi", None, None),
    ]
    assert found.total is not None
    assert found.total.cells == ("Toplam", 8, 100)


def test_norm_cadre_is_edited_in_the_office_and_its_total_follows(
    admin_client: Client, year: FiscalYear
) -> None:
    form = {"year": year.pk, "status": "worker", "filled": 57, "vacant": 133}

    assert sentences(add(admin_client, CadreOccupancy, **form)) == []
    row = CadreOccupancy.objects.get()
    assert row.total == 190
    assert sentences(change(admin_client, row, **form | {"vacant": 3})) == []
    row.refresh_from_db()
    assert row.total == 60

    assert sentences(add(admin_client, CadreOccupancy, **form)) == [
        "Bu yıl için bu statünün satırı zaten var; mevcut satır düzenlenmelidir."
    ]
    (negative,) = sentences(change(admin_client, row, **form | {"filled": -1}))
    assert negative.startswith("Dolu kadro eksi olamaz;")

    assert delete(admin_client, row).status_code == 302
    assert not CadreOccupancy.objects.exists()


def test_occupancy_of_the_whole_comes_from_the_totals(year: FiscalYear) -> None:
    CadreOccupancy.objects.create(year=year, status="civil_servant", filled=1, vacant=3)
    CadreOccupancy.objects.create(year=year, status="contracted", filled=0, vacant=0)
    CadreOccupancy.objects.create(year=year, status="worker", filled=4, vacant=0)

    found = materialise(CADRE_OCCUPANCY, year)

    assert [row.cells for row in found.rows] == [
        ("Memur", 1, 3, 4, 25, 75),
        ("Sözleşmeli", 0, 0, 0, None, None),
        ("İşçi", 4, 0, 4, 100, 0),
    ]
    assert found.total is not None
    assert found.total.cells == ("Toplam", 5, 3, 8, Decimal("62.5"), Decimal("37.5"))


def test_counts_are_edited_in_the_list_itself(admin_client: Client, year: FiscalYear) -> None:
    row = CadreOccupancy.objects.create(year=year, status="worker", filled=1, vacant=1)
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": row.pk, "_save": "1"}
    place = address(CadreOccupancy, "changelist")

    response = admin_client.post(place, form | {"form-0-filled": 57, "form-0-vacant": 133})
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.filled, row.vacant, row.total) == (57, 133, 190)

    response = admin_client.post(place, form | {"form-0-filled": -1, "form-0-vacant": 133})
    (problems,) = response.context["cl"].formset.errors
    assert [s.split(" eksi")[0] for s in problems["__all__"]] == ["Dolu kadro"]
