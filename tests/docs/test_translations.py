"""The English texts are complete, and a page is cached for its own language only."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from reports.models import Publication
from reports.site.page import look
from tests.site import sample

CATALOGUE = Path(django_settings.BASE_DIR) / "kars_portal/locale/en/LC_MESSAGES/django.po"
ADDRESSES = ("/2024/", "/2024/v1/", "/2024/veri/gider-ekonomik", "/2024/veri/mudurluk-butceleri")
ROOT = Path(django_settings.BASE_DIR)
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
PLACEHOLDER = re.compile(r"%(?:\([^)]+\))?[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")


@dataclass
class Message:
    flags: str = ""
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def sources(self) -> list[str]:
        return [text for key, text in self.texts.items() if key in {"msgid", "msgid_plural"}]

    @property
    def translations(self) -> list[str]:
        return [text for key, text in self.texts.items() if key.startswith("msgstr")]


def messages() -> Iterator[Message]:
    """The entries of the catalogue; the first one, with an empty msgid, is its header."""
    for entry in CATALOGUE.read_text(encoding="utf-8").strip().split("\n\n"):
        message = Message()
        key = ""
        for line in entry.splitlines():
            if line.startswith("#"):
                message.flags += line if line.startswith("#,") else ""
                continue
            if not line.startswith('"'):
                key, _, line = line.partition(" ")
            message.texts[key] = message.texts.get(key, "") + ast.literal_eval(line)
        yield message


@pytest.fixture
def published(db: None) -> Publication:
    return sample.publish()


def asked_in(client: Client, address: str, language: str) -> str:
    response = client.get(address, headers=cookie(language))
    assert response.status_code == 200
    return response.content.decode()


def cookie(language: str) -> dict[str, str]:
    return {"cookie": f"{django_settings.LANGUAGE_COOKIE_NAME}={language}"}


def test_the_header_names_the_language_and_no_person_or_machine() -> None:
    header = next(messages()).texts["msgstr"]

    assert "Language: en\n" in header
    assert "Plural-Forms: nplurals=2; plural=(n != 1);\n" in header
    assert "@" not in header
    assert "://" not in header


def texts_of_the_code() -> Iterator[tuple[str, str]]:
    """(file, text) for each literal that the code hands to gettext."""
    for app in ("departments", "finance", "kars_portal", "performance", "reports"):
        for path in sorted((ROOT / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0]
                literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
                if name in GETTEXT and literal:
                    yield path.relative_to(ROOT).as_posix(), ast.literal_eval(first)


def test_every_text_of_the_code_stands_in_the_catalogue() -> None:
    known = {text for message in messages() for text in message.sources}
    said = list(texts_of_the_code())
    missing = [f"{file}: {text}" for file, text in said if text not in known]

    assert len(said) > 500
    assert not missing, f"translate these in {CATALOGUE.name}: {missing}"


def test_every_message_is_translated() -> None:
    _, *found = messages()

    assert found
    assert [m.texts["msgid"] for m in found if not all(m.translations)] == []
    assert [m.texts["msgid"] for m in found if "fuzzy" in m.flags] == []


def test_placeholders_and_tags_are_those_of_the_turkish_text() -> None:
    _, *found = messages()

    assert found
    for message in found:
        for pattern in (PLACEHOLDER, TAG):
            # A plural form is held against the singular, which has the same placeholders here.
            expected = {source: Counter(pattern.findall(source)) for source in message.sources}
            for text in message.translations:
                assert Counter(pattern.findall(text)) in expected.values(), message.texts["msgid"]


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("chosen", "language", "menu"),
    [
        ("", "tr", ("Özet", "İçindekiler", "Müdürlükler", "Sözleşmeler")),
        ("tr", "tr", ("Özet", "İçindekiler", "Müdürlükler", "Sözleşmeler")),
        ("de", "tr", ("Özet", "İçindekiler", "Müdürlükler", "Sözleşmeler")),
        ("en", "en", ("Overview", "Contents", "Directorates", "Contracts")),
    ],
)
def test_the_navigation_speaks_the_reader_s_language(
    client: Client, chosen: str, language: str, menu: tuple[str, ...]
) -> None:
    html = asked_in(client, "/2024/", chosen)

    assert f'<html lang="{language}">' in html
    navigation = re.search(r'<nav class="nav wrap".*?</nav>', html, re.DOTALL)
    assert navigation
    labels = re.findall(r"<a [^>]*>([^<]+)</a>", navigation[0])
    assert set(menu) <= set(labels)


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("address", ADDRESSES)
def test_figures_are_spelled_alike_in_both_languages(client: Client, address: str) -> None:
    def figures(html: str) -> Counter[str]:
        return Counter(re.findall(r"\d[\d.,]*\d", html))

    assert figures(asked_in(client, address, "en")) == figures(asked_in(client, address, "tr"))


@pytest.mark.usefixtures("published")
def test_an_english_page_keeps_points_between_thousands(client: Client) -> None:
    assert "4.713.286,67" in asked_in(client, "/2024/veri/mudurluk-butceleri", "en")


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_languages_share_no_tag(client: Client, address: str) -> None:
    tags = {
        language: client.get(address, headers=cookie(language)).headers["ETag"]
        for language in ("tr", "en")
    }

    assert tags["tr"] != tags["en"]
    for language, tag in tags.items():
        for other in tags:
            again = client.get(address, headers={**cookie(other), "if-none-match": tag})
            assert again.status_code == (304 if other == language else 200)
            assert again.headers["Content-Language"] == other


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_cache_is_told_what_chooses_the_language(client: Client, address: str) -> None:
    first = client.get(address)
    unchanged = client.get(address, headers={"if-none-match": first.headers["ETag"]})

    assert unchanged.status_code == 304
    for response in (first, unchanged):
        assert response.headers["Vary"] == "Cookie"


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("address", ["/", "/hakkinda/", "/2024/yok/"])
def test_answers_without_a_year_vary_on_the_language_too(client: Client, address: str) -> None:
    assert client.get(address).headers["Vary"] == "Cookie"


def test_new_translations_change_the_tags(settings: Settings, tmp_path: Path) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    before = look.__wrapped__()

    (tmp_path / "django.mo").write_bytes(b"compiled")

    assert look.__wrapped__() != before
