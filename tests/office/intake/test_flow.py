"""A file is uploaded, looked at, confirmed and taken back through the pages; two years are open."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from departments.models import Vehicle
from reports.enums import SectionState
from reports.models import AuditEntry, ColumnName, Intake, Section

from .files import Cell, Confirmation, confirm, look, upload, upload_address, words, workbook

SHEET = "araclar"
HEADING: list[list[Cell]] = [["Taşıtın cinsi", "Belediyeye ait"]]


@pytest.fixture
def sheet(vehicles: dict[str, Vehicle], garage: Section) -> Section:
    return garage


def owned(year: int = 2024) -> dict[str, int | None]:
    return dict(Vehicle.objects.filter(year=year).values_list("name", "owned"))


def test_what_is_confirmed_is_written_into_the_chosen_year_and_taken_back(
    editor: Client, sheet: Section
) -> None:
    before = owned(2023)
    content = workbook(
        [
            ["Örnek araç listesi"],
            ["Taşıtın cinsi", "Belediyeye ait"],
            ["Kamyon", 7],
            ["Otobüs", 3],
            ["Dozer", 2],
            ["Toplam", 12],
        ]
    )
    address = upload(editor, sheet, SHEET, content)
    preview = look(editor, address)
    assert owned() == {"Kamyon": 5, "Otobüs": 3}
    done = confirm(editor, preview)
    assert done.status_code == 302, words(done)
    assert owned() == {"Kamyon": 7, "Otobüs": 3, "Dozer": 2}
    assert owned(2023) == before

    result = editor.get(done["Location"])
    assert "1 yeni satır, 1 değişen hücre" in words(result)
    editor.post(done["Location"], {"islem": "geri-al"})

    assert owned() == {"Kamyon": 5, "Otobüs": 3}
    last = AuditEntry.objects.filter(object_repr="Kamyon").order_by("-pk").first()
    assert last is not None
    assert last.changes["owned"] == [7, 5]


def test_a_row_that_changes_between_preview_and_confirmation_stops_everything(
    editor: Client, sheet: Section
) -> None:
    address = upload(editor, sheet, SHEET, workbook([*HEADING, ["Kamyon", 7], ["Dozer", 2]]))
    preview = look(editor, address)
    other = Vehicle.objects.get(year=2024, name="Otobüs")
    other.owned = 4
    other.save()

    refused = confirm(editor, preview)

    assert refused.status_code == 409
    assert "Tablo önizlemeden sonra değişti" in words(refused)
    assert owned() == {"Kamyon": 5, "Otobüs": 4}
    assert not Intake.objects.exists()
    assert confirm(editor, refused).status_code == 302
    assert owned() == {"Kamyon": 7, "Otobüs": 4, "Dozer": 2}


def test_a_second_confirmation_is_harmless(editor: Client, sheet: Section) -> None:
    address = upload(editor, sheet, SHEET, workbook([*HEADING, ["Kamyon", 7]]))
    preview = look(editor, address)
    first = confirm(editor, preview)
    Vehicle.objects.filter(year=2024, name="Kamyon").update(owned=8)

    second = confirm(editor, preview)

    assert second["Location"] == first["Location"]
    assert owned()["Kamyon"] == 8
    assert Intake.objects.count() == 1


def test_nothing_is_taken_back_over_what_somebody_changed_since(
    editor: Client, sheet: Section
) -> None:
    content = workbook([*HEADING, ["Kamyon", 7], ["Otobüs", 9]])
    done = confirm(editor, look(editor, upload(editor, sheet, SHEET, content)))
    Vehicle.objects.filter(year=2024, name="Kamyon").update(owned=8)

    response = editor.post(done["Location"], {"islem": "geri-al"}, follow=True)

    assert "«Kamyon»" in " ".join(str(m) for m in response.context["messages"])
    assert owned() == {"Kamyon": 8, "Otobüs": 9}


def test_an_empty_cell_over_a_figure_waits_for_a_decision(editor: Client, sheet: Section) -> None:
    content = workbook([*HEADING, ["Kamyon", "-"], ["Otobüs", 9]])
    address = upload(editor, sheet, SHEET, content)

    preview = look(editor, address)

    assert "1 hücrede tabloda değer var" in words(preview)
    with pytest.raises(AssertionError, match="kararlar verilmeden"):
        confirm(editor, preview)
    kept = look(editor, address, {"bos": "koru"})
    assert kept.context["shown"].cells == 1
    confirm(editor, look(editor, address, {"bos": "sil"}))
    assert owned() == {"Kamyon": None, "Otobüs": 9}
    assert Intake.objects.get().erased_cells == 1


def test_columns_are_matched_by_hand_and_remembered(editor: Client, sheet: Section) -> None:
    content = workbook([["Cinsi", "Bizim"], ["Kamyon", 7], ["Otobüs", 3]])
    address = upload(editor, sheet, SHEET, content)
    assert "Başlık satırı hangisi?" in words(look(editor, address))
    unmatched = look(editor, address, {"baslik": "1"})
    assert "Satırın adı yok" not in words(unmatched)

    confirm(editor, look(editor, address, {"baslik": "1", "s.1": "name", "s.2": "owned"}))

    assert owned() == {"Kamyon": 7, "Otobüs": 3}
    assert dict(ColumnName.objects.values_list("words", "column")) == {
        "cinsi": "name",
        "bizim": "owned",
    }
    again = upload(editor, sheet, SHEET, workbook([["Cinsi", "Bizim"], ["Kamyon", 6]]))
    confirm(editor, look(editor, again))
    assert owned() == {"Kamyon": 6, "Otobüs": 3}


def test_all_errors_are_told_at_once_and_stand_in_the_marked_workbook(
    editor: Client, sheet: Section
) -> None:
    rows: list[list[Cell]] = [
        *HEADING,
        ["Kamyon", "beş"],
        ["Otobüs", -2],
        ["Dozer", "%5"],
        ["Dozer", 1],
    ]
    address = upload(editor, sheet, SHEET, workbook(rows))

    preview = look(editor, address)

    troubles = {(t.address, t.value): t.text for t in preview.context["troubles"]}
    assert {place for place, _value in troubles} == {"B2", "B3", "B4", "5"}
    assert all(text.endswith(".") for text in troubles.values())
    marked = editor.get(preview.context["marked"])
    page = openpyxl.load_workbook(io.BytesIO(marked.content)).active
    assert page is not None
    assert {c.coordinate for row in page for c in row if c.comment} == {"B2", "B3", "B4", "A5"}
    assert "sayı olarak okunamadı" in str(page["B2"].comment.text)
    assert page["A2"].value == "Kamyon"


def test_a_name_that_was_misspelled_is_the_row_that_it_resembles(
    editor: Client, sheet: Section
) -> None:
    address = upload(editor, sheet, SHEET, workbook([*HEADING, ["Kamyom", 7]]))
    (unknown,) = look(editor, address).context["shown"].filling.unknown
    ((meant, name),) = unknown.similar
    assert name == "Kamyon"

    confirm(editor, look(editor, address, {f"r.{unknown.number}": meant}))

    assert owned() == {"Kamyon": 7, "Otobüs": 3}


def test_a_file_that_says_what_is_stored_changes_nothing(editor: Client, sheet: Section) -> None:
    address = upload(editor, sheet, SHEET, workbook([*HEADING, ["Kamyon", 5], ["Otobüs", 3]]))

    preview = look(editor, address)

    assert "0 değişiklik" in words(preview)
    assert preview.context["shown"].changes == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "boş"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04" + b"\x00" * 80, "bozuk"),
    ],
)
def test_a_file_that_is_no_table_is_refused_where_it_was_chosen(
    editor: Client, sheet: Section, content: bytes, sentence: str
) -> None:
    file = SimpleUploadedFile("örnek.xlsx", content)

    response = editor.post(upload_address(sheet, SHEET), {"dosya": file})

    assert response.status_code in (200, 422)
    assert sentence in words(response)


def test_another_session_does_not_find_the_file(
    editor: Client, colleague: Client, sheet: Section
) -> None:
    address = upload(editor, sheet, SHEET, workbook([*HEADING, ["Kamyon", 7]]))

    assert colleague.get(address).status_code == 302
    assert colleague.post(address, {"sha256": "x"}).status_code == 302
    assert owned()["Kamyon"] == 5


def test_a_delivered_section_takes_no_file(editor: Client, sheet: Section) -> None:
    address = upload(editor, sheet, SHEET, workbook([*HEADING, ["Kamyon", 7]]))
    preview = look(editor, address)
    Section.objects.filter(pk=sheet.pk).update(state=SectionState.SUBMITTED)

    refused = editor.post(address, Confirmation(preview.content.decode()).fields)

    assert refused.status_code == 409
    assert "Teslim Edildi" in words(refused) or "teslim" in words(refused).lower()
    assert owned()["Kamyon"] == 5
    assert editor.post(upload_address(sheet, SHEET), {}).status_code == 409
