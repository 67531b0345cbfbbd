"""Files as people have them, and a person without JavaScript who uploads and confirms them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from reports.models import Section

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

Cell = str | int | float | None


def workbook(rows: Iterable[Sequence[Cell]], title: str = "Sayfa1") -> bytes:
    """An XLSX file of one sheet."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload_address(section: Section, sheet: str) -> str:
    return reverse("admin:sheet_upload", args=[section.year_id, section.code, sheet])


def upload(
    client: Client, section: Section, sheet: str, content: bytes, name: str = "örnek.xlsx"
) -> str:
    """Upload a file; the address of its preview."""
    file = SimpleUploadedFile(name, content)
    response = client.post(upload_address(section, sheet), {"dosya": file})
    assert response.status_code == 302, response.content.decode()[:2000]
    return str(response["Location"])


class Confirmation(HTMLParser):
    """The form of a preview with which it is confirmed, as a browser would send it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.has_button = False
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            way = given.get("action", "")
            self._inside = given.get("method") == "post" and ("dosya/" in way or "yukle/" in way)
        elif self._inside and tag == "input":
            self.fields[given["name"]] = given.get("value", "")
        elif self._inside and tag == "button":
            self.has_button = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


def look(client: Client, address: str, query: Mapping[str, str] | None = None) -> Response:
    response = client.get(address, query or {})
    assert response.status_code == 200, response.status_code
    return response


def confirm(client: Client, preview: Response) -> Response:
    """Confirm what a preview shows."""
    form = Confirmation(preview.content.decode())
    assert form.has_button, words(preview)[-1500:]
    return client.post(preview.request["PATH_INFO"], form.fields)


def words(response: Response) -> str:
    """The text of a page's content in one line."""
    html = response.content.decode()
    start = html.find('class="sheet intake"')
    return " ".join(re.sub(r"<[^>]*>", " ", html[start:]).split())
