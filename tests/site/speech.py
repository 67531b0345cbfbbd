"""In which language a page says that each of its words are (`lang`), and which they are in."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from html.parser import HTMLParser

from .markup import VOID

SILENT = {"script", "style", "title"}
"""A title has one language, and names both the page and the report."""
SAID = ("aria-label", "alt", "placeholder", "title")
TURKISH = re.compile("[çğıöşüÇĞİÖŞÜâîû]")
WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Said:
    """A text of a page, with the language that it is said to be in and where it stands."""

    text: str
    language: str
    place: str


class Speech(HTMLParser):
    """All texts of a page: those between tags, and those that only a screen reader says."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[Said] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    @property
    def _language(self) -> str:
        return self._open[-1][1] if self._open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        language = values.get("lang", self._language)
        for name in SAID:
            if tag != "link" and WORD.search(values.get(name, "")):
                self.said.append(Said(values[name], language, f"{tag} {name}"))
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if WORD.search(text) and not {tag for tag, _language in self._open} & SILENT:
            place = "/".join(tag for tag, _language in self._open[-3:])
            self.said.append(Said(text, self._language, place))


def turkish_said_to_be_english(html: str, of_the_report: Collection[str] = ()) -> list[str]:
    """Texts outside of what is marked as Turkish that have its letters, or are the report's."""
    return [
        f"{said.place}: {said.text[:90]}"
        for said in Speech(html).said
        if said.language != "tr" and (TURKISH.search(said.text) or said.text in of_the_report)
    ]


def english_said_to_be_turkish(html: str, translations: set[str]) -> list[str]:
    """Texts within what is marked as Turkish that are the interface's English."""
    return [
        f"{said.place}: {said.text[:90]}"
        for said in Speech(html).said
        if said.language == "tr" and said.text in translations
    ]
