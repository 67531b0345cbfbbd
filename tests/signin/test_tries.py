"""One address tries many names: it is kept out, and the office behind it is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from reports.signin.tries import NAMES

from .conftest import MakePerson, give_password, is_inside, text_of

NOON = "2025-03-03 12:00+03:00"
MOST = 5 * NAMES


def spray(client: Client, number: int) -> list[int]:
    """One try for each of so many names."""
    return [give_password(client, f"ad-{n}", "yanlış").status_code for n in range(number)]


@pytest.mark.postgresql("failures are counted and moments compared there")
def test_an_address_is_closed_over_all_names(client: Client, make_person: MakePerson) -> None:
    person = make_person("auditor")
    with time_machine.travel(NOON, tick=False) as clock:
        assert spray(client, MOST) == [200] * MOST
        answer = give_password(client, person)  # the right password, guessed at last
        assert answer.status_code == 429
        assert "Yeniden deneme saati: <strong>12:15</strong>" in text_of(answer)
        assert "Bu adresten birçok kullanıcı adıyla" in text_of(answer)
        clock.shift(timedelta(minutes=15, seconds=1))
        assert give_password(client, person).status_code == 302


def test_other_addresses_stay_open(client: Client, make_person: MakePerson) -> None:
    person = make_person("auditor")
    spray(client, MOST)

    assert give_password(Client(REMOTE_ADDR="10.0.0.9"), person).status_code == 302


def test_who_has_signed_in_at_the_address_is_not_shut_out(
    client: Client, make_person: MakePerson
) -> None:
    person = make_person("auditor")
    assert give_password(Client(), person).status_code == 302
    spray(client, MOST)

    mine = Client()
    assert give_password(mine, "auditor", "yanlış").status_code == 200
    assert give_password(mine, person).status_code == 302
    assert is_inside(mine)


def test_an_office_that_mistypes_is_not_kept_out(client: Client, make_person: MakePerson) -> None:
    """Twenty people behind one address, each wrong once before the right password."""
    people = [make_person("auditor", name=f"ornek-{number}") for number in range(20)]
    for person in people:
        assert give_password(client, person, "yanlış").status_code == 200
    for person in people:
        assert give_password(Client(), person).status_code == 302
    assert spray(client, 20) == [200] * 20  # what they have mistyped counts no more
