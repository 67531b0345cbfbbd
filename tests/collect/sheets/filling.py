"""A person at a sheet without JavaScript: what the form holds is typed over and sent back."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from django.test import Client

from reports.collect.sheets import Sheet, sheets_of
from reports.models import Section

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response


class FormReader(HTMLParser):
    """The fields of the sheet's form as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.labels: dict[str, str] = {}
        self._inside = False
        self._template = False
        self._select = ""
        self._textarea = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = "data-sheet" in given
        if tag == "template":
            self._template = True
        if not self._inside or self._template:
            return
        name = given.get("name", "")
        if name and "aria-label" in given:
            self.labels[given["aria-label"]] = name
        if tag == "input" and name:
            is_choice = given.get("type") in ("checkbox", "radio")
            if is_choice:
                self.labels.setdefault(name, name)
            if not is_choice or "checked" in given:
                self.fields.setdefault(name, []).append(given.get("value", "on"))
        elif tag == "select":
            self._select = name
            self.fields[name] = [""]
        elif tag == "option" and self._select and "selected" in given:
            self.fields[self._select] = [given.get("value", "")]
        elif tag == "textarea":
            self._textarea, self._text = name, ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea:
            self.fields[self._textarea] = [self._text.removeprefix("\n")]
            self._textarea = ""
        elif tag == "select":
            self._select = ""
        elif tag == "template":
            self._template = False
        elif tag == "form":
            self._inside = False


class Filling:
    """One person with one sheet open."""

    def __init__(self, client: Client, sheet: Sheet | str) -> None:
        self.client = client
        self.address = sheet if isinstance(sheet, str) else sheet.address
        self.response: Response = client.get(self.address)
        self._read()

    def _read(self) -> None:
        reader = FormReader()
        reader.feed(self.response.content.decode())
        self.fields, self.labels = reader.fields, reader.labels

    def name(self, label: str) -> str:
        """The field of a cell: «Kamyon: Kiralık (adet)»."""
        return self.labels[label]

    def value(self, label: str) -> str:
        return self.fields[self.name(label)][0]

    def put(self, cells: dict[str, str]) -> Filling:
        """Type into cells by their labels, or into fields by their names."""
        for label, text in cells.items():
            self.fields[label if label.startswith("h.") else self.name(label)] = [text]
        return self

    def tick(self, kind: str, row: Any) -> Filling:
        """The box at the end of a row: `sil` or `ekle`."""
        self.fields[f"{kind}.{row}"] = ["on"]
        return self

    def choose(self, row: Any, column: str, choice: str) -> Filling:
        self.fields[f"secim.{row}.{column}"] = [choice]
        return self

    def save(self, **more: str) -> Response:
        """Send the form; where it comes back, go on with what it holds then."""
        data = {**self.fields, "islem": "kaydet", **more}
        self.response = self.client.post(self.address, data)
        if self.response.status_code != 302:
            self._read()
        return self.response

    def paste(self, block: str) -> Response:
        return self.save(islem="yapistir", blok=block)

    @property
    def text(self) -> str:
        return " ".join(self.response.content.decode().split())

    @property
    def problems(self) -> list[str]:
        """What the list of errors says."""
        return [f"{line.place}: {line.sentence}" for line in self.response.context["page"].summary]


def sheet(section: Section, key: str) -> Sheet:
    return next(item for item in sheets_of(section) if item.key == key)
