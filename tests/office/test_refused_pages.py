"""A page of the office that is refused or not there says so and leads back to the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.office.findings.helper import text

DESK = 'href="/yonetim/"'

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/yonetim/pano/", 403, "görev ve yetkileri arasında değil"),
        ("/yonetim/bolum/2024/III.B.1/zabita/", 404, "kayıt yok ya da kayıt hesabın görevleri"),
    ],
)
def test_staff_are_led_back_to_the_desk(
    browser: Callable[[str], Client], section: object, address: str, status: int, sentence: str
) -> None:
    answer = browser("editor").get(address)

    assert answer.status_code == status
    assert sentence in text(answer)
    assert DESK in answer.content.decode()


def test_a_visitor_is_told_nothing_of_the_office(client: Client) -> None:
    answer = client.get("/olmayan-sayfa/")

    assert answer.status_code == 404
    assert "Bu adreste bir sayfa yok." in text(answer)
    assert "Masama dön" not in text(answer)
    assert not answer.cookies
