"""Demo accounts sign in with codes too; nobody else's code is ever printed."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from reports.signin import factors

from .conftest import MakePerson, give_code, give_password, is_inside


@pytest.fixture
def accounts_file(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "demo-accounts.json"


def printed(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    capsys.readouterr()
    call_command(*command)
    return capsys.readouterr().out.strip()


def test_they_are_made_with_phones_where_a_code_is_asked(
    accounts_file: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = printed(capsys, "create_demo_users")
    known = json.loads(accounts_file.read_text("utf-8"))
    secrets = known.pop("totp")
    assert set(known) == set(User.objects.values_list("username", flat=True))
    assert set(secrets) == {"yonetici", "publisher", "signatory"}
    assert stat.S_IMODE(accounts_file.stat().st_mode) == 0o600
    assert all(secret not in shown for secret in secrets.values())
    assert "manage.py second_factor_code KULLANICI" in shown


def test_they_sign_in_with_the_printed_code_one_after_the_other(
    accounts_file: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("create_demo_users")
    known = json.loads(accounts_file.read_text("utf-8"))
    codes = []
    for _ in range(2):
        client = Client()
        give_password(client, "yonetici", known["yonetici"])
        codes.append(printed(capsys, "second_factor_code", "yonetici"))
        assert give_code(client, codes[-1]).status_code == 302
        assert is_inside(client)
    # The first one was used up.
    assert codes[0] != codes[1]


def test_a_code_that_is_not_good_yet_says_so(
    accounts_file: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("create_demo_users")
    device = TOTPDevice.objects.get(user__username="yonetici")
    for _ in range(2):
        code = printed(capsys, "second_factor_code", "yonetici")
        device.refresh_from_db()
        assert device.verify_token(code)
    call_command("second_factor_code", "yonetici")
    assert "saniye sonra geçerli olur" in capsys.readouterr().err


def test_making_them_again_changes_nothing(accounts_file: Path, db: None) -> None:
    call_command("create_demo_users")
    before = accounts_file.read_text("utf-8")
    keys = list(TOTPDevice.objects.order_by("user").values_list("pk", "key"))
    call_command("create_demo_users")
    assert accounts_file.read_text("utf-8") == before
    assert list(TOTPDevice.objects.order_by("user").values_list("pk", "key")) == keys


def test_the_file_of_an_older_version_gets_its_secrets(accounts_file: Path, db: None) -> None:
    call_command("create_demo_users")
    known = json.loads(accounts_file.read_text("utf-8"))
    del known["totp"]
    accounts_file.write_text(json.dumps(known), "utf-8")
    TOTPDevice.objects.all().delete()
    call_command("create_demo_users")
    again = json.loads(accounts_file.read_text("utf-8"))
    assert set(again.pop("totp")) == {"yonetici", "publisher", "signatory"}
    assert again == known


def test_other_accounts_get_no_code(accounts_file: Path, make_person: MakePerson) -> None:
    person = make_person("superuser", phone=True)
    call_command("create_demo_users")
    for name in (person.username, "auditor", "yok"):
        with pytest.raises(CommandError, match="deneme hesabı değil"):
            call_command("second_factor_code", name)


def test_an_account_with_another_phone_gets_no_code(accounts_file: Path, db: None) -> None:
    call_command("create_demo_users")
    device = TOTPDevice.objects.get(user__username="publisher")
    device.key = factors.new_secret()
    device.save()
    with pytest.raises(CommandError, match="başka bir telefon"):
        call_command("second_factor_code", "publisher")
    call_command("create_demo_users")
    call_command("second_factor_code", "publisher")


def test_the_server_resets_a_factor(
    make_person: MakePerson, capsys: pytest.CaptureFixture[str]
) -> None:
    person = make_person("superuser", phone=True)
    assert "sıfırlandı" in printed(capsys, "reset_second_factor", "superuser")
    assert not factors.has_factor(person)
    assert "yok" in printed(capsys, "reset_second_factor", "superuser")
    with pytest.raises(CommandError, match="adlı hesap yok"):
        call_command("reset_second_factor", "yok")
