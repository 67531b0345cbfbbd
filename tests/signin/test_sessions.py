"""How long a session lasts, and what a person is told of the sign-in before."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from .conftest import (  # fmt: skip
    ACCOUNT,
    LOGIN,
    MakePerson,
    code_of,
    give_code,
    give_password,
    is_inside,
    sign_in,
    text_of,
)

NINE = "2025-03-03 09:00+03:00"


def test_an_unused_session_ends_after_an_hour(client: Client, make_person: MakePerson) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        sign_in(client, make_person("superuser", phone=True))
        clock.shift(timedelta(minutes=59))
        assert is_inside(client)
        clock.shift(timedelta(minutes=59))
        assert is_inside(client)
        clock.shift(timedelta(minutes=60))
        answer = client.get(ACCOUNT, follow=True)
        assert answer.redirect_chain == [(f"{LOGIN}?next={ACCOUNT}", 302)]
        assert "Oturum süresi doldu" in text_of(answer)
        assert "_auth_user_id" not in client.session


@pytest.mark.postgresql("moments are compared")
def test_what_is_sent_to_an_ended_session_changes_nothing(
    client: Client, make_person: MakePerson
) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        person = make_person("superuser", phone=True)
        sign_in(client, person)
        clock.shift(timedelta(minutes=61))
        answer = client.post("/yonetim/reports/fiscalyear/add/", {"year": "2031"})
        assert answer.status_code == 403


def test_the_time_is_a_setting(client: Client, make_person: MakePerson, settings: Settings) -> None:
    settings.SESSION_IDLE_MINUTES = 10
    with time_machine.travel(NINE, tick=False) as clock:
        sign_in(client, make_person("auditor"))
        clock.shift(timedelta(minutes=10))
        assert not is_inside(client)


def test_no_use_keeps_a_session_longer_than_twelve_hours(
    client: Client, make_person: MakePerson
) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        sign_in(client, make_person("auditor"))
        for _ in range(12 * 2 - 1):
            clock.shift(timedelta(minutes=30))
            assert is_inside(client)
        clock.shift(timedelta(minutes=30))
        assert not is_inside(client)


def test_an_ended_session_is_nobody_on_the_public_pages_too(
    client: Client, make_person: MakePerson
) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        sign_in(client, make_person("auditor"))
        clock.shift(timedelta(minutes=61))
        assert client.get("/yok/").wsgi_request.user.is_anonymous


def test_a_session_without_times_has_ended(client: Client, make_person: MakePerson) -> None:
    sign_in(client, make_person("auditor"))
    session = client.session
    del session["signin.started"]
    session.save()
    assert not is_inside(client)


def test_the_cookie_goes_with_the_browser(client: Client, make_person: MakePerson) -> None:
    sign_in(client, make_person("auditor"))
    cookie = client.cookies["sessionid"]
    assert cookie["max-age"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_clicks_do_not_write_the_session_each_time(client: Client, make_person: MakePerson) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        sign_in(client, make_person("auditor"))
        client.get(ACCOUNT)
        for seconds, writes in ((30, 0), (31, 1)):
            clock.shift(timedelta(seconds=seconds))
            with CaptureQueriesContext(connection) as caught:
                client.get(ACCOUNT)
            found = [q for q in caught.captured_queries if 'UPDATE "django_session"' in q["sql"]]
            assert len(found) == writes


# -- the sign-in before ----------------------------------------------------------------------------


@pytest.mark.postgresql("moments are compared")
@pytest.mark.parametrize("phone", [True, False])
def test_the_previous_sign_in_is_told(make_person: MakePerson, phone: bool) -> None:
    person = make_person("auditor", phone=phone)
    with time_machine.travel(NINE, tick=False) as clock:
        first = sign_in(Client(), person)
        assert "Bu hesapla ilk giriş." in text_of(first.get("/yonetim/"))
        clock.shift(timedelta(hours=3))
        second = sign_in(Client(), person)
        assert "Önceki giriş: 03.03.2025 09:00." in text_of(second.get("/yonetim/"))
        assert "Önceki giriş: " not in text_of(second.get("/yonetim/"))
        assert "03.03.2025 09:00" in text_of(second.get(ACCOUNT))
        person.refresh_from_db()
        assert person.last_login is not None
        assert f"{person.last_login:%H:%M}" == "09:00"  # noon in Türkiye


def test_a_password_without_its_code_is_told_too(make_person: MakePerson) -> None:
    person = make_person("publisher", phone=True)
    with time_machine.travel(NINE, tick=False) as clock:
        sign_in(Client(), person)
        clock.shift(timedelta(hours=1))
        give_password(Client(), person)
        clock.shift(timedelta(hours=1))
        mine = Client()
        give_password(mine, person)
        give_code(mine, code_of(person))
        assert "Önceki giriş: 03.03.2025 10:00." in text_of(mine.get("/yonetim/"))


def test_the_account_page_knows_its_person(client: Client, make_person: MakePerson) -> None:
    person = make_person("publisher", phone=True)
    User.objects.filter(pk=person.pk).update(first_name="Örnek", last_name="Kişi")
    sign_in(client, person)
    page = text_of(client.get(ACCOUNT))
    for shown in ("Örnek Kişi", "Yayımlayan", "Kayıtlı (", "Parola değiştir"):
        assert shown in page
    assert "Bütün hesapların girişleri" not in page


# -- passwords -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password", ["kısa-parola", "123456789012", "qwerty123456", "melis.yildiz"]
)
def test_weak_passwords_are_refused(db: None, password: str) -> None:
    person = User(username="melis.yildiz", first_name="Melis")
    with pytest.raises(ValidationError):
        validate_password(password, person)


def test_a_password_of_twelve_letters_will_do(db: None) -> None:
    person = User(username="melis.yildiz")
    with pytest.raises(ValidationError):
        validate_password("sazlık-köpr", person)
    validate_password("sazlık-köprü", person)
