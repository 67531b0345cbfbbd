"""Downloads of workbooks: who gets one, what stands in it, the ZIP of all, the ways to them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client

from reports.models import Section
from tests.collect.workbooks.office_hand import found, opened
from tests.collect.workflow.people import EVERYBODY

Browser = Callable[[str], Client]

ADDRESS = "/yonetim/calisma-kitabi/2024/fen-isleri.xlsx"
ALL = "/yonetim/calisma-kitaplari/2024.zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEE_EVERYTHING = {"finance", "reviewer", "publisher", "auditor", "boss"}


@pytest.mark.parametrize("person", [*EVERYBODY, "boss"])
def test_a_workbook_is_for_its_directorate_and_those_who_see_the_board(
    browser: Browser, section: Section, person: str
) -> None:
    may = person in SEE_EVERYTHING | {"editor", "head"}

    answer = browser(person).get(ADDRESS)

    assert answer.status_code == (200 if may else 404)
    assert (answer.headers["Content-Type"] == XLSX) is may


@pytest.mark.parametrize("person", [*EVERYBODY, "boss"])
def test_all_together_are_for_those_who_see_the_board(
    browser: Browser, section: Section, person: str
) -> None:
    assert browser(person).get(ALL).status_code == (200 if person in SEE_EVERYTHING else 403)


def test_strangers_sign_in_first(section: Section, client: Client) -> None:
    for address in (ADDRESS, ALL):
        assert client.get(address).headers["Location"].startswith("/yonetim/login/")


def test_what_is_downloaded_is_the_directorates(browser: Browser, section: Section) -> None:
    answer = browser("editor").get(ADDRESS)

    assert 'filename="calisma-kitabi-2024-fen-isleri.xlsx"' in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    workbook = found(answer.content)
    assert (workbook.year, workbook.unit) == (2024, "fen-isleri")
    assert {sheet.mark.section for sheet in workbook.sheets} == {"III.B.1/fen-isleri"}
    assert "Müdürlüklerin faaliyetleri" in opened(answer.content).sheetnames


def test_the_zip_holds_one_for_each_directorate(browser: Browser, section: Section) -> None:
    answer = browser("finance").get(ALL)

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == [
            "calisma-kitabi-2024-fen-isleri.xlsx",
            "calisma-kitabi-2024-zabita.xlsx",
        ]
        assert found(archive.read(archive.namelist()[1])).unit == "zabita"


@pytest.mark.parametrize(
    "address", ["2023/fen-isleri.xlsx", "2024/yok.xlsx", "99999999999999999999/fen-isleri.xlsx"]
)
def test_what_is_not_there_has_no_workbook(
    browser: Browser, section: Section, address: str
) -> None:
    assert browser("boss").get(f"/yonetim/calisma-kitabi/{address}").status_code == 404
    year = address.partition("/")[0]
    if year != "2024":
        all_of_year = f"/yonetim/calisma-kitaplari/{year}.zip"
        assert browser("boss").get(all_of_year).status_code == HTTPStatus.NOT_FOUND


def test_ways_lead_there_for_those_who_enter(browser: Browser, section: Section) -> None:
    page = section.get_absolute_url()

    assert ADDRESS in browser("editor").get(page).content.decode()
    assert ADDRESS in browser("editor").get("/yonetim/").content.decode()
    assert ADDRESS not in browser("reviewer").get(page).content.decode()
    assert ALL in browser("finance").get("/yonetim/pano/?yil=2024").content.decode()
