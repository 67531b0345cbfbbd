"""What the code on a printed page leads to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from reports.models import Publication
from reports.present.pdf.address import short_code
from reports.present.pdf.fields import FINANCE
from tests.site.markup import Outline

from .conftest import Lab, freeze, keep, printed, publish

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql("versions are found by the beginning of a hash"),
]

FORM = "/dogrula/"


def text_of(response: Any) -> str:
    text: str = response.content.decode()
    return text


@pytest.mark.parametrize("spell", [str.lower, str.upper])
def test_a_typed_code_is_understood(
    client: Client, first: Publication, spell: Callable[[str], str]
) -> None:
    code = first.sha256[:12]
    for typed in (spell(code), spell(short_code(code)), f"  {spell(code)} ", first.sha256):
        response = client.get(FORM, {"kod": typed})
        assert (response.status_code, response.headers["Location"]) == (302, f"/dogrula/{code}/")
    for address in {spell(code), spell(short_code(code))} - {code}:
        response = client.get(f"/dogrula/{address}/")
        assert (response.status_code, response.headers["Location"]) == (301, f"/dogrula/{code}/")


@pytest.mark.parametrize("typed", ["0A1B", "0A1B-2C3D-4E5G", "<script>", "x" * 5000, "0" * 65])
def test_what_can_be_no_code_is_refused_at_the_field(client: Client, typed: str) -> None:
    response = client.get(FORM, {"kod": typed})

    assert response.status_code == 400
    assert "Kod on iki haneli olmalıdır" in text_of(response)
    assert "<script>" not in text_of(response)


def test_the_code_of_a_current_version(client: Client, first: Publication) -> None:
    html = text_of(client.get(f"/dogrula/{first.sha256[:12]}/"))

    assert Outline(html).problems == []
    for words in (
        "2024 raporunun 1. sürümüne aittir",
        "07.04.2025",
        first.sha256,
        "yürürlüktedir",
        'href="/2024/v1/rapor.pdf"',
        'href="/2024/v1/veri/gider-ekonomik"',
        "sahte bir baskıya da yazılabilir",
    ):
        assert words in html
    assert "/fark/" not in html


def test_the_code_of_a_superseded_version(client: Client, first: Publication) -> None:
    publish(2, headlines=())

    html = text_of(client.get(f"/dogrula/{first.sha256[:12]}/"))

    assert "yerine 2. sürüm yayımlanmıştır" in html
    assert 'href="/2024/"' in html
    assert 'href="/2024/v1/fark/v2/"' in html
    assert "verdict--caution" in html


def test_a_document_that_was_published_twice(client: Client, first: Publication) -> None:
    publish(2, headlines=())
    publish(3)

    html = text_of(client.get(f"/dogrula/{first.sha256[:12]}/"))

    assert "3. sürümüne aittir" in html
    assert "1. sürümüne aittir" in html
    assert Outline(html).problems == []


def test_signatures_of_the_published_file_are_shown(
    client: Client, first: Publication, lab: Lab, trusting: None
) -> None:
    keep(first, lab.sign(printed(first), "mali", FINANCE))

    html = text_of(client.get(f"/dogrula/{first.sha256[:12]}/"))

    assert "AYŞE IŞIK" in html
    assert "ÖRNEK / DEMO" in html
    assert "00000000001" not in html


def test_each_unknown_code_has_its_sentence_and_tells_nothing(
    client: Client, first: Publication
) -> None:
    keep(None, b"%PDF-1.7 taslak")
    frozen = freeze()
    sentences = {
        "0" * 12: "hiçbir raporun kodu değildir",
        "d" * 12: "bir taslağın baskısına aittir",
        frozen.sha256[:12]: "yayımlanmamış bir raporun baskısına aittir",
    }
    for code, sentence in sentences.items():
        response = client.get(f"/dogrula/{code}/")
        assert response.status_code == 404
        assert sentence in text_of(response)
        main = text_of(response).partition("<main")[2].partition("</main>")[0]
        assert "9. sürüm" not in main
        assert frozen.sha256 not in main
    states = [client.get(f"/dogrula/{code}.json").json() for code in sentences]
    assert [state["state"] for state in states] == ["unknown", "draft", "unpublished"]
    assert [state["reports"] for state in states] == [[], [], []]


def test_a_code_for_machines(client: Client, first: Publication, settings: Settings) -> None:
    settings.SITE_URL = "https://rapor.example.org"
    keep(first, printed(first))
    publish(2, headlines=())

    response = client.get(f"/dogrula/{short_code(first.sha256)}.json")

    assert response.status_code == 200
    found = response.json()
    assert (found["code"], found["state"]) == (first.sha256[:12], "published")
    [report] = found["reports"]
    assert report["signatures"]["signers"] == []
    assert {key: report[key] for key in ("year", "version", "is_current", "current_version")} == {
        "year": 2024, "version": 1, "is_current": False, "current_version": 2,
    }  # fmt: skip
    assert report["document_sha256"] == first.sha256
    assert report["difference"] == "https://rapor.example.org/2024/v1/fark/v2/"
