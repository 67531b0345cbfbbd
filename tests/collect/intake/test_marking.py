"""The marked file is the person's own workbook: what is not marked stays, and it is read alike."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.collect.intake import marking
from reports.collect.intake.marking import SIGN, marked_file
from reports.collect.reading.cells import Book
from reports.collect.reading.files import read_file

if TYPE_CHECKING:
    from pathlib import Path

MARKS = {"Araçlar": {"B3": ["Sayı değil."], "B4": ["Eksi olamaz."], "D9": ["Eksik."]}}
VBA = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def own_workbook() -> bytes:
    """Looks, a formula with its result, a chart, a picture, comments, a rule of looks, a list."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Araçlar")
        bold = book.add_format({"bold": True, "bg_color": "yellow", "num_format": "#,##0.00"})
        page.write_row(0, 0, ["Taşıtın cinsi", "Belediyeye ait"], bold)
        page.write_row(1, 0, ["Kamyon", 7])
        page.write_row(2, 0, ["Otobüs", "çok"])
        page.write_row(3, 0, ["Dozer", -2], bold)
        page.write_formula(4, 1, "=B2*2", bold, 14)
        page.write_comment("A2", "kendi notum")
        page.write_comment("B3", "sayılacak")
        page.conditional_format(
            "B2:B9", {"type": "cell", "criteria": "<", "value": 0, "format": bold}
        )
        page.data_validation("A2:A9", {"validate": "list", "source": ["Kamyon", "Dozer"]})
        page.autofilter("A1:B4")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Araçlar!$B$2:$B$4"})
        page.insert_chart("F2", chart)
        other = book.add_worksheet("Öteki")
        other.write_formula("A1", "=Araçlar!B2", None, 7)
        other.merge_range("B2:C3", "birleşik", bold)
    return out.getvalue()


def values(content: bytes) -> list[list[tuple[str, object, str, str]]]:
    return [
        [(cell.address, cell.value, cell.formula, cell.format) for cell in sheet.cells()]
        for sheet in read_file(content).sheets
    ]


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def comments(page: Worksheet) -> dict[str, str]:
    return {c.coordinate: c.comment.text for row in page for c in row if c.comment}


def marked_cells(page: Worksheet) -> set[str]:
    """Cells over which a mark's look lies."""
    found: set[str] = set()
    for area in page.conditional_formatting:
        for rule in area.rules:
            if any("portal" in formula for formula in rule.formula):
                found |= {
                    cell.coordinate
                    for part in area.sqref.ranges
                    for row in page[part.coord if ":" in part.coord else f"{part}:{part}"]
                    for cell in row
                }
    return found


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def mark(content: bytes, marks: Mapping[str, Mapping[str, Sequence[str]]]) -> bytes:
    return marked_file(content, read_file(content), marks)


def test_cells_are_coloured_and_commented_and_all_else_stays() -> None:
    content = own_workbook()

    marked = mark(content, MARKS)

    page = opened(marked)["Araçlar"]
    assert marked_cells(page) == {"B3", "B4", "D9"}
    said = comments(page)
    assert said["A2"] == "kendi notum"
    assert said["B3"].startswith("sayılacak")
    assert said["B3"].endswith("Sayı değil.")
    assert said["B4"] == f"{SIGN}\nEksi olamaz."
    assert values(marked) == values(content)
    before, after = parts(content), parts(marked)
    same = {name for name, said in before.items() if after.get(name) == said}
    # Rows, the other sheet, the chart: byte by byte.
    assert {"xl/worksheets/sheet2.xml", "xl/charts/chart1.xml", "xl/drawings/drawing1.xml"} <= same
    rows = before["xl/worksheets/sheet1.xml"].partition(b"</sheetData>")[0]
    assert after["xl/worksheets/sheet1.xml"].startswith(rows)
    assert page.data_validations.count == 1
    assert page.auto_filter.ref == "A1:B4"


def test_marks_of_an_earlier_round_are_replaced_and_taken_away() -> None:
    content = own_workbook()
    first = mark(content, MARKS)

    second = mark(first, {"Araçlar": {"B3": ["Hâlâ sayı değil."]}, "Öteki": {"A1": ["Olmaz."]}})
    third = mark(second, {"Araçlar": {}})

    page = opened(second)["Araçlar"]
    assert marked_cells(page) == {"B3"}
    assert set(comments(page)) == {"A2", "B3"}
    assert comments(page)["B3"].count(SIGN) == 1
    assert "Hâlâ" in comments(page)["B3"]
    assert marked_cells(opened(second)["Öteki"]) == {"A1"}
    assert parts(second)["xl/styles.xml"] == parts(first)["xl/styles.xml"]
    for name in ("Araçlar", "Öteki"):
        assert marked_cells(opened(third)[name]) == set()
    assert comments(opened(third)["Araçlar"]) == comments(opened(content)["Araçlar"])
    assert values(third) == values(content)


def test_marks_in_a_workbook_that_another_program_saved_are_known_again() -> None:
    book = opened(mark(own_workbook(), MARKS))
    book["Araçlar"]["B3"].value = 5
    out = io.BytesIO()
    book.save(out)

    again = mark(out.getvalue(), {"Araçlar": {"B4": ["Eksi olamaz."]}})

    page = opened(again)["Araçlar"]
    assert marked_cells(page) == {"B4"}
    assert comments(page)["B3"] == "sayılacak"
    assert set(comments(page)) == {"A2", "B3", "B4"}


def test_an_old_look_and_own_comments_of_openpyxl_stay() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Araçlar"
    page["B3"] = "çok"
    page["B3"].fill = PatternFill("solid", fgColor="00FF00")
    page["B3"].comment = Comment("sorulacak", "Ayşe")
    out = io.BytesIO()
    book.save(out)

    marked = mark(out.getvalue(), {"Araçlar": {"B3": ["Sayı değil."], "C1": ["Eksik."]}})

    cell = opened(marked)["Araçlar"]["B3"]
    assert str(cell.fill.fgColor.rgb).endswith("00FF00")
    assert cell.comment is not None
    assert cell.comment.author == "Ayşe"
    assert set(comments(opened(marked)["Araçlar"])) == {"B3", "C1"}


def test_macros_are_left_out() -> None:
    content = own_workbook()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, said in parts(content).items():
            if name == "[Content_Types].xml":
                said = said.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    VBA.encode(),
                ).replace(b"<Override", b'<Default Extension="bin" ContentType="x/y"/><Override', 1)
            if name == "xl/_rels/workbook.xml.rels":
                link = (
                    b'<Relationship Id="rIdV" Target="vbaProject.bin" '
                    b'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"/>'
                )
                said = said.replace(b"</Relationships>", link + b"</Relationships>")
            archive.writestr(name, said)
        archive.writestr("xl/vbaProject.bin", b"macro")
    assert "makrolu" in read_file(out.getvalue()).kind

    marked = mark(out.getvalue(), MARKS)

    assert not [name for name in parts(marked) if "vba" in name.lower()]
    assert b"macroEnabled" not in parts(marked)["[Content_Types].xml"]
    assert b"vbaProject" not in parts(marked)["xl/_rels/workbook.xml.rels"]
    assert read_file(marked).kind == "Excel çalışma kitabı (.xlsx)"
    assert values(marked) == values(content)


@pytest.mark.parametrize("spoilt", ["text", "styles", "dialect"])
def test_what_cannot_be_marked_as_it_is_is_written_anew(spoilt: str) -> None:
    content = own_workbook()
    book = read_file(content)
    if spoilt == "text":
        content = b"Ad;Adet\nKamyon;7\n"
    else:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, said in parts(own_workbook()).items():
                if spoilt == "styles" and name == "xl/styles.xml":
                    said = b"<kaput"
                if spoilt == "dialect":
                    said = said.replace(
                        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
                    )
                archive.writestr(name, said)
        content = out.getvalue()

    page = opened(marked_file(content, book, MARKS))["Araçlar"]

    assert set(comments(page)) == {"B3", "B4", "D9"}
    assert page["A2"].value == "Kamyon"


def test_of_very_many_errors_the_first_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "MOST_MARKED", 2)

    page = opened(mark(own_workbook(), {**MARKS, "Öteki": {"A1": ["Olmaz."]}}))

    assert marked_cells(page["Araçlar"]) == {"B3", "B4"}
    assert marked_cells(page["Öteki"]) == set()


def test_a_large_one_is_written_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "_LARGE", 1)
    book: Book = read_file(own_workbook())

    page = opened(marked_file(b"", book, {"Araçlar": {"D1": ["Eksik."], **MARKS["Araçlar"]}}))

    assert set(comments(page["Araçlar"])) == {"D1", "B3", "B4", "D9"}
    assert page["Öteki"]["A1"].value == 7


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_another_program_opens_it_and_shows_the_comments(tmp_path: Path) -> None:
    file = tmp_path / "marked.xlsx"
    file.write_bytes(mark(own_workbook(), MARKS))

    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "fods", "--outdir", str(tmp_path), str(file)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    text = (tmp_path / "marked.fods").read_text("utf-8")
    assert text.count("</office:annotation>") == 4
    assert "Eksi olamaz." in text
    assert "kendi notum" in text
    assert "portal-isareti" in text
