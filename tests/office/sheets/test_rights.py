"""Who may open a sheet, who may save it, and when nobody may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from departments.models import Department, FigureGroup, KeyFigure, Vehicle
from reports.collect.sheets import Sheet, progress_of, sheets_for, sheets_of
from reports.enums import SectionState
from reports.models import FiscalYear, Section
from tests.collect.sheets.filling import Filling, sheet
from tests.collect.sheets.test_saving import counts, owned

pytestmark = pytest.mark.django_db

CLOSED = (SectionState.SUBMITTED, SectionState.ACCEPTED, SectionState.SEALED)


@pytest.fixture
def cars(vehicles: dict[str, Vehicle], garage: Section) -> Sheet:
    return sheet(garage, "araclar")


def test_whoever_is_not_signed_in_is_asked_to(cars: Sheet) -> None:
    response = Client().get(cars.address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/yonetim/login/")


@pytest.mark.parametrize(
    ("person", "seen", "saved"),
    [
        ("editor", 200, 302),
        ("head", 200, 302),
        ("boss", 200, 302),
        ("other", 404, 404),
        ("otherhead", 404, 404),
        ("signatory", 404, 404),
        ("finance", 200, 403),
        ("reviewer", 200, 403),
        ("publisher", 200, 403),
        ("auditor", 200, 403),
    ],
)
def test_who_sees_and_who_saves(
    cars: Sheet,
    vehicles: dict[str, Vehicle],
    browser: Callable[[str], Client],
    person: str,
    seen: int,
    saved: int,
) -> None:
    client = browser(person)
    page = client.get(cars.address)
    assert page.status_code == seen
    if seen == 200:
        assert ("data-sheet" in page.content.decode()) == (saved == 302)
    name = f"h.{vehicles['Kamyon'].pk}.owned"
    response = client.post(cars.address, {"islem": "kaydet", name: "9"})
    assert response.status_code == (saved if saved != 302 else 200)  # without the page's base
    assert counts()["Kamyon"] == (5, None)


def test_a_reader_sees_the_figures_without_fields(
    cars: Sheet, browser: Callable[[str], Client]
) -> None:
    response = browser("auditor").get(cars.address)
    text = " ".join(response.content.decode().split())
    assert "değiştirme yetkisi rolünüzde yok" in text
    assert "data-input" not in text
    assert "Kamyon" in text
    assert "2023: <b>6</b>" in text
    assert "Excel'den yükle" not in text


@pytest.mark.parametrize("state", CLOSED)
def test_a_closed_section_is_shown_with_the_reason(
    cars: Sheet, editor: Client, garage: Section, state: SectionState
) -> None:
    Section.objects.filter(pk=garage.pk).update(state=state)
    text = " ".join(editor.get(cars.address).content.decode().split())
    assert f"«I.C.1 Fiziksel Yapı» bölümü: {state.label}." in text
    assert "data-input" not in text


@pytest.mark.parametrize("state", CLOSED)
def test_what_was_typed_is_kept_when_the_section_was_closed_meanwhile(
    cars: Sheet, editor: Client, garage: Section, state: SectionState
) -> None:
    grid = Filling(editor, cars)
    Section.objects.filter(pk=garage.pk).update(state=state)
    response = grid.put({owned("Kamyon"): "9"}).save()
    assert response.status_code == 409
    assert grid.value(owned("Kamyon")) == "9"
    assert "Yazılanlar kaydedilmedi" in grid.text
    assert counts()["Kamyon"] == (5, None)


def test_a_section_that_is_not_there_and_a_sheet_that_is_not_there(
    cars: Sheet, editor: Client
) -> None:
    assert editor.get(cars.address.replace("araclar", "ucaklar")).status_code == 404
    assert editor.get(cars.address.replace("I.C.1", "I.C.9")).status_code == 404
    assert editor.get(cars.address.replace("2024", "2031")).status_code == 404


def test_a_directorates_list_is_hidden_from_the_others(
    people: dict[str, User], section: Section, browser: Callable[[str], Client]
) -> None:
    year = FiscalYear.objects.get(year=2024)
    unit = {"code": "ornek_liste", "title": "Örnek liste"}
    group = FigureGroup.objects.create(
        year=year, department=Department.objects.get(code="fen-isleri"), **unit
    )
    KeyFigure.objects.create(group=group, no=1, label="Örnek", value=13)
    address = sheet(section, "liste-ornek_liste").address

    assert browser("editor").get(address).status_code == 200
    assert browser("other").get(address).status_code == 404
    # Under the other's own section there is no such sheet either.
    assert browser("other").get(address.replace("fen-isleri", "zabita")).status_code == 404


def test_sheets_are_listed_for_those_who_may_open_them(
    garage: Section, people: dict[str, User]
) -> None:
    keys = [item.key for item in sheets_of(garage)]
    assert keys == ["tesisler", "araclar"]
    assert [item.key for item in sheets_for(people["editor"], garage)] == keys
    assert sheets_for(people["signatory"], garage) == []


def test_progress_of_many_sections_is_read_together(
    cars: Sheet, django_assert_max_num_queries: Callable[..., object]
) -> None:
    sections = list(Section.objects.all())
    with django_assert_max_num_queries(40):  # type: ignore[attr-defined]
        found = progress_of(sections)
    assert set(found) == set(sections)
    progress = {item.key: part for item, part in found[cars.section]}
    assert progress["araclar"].rows == 2
