"""Showing again who one is before publishing, without losing what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django_otp.plugins.otp_totp.models import TOTPDevice

from reports.collect import checking
from reports.core import registry
from reports.models import FiscalYear, FrozenReport, Publication, Report
from reports.signin import reauth, sessions

from .conftest import PASSWORD, MakePerson, code_of, is_inside, sign_in, text_of, wrong_code

PUBLISH = "/yonetim/reports/report/2024/yayimla/"
CONFIRM = "/yonetim/giris/dogrulama/"
LATER = timedelta(minutes=10)


@pytest.fixture
def report(db: None, monkeypatch: pytest.MonkeyPatch) -> Report:
    """A small report without findings."""
    monkeypatch.setattr(registry, "rules", tuple)
    checking.refresh()
    return Report.objects.create(
        year=FiscalYear.objects.create(year=2024),
        institution="Örnek Belediyesi",
        title="2024 Yılı Faaliyet Raporu",
    )


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2025-03-03 09:00+03:00", tick=False) as travelled:
        yield travelled


# -- publishing ------------------------------------------------------------------------------------


def test_right_after_signing_in_nothing_is_asked(
    client: Client, make_person: MakePerson, report: Report
) -> None:
    sign_in(client, make_person("publisher", phone=True))
    assert "Doğrulama kodu" not in text_of(client.get(PUBLISH))
    client.post(PUBLISH, {"reason": ""})
    assert FrozenReport.objects.count() == 1
    client.post(PUBLISH, {"step": "publish"})
    assert Publication.objects.get().version == 1


def test_later_password_and_code_are_asked_in_the_form(
    client: Client, make_person: MakePerson, report: Report, clock: time_machine.Traveller
) -> None:
    person = make_person("publisher", phone=True)
    sign_in(client, person)
    client.post(PUBLISH)
    clock.shift(LATER)
    page = text_of(client.get(PUBLISH))
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="one-time-code"' in page

    typed = {"step": "unfreeze", "reason": "Yazılan gerekçe"}
    for missing, said in (
        ({}, "parola yeniden yazılmalıdır"),
        ({"password": PASSWORD}, "Doğrulama kodu yazılmalıdır"),
        ({"password": "yanlış", "code": code_of(person)}, "Parola doğru değil"),
        ({"password": PASSWORD, "code": wrong_code(person)}, "Kod geçerli değil"),
    ):
        refused = text_of(client.post(PUBLISH, typed | missing))
        assert said in refused
        assert "Yazılan gerekçe" in refused
        assert FrozenReport.objects.get().released_at is None
    clock.shift(timedelta(seconds=2))
    client.post(PUBLISH, typed | {"password": PASSWORD, "code": code_of(person)})
    assert FrozenReport.objects.get().released_for == "Yazılan gerekçe"


@pytest.mark.parametrize("step", ["publish", "unfreeze"])
def test_what_follows_the_freeze_asks_too(
    client: Client,
    make_person: MakePerson,
    report: Report,
    clock: time_machine.Traveller,
    step: str,
) -> None:
    person = make_person("publisher", phone=True)
    sign_in(client, person)
    client.post(PUBLISH, {"reason": ""})
    clock.shift(LATER)
    typed = {"step": step, "reason": "Yazılan gerekçe"}

    assert "parola yeniden yazılmalıdır" in text_of(client.post(PUBLISH, typed))
    frozen = FrozenReport.objects.get()
    assert (frozen.publication, frozen.released_at) == (None, None)

    client.post(PUBLISH, typed | {"password": PASSWORD, "code": code_of(person)})
    frozen.refresh_from_db()
    assert (frozen.publication is None) == (frozen.released_at is not None)


@pytest.mark.postgresql("the device is locked and let go")
def test_a_wrong_password_spends_no_code(
    client: Client, make_person: MakePerson, report: Report, clock: time_machine.Traveller
) -> None:
    person = make_person("publisher", phone=True)
    sign_in(client, person)
    clock.shift(LATER)
    code = code_of(person)
    client.post(PUBLISH, {"password": "yanlış", "code": code})
    client.post(PUBLISH, {"password": PASSWORD, "code": code})
    assert FrozenReport.objects.exists()


def test_nothing_is_asked_twice_when_publishing_was_refused_for_another_reason(
    client: Client, make_person: MakePerson, report: Report, clock: time_machine.Traveller
) -> None:
    person = make_person("publisher", phone=True)
    sign_in(client, person)
    client.post(PUBLISH, {"reason": ""})
    client.post(PUBLISH, {"step": "publish"})
    clock.shift(LATER)
    page = text_of(client.post(PUBLISH, {"password": PASSWORD, "code": code_of(person)}))
    assert "Açık düzeltme yok" in page
    assert "current-password" not in page


def test_guessing_the_password_there_is_locked_too_and_keeps_what_was_typed(
    client: Client, make_person: MakePerson, report: Report, clock: time_machine.Traveller
) -> None:
    person = make_person("publisher", phone=True)
    sign_in(client, person)
    client.post(PUBLISH)
    clock.shift(LATER)
    typed = {
        "step": "unfreeze",
        "reason": "Yazılan gerekçe",
        "password": "yanlış",
        "code": "000000",
    }
    for _ in range(5):
        answer = client.post(PUBLISH, typed)
    assert answer.status_code == 200
    page = text_of(answer)
    assert "saat 09:25 sonrasında yeniden denenebilir" in page
    assert "Yazılan gerekçe" in page
    right = {"password": PASSWORD, "code": code_of(person)}
    client.post(PUBLISH, typed | right)
    assert FrozenReport.objects.get().released_at is None
    # Who is inside stays inside.
    assert is_inside(client)


def test_a_phone_that_was_reset_meanwhile_closes_the_session(
    client: Client, make_person: MakePerson, report: Report
) -> None:
    person = make_person("publisher", phone=True)
    sign_in(client, person)
    TOTPDevice.objects.filter(user=person).delete()
    assert client.post(PUBLISH, {"reason": ""}).status_code == 403
    assert not FrozenReport.objects.exists()


# -- the page of its own ---------------------------------------------------------------------------


def test_the_page_asks_and_goes_back(
    client: Client, make_person: MakePerson, clock: time_machine.Traveller
) -> None:
    person = make_person("publisher", phone=True)
    sign_in(client, person)
    assert client.get(CONFIRM, {"next": PUBLISH}).headers["Location"] == PUBLISH
    clock.shift(LATER)
    assert "kimliğin yeniden doğrulanması" in text_of(client.get(CONFIRM, {"next": PUBLISH}))
    right = {"password": PASSWORD, "code": code_of(person)}
    assert client.post(CONFIRM, right | {"next": PUBLISH}).headers["Location"] == PUBLISH


def test_the_page_goes_back_to_this_portal_only(
    client: Client, make_person: MakePerson, clock: time_machine.Traveller
) -> None:
    sign_in(client, make_person("auditor"))
    clock.shift(LATER)
    for elsewhere in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        given = {"password": PASSWORD, "next": elsewhere}
        assert client.post(CONFIRM, given).headers["Location"] == "/yonetim/"
        clock.shift(LATER)


def test_others_are_asked_for_the_password_alone(
    client: Client, make_person: MakePerson, clock: time_machine.Traveller
) -> None:
    sign_in(client, make_person("auditor"))
    clock.shift(LATER)
    assert "one-time-code" not in text_of(client.get(CONFIRM))
    assert "Parola doğru değil" in text_of(client.post(CONFIRM, {"password": "yanlış"}))
    assert client.post(CONFIRM, {"password": PASSWORD}).status_code == 302


# -- for views -------------------------------------------------------------------------------------


def request_of(person: object, path: str = "/yonetim/x/?a=1") -> HttpRequest:
    request = RequestFactory().get(path)
    request.session = SessionStore()
    request.user = person  # type: ignore[assignment]
    return request


def test_confirm_first(make_person: MakePerson, clock: time_machine.Traveller) -> None:
    request = request_of(make_person("publisher"))
    answer = reauth.confirm_first(request)
    assert answer is not None
    assert answer.headers["Location"] == f"{CONFIRM}?next=%2Fyonetim%2Fx%2F%3Fa%3D1"
    sessions.confirm(request.session)
    assert reauth.confirm_first(request) is None
    clock.shift(LATER - timedelta(seconds=1))
    assert reauth.recently_confirmed(request)
    clock.shift(timedelta(seconds=1))
    assert not reauth.recently_confirmed(request)


def test_nobody_is_never_confirmed(db: None) -> None:
    request = request_of(AnonymousUser())
    sessions.confirm(request.session)
    assert not reauth.recently_confirmed(request)
