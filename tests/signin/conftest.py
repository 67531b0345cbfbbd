"""People with and without a second factor, under the values of the real settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from kars_portal import settings as production
from reports.core.roles import ROLES
from reports.signin import factors

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response
    from pytest_django import Settings

PASSWORD = "sazlık-köprü-42"
LOGIN = "/yonetim/login/"
CODE = "/yonetim/giris/kod/"
SETUP = "/yonetim/giris/kurulum/"
ACCOUNT = "/yonetim/hesabim/"

ROLE_NAMES = {role.code: role.name for role in ROLES}
COMPULSORY = ("publisher", "signatory", "superuser")
FREE = tuple(sorted(set(ROLE_NAMES) - set(COMPULSORY)))

MakePerson = Callable[..., User]


@pytest.fixture(autouse=True)
def as_in_production(settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = production.SECOND_FACTOR_ROLES
    settings.AXES_ENABLED = True


@pytest.fixture
def make_person(db: None) -> MakePerson:

    def make(role: str, *, phone: bool = False, name: str = "") -> User:
        person = User.objects.create_user(
            name or role, password=PASSWORD, is_staff=True, is_superuser=role == "superuser"
        )
        if role in ROLE_NAMES:
            person.groups.add(Group.objects.get(name=ROLE_NAMES[role]))
        if phone:
            give_phone(person)
        return person

    return make


def give_phone(person: User) -> None:
    TOTPDevice.objects.create(user=person, name=factors.PHONE)


def code_of(person: User, *, ahead: int = 0) -> str:
    """What the person's phone shows, or will show some steps later."""
    device = TOTPDevice.objects.get(user=person)
    return f"{totp(device.bin_key, drift=ahead):06d}"


def wrong_code(person: User) -> str:
    right = {code_of(person, ahead=ahead) for ahead in (-2, -1, 0, 1, 2)}
    return next(code for code in (f"{number:06d}" for number in range(9)) if code not in right)


def give_password(
    client: Client, person: User | str, password: str = PASSWORD, *, to: str = "/yonetim/"
) -> Response:
    name = person if isinstance(person, str) else person.get_username()
    return client.post(f"{LOGIN}?next={to}", {"username": name, "password": password, "next": to})


def give_code(client: Client, code: str, *, to: str = "/yonetim/") -> Response:
    return client.post(CODE, {"code": code, "next": to})


def sign_in(client: Client, person: User) -> Client:
    """All the way, with the code where there is a phone."""
    give_password(client, person)
    if TOTPDevice.objects.filter(user=person).exists():
        answer = give_code(client, code_of(person))
        assert answer.status_code == 302, answer.content.decode()
    return client


def text_of(response: Response) -> str:
    return " ".join(response.content.decode().split())


def is_inside(client: Client) -> bool:
    return client.get("/yonetim/").status_code == 200
