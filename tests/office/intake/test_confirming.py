"""What is confirmed is what was shown, whatever a form says and whatever others do meanwhile."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.test import Client

from departments.models import Vehicle
from reports.models import ColumnName, Intake, Section

from .files import Confirmation, confirm, look, upload, upload_address, words, workbook

SHEET = "araclar"


@pytest.fixture
def sheet(vehicles: dict[str, Vehicle], garage: Section) -> Section:
    return garage


def stored() -> dict[str, tuple[int | None, int | None]]:
    rows = Vehicle.objects.filter(year=2024).values_list("name", "owned", "leased")
    return {name: (owned, leased) for name, owned, leased in rows}


BEFORE = {"Kamyon": (5, None), "Otobüs": (3, None)}
COLUMNS = ["Taşıtın cinsi", "Belediyeye ait", "Örnek sütun"]


def test_a_heading_that_a_colleague_matches_meanwhile_writes_nothing_unseen(
    editor: Client, sheet: Section
) -> None:
    preview = look(editor, upload(editor, sheet, SHEET, workbook([COLUMNS, ["Kamyon", 7, 4]])))
    ColumnName.objects.create(sheet=SHEET, words="ornek sutun", column="leased")

    refused = confirm(editor, preview)

    assert refused.status_code == 409
    assert "okunuşu önizlemeden sonra değişti" in words(refused)
    assert stored() == BEFORE
    assert confirm(editor, refused).status_code == 302
    assert stored()["Kamyon"] == (7, 4)


@pytest.mark.parametrize(
    "changed",
    [
        {"s.3": "leased"},
        {"r.3": "alma"},
        {"sha256": "ğ"},
        {"sha256": ""},
        {"ozet": "ğ"},
        {"ozet": ""},
    ],
    ids=str,
)
def test_a_form_that_says_something_else_than_the_preview_is_refused(
    editor: Client, sheet: Section, changed: dict[str, str]
) -> None:
    content = workbook([COLUMNS, ["Kamyon", 7, 4], ["Dozer", 2, 1]])
    address = upload(editor, sheet, SHEET, content)
    form = Confirmation(look(editor, address).content.decode()).fields

    refused = editor.post(address, form | changed)

    assert refused.status_code == 409
    assert stored() == BEFORE
    assert not Intake.objects.exists()


def test_what_is_wrong_with_a_name_is_told_once(editor: Client, sheet: Section) -> None:
    rows = b"<table><tr><th>Ta&#351;&#305;t&#305;n cinsi</th><th>Belediyeye ait</th></tr>"
    rows += b"<tr><td>Doz\x01er</td><td>2</td></tr></table>"
    hidden = look(editor, upload(editor, sheet, SHEET, rows)).context["shown"]
    assert [(t.address, t.key) for t in hidden.troubles] == [("A2", "name")]

    content = workbook([COLUMNS[:2], ["=1+1", 2]])
    formula = look(editor, upload(editor, sheet, SHEET, content)).context["shown"]
    assert [(t.address, t.key) for t in formula.troubles] == [("A2", "name")]


def test_what_excel_has_no_name_and_no_date_for_stands_in_the_marked_workbook(
    editor: Client, sheet: Section
) -> None:
    """LibreOffice and XML take longer names and earlier dates."""
    name = "a" * 30 + "'b"
    data = '<Cell><Data ss:Type="{}">{}</Data></Cell>'
    rows = (
        (("String", COLUMNS[0]), ("String", COLUMNS[1])),
        (("DateTime", "1800-01-02T00:00:00"), ("Number", "-1")),
    )
    cells = "".join(f"<Row>{''.join(data.format(*cell) for cell in row)}</Row>" for row in rows)
    uri = "urn:schemas-microsoft-com:office:spreadsheet"
    content = (
        f'<?xml version="1.0"?><Workbook xmlns="{uri}" xmlns:ss="{uri}">'
        f'<Worksheet ss:Name="{name}"><Table>{cells}</Table></Worksheet></Workbook>'
    )
    preview = look(editor, upload(editor, sheet, SHEET, content.encode(), "örnek.xml"))

    marked = editor.get(preview.context["marked"])

    book = openpyxl.load_workbook(io.BytesIO(marked.content))
    assert book.sheetnames == ["a" * 30]
    assert str(book.worksheets[0]["A2"].value).startswith("1800-01-02")


def test_a_number_that_no_database_takes_leads_nowhere(editor: Client, sheet: Section) -> None:
    address = upload_address(sheet, SHEET)

    for wrong in (
        address.replace("/2024/", "/99999999999999999999/"),
        f"{address}sonuc/99999999999999999999/",
        "/yonetim/mizan/99999999999999999999/",
        "/yonetim/calisma-kitabi/99999999999999999999/fen-isleri/yukle/",
        f"/yonetim/metin/99999999999999999999/{sheet.code}/word/",
        f"/yonetim/bolum/99999999999999999999/{sheet.code}/",
    ):
        assert editor.get(wrong).status_code == 404, wrong
