"""Registering a phone, giving codes, recovery codes, and losing all of it."""

from __future__ import annotations

import re
from base64 import b32decode
from datetime import timedelta

import pytest
import time_machine
from auditlog.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from reports.signin import factors

from .conftest import (
    ACCOUNT,
    CODE,
    PASSWORD,
    SETUP,
    MakePerson,
    code_of,
    give_code,
    give_password,
    is_inside,
    sign_in,
    text_of,
    wrong_code,
)


def secret_on(page: str) -> str:
    """The secret that the page shows as text, as bytes in hexadecimal."""
    found = re.search(r'class="signin__secret"[^>]*>(.*?)</code>', page, re.DOTALL)
    assert found
    return b32decode("".join(re.findall(r"<span>(\w{4})</span>", found[1]))).hex()


def register(client: Client, *, ahead: int = 0, to: str = ACCOUNT) -> list[str]:
    """Fill in the page of registering; the recovery codes that are shown then."""
    secret = secret_on(client.get(SETUP, {"next": to}).content.decode())
    code = f"{totp(bytes.fromhex(secret), drift=ahead):06d}"
    answer = client.post(SETUP, {"code": code, "next": to}, follow=True)
    return re.findall(r"<code>(\w{5}-\w{5})</code>", answer.content.decode())


# -- registering -----------------------------------------------------------------------------------


def test_who_must_and_has_none_registers_after_the_password(
    client: Client, make_person: MakePerson
) -> None:
    person = make_person("publisher")
    answer = give_password(client, person, to=ACCOUNT)
    answer = client.get(answer.headers["Location"])
    assert answer.headers["Location"] == f"{SETUP}?next=%2Fyonetim%2Fhesabim%2F"
    page = client.get(answer.headers["Location"])
    assert 'src="data:image/svg+xml' in text_of(page)
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert not TOTPDevice.objects.exists()

    codes = register(client)
    assert len(codes) == len(set(codes)) == 10
    assert TOTPDevice.objects.get().user == person
    assert is_inside(client)
    # They are shown once.
    again = client.get("/yonetim/giris/kurtarma-kodlari/", follow=True)
    assert "yalnız bir kez gösterilir" in text_of(again)
    assert codes[0] not in text_of(again)


def test_the_secret_stays_the_same_while_the_page_is_open(
    client: Client, make_person: MakePerson
) -> None:
    give_password(client, make_person("publisher"))
    first = secret_on(client.get(SETUP).content.decode())
    refused = client.post(SETUP, {"code": "000000"})
    assert "Kod bu anahtara uymuyor" in text_of(refused)
    assert secret_on(refused.content.decode()) == first
    assert not TOTPDevice.objects.exists()
    assert not is_inside(client)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦x", "-12345"])
def test_what_is_no_code_registers_nothing(
    client: Client, make_person: MakePerson, code: str
) -> None:
    give_password(client, make_person("publisher"))
    client.get(SETUP)
    assert client.post(SETUP, {"code": code}).status_code == 200
    assert not TOTPDevice.objects.exists()


def test_an_old_half_opened_session_registers_no_phone(
    client: Client, make_person: MakePerson
) -> None:
    with time_machine.travel("2025-03-03 10:00", tick=False) as clock:
        give_password(client, make_person("publisher"))
        assert client.get(SETUP).status_code == 200
        clock.shift(timedelta(minutes=10))
        answer = client.get(SETUP, follow=True)
        assert "parolanın yeniden yazılması gerekir" in text_of(answer)
        assert "_auth_user_id" not in client.session


def test_who_has_a_phone_cannot_register_another_with_the_password_alone(
    client: Client, make_person: MakePerson
) -> None:
    person = make_person("publisher", phone=True)
    give_password(client, person)
    assert client.get(SETUP).headers["Location"] == "/yonetim/"
    assert client.post(SETUP, {"code": code_of(person)}).headers["Location"] == "/yonetim/"
    assert not is_inside(client)


def test_the_phone_is_replaced_after_showing_again_who_one_is(
    client: Client, make_person: MakePerson
) -> None:
    person = make_person("publisher", phone=True)
    with time_machine.travel("2025-03-03 10:00", tick=False) as clock:
        sign_in(client, person)
        other = sign_in_elsewhere(person, clock)
        old = TOTPDevice.objects.get().key
        clock.shift(timedelta(minutes=11))
        asked = client.get(SETUP, {"next": ACCOUNT})
        assert asked.headers["Location"].startswith("/yonetim/giris/dogrulama/?next=")
        answer = client.post(
            asked.headers["Location"],
            {"password": PASSWORD, "code": code_of(person), "next": SETUP},
        )
        assert answer.headers["Location"] == SETUP
        assert len(register(client)) == 10
        assert TOTPDevice.objects.get().key != old
        assert is_inside(client)
        # What was opened with the old phone asks for the new one.
        assert other.get("/yonetim/").headers["Location"].startswith(CODE)


def sign_in_elsewhere(person: User, clock: time_machine.Traveller) -> Client:
    clock.shift(timedelta(seconds=60))
    return sign_in(Client(), person)


# -- codes -----------------------------------------------------------------------------------------


@pytest.mark.postgresql("the device is locked")
def test_a_code_is_good_for_one_time(client: Client, make_person: MakePerson) -> None:
    person = make_person("publisher", phone=True)
    code = code_of(person)
    sign_in(client, person)
    other = Client()
    give_password(other, person)
    refused = give_code(other, code)
    assert "Her kod bir kez" in text_of(refused)
    assert not is_inside(other)


def test_blanks_in_a_code_do_no_harm(client: Client, make_person: MakePerson) -> None:
    person = make_person("publisher", phone=True)
    give_password(client, person)
    code = code_of(person)
    assert give_code(client, f" {code[:3]} {code[3:]} ").status_code == 302
    assert is_inside(client)


def test_nobody_elses_code(client: Client, make_person: MakePerson) -> None:
    person, other = make_person("publisher", phone=True), make_person("superuser", phone=True)
    give_password(client, person)
    assert give_code(client, code_of(other)).status_code == 200
    assert not is_inside(client)


@pytest.mark.postgresql("the device is locked")
def test_wrong_codes_make_the_next_try_wait(client: Client, make_person: MakePerson) -> None:
    person = make_person("publisher", phone=True)
    with time_machine.travel("2025-03-03 10:00+03:00", tick=False) as clock:
        give_password(client, person)
        wrong = wrong_code(person)
        for waiting in (1, 2, 4, 8):
            assert "Kod geçerli değil" in text_of(give_code(client, wrong))
            early = give_code(client, code_of(person))
            assert "Art arda yanlış kod girildi" in text_of(early)
            clock.shift(timedelta(seconds=waiting))
        assert not is_inside(client)
        assert give_code(client, code_of(person)).status_code == 302
        assert is_inside(client)


def test_the_time_until_which_codes_wait_is_named(client: Client, make_person: MakePerson) -> None:
    person = make_person("publisher", phone=True)
    with time_machine.travel("2025-03-03 10:00+03:00", tick=False):
        give_password(client, person)
        give_code(client, wrong_code(person))
        assert "saat 10:00:01 sonrasında" in text_of(give_code(client, code_of(person)))


def test_the_session_gets_a_new_key(client: Client, make_person: MakePerson) -> None:
    person = make_person("publisher", phone=True)
    before = client.session.session_key
    give_password(client, person)
    half = client.cookies["sessionid"].value
    give_code(client, code_of(person))
    inside = client.cookies["sessionid"].value
    assert len({before, half, inside}) == 3
    stale = Client()
    stale.cookies["sessionid"] = half
    assert not is_inside(stale)


# -- recovery codes --------------------------------------------------------------------------------


def test_recovery_codes_are_kept_as_digests(client: Client, make_person: MakePerson) -> None:
    give_password(client, make_person("publisher"))
    codes = {code.replace("-", "") for code in register(client)}
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == 10
    assert not codes & {token.lower() for token in kept}


@pytest.mark.postgresql("the device is locked")
def test_a_recovery_code_opens_once_however_it_is_written(
    client: Client, make_person: MakePerson
) -> None:
    person = make_person("publisher")
    give_password(client, person)
    codes = register(client)
    for typed in (codes[0].upper(), codes[1].replace("-", " "), codes[2]):
        other = Client()
        give_password(other, person)
        page = other.get(CODE, {"kurtarma": "1"})
        assert "Kurtarma kodu" in text_of(page)
        assert give_code(other, typed).status_code == 302
        assert "Kurtarma koduyla girildi" in text_of(other.get("/yonetim/"))
    other = Client()
    give_password(other, person)
    assert give_code(other, codes[2]).status_code == 200
    assert not is_inside(other)
    assert factors.state_of(person).codes_left == 7


def test_nobody_elses_recovery_code(client: Client, make_person: MakePerson) -> None:
    person, other = make_person("publisher"), make_person("superuser")
    give_password(client, person)
    register(client)
    second = Client()
    give_password(second, other)
    theirs = register(second)
    third = Client()
    give_password(third, person)
    assert give_code(third, theirs[0]).status_code == 200
    assert not is_inside(third)


def test_new_recovery_codes_end_the_old_ones(client: Client, make_person: MakePerson) -> None:
    person = make_person("publisher")
    give_password(client, person)
    old = register(client)
    page = client.post("/yonetim/hesabim/kurtarma-kodlari/", follow=True)
    new = re.findall(r"<code>(\w{5}-\w{5})</code>", page.content.decode())
    assert len(new) == 10
    other = Client()
    give_password(other, person)
    assert give_code(other, old[0]).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert give_code(other, new[0]).status_code == 302


def test_without_a_phone_there_are_no_recovery_codes(
    client: Client, make_person: MakePerson
) -> None:
    sign_in(client, make_person("auditor"))
    assert client.post("/yonetim/hesabim/kurtarma-kodlari/").headers["Location"] == ACCOUNT
    assert not StaticToken.objects.exists()


# -- free to have one ------------------------------------------------------------------------------


def test_others_may_switch_it_on_and_off(client: Client, make_person: MakePerson) -> None:
    person = make_person("auditor")
    sign_in(client, person)
    assert "İki adımlı girişi aç" in text_of(client.get(ACCOUNT))
    assert len(register(client)) == 10
    page = text_of(client.get(ACCOUNT))
    assert "Kalan kurtarma kodu" in page
    assert "İki adımlı girişi kapat" in page
    other = Client()
    give_password(other, person)
    assert not is_inside(other)

    answer = client.post("/yonetim/hesabim/iki-adimli-giris/kapat/", follow=True)
    assert "İki adımlı giriş kapatıldı." in text_of(answer)
    assert is_inside(other)


def test_who_must_have_one_cannot_switch_it_off(client: Client, make_person: MakePerson) -> None:
    person = make_person("publisher", phone=True)
    sign_in(client, person)
    assert "İki adımlı girişi kapat" not in text_of(client.get(ACCOUNT))
    assert client.post("/yonetim/hesabim/iki-adimli-giris/kapat/").status_code == 403
    assert TOTPDevice.objects.filter(user=person).exists()


# -- lost phones -----------------------------------------------------------------------------------


def reset_page(person: User) -> str:
    return f"/yonetim/hesaplar/{person.pk}/iki-adimli-giris/"


@pytest.mark.postgresql("the device is locked")
def test_a_superuser_resets_a_lost_phone(client: Client, make_person: MakePerson) -> None:
    root, person = make_person("superuser", phone=True), make_person("publisher", phone=True)
    theirs = sign_in(Client(), person)
    assert is_inside(theirs)
    sign_in(client, root)
    form = text_of(client.get(f"/yonetim/auth/user/{person.pk}/change/"))
    assert "İki adımlı girişi sıfırla" in form
    asked = text_of(client.get(reset_page(person)))
    assert "publisher hesabının doğrulama uygulaması" in asked
    assert TOTPDevice.objects.filter(user=person).exists()

    done = client.post(reset_page(person), follow=True)
    assert "için iki adımlı giriş sıfırlandı" in text_of(done)
    assert not factors.has_factor(person)
    # The open session is over, and registers nothing without the password.
    assert theirs.get("/yonetim/").headers["Location"].startswith(SETUP)

    entry = LogEntry.objects.get_for_object(person).first()
    assert entry.actor == root
    assert entry.changes == {"Doğrulama uygulaması": ["kayıtlı", None]}


def test_a_reset_asks_who_is_there(client: Client, make_person: MakePerson) -> None:
    root, person = make_person("superuser", phone=True), make_person("publisher", phone=True)
    with time_machine.travel("2025-03-03 10:00", tick=False) as clock:
        sign_in(client, root)
        clock.shift(timedelta(minutes=11))
        assert "Doğrulama kodu yazılmalıdır" in text_of(client.post(reset_page(person), {}))
        assert factors.has_factor(person)
        client.post(reset_page(person), {"password": PASSWORD, "code": code_of(root)})
        assert not factors.has_factor(person)


@pytest.mark.parametrize("role", ["publisher", "signatory", "auditor", "finance-editor"])
def test_nobody_else_resets_anything(client: Client, make_person: MakePerson, role: str) -> None:
    person = make_person("superuser", phone=True)
    other = make_person(role, phone=True)
    assert client.post(reset_page(person)).status_code == 302
    sign_in(client, other)
    assert client.get(reset_page(person)).status_code == 403
    assert client.post(reset_page(person)).status_code == 403
    assert factors.has_factor(person)


def test_nobody_resets_their_own(client: Client, make_person: MakePerson) -> None:
    root = make_person("superuser", phone=True)
    sign_in(client, root)
    assert client.post(reset_page(root)).headers["Location"] == ACCOUNT
    assert factors.has_factor(root)


def test_the_trail_knows_who_registered_and_no_secret(
    client: Client, make_person: MakePerson
) -> None:
    person = make_person("publisher")
    give_password(client, person)
    codes = register(client)
    entries = list(LogEntry.objects.get_for_object(person).order_by("pk"))[-2:]
    assert [entry.changes for entry in entries] == [
        {"Doğrulama uygulaması": [None, "yeni kayıt"]},
        {"Kurtarma kodları": [None, "yenilendi"]},
    ]
    assert [entry.actor for entry in entries] == [person, person]
    everything = " ".join(str(vars(entry)) for entry in LogEntry.objects.all())
    assert TOTPDevice.objects.get().key not in everything
    assert not any(code in everything for code in codes)


def test_no_screen_shows_secrets(client: Client, make_person: MakePerson) -> None:
    root, person = make_person("superuser", phone=True), make_person("publisher", phone=True)
    sign_in(client, root)
    for address in ("/yonetim/otp_totp/totpdevice/", "/yonetim/otp_static/staticdevice/"):
        assert client.get(address).status_code == 404
    key = TOTPDevice.objects.get(user=person).key
    for address in ("/yonetim/auth/user/", f"/yonetim/auth/user/{person.pk}/change/"):
        assert key not in text_of(client.get(address))
