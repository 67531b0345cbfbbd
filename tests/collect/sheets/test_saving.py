"""One save: what is stored, what is refused and where it is said, what follows from it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from auditlog.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from departments.models import Equipment, Facility, PersonnelByStatus, Vehicle
from reports.collect.sheets import Progress
from reports.enums import SectionState
from reports.models import FiscalYear, Section

from .filling import Filling, sheet

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql("locks, constraints, savepoints of one save"),
]

OWNED, LEASED = "{}: Belediyeye ait (adet)", "{}: Kiralık (adet)"


def owned(row: str) -> str:
    return OWNED.format(row)


def leased(row: str) -> str:
    return LEASED.format(row)


@pytest.fixture
def cars(editor: Client, vehicles: dict[str, Vehicle], garage: Section) -> Filling:
    return Filling(editor, sheet(garage, "araclar"))


def counts() -> dict[str, tuple[int | None, int | None]]:
    found = Vehicle.objects.filter(year=2024).order_by("position", "pk")
    return {vehicle.name: (vehicle.owned, vehicle.leased) for vehicle in found}


def test_the_page_shows_this_years_values_and_last_years_beside_them(cars: Filling) -> None:
    assert cars.response.status_code == 200
    assert cars.value(owned("Kamyon")) == "5"
    assert "2023: <b>6</b>" in cars.text
    totals = {cell.column.key: cell.text for cell in cars.response.context["page"].totals}
    assert (totals["owned"], totals["leased"], totals["total"]) == ("8", "—", "8")


def test_changed_cells_are_saved_in_one_step(cars: Filling, garage: Section) -> None:
    response = cars.put({owned("Kamyon"): "7", leased("Otobüs"): "2"}).save()

    assert response.status_code == 302
    assert counts() == {"Kamyon": (7, None), "Otobüs": (3, 2)}
    garage.refresh_from_db()
    assert garage.state == SectionState.DRAFT
    assert garage.last_edited_by is not None
    assert garage.last_edited_by.username == "ornek-editor"


def test_the_trail_says_that_the_grid_was_used(cars: Filling, vehicles: dict[str, Vehicle]) -> None:
    cars.put({owned("Kamyon"): "7"}).save()
    entry = LogEntry.objects.get_for_object(vehicles["Kamyon"]).first()
    assert entry is not None
    assert entry.additional_data["channel"] == "grid"
    assert entry.changes["owned"] == [5, 7]


def test_a_change_of_a_reopened_section_carries_its_reason(
    cars: Filling, vehicles: dict[str, Vehicle], garage: Section
) -> None:
    Section.objects.filter(pk=garage.pk).update(
        state=SectionState.RETURNED, reopened_for="Örnek düzeltme"
    )
    cars.put({owned("Kamyon"): "7"}).save()
    entry = LogEntry.objects.get_for_object(vehicles["Kamyon"]).first()
    assert entry is not None
    assert entry.additional_data["reason"] == "Örnek düzeltme"


def test_an_emptied_cell_is_missing_and_not_zero(cars: Filling) -> None:
    cars.put({owned("Kamyon"): "", owned("Otobüs"): "0"}).save()
    assert counts() == {"Kamyon": (None, None), "Otobüs": (0, None)}


def test_nothing_changed_leaves_no_trace(cars: Filling, garage: Section) -> None:
    before = LogEntry.objects.count()
    response = cars.save()
    garage.refresh_from_db()
    assert response.status_code == 302
    assert LogEntry.objects.count() == before
    assert garage.state == SectionState.EMPTY


def test_all_errors_are_told_at_their_cells_and_nothing_is_saved(cars: Filling) -> None:
    cars.put({owned("Kamyon"): "5 TL", leased("Kamyon"): "beş", leased("Otobüs"): "2"}).save()

    assert counts() == {"Kamyon": (5, None), "Otobüs": (3, None)}
    first, second = cars.problems
    assert first.startswith(
        "Kamyon, Belediyeye ait: «5 TL» TL ile yazılmış; bu sütunun birimi adet"
    )
    assert second.startswith("Kamyon, Kiralık: «beş» sayı olarak okunamadı")
    assert cars.value(owned("Kamyon")) == "5 TL"
    assert cars.value(leased("Otobüs")) == "2"
    name = cars.name(owned("Kamyon")).replace("h.", "h-").replace(".", "-")
    assert f'href="#{name}"' in cars.text
    assert f'aria-describedby="{name}-g {name}-e"' in cars.text
    assert cars.text.count('aria-invalid="true"') == 2


def test_a_rule_of_the_database_is_said_at_the_cell(cars: Filling) -> None:
    cars.put({owned("Kamyon"): "-1", owned("Otobüs"): "9"}).save()
    assert cars.problems == [
        "Kamyon, Belediyeye ait: Belediyeye ait araç sayısı eksi olamaz; değer bilinmiyorsa alan "
        "boş bırakılmalıdır."
    ]
    assert counts() == {"Kamyon": (5, None), "Otobüs": (3, None)}


def test_rules_and_what_can_t_be_read_are_told_in_one_wave(cars: Filling) -> None:
    cars.put({owned("Kamyon"): "-5 TL", leased("Otobüs"): "beş", "h.y0.owned": "1"}).save()
    first, second, third = cars.problems
    assert "bu sütunun birimi adet" in first
    assert "eksi olamaz" in first
    assert second.startswith("Otobüs, Kiralık: «beş»")
    assert third.startswith("Yeni satır, Taşıtın cinsi: ")
    assert counts() == {"Kamyon": (5, None), "Otobüs": (3, None)}


def test_a_count_with_a_dot_has_one_reading(cars: Filling) -> None:
    assert cars.put({owned("Kamyon"): "1.234"}).save().status_code == 302
    assert counts()["Kamyon"] == (1234, None)


def test_a_cell_is_checked_while_it_is_typed(cars: Filling, editor: Client) -> None:
    answer = editor.post(cars.address, {"islem": "denetle", "h.owned": "5 m²", "h.leased": "2"})
    assert list(answer.json()["problems"]) == ["owned"]
    assert counts()["Kamyon"] == (5, None)


def test_a_corrected_page_saves_everything_that_was_typed(cars: Filling) -> None:
    cars.put({owned("Kamyon"): "beş", leased("Otobüs"): "2"}).save()
    response = cars.put({owned("Kamyon"): "5"}).save()
    assert response.status_code == 302
    assert counts() == {"Kamyon": (5, None), "Otobüs": (3, 2)}


# -- rows ----------------------------------------------------------------------------------------


def test_last_years_row_is_offered_and_made_when_a_cell_is_filled(cars: Filling) -> None:
    cars.put({leased("Traktör"): "3"}).save()
    assert counts()["Traktör"] == (None, 3)
    made = Vehicle.objects.get(year=2024, name="Traktör")
    assert (made.key, made.position) == ("traktor", 3)


def test_an_offered_row_that_is_left_alone_is_not_made(cars: Filling) -> None:
    cars.put({owned("Kamyon"): "7"}).save()
    assert "Traktör" not in counts()


def test_an_offered_row_can_be_made_without_figures(
    cars: Filling, vehicles: dict[str, Vehicle]
) -> None:
    before = Vehicle.objects.get(year=2023, name="Traktör")
    cars.tick("ekle", f"s{before.pk}").save()
    assert counts()["Traktör"] == (None, None)


def test_a_new_row_is_made_with_its_name(cars: Filling) -> None:
    cars.put({"h.y0.name": "Greyder", "h.y0.owned": "1"}).save()
    assert counts()["Greyder"] == (1, None)


def test_a_new_row_without_a_name_is_refused_at_the_name(cars: Filling) -> None:
    cars.put({"h.y0.owned": "1"}).save()
    assert cars.problems == ["Yeni satır, Taşıtın cinsi: Bu alan boş olamaz."]
    assert cars.fields["h.y0.owned"] == ["1"]


def test_a_row_that_is_there_already_is_not_made_twice(cars: Filling) -> None:
    cars.put({"h.y0.name": "kamyon", "h.y0.owned": "1"}).save()
    (problem,) = cars.problems
    assert "zaten var" in problem
    assert len(counts()) == 2


def test_rows_are_deleted(cars: Filling, vehicles: dict[str, Vehicle]) -> None:
    cars.tick("sil", vehicles["Otobüs"].pk).save()
    assert list(counts()) == ["Kamyon"]


def test_a_deleted_row_makes_room_for_one_of_the_same_name(
    cars: Filling, vehicles: dict[str, Vehicle]
) -> None:
    cars.tick("sil", vehicles["Otobüs"].pk).put({"h.y0.name": "Otobüs", "h.y0.owned": "8"}).save()
    assert counts()["Otobüs"] == (8, None)


# -- tables of other kinds -------------------------------------------------------------------------


def test_choices_that_name_rows_are_all_there(people: dict[str, User], report: object) -> None:
    year = FiscalYear.objects.get(year=2024)
    section = Section.objects.create(year=year, code="I.C.4", title="İnsan Kaynakları")
    client = Client()
    client.force_login(people["boss"])
    grid = Filling(client, sheet(section, "personel-statu"))

    assert not grid.response.context["page"].template
    grid.put({"Memur: Kişi": "12", "İşçi: Kişi": "40"}).save()

    found = PersonnelByStatus.objects.filter(year=year).values_list("status", "count")
    assert set(found) == {("civil_servant", 12), ("worker", 40)}


def test_a_choice_is_taken_by_its_name_too(people: dict[str, User], report: object) -> None:
    year = FiscalYear.objects.get(year=2024)
    section = Section.objects.create(year=year, code="I.C.3", title="Bilgi Kaynakları")
    client = Client()
    client.force_login(people["boss"])
    grid = Filling(client, sheet(section, "donanim"))
    grid.put({"h.y0.name": "Yazıcı", "h.y0.kind": "kullanıcı donanımı", "h.y0.count": "4"})
    grid.put({"h.y1.name": "Sunucu", "h.y1.kind": "başka"}).save()

    (problem,) = grid.problems
    assert problem.startswith("Sunucu, Tür: «başka» bir seçenek değil")
    assert "başka" in grid.fields["h.y1.kind"]
    grid.put({"h.y1.kind": "system"}).save()
    kinds = Equipment.objects.order_by("pk").values_list("name", "kind")
    assert list(kinds) == [("Yazıcı", "user"), ("Sunucu", "system")]


def test_quantities_and_long_texts(editor: Client, garage: Section) -> None:
    grid = Filling(editor, sheet(garage, "tesisler"))
    grid.put({"h.y0.name": "Garaj", "h.y0.area": "1.250,5 m²", "h.y0.note": "Bir\r\nİki"}).save()
    facility = Facility.objects.get()
    assert (facility.area, facility.note) == (Decimal("1250.5"), "Bir\nİki")
    again = Filling(editor, sheet(garage, "tesisler"))
    assert again.value("Garaj: Alan (m²)") == "1250,5"
    assert again.save().status_code == 302
    assert LogEntry.objects.get_for_object(facility).count() == 1


# -- how far it is ---------------------------------------------------------------------------------


def test_progress_counts_what_last_year_had(vehicles: dict[str, Vehicle], garage: Section) -> None:
    assert sheet(garage, "araclar").progress() == Progress(2, 6, 2, 3)
    vehicles["Kamyon"].leased = 0
    vehicles["Kamyon"].save()
    assert sheet(garage, "araclar").progress() == Progress(3, 6, 2, 3)


def test_progress_of_an_empty_table_expects_last_years_cells(
    vehicles: dict[str, Vehicle], garage: Section
) -> None:
    Vehicle.objects.filter(year=2024).delete()
    assert sheet(garage, "araclar").progress() == Progress(0, 6, 0, 3)


# -- large grids -----------------------------------------------------------------------------------


def test_two_hundred_rows_are_saved(editor: Client, garage: Section) -> None:
    year = FiscalYear.objects.get(year=2024)
    for number in range(200):
        Vehicle.objects.create(year=year, name=f"Araç {number}", owned=number)
    grid = Filling(editor, sheet(garage, "araclar"))
    for number in range(200):
        grid.put({leased(f"Araç {number}"): str(number + 1)})
    assert grid.save().status_code == 302
    assert Vehicle.objects.filter(leased__isnull=False).count() == 200


def test_a_list_of_thirty_rows_asks_as_often_as_one_of_one(editor: Client, garage: Section) -> None:
    year = FiscalYear.objects.get(year=2024)
    address = sheet(garage, "araclar").address

    def asked() -> int:
        editor.get(address)
        with CaptureQueriesContext(connection) as queries:
            editor.get(address)
        return len(queries)

    Vehicle.objects.create(year=year, name="Araç", owned=1)
    one = asked()
    for number in range(29):
        Vehicle.objects.create(year=year, name=f"Araç {number}", owned=number)
    assert asked() == one
