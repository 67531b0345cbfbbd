"""Turkish unless English is chosen; and English pages say which of their words are Turkish."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from reports.core.documents import Document
from reports.core.registry import Kind
from reports.models import Publication
from tests.docs.test_translations import messages

from . import sample
from .markup import Outline
from .speech import WORD, english_said_to_be_turkish, turkish_said_to_be_english
from .test_kept_pages import away

PAGES = (
    "/hakkinda/",
    "/denetim-kurallari/",
    "/dogrula/",
    "/2024/",
    "/2024/yok/",
    "/2024/icindekiler/",
    "/2024/bolum/iii-a-1-butce/",
    "/2024/grafikler/",
    "/2024/veri/",
    "/2024/veri/gider-ekonomik",
    "/2024/veri/gider-ekonomik?rakam=spent&enaz=x",
    "/2024/veri/mudurluk-butceleri",
    "/2024/veri/gostergeler?q=say",
    "/2024/mudurlukler/",
    "/2024/mudurluk/ornek-isler/",
    "/2024/hedefler/",
    "/2024/hedefler/?q=a",
    "/2024/hedef/1-1/",
    "/2024/gosterge/1-1-2/",
    "/2024/sozlesmeler/",
    "/2024/sozlesme/ornek-yol/",
    "/2024/mutabakat/",
    "/2024/surumler/",
    "/2024/meclis/",
    "/2024/v1/",
    "/2024/v1/fark/v2/",
)
SWITCHED = ("/2024/", "/2024/veri/gostergeler?q=say", "/2024/yok/", "/yonetim/login/")


@pytest.fixture
def english() -> Client:
    return Client(headers={"cookie": f"{settings.LANGUAGE_COOKIE_NAME}=en"})


@pytest.fixture
def corrected(published: Publication) -> Publication:
    """Version 2, signed, with a correction: it has pages that a first version lacks."""
    version = sample.publish(
        sample.document(headlines=()), version=2, reason="Örnek: satır düzeltildi."
    )
    sample.correct(version)
    sample.sign(version)
    return version


def words_of(document: Document) -> set[str]:
    """What the report says in titles, names and cells: Turkish also without Turkish letters."""
    said = {document.header.title, document.header.institution}
    said |= {node.title for node in document.nodes()}
    for table in document.tables.values():
        said |= {table.title, *(column.title for column in table.columns)}
        for position, column in enumerate(table.columns):
            if column.kind is Kind.TEXT:
                said |= {str(row.cells[position]) for row in table.rows if row.cells[position]}
    return {" ".join(words.split()) for words in said if WORD.search(words)}


def shared_words() -> set[str]:
    """Words of the Turkish interface are no words of the report alone: "Hedef" may be either."""
    return {text for message in messages() for text in message.translations}


@pytest.mark.parametrize("address", PAGES)
def test_an_english_page_marks_what_is_turkish(
    corrected: Publication, english: Client, address: str
) -> None:
    html = english.get(address).content.decode()

    assert '<html lang="en">' in html
    report = words_of(sample.document()) - shared_words()
    assert turkish_said_to_be_english(html, report) == []
    translations = {
        text
        for message in messages()
        for text in message.translations
        if message.texts["msgid"] and text not in message.sources and len(text) > 3
    }
    assert english_said_to_be_turkish(html, translations - words_of(sample.document())) == []
    assert Outline(html).problems == []


@pytest.mark.parametrize("address", PAGES)
def test_a_turkish_page_needs_no_marks(
    corrected: Publication, client: Client, address: str
) -> None:
    html = client.get(address, headers={"accept-language": "en-GB,en;q=0.9"}).content.decode()

    marks = re.findall(r'<([a-z]+)[^>]* lang="([a-z]+)"', html)
    assert marks == [("html", "tr"), ("button", "en")]


@pytest.mark.parametrize("address", SWITCHED)
def test_the_switch_keeps_the_choice_and_comes_back(
    published: Publication, client: Client, address: str
) -> None:
    page = client.get(address).content.decode()
    form = re.search(r'<form class="language".*?</form>', page, re.S)
    assert form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
    assert fields == {"sonra": address.replace("&", "&amp;"), "dil": "en"}

    answer = client.post("/dil/", {"sonra": address, "dil": "en"})

    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert answer.headers["Cache-Control"] == "no-store"
    kept = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (kept.value, kept["samesite"], kept["httponly"]) == ("en", "Lax", True)
    assert int(kept["max-age"]) == 365 * 24 * 60 * 60
    assert '<html lang="en"' in client.get(address).content.decode()

    back = client.post("/dil/", {"sonra": address, "dil": "tr"})

    assert back.cookies[settings.LANGUAGE_COOKIE_NAME]["max-age"] == 0
    assert '<html lang="tr"' in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("back", "language"),
    [
        ("https://ornek.example/", "en"),
        ("//ornek.example/", "en"),
        ("/\\ornek.example/", "en"),
        ("", "en"),
        ("/2024/", "xx"),
        ("/2024/", ""),
    ],
)
def test_the_switch_leads_nowhere_else_and_knows_its_languages(
    client: Client, back: str, language: str
) -> None:
    answer = client.post("/dil/", {"sonra": back, "dil": language})

    assert answer.headers["Location"] == ("/2024/" if back == "/2024/" else "/")
    assert (answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en") == (language == "en")


def test_the_switch_needs_no_database(client: Client) -> None:
    with away():
        answer = client.post("/dil/", {"sonra": "/2024/", "dil": "en"})

    assert answer.headers["Location"] == "/2024/"


def test_the_switch_is_no_page(client: Client) -> None:
    assert client.get("/dil/").status_code == 405


def test_the_feed_and_the_files_stay_as_they_were(published: Publication, client: Client) -> None:
    for address in ("/duyurular.atom", "/2024/veri/gider-ekonomik.csv", "/2024/surumler.json"):
        plain = client.get(address)
        asked = client.get(address, headers={"accept-language": "en"})

        assert asked.content == plain.content
        assert asked.headers["Content-Language"] == "tr"
