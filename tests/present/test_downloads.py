"""Files of a dataset: exact spelling for machines, real numbers for Excel."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from openpyxl import load_workbook

from reports.collect.reading.cells import CellValue
from reports.collect.reading.files import read_file
from reports.core.documents import Document
from reports.core.tables import Row, Table
from reports.present import downloads, spreadsheets
from reports.present.editions import edition
from tests.site import sample

pytestmark = pytest.mark.usefixtures("published")


def body(client: Client, address: str) -> bytes:
    return client.get(f"/2024/{address}").content


def with_table(table: Table) -> Document:
    return sample.document(tables={t.id: table if t.id == table.id else t for t in sample.TABLES})


def test_csv_spells_figures_exactly(client: Client) -> None:
    assert body(client, "veri/gider-ekonomik.csv").decode("utf-8") == (
        "row,code,name,budget,spent,rate,share\n"
        "01,01,Şeker,100.00,50.00,50,20\n"
        "02,02,Çivi,200.00,150.00,75,60\n"
        "03,03,Zımba,100.00,,,\n"
        "04,04,Işıldak,600.00,50.00,8.333333,20\n"
    )
    assert body(client, "veri/sozlesmeler.csv").decode("utf-8") == (
        "row,title,department,amount,contract_date\n"
        "ornek-yol,Örnek yol yapımı,Örnek İşler Müdürlüğü,10.50,2024-05-06\n"
    )


def test_json_keeps_decimals_as_text_and_names_its_source(client: Client) -> None:
    data = json.loads(body(client, "veri/gider-ekonomik.json"))
    payments = json.loads(body(client, "veri/ornek-yol-hakedisler.json"))

    assert (data["year"], data["version"]) == (2024, 1)
    assert data["rows"][2] == {
        "row": "03", "code": "03", "name": "Zımba", "budget": "100.00", "spent": None,
        "rate": None, "share": None,
    }  # fmt: skip
    assert data["total"]["spent"] == "250.00"
    assert payments["rows"][0] == {"row": "1", "no": 1, "payment": "4.25"}


def test_the_schema_describes_the_csv(client: Client) -> None:
    schema = json.loads(body(client, "veri/sozlesmeler.schema.json"))

    assert [(field["name"], field["type"]) for field in schema["fields"]] == [
        ("row", "string"),
        ("title", "string"),
        ("department", "string"),
        ("amount", "number"),
        ("contract_date", "date"),
    ]
    assert schema["missingValues"] == [""]
    assert schema["figure_status"] == "provisional"


def test_excel_has_numbers_and_dates_that_can_be_computed_with(client: Client) -> None:
    book = load_workbook(io.BytesIO(body(client, "veri/sozlesmeler.xlsx")))
    sheet = book["Veri"]

    assert [cell.value for cell in sheet[1]] == [
        "İş", "Müdürlük", "Bedel (TL)", "Sözleşme tarihi", "Satır anahtarı",
    ]  # fmt: skip
    amount, day = sheet["C2"], sheet["D2"]
    assert (amount.data_type, amount.value, amount.number_format) == ("n", 10.5, "#,##0.00")
    assert (day.value, day.number_format) == (datetime(2024, 5, 6), "dd.mm.yyyy")  # noqa: DTZ001
    assert sheet["C3"].value == 10.5
    assert [sheet["E2"].value, sheet["E3"].value] == ["ornek-yol", "Toplam"]
    assert book["Açıklama"]["B1"].value == "Örnek sozlesmeler"
    explained = {row[0].value: row[1].value for row in book["Açıklama"].iter_rows()}
    assert explained["Rakamların niteliği"] == "Geçici (kesin hesap öncesi)"


def cells_of(content: bytes) -> list[list[CellValue]]:
    """The first sheet of a file, read as the portal reads what people upload."""
    book = read_file(content)
    assert not [cell for sheet in book.sheets for cell in sheet.cells() if cell.formula]
    return [[cell.value for cell in row] for row in book.sheets[0].rows.values()]


def test_a_spreadsheet_of_libreoffice_has_figures_dates_and_row_keys(client: Client) -> None:
    response = client.get("/2024/veri/sozlesmeler.ods")
    heading, row, total = cells_of(response.content)

    assert response.headers["Content-Type"] == downloads.MEDIA_TYPES["ods"]
    assert heading == ["İş", "Müdürlük", "Bedel (TL)", "Sözleşme tarihi", "Satır anahtarı"]
    assert row == [
        "Örnek yol yapımı", "Örnek İşler Müdürlüğü", 10.5, date(2024, 5, 6), "ornek-yol",
    ]  # fmt: skip
    assert total[-2:] == [10.5, "Toplam"]
    assert response.content == client.get("/2024/veri/sozlesmeler.ods").content


def test_csv_for_excel_opens_by_a_double_click(client: Client) -> None:
    content = body(client, "veri/sozlesmeler.excel.csv")

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == [
        "İş;Müdürlük;Bedel (TL);Sözleşme tarihi;Satır anahtarı",
        "Örnek yol yapımı;Örnek İşler Müdürlüğü;10,50;06.05.2024;ornek-yol",
        "Toplam;;10,50;;Toplam",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "-"])
def test_a_text_that_looks_like_a_formula_stays_a_text(text: str) -> None:
    bad = replace(sample.GOALS, rows=(Row("1", ("1", text)),))
    sample.publish(with_table(bad), version=2, reason="Örnek gerekçe")
    found = edition(2024)
    assert found is not None

    files = {
        "xlsx": downloads.as_xlsx(bad, found),
        "ods": spreadsheets.as_ods(bad, found),
        "excel.csv": spreadsheets.as_excel_csv(bad),
        "csv": downloads.as_csv(bad),
    }

    for name, content in files.items():
        assert text in cells_of(content)[1], name
        if "csv" in name and text != "-":
            cell = re.split("[,;]", content.decode("utf-8-sig").splitlines()[1])
            assert f"'{text}" in [part.strip('"') for part in cell], name


def test_a_date_that_is_a_text_makes_the_column_a_text() -> None:
    impossible = replace(
        sample.CONTRACTS, rows=(Row("a", ("İş", "Birim", Decimal(1), "2023-06-31")),)
    )

    types = {
        field["name"]: field["type"]
        for field in downloads.table_schema(impossible, "final")["fields"]
    }

    assert types["contract_date"] == "string"


def test_the_package_holds_every_table_and_is_the_same_each_time(client: Client) -> None:
    content = body(client, "veri-paketi.zip")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        package = json.loads(archive.read("datapackage.json"))
        spending = archive.read("veri/gider-ekonomik.csv")

    assert names[0] == "datapackage.json"
    assert package["figure_status"] == "provisional"
    assert {item["schema"]["figure_status"] for item in package["resources"]} == {"provisional"}
    assert [resource["path"] for resource in package["resources"]] == names[1:]
    assert len(names) == len(sample.TABLES) + 1
    assert spending == body(client, "veri/gider-ekonomik.csv")
    assert body(client, "veri-paketi.zip") == content


def test_the_file_name_says_year_and_version(client: Client) -> None:
    response = client.get("/2024/veri/gider-ekonomik.xlsx")

    assert response.headers["Content-Disposition"] == (
        'attachment; filename="2024-s1-gider-ekonomik.xlsx"'
    )
