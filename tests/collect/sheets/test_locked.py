"""Whoever writes while another keeps the lock for too long is told to come back, and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from departments.models import Vehicle
from reports.collect.sheets import Sheet
from reports.ground import rehearsal
from reports.site.failing import RETRY_SECONDS

from .test_conflicts import cars

__all__ = ["cars"]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows"),
]


@pytest.fixture
def boss(cars: Sheet) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("ornek-kilit", "kilit@ornek.test"))
    return client


@pytest.fixture
def locked(boss: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another session writes, and nobody has the patience to wait for it."""
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)
    name = str(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(name, uri=True, isolation_level=None)) as session:
        session.execute("BEGIN IMMEDIATE")
        yield
        session.execute("ROLLBACK")
    connection.close()


@pytest.mark.usefixtures("locked")
@pytest.mark.parametrize("large", [0, 2000])
@pytest.mark.parametrize("what", ["sheet", "form", "list"])
def test_the_office_is_told_to_come_back(
    what: str, large: int, boss: Client, cars: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "LARGE", large)
    truck = Vehicle.objects.get(name="Kamyon", year=cars.section.year_id)
    screen = "/yonetim/departments/vehicle/"
    address, given = {
        "sheet": (cars.address, {"islem": "kaydet", f"h.{truck.pk}.owned": "9"}),
        "form": (
            f"{screen}{truck.pk}/change/",
            {"year": str(truck.year_id), "name": "Kamyon", "key": truck.key, "owned": "9"},
        ),
        "list": (
            screen,
            {"action": "delete_selected", "_selected_action": str(truck.pk), "post": "yes"},
        ),
    }[what]

    answer = boss.post(address, given)

    assert answer.status_code == 503, answer.content.decode()[:500]
    assert "Gönderilenler kaydedilmemiş olabilir" in answer.content.decode()
    assert answer.headers["Retry-After"] == RETRY_SECONDS
    truck.refresh_from_db()
    assert truck.owned != 9
