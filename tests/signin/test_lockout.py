"""Guessing passwords: who is locked, for how long, what they are told, and who opens it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from reports.signin import lockout

from .conftest import (
    LOGIN,
    MakePerson,
    give_password,
    is_inside,
    sign_in,
    text_of,
)

LOCKS = "/yonetim/axes/accessattempt/"
LOG = "/yonetim/axes/accesslog/"
NOON = "2025-03-03 12:00+03:00"


def fail(client: Client, name: str, times: int = 1) -> list[int]:
    return [give_password(client, name, "yanlış").status_code for _ in range(times)]


@pytest.mark.postgresql("failures are counted and moments compared there")
def test_the_fifth_failure_locks_and_says_until_when(
    client: Client, make_person: MakePerson
) -> None:
    make_person("auditor")
    with time_machine.travel(NOON, tick=False):
        assert fail(client, "auditor", 4) == [200] * 4
        answer = give_password(client, "auditor", "yanlış")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert "Yeniden deneme saati: <strong>12:15</strong>" in text_of(answer)
    assert "giriş 15 dakika süreyle kapatıldı" in text_of(answer)


def test_the_right_password_opens_only_after_the_time(
    client: Client, make_person: MakePerson
) -> None:
    person = make_person("auditor")
    with time_machine.travel(NOON, tick=False) as clock:
        fail(client, "auditor", 5)
        clock.shift(timedelta(minutes=14))
        refused = give_password(client, person)
        assert refused.status_code == 429
        # A try in between does not put the end off.
        assert "<strong>12:15</strong>" in text_of(refused)
        clock.shift(timedelta(minutes=1, seconds=1))
        assert give_password(client, person).status_code == 302
        assert is_inside(client)


def test_a_lock_says_nothing_of_whether_the_account_exists(
    client: Client, make_person: MakePerson
) -> None:
    make_person("auditor")
    with time_machine.travel(NOON, tick=False):
        pages = []
        for name in ("auditor", "kimse"):
            fail(client, name, 4)
            pages.append(text_of(give_password(client, name, "yanlış")))
    assert pages[0] == pages[1]


def test_others_and_other_addresses_are_not_locked(client: Client, make_person: MakePerson) -> None:
    make_person("auditor")
    other = make_person("reviewer")
    fail(client, "auditor", 5)
    assert give_password(Client(REMOTE_ADDR="10.0.0.9"), "auditor").status_code == 302
    assert give_password(client, other).status_code == 302


def test_another_browser_at_the_same_address_is_locked_too(make_person: MakePerson) -> None:
    make_person("auditor")
    fail(Client(headers={"User-Agent": "A"}), "auditor", 3)
    assert fail(Client(headers={"User-Agent": "B"}), "auditor", 2) == [200, 429]
    assert give_password(Client(headers={"User-Agent": "C"}), "auditor").status_code == 429


@pytest.mark.postgresql("failures are counted and moments compared there")
def test_a_sign_in_that_succeeds_clears_the_failures(
    client: Client, make_person: MakePerson
) -> None:
    make_person("auditor")
    fail(client, "auditor", 4)
    assert give_password(client, "auditor").status_code == 302
    assert not AccessAttempt.objects.exists()


def test_the_number_is_a_setting(
    client: Client, make_person: MakePerson, settings: Settings
) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    make_person("auditor")
    assert fail(client, "auditor", 3) == [200, 200, 429]


def test_failures_keep_no_passwords(client: Client, make_person: MakePerson) -> None:
    make_person("auditor")
    give_password(client, "auditor", "neredeyse-doğru")
    kept = " ".join(str(vars(attempt)) for attempt in AccessAttempt.objects.all())
    assert "neredeyse" not in kept


@pytest.mark.postgresql("failures are counted and moments compared there")
def test_the_release_follows_from_each_browsers_failures(db: None) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for agent, failures in (("A", 2), ("B", 2), ("C", 3)):
            AccessAttempt.objects.create(
                username="ad",
                ip_address="10.0.0.1",
                user_agent=agent,
                failures_since_start=failures,
            )
            clock.shift(timedelta(minutes=1))
        # Without A and then B, three are left.
        found = lockout.locks()
        assert {name: f"{until:%H:%M}" for name, until in found.items()} == {
            ("ad", "10.0.0.1"): "12:16"
        }
        assert f"{timezone.localtime():%H:%M}" == "12:03"


# -- the list of locks -----------------------------------------------------------------------------


def test_a_superuser_sees_and_opens_locks(client: Client, make_person: MakePerson) -> None:
    make_person("auditor")
    stranger = Client()
    with time_machine.travel(NOON, tick=False):
        fail(stranger, "auditor", 5)
        fail(stranger, "reviewer", 1)
        sign_in(client, make_person("superuser", phone=True))
        page = text_of(client.get(LOCKS))
        assert "12:15" in page
        assert "auditor" in page
        chosen = [str(row.pk) for row in AccessAttempt.objects.filter(username="auditor")]
        done = client.post(LOCKS, {"action": "release", "_selected_action": chosen}, follow=True)
        assert "1 kilit kaldırıldı." in text_of(done)
        assert give_password(stranger, "auditor").status_code == 302
        assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["reviewer"]


@pytest.mark.postgresql("failures are counted and moments compared there")
def test_sign_ins_are_listed(client: Client, make_person: MakePerson) -> None:
    sign_in(Client(REMOTE_ADDR="10.0.0.7"), make_person("auditor"))
    sign_in(client, make_person("superuser", phone=True))
    page = text_of(client.get(LOG))
    assert "auditor" in page
    assert "10.0.0.7" in page


@pytest.mark.parametrize("address", [LOCKS, LOG])
@pytest.mark.parametrize("role", ["anonymous", "publisher", "signatory", "auditor", "reviewer"])
def test_only_superusers_see_them(
    client: Client, make_person: MakePerson, role: str, address: str
) -> None:
    if role != "anonymous":
        sign_in(client, make_person(role, phone=role in {"publisher", "signatory"}))
    answer = client.get(address)
    if role == "anonymous":
        assert answer.headers["Location"].startswith(LOGIN)
    else:
        assert answer.status_code == 403
    assert client.post(address, {"action": "release"}).status_code in {302, 403}


def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    client: Client, make_person: MakePerson
) -> None:
    sign_in(client, make_person("superuser", phone=True))
    client.get(LOCKS)
    counts = []
    for many in (1, 30):
        for number in range(many):
            AccessAttempt.objects.create(
                username=f"ad-{many}-{number}",
                ip_address="10.0.0.1",
                user_agent="A",
                failures_since_start=7,
            )
        with CaptureQueriesContext(connection) as caught:
            assert client.get(LOCKS).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_the_list_of_people_asks_as_often_for_many_as_for_one(
    client: Client, make_person: MakePerson
) -> None:
    sign_in(client, make_person("superuser", phone=True))
    client.get("/yonetim/auth/user/")
    counts = []
    for many in (1, 30):
        for number in range(many):
            make_person("auditor", name=f"ad-{many}-{number}", phone=bool(number % 2))
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/yonetim/auth/user/").status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
