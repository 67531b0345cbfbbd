"""A workbook that comes back: all sheets in one preview, all of them or none, and back again."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook as OpenpyxlBook

from departments.models import Activity, Department, SectionAssignment, Vehicle
from reports.collect.intake.marking import SIGN
from reports.enums import SectionState
from reports.models import Intake, Section
from tests.collect.sheets.conftest import (
    assignment,
    colleague,
    desk_rules,
    editor,
    garage,
    people,
    report,
    section,
    shared,
    stands,
    vehicles,
)
from tests.collect.workbooks.office_hand import CARS, changed, empty_row, places, put, tab
from tests.collect.workflow.people import EVERYBODY
from tests.office.intake.files import Confirmation, confirm, look, upload_address, words, workbook

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

__all__ = [
    "assignment",
    "colleague",
    "desk_rules",
    "editor",
    "garage",
    "people",
    "report",
    "section",
    "shared",
    "stands",
    "vehicles",
]

OUT = "/yonetim/calisma-kitabi/2024/fen-isleri.xlsx"
IN = "/yonetim/calisma-kitabi/2024/fen-isleri/yukle/"
WORKS = "Müdürlüklerin faaliyetleri"


@pytest.fixture
def book(editor: Client, vehicles: dict[str, Vehicle]) -> bytes:
    """The workbook as it is downloaded."""
    return editor.get(OUT).content


def send(client: Client, content: bytes, address: str = IN) -> Response:
    return client.post(address, {"dosya": SimpleUploadedFile("örnek kitap.xlsx", content)})


def uploaded(client: Client, content: bytes) -> str:
    response = send(client, content)
    assert response.status_code == 302, words(response)
    return str(response["Location"])


def filled_in(workbook: OpenpyxlBook) -> None:
    """Two tables at once: a vehicle is counted, another one bought, an activity reported."""
    cars = tab(workbook, CARS)
    put("Kamyon", owned=7)(cars)
    row, at = empty_row(cars), places(cars)
    cars[f"{at['name']}{row}"], cars[f"{at['owned']}{row}"] = "Dozer", 2
    works = tab(workbook, WORKS)
    row, at = empty_row(works), places(works)
    works[f"{at['title']}{row}"] = "Örnek faaliyet"


def owned() -> dict[str, int | None]:
    return dict(Vehicle.objects.filter(year=2024).values_list("name", "owned"))


def test_only_who_enters_a_table_of_the_directorate_may_upload(
    browser: Callable[[str], Client], section: Section
) -> None:
    got = {person: browser(person).get(IN).status_code for person in EVERYBODY}

    assert got["editor"] == 200
    assert got["other"] == 404
    assert {person for person, status in got.items() if status == 200} <= {"editor", "head"}


def test_what_comes_back_unchanged_changes_nothing(editor: Client, book: bytes) -> None:
    preview = look(editor, uploaded(editor, book))

    assert "0 değişiklik" in words(preview)
    assert not preview.context["can_be_taken"]


def test_all_tables_are_taken_together_and_taken_back(editor: Client, book: bytes) -> None:
    before = owned()
    address = uploaded(editor, changed(book, filled_in))

    preview = look(editor, address)
    assert [part.sheet.title for part in preview.context["parts"]] == [CARS, WORKS]
    assert (owned(), Activity.objects.count()) == (before, 0)
    done = confirm(editor, preview)

    assert owned() == {**before, "Kamyon": 7, "Dozer": 2}
    assert Activity.objects.get().title == "Örnek faaliyet"
    assert {intake.sheet for intake in Intake.objects.all()} == {"araclar", "faaliyetler"}
    assert editor.get(address)["Location"] == done["Location"]
    editor.post(done["Location"], {"islem": "geri-al"})
    assert (owned(), Activity.objects.count()) == (before, 0)


def test_an_error_in_one_table_takes_none_of_them(editor: Client, book: bytes) -> None:
    def spoil(workbook: OpenpyxlBook) -> None:
        filled_in(workbook)
        put("Otobüs", owned="çok")(tab(workbook, CARS))

    address = uploaded(editor, changed(book, spoil))
    preview = look(editor, address)

    (part,) = [part for part in preview.context["parts"] if part.troubles]
    (trouble,) = part.troubles
    assert (trouble.sheet, trouble.value) == (CARS, "çok")
    assert not preview.context["can_be_taken"]
    form = Confirmation(preview.content.decode())
    assert editor.post(address, form.fields).status_code == 409
    assert (owned()["Kamyon"], Activity.objects.count()) == (5, 0)
    marked = openpyxl.load_workbook(io.BytesIO(editor.get(preview.context["marked"]).content))
    said = {c.coordinate: c.comment.text for row in tab(marked, CARS) for c in row if c.comment}
    assert [place for place, text in said.items() if SIGN in text] == [trouble.address]
    assert len(said) > 1  # what the workbook says of its columns


def test_what_others_changed_since_stays_unless_the_person_decides(
    editor: Client, book: bytes
) -> None:
    Vehicle.objects.filter(year=2024, name="Otobüs").update(owned=4)
    Vehicle.objects.filter(year=2024, name="Kamyon").update(owned=6)
    address = uploaded(editor, changed(book, lambda w: put("Kamyon", owned=7)(tab(w, CARS))))

    preview = look(editor, address)

    (conflict,) = preview.context["conflicts"]
    assert (conflict.label, conflict.in_file, conflict.stored) == ("Kamyon", "7", "6")
    assert not preview.context["can_be_taken"]
    theirs = look(editor, address, {"cakisma": "onunki"})
    assert "0 yeni satır, 0 hücre" in words(theirs)
    confirm(editor, look(editor, address, {"cakisma": "benimki"}))
    assert owned() == {"Kamyon": 7, "Otobüs": 4}


def test_a_workbook_is_known_on_the_page_of_a_single_table(
    editor: Client, garage: Section, book: bytes
) -> None:
    response = send(editor, changed(book, filled_in), upload_address(garage, "araclar"))

    assert response["Location"].startswith(IN)
    assert "1 hücre" in words(look(editor, str(response["Location"])))


def test_a_file_that_is_no_workbook_of_the_portal_is_sent_to_its_table(
    editor: Client, vehicles: dict[str, Vehicle]
) -> None:
    response = send(editor, workbook([["Taşıtın cinsi"], ["Kamyon"]]))

    assert response.status_code == 422
    assert "Excel'den yükle" in response.context["problem"]


def test_the_workbook_of_another_directorate_is_refused_by_name(
    browser: Callable[[str], Client], book: bytes
) -> None:
    response = send(browser("other"), book, IN.replace("fen-isleri", "zabita"))

    assert response.status_code == 422
    assert "«Fen İşleri Müdürlüğü»" in response.context["problem"]


def test_on_a_tables_page_another_directorates_workbook_is_refused_with_words(
    browser: Callable[[str], Client], book: bytes, section: Section
) -> None:
    table = reverse("admin:sheet_upload", args=[2024, "III.B.1/zabita", "faaliyetler"])

    response = send(browser("other"), book, table)

    assert response.status_code == 422
    assert "«Fen İşleri Müdürlüğü»" in response.context["problem"]


def test_on_a_tables_page_another_years_workbook_is_refused_with_words(
    editor: Client, garage: Section, book: bytes
) -> None:
    Section.objects.create(year_id=2023, code=garage.code, title="Örnek")
    SectionAssignment.objects.create(
        section=Section.objects.get(year=2023),
        department=Department.objects.get(code="fen-isleri"),
    )
    table = reverse("admin:sheet_upload", args=[2023, garage.code, "araclar"])

    response = send(editor, book, table)

    assert response.status_code == 422
    assert "2024 yılı için hazırlanmış" in response.context["problem"]


@pytest.mark.parametrize(
    "head", [{"unit": "../örnek"}, {"year": -1}, {"year": 10**20}, {"sheet": None}], ids=str
)
def test_a_forged_hidden_worksheet_is_refused_with_words(
    editor: Client, garage: Section, book: bytes, head: dict[str, object]
) -> None:
    def forge(workbook: OpenpyxlBook) -> None:
        hidden = workbook["_kars"]
        if "sheet" in head:  # rows of no worksheet
            while "row" not in json.loads(str(hidden["A2"].value)):
                hidden.delete_rows(2)
        else:
            hidden["A1"] = json.dumps(json.loads(hidden["A1"].value) | head)

    for address in (upload_address(garage, "araclar"), IN):
        response = send(editor, changed(book, forge), address)
        assert response.status_code == 422
        assert "Çalışma kitabı" in response.context["problem"]


def test_a_form_without_its_marks_takes_nothing_and_keeps_the_file(
    editor: Client, book: bytes
) -> None:
    """All of them or none: also where a form says nothing of one, or of all."""
    before = owned()
    address = uploaded(editor, changed(book, filled_in))
    preview = look(editor, address)
    form = Confirmation(preview.content.decode()).fields
    marks = [name for name in form if name.startswith("ozet.")]
    assert len(marks) == 2

    for left in (marks, marks[:1], marks[1:]):
        said = {name: value for name, value in form.items() if name not in left}
        assert editor.post(address, said).status_code == 409
        assert (owned(), Activity.objects.count()) == (before, 0)
    assert editor.post(address, form | {"sha256": "ğ"}).status_code == 409
    assert confirm(editor, preview).status_code == 302


def test_a_table_that_was_the_same_and_is_in_conflict_now_stops_the_others(
    editor: Client, book: bytes
) -> None:
    Vehicle.objects.filter(year=2024, name="Otobüs").update(owned=9)

    def fill(workbook: OpenpyxlBook) -> None:
        put("Otobüs", owned=9)(tab(workbook, CARS))
        works = tab(workbook, WORKS)
        row, at = empty_row(works), places(works)
        works[f"{at['title']}{row}"] = "Örnek faaliyet"

    preview = look(editor, uploaded(editor, changed(book, fill)))
    Vehicle.objects.filter(year=2024, name="Otobüs").update(owned=8)

    refused = confirm(editor, preview)

    assert refused.status_code == 409
    assert [c.stored for c in refused.context["conflicts"]] == ["8"]
    assert not Activity.objects.exists()


def test_a_table_that_was_delivered_meanwhile_is_not_written(
    editor: Client, garage: Section, book: bytes
) -> None:
    address = uploaded(editor, changed(book, filled_in))
    preview = look(editor, address)
    Section.objects.filter(pk=garage.pk).update(state=SectionState.SUBMITTED)

    refused = editor.post(address, Confirmation(preview.content.decode()).fields)

    assert refused.status_code == 409
    assert (owned()["Kamyon"], Activity.objects.count()) == (5, 0)
