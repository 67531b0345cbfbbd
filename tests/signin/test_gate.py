"""With the password alone nobody is inside: every address of the office is closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver

from .conftest import (
    ACCOUNT,
    CODE,
    COMPULSORY,
    FREE,
    LOGIN,
    SETUP,
    MakePerson,
    code_of,
    give_code,
    give_password,
    is_inside,
    sign_in,
)

OPEN = {"/yonetim/login/", "/yonetim/giris/kod/", "/yonetim/giris/kurulum/", "/yonetim/logout/"}


def _addresses(
    patterns: list[URLPattern | URLResolver], before: str = "/yonetim/"
) -> Iterator[str]:
    """Every address of the office, with something in each of its gaps."""
    for pattern in patterns:
        route = re.sub(r"<(?:\w+:)?\w+>", "1", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, before + route)
        elif "(?P" not in route:
            yield before + route


ADDRESSES = sorted(set(_addresses(admin.site.get_urls())) - OPEN)


def test_all_kinds_of_addresses_are_among_them() -> None:
    assert len(ADDRESSES) > 150
    for address in (
        "/yonetim/",
        "/yonetim/autocomplete/",
        "/yonetim/search/",
        "/yonetim/jsi18n/",
        "/yonetim/password_change/",
        "/yonetim/hesabim/",
        "/yonetim/giris/kurtarma-kodlari/",
        "/yonetim/auth/user/1/password/",
        "/yonetim/reports/pdfexport/1/indir/",
        "/yonetim/departments/facility/export/",
    ):
        assert address in ADDRESSES


@pytest.mark.parametrize("has_phone", [True, False])
def test_every_address_leads_to_the_missing_step(
    client: Client, make_person: MakePerson, has_phone: bool
) -> None:
    give_password(client, make_person("superuser", phone=has_phone))
    wrong = {}
    for address in ADDRESSES:
        answer = client.get(address, {"a": "1"})
        to = urlsplit(answer.headers.get("Location", ""))
        expected = (302, CODE if has_phone else SETUP, [f"{address}?a=1"])
        found = (answer.status_code, to.path, parse_qs(to.query).get("next"))
        if found != expected:
            wrong[address] = found
        # No page takes another method, whoever asks.
        for method, status in ((client.post, 403), (client.put, 405), (client.delete, 405)):
            refused = method(address)
            if refused.status_code != status:
                wrong[f"{method.__name__} {address}"] = (refused.status_code, "", None)
    assert wrong == {}
    assert not is_inside(client)


def test_unknown_addresses_say_no_more(client: Client, make_person: MakePerson) -> None:
    give_password(client, make_person("superuser", phone=True))
    assert client.get("/yonetim/yok/").headers["Location"].startswith(CODE)


def test_anonymous_visitors_meet_the_sign_in_page(client: Client, db: None) -> None:
    for address in (CODE, SETUP):
        assert client.get(address).headers["Location"] == "/yonetim/"
        assert client.post(address, {"code": "123456"}).headers["Location"] == "/yonetim/"
    for address in (ACCOUNT, "/yonetim/giris/dogrulama/", "/yonetim/giris/kurtarma-kodlari/"):
        assert client.get(address).headers["Location"] == f"{LOGIN}?next={address}"


@pytest.mark.parametrize("role", FREE)
def test_others_enter_with_the_password(client: Client, make_person: MakePerson, role: str) -> None:
    assert give_password(client, make_person(role), to=ACCOUNT).headers["Location"] == ACCOUNT
    assert is_inside(client)


@pytest.mark.parametrize("role", [*COMPULSORY, "auditor"])
def test_whoever_has_a_phone_enters_with_its_code(
    client: Client, make_person: MakePerson, role: str
) -> None:
    person = make_person(role, phone=True)
    give_password(client, person)
    assert not is_inside(client)
    assert give_code(client, code_of(person), to=ACCOUNT).headers["Location"] == ACCOUNT
    assert is_inside(client)


def test_half_signed_in_is_nobody_outside_the_office_too(
    client: Client, make_person: MakePerson
) -> None:
    person = make_person("superuser", phone=True)
    give_password(client, person)
    assert client.get("/yok/").wsgi_request.user.is_anonymous
    give_code(client, code_of(person))
    assert client.get("/yok/").wsgi_request.user == person


def test_a_half_finished_sign_in_can_be_left(client: Client, make_person: MakePerson) -> None:
    give_password(client, make_person("superuser", phone=True))
    assert client.get("/yonetim/logout/").headers["Location"] == LOGIN
    assert "_auth_user_id" in client.session
    assert client.post("/yonetim/logout/").headers["Location"] == LOGIN
    assert "_auth_user_id" not in client.session


def test_another_account_can_sign_in_instead(client: Client, make_person: MakePerson) -> None:
    give_password(client, make_person("superuser", phone=True))
    assert client.get(LOGIN).status_code == 200
    give_password(client, make_person("auditor"))
    assert is_inside(client)
    assert client.get("/yonetim/").wsgi_request.user.get_username() == "auditor"


def test_a_role_given_later_asks_for_the_factor_at_once(
    client: Client, make_person: MakePerson
) -> None:
    person = make_person("auditor")
    sign_in(client, person)
    assert is_inside(client)
    person.is_superuser = True
    person.save()
    assert client.get("/yonetim/").headers["Location"].startswith(SETUP)


def test_the_way_back_leaves_the_portal_for_nobody(client: Client, make_person: MakePerson) -> None:
    person = make_person("superuser", phone=True)
    give_password(client, person)
    answer = give_code(client, code_of(person), to="https://example.org/yonetim/")
    assert answer.headers["Location"] == "/yonetim/"


def test_signing_in_again_with_the_password_alone_forgets_the_code(
    client: Client, make_person: MakePerson
) -> None:
    person = make_person("superuser", phone=True)
    sign_in(client, person)
    assert is_inside(client)
    give_password(client, person)
    assert not is_inside(client)
