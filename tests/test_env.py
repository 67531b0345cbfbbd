"""The environment is read to the letter, and what it cannot mean is refused by name."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from kars_portal import env, env_signing

BASE = Path("/srv/kars")


def database(monkeypatch: pytest.MonkeyPatch, url: str) -> dict[str, Any]:
    monkeypatch.setenv("DATABASE_URL", url)
    return env.database("DATABASE_URL", default=BASE / "var" / "db.sqlite3", base=BASE)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("", "/srv/kars/var/db.sqlite3"),
        ("sqlite:///db.sqlite3", "/srv/kars/db.sqlite3"),
        ("sqlite:////data/bel%20ediye.sqlite3", "/data/bel ediye.sqlite3"),
        ("sqlite:///:memory:", ":memory:"),
    ],
)
def test_sqlite(monkeypatch: pytest.MonkeyPatch, url: str, name: str) -> None:
    assert database(monkeypatch, url)["NAME"] == name


def test_postgresql_with_a_password_of_special_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    found = database(
        monkeypatch, "postgres://kars:a%23b%2Fc@db.example.org:5433/rapor?sslmode=require"
    )
    assert {key: found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "rapor",
        "USER": "kars",
        "PASSWORD": "a#b/c",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"connect_timeout": "5", "sslmode": "require"},
    }


def test_postgresql_over_the_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    assert database(monkeypatch, "postgres://kars@/rapor")["HOST"] == ""
    assert database(monkeypatch, "postgres:///rapor?host=/run/pg")["HOST"] == "/run/pg"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://kars@db/rapor",
        "sqlite://",
        "sqlite:///",
        "sqlite://db.sqlite3",
        "sqlite:////data/db.sqlite3?mode=ro",
        "postgres://kars:gizli@db:yanlis/rapor",
        "postgres://kars:gizli#@db/rapor",
        "postgres://kars:gizli@db",
        "postgres://kars:gizli@db/rapor?sslmod=require",
        "rapor",
    ],
)
def test_a_wrong_database_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    with pytest.raises(env.SettingRefusedError, match=r"^DATABASE_URL: ") as refused:
        database(monkeypatch, url)
    assert "gizli" not in str(refused.value)


def test_a_misspelt_setting_is_refused() -> None:
    with pytest.raises(env.SettingRefusedError, match="KARS_DEBG"):
        env.refuse_unknown({"KARS_DEBG": "true", "KARS_DEBUG": "true", "HOME": "/"})


def test_every_setting_that_is_known_is_accepted() -> None:
    known = dict.fromkeys(env.KNOWN, "")
    env.refuse_unknown(known)
    with pytest.raises(env.SettingRefusedError):
        env.refuse_unknown(known | {"KARS_ORNEK": ""})


@pytest.mark.parametrize(("value", "meaning"), [("true", True), ("0", False), ("", True)])
def test_flag(monkeypatch: pytest.MonkeyPatch, value: str, meaning: bool) -> None:
    monkeypatch.setenv("KARS_DEBUG", value)
    assert env.flag("KARS_DEBUG", default=True) is meaning


def test_a_flag_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KARS_DEBUG", "belki")
    with pytest.raises(env.SettingRefusedError, match="KARS_DEBUG"):
        env.flag("KARS_DEBUG", default=False)


@pytest.mark.parametrize(
    "value", ["rapor.example.org", "ftp://rapor.example.org", "https://a.example/yol", "http://a:b"]
)
def test_a_wrong_site_address_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("KARS_SITE_URL", value)
    with pytest.raises(env.SettingRefusedError, match="KARS_SITE_URL"):
        env.site_url("KARS_SITE_URL", default="http://127.0.0.1:8000")


def test_host_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KARS_ALLOWED_HOSTS", "rapor.example.org, [::1],")
    assert env.host_names("KARS_ALLOWED_HOSTS", default=[]) == ["rapor.example.org", "[::1]"]
    monkeypatch.setenv("KARS_ALLOWED_HOSTS", "https://rapor.example.org")
    with pytest.raises(env.SettingRefusedError, match="KARS_ALLOWED_HOSTS"):
        env.host_names("KARS_ALLOWED_HOSTS", default=[])


def test_the_secret_key_is_made_once_and_only_outside_production(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("KARS_SECRET_KEY", raising=False)
    kept = tmp_path / "secret_key"
    with pytest.raises(env.SettingRefusedError, match="KARS_SECRET_KEY"):
        env.secret_key("KARS_SECRET_KEY", kept_in=kept, production=True)
    first = env.secret_key("KARS_SECRET_KEY", kept_in=kept, production=False)
    assert first == env.secret_key("KARS_SECRET_KEY", kept_in=kept, production=False)
    assert len(first) >= env.SECRET_KEY_LENGTH
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [kept]


@pytest.mark.parametrize("value", ["kisa", "a" * 60])
def test_a_weak_secret_key_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str
) -> None:
    monkeypatch.setenv("KARS_SECRET_KEY", value)
    with pytest.raises(env.SettingRefusedError, match="KARS_SECRET_KEY"):
        env.secret_key("KARS_SECRET_KEY", kept_in=tmp_path / "secret_key", production=False)


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.5", False), ("a.tr", False)],
)
def test_is_local(host: str, local: bool) -> None:
    assert env.is_local(host) is local


def email(monkeypatch: pytest.MonkeyPatch, url: str) -> dict[str, Any]:
    monkeypatch.setenv("KARS_EMAIL_URL", url)
    return env.email("KARS_EMAIL_URL", folder=BASE / "mail")


@pytest.mark.parametrize(
    ("url", "backend"),
    [
        ("", {"BACKEND": "filebased", "FILE_PATH": "/srv/kars/mail"}),
        ("console:", {"BACKEND": "console"}),
        (
            "smtp://kars:a%23b@posta.example.org",
            {"PORT": 587, "USE_TLS": True, "USE_SSL": False, "HOST_PASSWORD": "a#b"},
        ),
        ("smtps://kars:x@posta.example.org", {"PORT": 465, "USE_TLS": False, "USE_SSL": True}),
        ("smtp://posta.local?tls=none", {"PORT": 25, "USE_TLS": False, "HOST": "posta.local"}),
    ],
)
def test_mail(monkeypatch: pytest.MonkeyPatch, url: str, backend: dict[str, Any]) -> None:
    found = email(monkeypatch, url)
    found["EMAIL_BACKEND"] = found["EMAIL_BACKEND"].split(".")[-2]

    assert {key: found[f"EMAIL_{key}"] for key in backend} == backend


@pytest.mark.parametrize(
    "url",
    [
        "posta.example.org",
        "http://posta.example.org",
        "smtp://",
        "smtp://kars:gizli@posta:yanlis",
        "smtp://kars:gizli@posta?tls=none",
        "smtp://kars:gizli@posta?tls=hayir",
        "smtp://kars:gizli@posta/yol",
    ],
)
def test_a_wrong_mail_server_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    with pytest.raises(env.SettingRefusedError, match=r"^KARS_EMAIL_URL: ") as refused:
        email(monkeypatch, url)
    assert "gizli" not in str(refused.value)


def test_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    def sender(value: str) -> str:
        monkeypatch.setenv("KARS_EMAIL_FROM", value)
        return env.sender("KARS_EMAIL_FROM", title="Portal", host="rapor.example.org")

    assert sender("") == "Portal <portal@rapor.example.org>"
    assert sender("Rapor <a@example.org>") == "Rapor <a@example.org>"
    with pytest.raises(env.SettingRefusedError, match="KARS_EMAIL_FROM"):
        sender("Rapor")


def test_an_address_for_time_stamps_has_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env_signing.web_address("KARS_TSA_URL") == ""
    monkeypatch.setenv("KARS_TSA_URL", "http://zaman.example.org:318/tsa")
    assert env_signing.web_address("KARS_TSA_URL") == "http://zaman.example.org:318/tsa"
    for value in ("zaman.example.org", "ftp://a", "http://ali:parola@a", "http://a:x"):
        monkeypatch.setenv("KARS_TSA_URL", value)
        with pytest.raises(
            env.SettingRefusedError, match="KARS_TSA_URL: adres anlaşılmadı"
        ) as raised:
            env_signing.web_address("KARS_TSA_URL")
        assert value not in str(raised.value)


@pytest.mark.parametrize(
    "value", ["gizli.p12", "pkcs12:gizli.p12", "pkcs11:token=A;object=B", "file:/muhur-1234"]
)
def test_the_place_of_a_seal_is_understood_or_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("KARS_SEAL", value)
    with pytest.raises(env.SettingRefusedError, match="KARS_SEAL: anlaşılmadı") as raised:
        env_signing.seal("KARS_SEAL", beside="KARS_SEAL_PASSWORD_FILE")
    assert value not in str(raised.value)


def test_seal_and_password_belong_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def read() -> tuple[str, Path | None]:
        return (
            env_signing.seal("KARS_SEAL", beside="KARS_SEAL_PASSWORD_FILE"),
            env_signing.secret_file("KARS_SEAL_PASSWORD_FILE", beside="KARS_SEAL"),
        )

    assert read() == ("", None)
    monkeypatch.setenv("KARS_SEAL", "pkcs11:token=A;object=B?module-path=/usr/lib/m.so")
    with pytest.raises(env.SettingRefusedError, match="parola ya da PIN eksik"):
        read()
    monkeypatch.setenv("KARS_SEAL_PASSWORD_FILE", str(tmp_path / "pin"))
    with pytest.raises(env.SettingRefusedError, match="diye bir dosya yok"):
        read()
    (tmp_path / "pin").write_text("1234")
    assert read()[1] == tmp_path / "pin"
    monkeypatch.delenv("KARS_SEAL")
    with pytest.raises(env.SettingRefusedError, match="KARS_SEAL olmadan işe yaramaz"):
        read()
