"""Trial balances as people have them, made for the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from finance.trial_balance.intake import Looked
from finance.trial_balance.intake import look as look_at
from reports.collect.reading.cells import Book
from reports.collect.reading.cells import Cell as FileCell
from reports.collect.reading.cells import Sheet as FileSheet
from reports.collect.recognising.recognise import Chosen
from tests.office.intake.files import Cell, look, words, workbook

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

HEADING: list[Cell] = [
    "Hesap Kodu",
    "Hesap Adı",
    "Borç",
    "Alacak",
    "Borç Bakiyesi",
    "Alacak Bakiyesi",
]
LEAVES: tuple[tuple[str, str, str, str], ...] = (
    ("102.01", "Örnek banka", "900.00", "0"),
    ("600.01.2.9.51", "Örnek vergi", "0", "700.00"),
    ("600.03.1.1.01", "Örnek kira", "0", "300.00"),
    ("630.01.1.1.01", "Örnek ücret", "450.00", "0"),
    ("630.03.2.1.01", "Örnek kırtasiye", "150.00", "50.00"),
    ("800.01.2.9.51", "Örnek vergi", "0", "700.00"),
    ("800.03.1.1.01", "Örnek kira", "0", "200.00"),
    ("805", "Gelir yansıtma hesabı", "890.00", "0"),
    ("810.01.2.9.51", "Örnek iade", "10.00", "0"),
    ("830.01.1.1.01", "Örnek ücret", "450.25", "0"),
    ("830.01.1.2.01", "Örnek zam", "49.75", "0"),
    ("830.03.2.1.01", "Örnek kırtasiye", "120.00", "20.00"),
    ("835", "Gider yansıtma hesabı", "0", "600.00"),
    ("962", "Örnek nazım hesap", "0", "450.00"),
)
"""Code, name, debit, credit; debits and credits are the same in all."""


def line(code: str, name: str, debit: str, credit: str) -> list[Cell]:
    net = Decimal(debit) - Decimal(credit)
    sides = [max(net, Decimal()), max(-net, Decimal())]
    return [code, name, float(debit), float(credit), *map(float, sides)]


def rows(
    leaves: Sequence[tuple[str, str, str, str]] = LEAVES, **changed: tuple[str, str]
) -> list[list[Cell]]:
    """Heading and leaves with their upper accounts, and the total. `changed`: "a830" → debit and
    credit that an account prints instead of its own.
    """
    sums: dict[str, tuple[str, Decimal, Decimal]] = {}
    for code, name, debit, credit in leaves:
        parts = code.split(".")
        for end in range(1, len(parts)):
            above = ".".join(parts[:end])
            _name, one, other = sums.get(above, ("", Decimal(), Decimal()))
            total = (f"Örnek üst hesap {above}", one + Decimal(debit), other + Decimal(credit))
            sums[above] = total
        sums[code] = (name, Decimal(debit), Decimal(credit))
    printed = {
        code: (name, *changed.get(f"a{code.replace('.', '_')}", (str(debit), str(credit))))
        for code, (name, debit, credit) in sorted(sums.items())
    }
    whole = [sum(Decimal(leaf[place]) for leaf in leaves) for place in (2, 3)]
    return [
        ["Örnek Belediyesi 2024 yılı mizanı"],
        list(HEADING),
        *(line(code, name, debit, credit) for code, (name, debit, credit) in printed.items()),
        ["TOPLAM", None, *map(float, whole)],
    ]


def balance(*more: tuple[str, str, str, str], **changed: tuple[str, str]) -> bytes:
    """The usual file with further accounts."""
    return workbook(rows([*LEAVES, *more], **changed), "Mizan")


def page(year: int = 2024) -> str:
    return reverse("admin:trial_balance", args=[year])


def upload(client: Client, content: bytes, year: int = 2024, name: str = "örnek-mizan.xlsx") -> str:
    """Upload a trial balance; the address of its preview."""
    response = client.post(page(year), {"dosya": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, words(response)
    return str(response["Location"])


class Form(HTMLParser):
    """The confirmation of a preview, as a browser sends it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.has_button = False
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("method") == "post" and "/mizan/" in given.get("action", "")
        elif self._inside and tag == "input":
            if given.get("type") != "checkbox" or "checked" in given:
                self.fields[given["name"]] = given.get("value", "")
        elif self._inside and tag == "button":
            self.has_button = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


def confirm(client: Client, preview: Response, **more: str) -> Response:
    """Confirm what a preview shows."""
    form = Form(preview.content.decode())
    assert form.has_button, words(preview)
    return client.post(preview.request["PATH_INFO"], form.fields | more)


def preview(client: Client, content: bytes, query: Mapping[str, str] | None = None) -> Response:
    """Upload and look."""
    return look(client, upload(client, content), query)


def is_open(response: Response) -> bool:
    """Whether the page offers to take something."""
    return Form(response.content.decode()).has_button


def looked(given: Sequence[Sequence[Cell]]) -> Looked:
    """The cells as a trial balance, without a file around them."""
    sheet = FileSheet("Mizan")
    for number, cells in enumerate(given, start=1):
        said = [FileCell(number, at, v) for at, v in enumerate(cells, start=1) if v is not None]
        if said:
            sheet.rows[number] = said
    return look_at(Book("Örnek", [sheet]), None, Chosen(), 2024)


__all__ = ["Cell", "look", "words", "workbook"]
