"""Facilities, vehicles, equipment, software and services: the office and the published tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from departments.datasets.base import EQUIPMENT, FACILITIES, SERVICES, SOFTWARE, VEHICLES
from departments.models import Equipment, Facility, KeyedRow, Service, Software, Vehicle
from reports.core.materialising import materialise
from reports.models import FiscalYear

from .office import add, change, delete, sentences

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql("constraints, order and sums of the rows"),
]

MODELS = [
    pytest.param(Facility, {"area": "120.5"}, id="facility"),
    pytest.param(Vehicle, {"owned": 2}, id="vehicle"),
    pytest.param(Equipment, {"kind": "user", "count": 3}, id="equipment"),
    pytest.param(Software, {}, id="software"),
    pytest.param(Service, {"group": "Örnek grup"}, id="service"),
]


@pytest.mark.parametrize(("model", "values"), MODELS)
def test_a_named_row_is_added_changed_and_deleted_in_the_office(
    admin_client: Client, year: FiscalYear, model: type[KeyedRow], values: dict[str, Any]
) -> None:
    form = {"year": year.pk, "name": "Örnek Işıklı Şey", **values}

    assert sentences(add(admin_client, model, **form)) == []
    row: Any = model.objects.get()  # type: ignore[attr-defined]
    assert (row.key, row.row_key) == ("ornek-isikli-sey", "ornek-isikli-sey")

    changed = form | {"name": "Örnek İkinci Şey", "key": row.key}
    assert sentences(change(admin_client, row, **changed)) == []
    row.refresh_from_db()
    assert (row.name, row.key) == ("Örnek İkinci Şey", "ornek-isikli-sey")

    assert delete(admin_client, row).status_code == 302
    assert not model.objects.exists()  # type: ignore[attr-defined]


@pytest.mark.parametrize(("model", "values"), MODELS)
def test_the_same_name_in_the_same_year_is_refused_with_its_cure(
    admin_client: Client, year: FiscalYear, model: type[KeyedRow], values: dict[str, Any]
) -> None:
    form = {"year": year.pk, "name": "Örnek", **values}
    add(admin_client, model, **form)

    (sentence,) = sentences(add(admin_client, model, **form))

    assert sentence.startswith("Bu yıl için aynı ad ya da anahtarla bir ")
    assert "mevcut satır düzenlenme" in sentence
    other = FiscalYear.objects.create(year=2025)
    assert sentences(add(admin_client, model, **form | {"year": other.pk})) == []


@pytest.mark.parametrize(
    ("model", "values", "beginning"),
    [
        (Facility, {"area": "-1"}, "Alan eksi olamaz;"),
        (Facility, {"closed_area": "-1"}, "Kapalı alan eksi olamaz;"),
        (Facility, {"open_area": "-0.5"}, "Açık alan eksi olamaz;"),
        (Vehicle, {"owned": -1}, "Belediyeye ait araç sayısı eksi olamaz;"),
        (Vehicle, {"leased": -1}, "Kiralık araç sayısı eksi olamaz;"),
        (Equipment, {"kind": "user", "count": -1}, "Adet eksi olamaz;"),
    ],
)
def test_a_negative_figure_is_refused_in_turkish(
    admin_client: Client,
    year: FiscalYear,
    model: type[KeyedRow],
    values: dict[str, Any],
    beginning: str,
) -> None:
    (sentence,) = sentences(add(admin_client, model, year=year.pk, name="Örnek", **values))

    assert sentence.startswith(beginning)


def test_a_key_with_other_letters_is_refused(admin_client: Client, year: FiscalYear) -> None:
    response = add(admin_client, Software, year=year.pk, name="Örnek", key="Örnek Yazılım")

    assert sentences(response) == [
        "Kod yalnız küçük harf (a-z), rakam, tire ve alt çizgiden oluşur."
    ]


def test_the_total_of_vehicles_follows_its_parts(admin_client: Client, year: FiscalYear) -> None:
    form = {"year": year.pk, "name": "Örnek", "owned": 6, "leased": 2}
    add(admin_client, Vehicle, **form)
    row = Vehicle.objects.get()
    assert row.total == 8

    change(admin_client, row, **form | {"leased": ""})
    row.refresh_from_db()
    assert (row.leased, row.total) == (None, 6)


def test_vehicles_are_summed_and_facilities_leave_out_what_is_missing(year: FiscalYear) -> None:
    Vehicle.objects.create(year=year, name="Kamyon", owned=6, leased=2)
    Vehicle.objects.create(year=year, name="Greyder", owned=2)
    Facility.objects.create(year=year, name="Bina", area=Decimal("100.5"))
    Facility.objects.create(year=year, name="Depo", note="Örnek not")

    vehicles, facilities = materialise(VEHICLES, year), materialise(FACILITIES, year)

    assert [row.cells for row in vehicles.rows] == [("Kamyon", 6, 2, 8), ("Greyder", 2, None, 2)]
    assert vehicles.total is not None
    assert vehicles.total.cells == ("Toplam", 8, 2, 10)
    assert [(row.key, row.cells) for row in facilities.rows] == [
        ("bina", ("Bina", Decimal("100.5"), None, None, None)),
        ("depo", ("Depo", None, None, None, "Örnek not")),
    ]
    assert facilities.total is not None
    assert facilities.total.cells == ("Toplam", Decimal("100.5"), None, None, None)


def test_equipment_software_and_services_are_listed_in_their_order(year: FiscalYear) -> None:
    Equipment.objects.create(year=year, name="Tablet", kind="user", count=3)
    Equipment.objects.create(year=year, name="Duvar", kind="system")
    Software.objects.create(year=year, name="Örnek yazılım")
    Service.objects.create(year=year, name="Cenaze", group="Sosyal")

    equipment = materialise(EQUIPMENT, year)

    assert [row.cells for row in equipment.rows] == [
        ("Tablet", "Kullanıcı donanımı", 3),
        ("Duvar", "Sistem donanımı", None),
    ]
    assert equipment.value("total", "count") == 3
    assert [row.cells for row in materialise(SOFTWARE, year).rows] == [("Örnek yazılım",)]
    assert [row.cells for row in materialise(SERVICES, year).rows] == [("Sosyal", "Cenaze")]
