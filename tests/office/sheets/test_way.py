"""«Veriyi aç» leads from a finding to its cell on the sheet, and back to where one came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from departments.models import Vehicle
from reports.collect import checking
from reports.core import registry
from reports.core.checks import CheckData, Finding, Held, Rule
from reports.models import Section
from tests.collect.sheets.filling import Filling
from tests.office.findings.helper import RULES, text

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

Browser = Callable[[str], Client]
LIST = "/yonetim/bulgular/2024/?duzey=error&q=ara%C3%A7"
EVIL = ("https://ornek.test/", "//ornek.test/yonetim/", "/2024/", "javascript:alert(1)", "x" * 3000)


def _found(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    table = data.tables["departments.vehicles"]
    row = next(row for row in table.rows if table.number(row.key, "owned") == 5)
    yield rule.finding("Araç sayısı yanlış.", dataset=table.id, row=row.key, column="owned")
    yield rule.finding("Araç satırı yanlış.", dataset=table.id, row=row.key)
    yield rule.finding("Araç toplamı yanlış.", dataset=table.id, row="total", column="owned")


@pytest.fixture
def wrong(
    garage: Section, vehicles: dict[str, Vehicle], monkeypatch: pytest.MonkeyPatch
) -> dict[str, Vehicle]:
    monkeypatch.setattr(registry, "rules", lambda: (replace(RULES[0], run=_found),))
    checking.refresh()
    return vehicles


def _item(client: Client, message: str, page: str = LIST) -> str:
    """The way from the list, as a reader finds it."""
    shown = text(client.get(page))
    article = next(a for a in shown.split("<article")[1:] if message in a)
    found = re.search(r'href="([^"]*/veri/[^"]*)"', article)
    assert found
    return found[1].replace("&amp;", "&")


def _marked(response: Response) -> list[str]:
    """Ids of what has the focus as the page opens."""
    html = text(response)
    return [
        found[1] if (found := re.search(r'\bid="([^"]+)"', tag)) else ""
        for tag in re.findall(r"<[^>]*\bautofocus\b[^>]*>", html)
    ]


def test_a_finding_leads_to_its_cell_and_back(wrong: dict[str, Vehicle], editor: Client) -> None:
    answer = editor.get(_item(editor, "Araç sayısı yanlış."))

    address = urlsplit(answer.headers["Location"])
    assert address.path == "/yonetim/veri-girisi/2024/I.C.1/araclar/"
    assert parse_qs(address.query)["geri"] == [LIST]
    page = editor.get(answer.headers["Location"])
    cell = page.context["wanted"]
    row = next(r for r in page.context["page"].rows if cell in r.cells)
    assert (row.label, cell.column.key) == ("Kamyon", "owned")
    assert _marked(page) == [cell.id]
    assert text(page).count("sheet-wanted") == 1
    assert f"Aranan hücre: {cell.label}" in text(page)
    mark = parse_qs(address.query)["bulgu"][0]
    back = f'href="{LIST.replace("&", "&amp;")}#bulgu-{mark}"'
    assert back in text(page)
    # There the finding has its place, whatever the list is narrowed to.
    assert f'id="bulgu-{mark}"' in text(editor.get(LIST))

    # The way back stays when the sheet is saved.
    grid = Filling(editor, answer.headers["Location"])
    saved = grid.put({cell.label: "6"}).save()
    assert parse_qs(urlsplit(saved.headers["Location"]).query)["geri"] == [LIST]
    assert back in text(editor.get(saved.headers["Location"]))


def test_rows_and_totals_are_found_too(wrong: dict[str, Vehicle], editor: Client) -> None:
    page = editor.get(editor.get(_item(editor, "Araç satırı yanlış.")).headers["Location"])
    assert page.context["wanted"].column.key == page.context["sheet"].columns[0].key
    assert len(_marked(page)) == 1

    page = editor.get(editor.get(_item(editor, "Araç toplamı yanlış.")).headers["Location"])
    assert page.context["wanted"].id == "h-total-owned"
    assert len(_marked(page)) == 1


def test_a_closed_sheet_shows_the_cell_as_well(
    wrong: dict[str, Vehicle], garage: Section, editor: Client
) -> None:
    Section.objects.filter(pk=garage.pk).update(state="submitted")
    page = editor.get(editor.get(_item(editor, "Araç sayısı yanlış.")).headers["Location"])

    assert not page.context["is_open"]
    assert _marked(page) == [page.context["wanted"].id]


def test_the_way_from_the_section_leads_back_to_it(
    wrong: dict[str, Vehicle], garage: Section, editor: Client
) -> None:
    here = garage.get_absolute_url()
    page = editor.get(editor.get(_item(editor, "Araç sayısı yanlış.", here)).headers["Location"])

    assert f'href="{here}#bulgu-' in text(page)


@pytest.mark.parametrize("address", EVIL)
def test_no_address_leads_out_of_the_office(
    wrong: dict[str, Vehicle], editor: Client, address: str
) -> None:
    sheet = "/yonetim/veri-girisi/2024/I.C.1/araclar/"

    page = editor.get(sheet, {"geri": address, "bulgu": "x"})
    assert page.status_code == 200
    assert (page.context["back"], page.context["wanted"]) == ("", None)
    assert "Bulgulara dön" not in text(page)


def test_nobody_is_led_to_what_he_or_she_may_not_see(
    wrong: dict[str, Vehicle], editor: Client, browser: Browser
) -> None:
    address = _item(editor, "Araç sayısı yanlış.")

    assert browser("other").get(address).status_code == 404
    assert Client().get(address).headers["Location"].startswith("/yonetim/login/")


def test_a_finding_that_is_gone_says_so_and_leads_back(
    wrong: dict[str, Vehicle], editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = _item(editor, "Araç sayısı yanlış.")
    monkeypatch.setattr(registry, "rules", tuple)
    checking.refresh()

    gone = editor.get(address)
    assert gone.headers["Location"] == LIST
    assert "Bu bulgu artık yok" in text(editor.get(LIST))
