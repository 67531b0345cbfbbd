"""The same table out of files of every format, as other programs wrote them."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from pytest_django import Settings

from reports.collect.reading.cells import Book, Cell, ErrorValue
from reports.collect.reading.files import read_file

from . import made

FILES = Path(__file__).parent / "files"
"""Written by LibreOffice 7.4 from one workbook."""


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def cell(book: Book, address: str) -> Cell:
    return next(c for c in book.sheets[0].cells() if c.address == address)


@pytest.mark.parametrize("name", ["ornek.xlsx", "ornek.xls", "ornek.ods"])
def test_a_workbook_of_another_program_is_read_cell_by_cell(name: str) -> None:
    book = read_file((FILES / name).read_bytes())
    sheet = book.sheets[0]

    assert [(s.name, s.is_hidden) for s in book.sheets] == [
        ("Gelirler", False), ("Gizli", True), ("Boş", False),
    ]  # fmt: skip
    assert [c.value for c in sheet.rows[3]] == ["Müdürlük", "Oran", "Tarih", "Tutar", "Not", "Kod"]
    assert cell(book, "A4").value == "Fen İşleri"
    assert cell(book, "B4").value == 0.515
    assert "%" in cell(book, "B4").format
    assert cell(book, "C4").value == date(2024, 3, 1)
    assert cell(book, "E4").value == "iki\nsatır"
    assert cell(book, "F4").value == "007"
    assert cell(book, "E7").value == "=1+1"
    assert cell(book, "B8").value == ErrorValue("#DIV/0!")
    assert cell(book, "D8").value == 1239.15
    assert sheet.hidden_rows == {6}
    assert sheet.hidden_columns == {6}
    assert [(m.first_row, m.first_column, m.last_row, m.last_column) for m in sheet.merged] == [
        (1, 1, 1, 6)
    ]
    assert book.has_formats


def test_a_page_keeps_the_figures_behind_what_it_shows() -> None:
    """Named ".xls" or not: LibreOffice shows "1,234.50" in English and keeps 1234.5 beside it."""
    book = read_file((FILES / "ornek.html").read_bytes())

    assert cell(book, "B4").value == 0.515
    assert cell(book, "B4").format == "0.0%"
    assert cell(book, "C4").value == "01.03.2024"
    assert cell(book, "D4").value == 1234.5
    assert book.sheets[0].merged


def test_another_reader_finds_the_same_values() -> None:
    """python-calamine reads with code of its own."""
    for name in ("ornek.xlsx", "ornek.xls", "ornek.ods"):
        content = (FILES / name).read_bytes()
        ours = read_file(content).sheets[0]
        other = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        theirs = other.get_sheet_by_index(0).to_python(skip_empty_area=False)
        for c in ours.cells():
            if isinstance(c.value, ErrorValue) or (name, c.address) == ("ornek.ods", "E8"):
                continue  # it says nothing of errors; LibreOffice writes TRUE() as a number
            assert theirs[c.row - 1][c.column - 1] == c.value, (name, c.address)


def test_excel_2003_xml() -> None:
    rows = (
        '<Row ss:Index="3" ss:Hidden="1"><Cell ss:Index="2" ss:MergeAcross="1">'
        '<Data ss:Type="String">Işıl</Data></Cell><Cell ss:StyleID="y"><Data ss:Type="Number">'
        '0.5</Data></Cell></Row><Row><Cell><Data ss:Type="DateTime">2024-03-01T00:00:00.000</Data>'
        '</Cell><Cell ss:Formula="=RC[-1]"/><Cell><Data ss:Type="Error">#REF!</Data></Cell></Row>'
    )
    sheet = read_file(made.xml_2003(rows)).sheets[0]

    assert [(c.address, c.value, c.format) for c in sheet.cells()] == [
        ("B3", "Işıl", ""),
        ("D3", 0.5, "0.00%"),
        ("A4", date(2024, 3, 1), ""),
        ("B4", None, ""),
        ("C4", ErrorValue("#REF!"), ""),
    ]
    assert sheet.rows[4][1].is_uncomputed
    assert sheet.hidden_rows == {3}


def test_spans_of_a_page_are_laid_out_as_a_browser_does() -> None:
    page = (
        "<table><tr><th rowspan=2>Ad<th colspan=2>2024</tr><tr><th>Plan<th>Sonuç</tr>"
        "<tr><td>Su<td>1<td>2<table><tr><td>iç</table></tr></table><table><tr><td>öteki</table>"
    )
    book = read_file(page.encode())

    assert [(c.address, c.value) for c in book.sheets[0].cells()] == [
        ("A1", "Ad"), ("B1", "2024"), ("B2", "Plan"), ("C2", "Sonuç"),
        ("A3", "Su"), ("B3", "1"), ("C3", "2 iç"),
    ]  # fmt: skip
    assert [sheet.name for sheet in book.sheets] == ["Tablo 1", "Tablo 2"]


TABLE = "Müdürlük;Tutar\nFen İşleri;1.234,50\n"


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (TABLE.encode(), ""),
        (TABLE.encode("utf-8-sig"), ""),
        (TABLE.encode("utf-16"), "UTF-16"),
        (TABLE.encode("utf-16-le"), "UTF-16"),
        (TABLE.encode("utf-16-be"), "UTF-16"),
        (TABLE.encode("cp1254"), "Windows-1254"),
        (TABLE.encode("iso-8859-9"), "Windows-1254"),
        (("sep=;\n" + TABLE).encode(), ""),
        (TABLE.replace(";", "\t").encode("utf-16"), "UTF-16"),
        (TABLE.replace("\n", "\r\n").encode(), ""),
        (TABLE.replace("\n", "\r").encode(), ""),
        (TABLE.replace(";", "|").encode(), ""),
        (b'"M\xc3\xbcd\xc3\xbcrl\xc3\xbck","Tutar"\n"Fen \xc4\xb0\xc5\x9fleri","1.234,50"\n', ""),
    ],
)
def test_texts_of_every_encoding(content: bytes, note: str) -> None:
    book = read_file(content)

    rows = [[c.value for c in row] for row in book.sheets[0].rows.values()]
    assert rows == [["Müdürlük", "Tutar"], ["Fen İşleri", "1.234,50"]]
    assert note in "".join(book.notes)
    assert bool(note) == bool(book.notes)


def test_rows_of_a_text_are_counted_as_a_spreadsheet_counts_them() -> None:
    book = read_file(b'ad;not\n\n"a\nb";x\nc;y\n')

    assert list(book.sheets[0].rows) == [1, 3, 4]


def test_a_formula_that_no_program_computed_is_known() -> None:
    content = made.workbook(["a", "=A1"])
    loaded = openpyxl.load_workbook(io.BytesIO(content))
    again = io.BytesIO()
    loaded.save(again)  # openpyxl writes formulas without their results

    last = read_file(again.getvalue()).sheets[0].rows[1][-1]
    assert (last.formula, last.value, last.is_uncomputed) == ("=A1", None, True)


def test_a_text_beginning_with_an_equals_sign_is_no_formula() -> None:
    found = cell(read_file((FILES / "ornek.xls").read_bytes()), "E7")

    assert (found.value, found.formula) == ("=1+1", "")


@pytest.mark.parametrize("declared", ["A1", "A1:B1", "A1:XFD1048576", "C9:D10"])
def test_a_size_that_a_sheet_claims_is_not_believed(declared: str) -> None:
    content = made.workbook(["ad", "sayı"], ["Kars", 5])
    content = made.changed(content, "xl/worksheets/sheet1.xml", 'ref="A1:B2"', f'ref="{declared}"')

    rows = [[c.value for c in row] for row in read_file(content).sheets[0].rows.values()]
    assert rows == [["ad", "sayı"], ["Kars", 5]]


def test_repeated_rows_of_an_empty_end_are_no_rows() -> None:
    text = "<text:p>{}</text:p>"
    cell_ = '<table:table-cell office:value-type="string"{}>' + text + "</table:table-cell>"
    rows = (
        f"<table:table-row>{cell_.format('', 'ad')}"
        '<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
        f'<table:table-row table:number-rows-repeated="2">{cell_.format("", "Kars")}'
        "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048573"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    sheet = read_file(made.ods(rows)).sheets[0]

    assert [(c.address, c.value) for c in sheet.cells()] == [
        ("A1", "ad"), ("A2", "Kars"), ("A3", "Kars"),
    ]  # fmt: skip
