"""Files of the portal on the page on which files are taken: exports, files of the public site."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from departments.models import Vehicle
from reports.models import Section

from .files import look, upload, upload_address, words, workbook

SHEET = "araclar"
FORMATS = {"0": "csv", "1": "xlsx", "2": "ods", "3": "csv"}


@pytest.fixture
def sheet(vehicles: dict[str, Vehicle], garage: Section) -> Section:
    return garage


@pytest.mark.parametrize("kind", FORMATS)
def test_what_the_export_page_gives_is_taken_back_without_a_change(
    editor: Client, sheet: Section, kind: str
) -> None:
    address = f"{reverse('admin:departments_vehicle_export')}?year__year__exact=2024"
    form = editor.get(address).context["form"]
    names = {name: "on" for name in form.fields if name.startswith("vehicleresource_")}
    file = editor.post(address, {"format": kind} | names)
    assert file["Content-Disposition"].endswith(f'.{FORMATS[kind]}"')

    preview = look(editor, upload(editor, sheet, SHEET, file.content))

    assert "0 değişiklik" in words(preview)
    shown = preview.context["shown"]
    assert (shown.changes, shown.troubles, shown.unchanged) == ([], [], 2)
    assert not preview.context["found"].mapping.unknown


def test_a_key_and_a_name_of_two_rows_are_refused(editor: Client, sheet: Section) -> None:
    """Somebody has sorted one column of an export without the others."""
    content = workbook(
        [
            ["Taşıtın cinsi", "Belediyeye ait", "Satır anahtarı"],
            ["Kamyon", 7, "otobus"],
            ["Traktör", 1, "kamyon"],
        ]
    )

    shown = look(editor, upload(editor, sheet, SHEET, content)).context["shown"]

    assert [trouble.row for trouble in shown.troubles] == [2, 3]
    assert all("Satır anahtarı" in trouble.text for trouble in shown.troubles)
    assert not shown.can_be_taken


def test_a_row_without_a_key_is_a_new_one_among_rows_with_keys(
    editor: Client, sheet: Section
) -> None:
    content = workbook(
        [
            ["Taşıtın cinsi", "Belediyeye ait", "Satır anahtarı"],
            ["Kamyon", 5, "kamyon"],
            ["Dozer", 1, None],
            ["Toplam", 6, "Toplam"],
        ]
    )

    shown = look(editor, upload(editor, sheet, SHEET, content)).context["shown"]

    assert [(change.label, change.is_new) for change in shown.changes] == [("Dozer", True)]
    assert [row.kind.value for row in shown.aside] == ["toplam satırı"]


def test_a_public_file_of_another_table_is_refused_with_its_name(
    editor: Client, sheet: Section
) -> None:
    content = workbook([["Tablo", "Örnek"], ["Tablonun kimliği", "finance.budget_outcome"]])
    file = SimpleUploadedFile("örnek.xlsx", content)

    response = editor.post(upload_address(sheet, SHEET), {"dosya": file})

    assert response.status_code == 422
    assert "Yayımlanan tablo başka tablolardan hesaplanıyorsa" in words(response)
