"""Whose address a failure is counted for; and the numbers that the environment sets."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from kars_portal import env
from reports.signin.address import client_address


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "address"),
    [
        (0, "10.0.0.1", None, "10.0.0.1"),
        (0, "10.0.0.1", "192.0.2.7", "10.0.0.1"),
        (1, "10.0.0.1", "192.0.2.7", "192.0.2.7"),
        # What the visitor claims stands to the left of what the proxy has seen.
        (1, "10.0.0.1", "203.0.113.9, 192.0.2.7", "192.0.2.7"),
        (2, "10.0.0.1", "203.0.113.9, 192.0.2.7, 10.0.0.2", "192.0.2.7"),
        (2, "10.0.0.1", "192.0.2.7", "10.0.0.1"),
        (1, "10.0.0.1", "yok", "10.0.0.1"),
        (1, "10.0.0.1", "", "10.0.0.1"),
        (1, "::1", " 2001:DB8::7 ", "2001:db8::7"),
        (0, "", None, None),
    ],
)
def test_the_visitors_address(
    settings: Settings, proxies: int, remote: str, forwarded: str | None, address: str | None
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)
    assert client_address(request) == address


def test_a_number_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KARS_SESSION_MINUTES", raising=False)
    assert env.number("KARS_SESSION_MINUTES", default=60, least=5, most=720) == 60
    monkeypatch.setenv("KARS_SESSION_MINUTES", " 30 ")
    assert env.number("KARS_SESSION_MINUTES", default=60, least=5, most=720) == 30


@pytest.mark.parametrize("value", ["4", "721", "-5", "1.5", "bir saat", "٣٠", "9" * 30])
def test_a_number_that_will_not_do_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("KARS_SESSION_MINUTES", value)
    with pytest.raises(env.SettingRefusedError, match=r"KARS_SESSION_MINUTES: .* 5 ile 720"):
        env.number("KARS_SESSION_MINUTES", default=60, least=5, most=720)
