"""Forms that arrive too late or from another session keep what was typed, and say what to do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from reports.models import FiscalYear

from .conftest import LOGIN, MakePerson, sign_in, text_of

NINE = "2025-03-03 09:00+03:00"
ADD = "/yonetim/reports/fiscalyear/add/"
STAY = "/yonetim/oturum/"
OWN = {"Origin": "http://testserver"}
TYPED = {"year": "2031", "note": 'Örnek "not" <b>', "password": "gizli", "code": "123456"}

pytestmark = pytest.mark.django_db


@pytest.mark.postgresql("moments are compared")
def test_what_arrives_after_the_session_stays_on_the_page_and_changes_nothing(
    client: Client, make_person: MakePerson
) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        sign_in(client, make_person("superuser", phone=True))
        clock.shift(timedelta(minutes=61))
        answer = client.post(ADD, TYPED, headers=OWN)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Oturum sona erdi" in text_of(answer)
    assert f'href="{LOGIN}?next={ADD.replace("/", "%2F")}"' in page
    assert '<textarea name="year" hidden>\n2031</textarea>' in page
    assert "Örnek &quot;not&quot; &lt;b&gt;" in page
    assert "gizli" not in page
    assert "123456" not in page
    assert not FiscalYear.objects.exists()


@pytest.mark.parametrize(
    "path", ["", "reports/fiscalyear/", "reports/fiscalyear/add/", "auth/user/1/change/",
             "auth/user/1/password/", "auth/user/1/history/"],
)  # fmt: skip
def test_every_kind_of_page_keeps_what_is_typed(
    client: Client, make_person: MakePerson, path: str
) -> None:
    """Lists and forms have templates of their own; the script must be on them as well."""
    person = make_person("superuser", phone=True)
    sign_in(client, person)
    page = client.get(f"/yonetim/{path}".replace("/1/", f"/{person.pk}/"), follow=True)

    assert page.status_code == 200
    assert page.content.decode().count('id="keeping"') == 1
    assert "office/keeping.js" in page.content.decode()


def test_a_form_from_elsewhere_is_not_offered_again(
    client: Client, make_person: MakePerson
) -> None:
    """Else a stranger's page could have its form sent by whoever presses the button."""
    with time_machine.travel(NINE, tick=False) as clock:
        sign_in(client, make_person("superuser", phone=True))
        clock.shift(timedelta(minutes=61))
        for headers in ({"Origin": "https://kotu.example"}, {}):
            page = client.post(ADD, TYPED, headers=headers).content.decode()
            assert "2031" not in page
            # The switch to the other language is the only one.
            assert set(re.findall(r"<form class=\"(\w+)\"|<form", page)) <= {"language"}


def test_an_ended_session_may_sign_in_and_out(client: Client, make_person: MakePerson) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        sign_in(client, make_person("superuser", phone=True))
        clock.shift(timedelta(minutes=61))
        assert client.post("/yonetim/logout/").status_code == 302


def test_a_form_of_another_session_is_kept_and_can_be_sent_again(make_person: MakePerson) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_person("department-editor"))
    answer = client.post(
        "/yonetim/hesabim/", {**TYPED, "csrfmiddlewaretoken": "x" * 64}, headers=OWN
    )

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Form kabul edilmedi" in text_of(answer)
    assert "Hiçbir şey kaydedilmedi" in text_of(answer)
    assert '<textarea name="year" hidden>\n2031</textarea>' in page
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    again = client.post("/yonetim/hesabim/", {"csrfmiddlewaretoken": token[1]}, headers=OWN)
    assert again.status_code != 403 or "Form kabul edilmedi" not in text_of(again)


def test_a_sign_in_that_is_refused_shows_no_password_again() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(LOGIN, {"username": "biri", "password": "gizli"}, headers=OWN)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "gizli" not in page
    assert "biri" not in page
    assert f'href="{LOGIN}"' in page


def test_the_browser_learns_whose_session_it_is_and_when_it_ends(
    client: Client, make_person: MakePerson, settings: Settings
) -> None:
    settings.SESSION_IDLE_MINUTES = 20
    with time_machine.travel(NINE, tick=False) as clock:
        person = make_person("superuser", phone=True)
        sign_in(client, person)
        client.get(STAY)
        who, now, ends = client.cookies["kars_oturum"].value.split(".")
        assert str(person.pk) != who
        assert int(ends) - int(now) == 20 * 60

        clock.shift(timedelta(minutes=15))
        assert client.get(STAY).status_code == 200
        same, later, further = client.cookies["kars_oturum"].value.split(".")
        assert (same, int(later) - int(now), int(further) - int(ends)) == (who, 900, 900)

        client.post("/yonetim/logout/")
        assert client.cookies["kars_oturum"].value == ""


def test_nobody_stays_without_a_session(client: Client) -> None:
    assert client.get(STAY).status_code == 302
    assert "kars_oturum" not in client.cookies


@pytest.mark.parametrize(
    ("year", "token", "is_told"),
    [("2031", "abcdefgh12", True), ("", "abcdefgh12", False), ("2031", "<script>", False)],
)
def test_the_browser_is_told_which_form_has_arrived(
    client: Client, make_person: MakePerson, year: str, token: str, is_told: bool
) -> None:
    sign_in(client, make_person("superuser", phone=True))
    client.post(ADD, {"year": year, "kars_tutulan": token})
    assert ("kars_tutulan" in client.cookies) is is_told
