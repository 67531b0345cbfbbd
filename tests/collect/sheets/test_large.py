"""A large sheet, or a form with many lines, is compared and checked while nobody waits for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from departments.models import Vehicle
from reports.collect.sheets import Sheet, merging, saving
from reports.ground import rehearsal
from reports.ground.rehearsal import is_rehearsing

from .filling import Filling
from .test_conflicts import cars, mine, theirs
from .test_saving import counts, leased, owned

__all__ = ["cars", "mine", "theirs"]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows"),
]


@pytest.fixture(autouse=True)
def all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "LARGE", 0)


@pytest.fixture
def merged(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """Called once in the middle of the next save, on the copy."""
    waiting: list[Callable[[], object]] = []
    real = merging.merge

    def merge(*arguments: Any) -> Any:
        assert is_rehearsing()
        if waiting:
            waiting.pop()()
        return real(*arguments)

    monkeypatch.setattr(saving, "merge", merge)
    return waiting


def outside() -> None:
    """As another process would: on the database, not on the copy."""
    name = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(name, uri=True, isolation_level=None)) as session:
        session.execute("UPDATE departments_vehicle SET owned = 7 WHERE name = 'Kamyon'")


@pytest.mark.usefixtures("merged")
def test_all_of_it_is_saved(mine: Filling) -> None:
    response = mine.put({owned("Kamyon"): "8", leased("Otobüs"): "2"}).save()

    assert response.status_code == 302
    assert counts()["Kamyon"] == (8, None)
    assert counts()["Otobüs"] == (3, 2)


def test_what_another_saves_meanwhile_is_a_conflict(
    mine: Filling, merged: list[Callable[[], object]]
) -> None:
    merged.append(outside)

    response = mine.put({owned("Kamyon"): "8", owned("Otobüs"): "4"}).save()

    assert response.status_code == 409
    assert counts()["Kamyon"] == (7, None)
    assert counts()["Otobüs"] == (3, None)
    assert "onunki <b>7</b>" in mine.text


def test_a_form_is_saved_with_its_lines(cars: Sheet) -> None:
    boss = Client()
    boss.force_login(User.objects.create_superuser("ornek-toplu", "toplu@ornek.test"))
    truck = Vehicle.objects.get(name="Kamyon", year=cars.section.year_id)
    given = {"year": truck.year_id, "name": "Kamyon", "key": truck.key, "owned": "9"}

    response = boss.post(f"/yonetim/departments/vehicle/{truck.pk}/change/", given)

    assert response.status_code == 302
    assert counts()["Kamyon"][0] == 9
