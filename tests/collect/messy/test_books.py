"""Whole files as they come: of several sheets, hidden rows, odd parts; or no table at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from pytest_django import Settings

from reports.collect.reading.files import Unreadable
from reports.collect.recognising.recognise import Chosen
from tests import sweep

from .asking import book, figures_of, recognised
from .biff import biff
from .grid import INCOME, Grid, Value, filled
from .writers import (
    by_biff,
    by_hand,
    by_ods,
    by_openpyxl,
    by_page,
    by_xlsxwriter,
    by_xml_2003,
    packed_xlsx,
    sheet_xml,
    text,
)

NOTHING = Chosen()
HEAD: list[Value] = ["Gelir türü", "Gerçekleşme", "Adet", "Açıklama"]
TABLE: Grid = filled([HEAD, ["Su", 5.5, 3, "a"], ["Işık", 7.5, 4, "b"]])
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def _texts(strings: str, sheet: str) -> bytes:
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return packed_xlsx(
        sheet,
        more={
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/'
            f'package/2006/relationships"><Relationship Id="r1" Type="{relations}/worksheet" '
            'Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
            f'Type="{relations}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
        },
    )


def _phonetic() -> bytes:
    """Texts of several runs, and how they are pronounced, which is no part of them."""
    strings = "".join(
        f"<si><r><t>{word[:2]}</t></r><r><rPr><b/></rPr><t>{word[2:]}</t></r>"
        "<rPh sb='0' eb='1'><t>okunuş</t></rPh><phoneticPr fontId='1'/></si>"
        for word in ("Gelir türü", "Gerçekleşme", "Adet", "Açıklama", "Su", "Işık", "aa", "bb")
    )
    rows = (
        "<row>" + "".join(f'<c t="s"><v>{n}</v></c>' for n in range(4)) + "</row>"
        '<row><c t="s"><v>4</v></c><c><v>5.5</v></c><c><v>3</v></c></row>'
        '<row><c t="s"><v>5</v></c><c><v>7.5</v></c><c><v>4</v></c></row>'
    )
    return _texts(strings, f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>')


def _claims_a_million() -> bytes:
    """Every row that a sheet can have is there, styled and empty; the sweep writes them all."""
    rows = sweep.times(50_000, 1_048_576)
    empty = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(4, rows + 1))
    return packed_xlsx(
        sheet_xml(TABLE, before='<dimension ref="A1:XFD1048576"/>').replace(
            "</sheetData>", f"{empty}</sheetData>"
        )
    )


def _strokes() -> bytes:
    """Names of parts with other capitals and strokes, and styles that no library takes."""
    source = io.BytesIO(by_xlsxwriter(TABLE))
    made = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/styles.xml":
                part = part.replace(b"<fills", b"<fills odd='1'><fill><x/></fill></fills><fills")
            new.writestr(name.replace("sharedStrings", "SharedStrings"), part)
    return made.getvalue()


def _returns() -> bytes:
    return by_hand(filled([HEAD, ["Su_x000D_", 5.5, 3, "a"], ["Işık", 7.5, 4, "b"]]))


def _layout() -> bytes:
    page = by_page(TABLE).decode()
    before = "<table><tr><td>Menü</td></tr><tr><td><table border=1>"
    return page.replace("<table border=1>", before).encode() + b"</td></tr></table>"


def _unseen_cells() -> bytes:
    """A browser gives a cell that is not shown no place."""
    unseen = '<td style="display: none">9</td>'
    return by_page(TABLE).decode().replace("<td>Su</td>", f"{unseen}<td>Su</td>").encode()


def _kept_numbers() -> bytes:
    """Excel's pages keep the number beside what they show of it."""
    return by_page(TABLE).decode().replace("<td>5,5</td>", '<td x:num="5.5">6</td>').encode()


def _old_page() -> bytes:
    page = by_page(TABLE).decode().replace("charset=utf-8", "charset=windows-1254")
    return page.encode("cp1254")


def _quoted() -> bytes:
    lines = text(TABLE, ",").decode("utf-8-sig").splitlines()
    return ("\n".join(['"Gelirler\n2024",,,', *lines])).encode()


def _bare_lines() -> bytes:
    return text(TABLE).replace(b"\r\n", b"\r")


READ: dict[str, Callable[[], bytes]] = {
    "an .xlsx with phonetic texts": _phonetic,
    "a sheet that claims every row": _claims_a_million,
    "parts of other names": _strokes,
    "returns spelled out": _returns,
    "a page that lays out its table": _layout,
    "a page with unseen cells": _unseen_cells,
    "a page that keeps numbers": _kept_numbers,
    "a page in Windows-1254": _old_page,
    "a CSV with quoted lines": _quoted,
    "a CSV of a Mac": _bare_lines,
    "a CSV that says its separator": lambda: b"sep=;\r\n" + text(TABLE, encoding="utf-8"),
    "a CSV with empty ends": lambda: text(TABLE).replace(b"\r\n", b";;;\r\n"),
    "a TSV in cp1254": lambda: text(TABLE, "\t", "cp1254"),
    "a CSV in UTF-16 without mark": lambda: text(TABLE, ";", "utf-16-le"),
    "an .xls with a hidden row": lambda: biff(TABLE, hidden=[3]),
    "XML 2003 in UTF-16": lambda: by_xml_2003(TABLE).decode().encode("utf-16"),
}


APART = set(list(READ)[::3])
"""Read by the real process, as the portal does; the others by what it runs."""


@pytest.mark.parametrize("name", READ)
def test_a_file_is_read(name: str) -> None:
    found = recognised(READ[name](), INCOME, NOTHING, is_apart=name in APART)

    assert not found.problems
    rows = figures_of(found, INCOME)
    assert [(r["name"], r["outturn"], r["count"]) for r in rows] == [
        ("Su", Decimal("5.5"), Decimal(3)), ("Işık", Decimal("7.5"), Decimal(4)),
    ]  # fmt: skip


def _cut(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def _locked() -> bytes:
    content = bytearray(by_xlsxwriter(TABLE))
    at = -1
    while (at := content.find(b"PK\x01\x02", at + 1)) >= 0:
        content[at + 8] |= 1
    return bytes(content)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "Dosya boş"),
    "a PDF": (lambda: b"%PDF-1.4\n1 0 obj", "PDF belgesi"),
    "a picture": (lambda: b"\xff\xd8\xff\xe0" + bytes(99), "resim (JPEG)"),
    "a cut .xlsx": (lambda: _cut(by_xlsxwriter(TABLE)), "bozuk ya da eksik"),
    "a cut .ods": (lambda: _cut(by_ods(TABLE)), "bozuk ya da eksik"),
    "cut XML 2003": (lambda: _cut(by_xml_2003(TABLE)), "bozuk ya da eksik"),
    "an archive under a password": (_locked, "parola"),
    "an encrypted .ods": (
        lambda: by_ods(TABLE, "<manifest><encryption-data/></manifest>"), "parola",
    ),
    "letters of another country": (
        lambda: "Район;Сумма\nЦентр;5\n".encode("cp1251"), "CSV UTF-8",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_is_refused_in_words(name: str) -> None:
    make, words = REFUSED[name]

    with pytest.raises(Unreadable) as refused:
        book(make())

    said = str(refused.value)
    assert words in said
    assert "Error" not in said
    assert said.endswith(("malıdır.", "melidir."))


@pytest.mark.parametrize("row", ["Su,1.234,50,3,a", "Su,1234,50,3,a", "Su,5,5,3,"])
def test_a_comma_that_divides_an_amount_is_noticed(row: str) -> None:
    """The cells stand one column further right than their headings."""
    content = f"Gelir türü,Gerçekleşme,Adet,Açıklama\n{row}\nIşık,7,4,b\n".encode()

    (problem,) = [p for p in recognised(content, INCOME, NOTHING).problems if not p.key]

    assert problem.address == ("E2" if row.endswith("a") else "D2")
    assert "başlıktan çok hücre" in problem.text


def _two_sheets() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as of:
        for name, line in (("Kapak", ["Örnek"]), ("Gizli", HEAD), ("Gelirler", HEAD)):
            sheet = of.add_worksheet(name)
            sheet.write_row(0, 0, line)
            sheet.write_row(1, 0, ["Su", 5.5, 3])
            if name == "Gizli":
                sheet.hide()
    return made.getvalue()


def test_sheets_that_nobody_sees_are_not_offered() -> None:
    read = book(_two_sheets())

    assert [(sheet.name, sheet.is_hidden) for sheet in read.sheets] == [
        ("Kapak", False), ("Gizli", True), ("Gelirler", False),
    ]  # fmt: skip
    assert [sheet.name for sheet in read.shown] == ["Kapak", "Gelirler"]
    assert "«Kapak» sayfası" in recognised(_two_sheets(), INCOME, NOTHING).refusal
    assert len(recognised(_two_sheets(), INCOME, NOTHING, sheet=1).rows) == 1


def _filtered() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as of:
        sheet = of.add_worksheet()
        for row, line in enumerate(TABLE.lines):
            sheet.write_row(row, 0, line)
        sheet.autofilter(0, 0, 2, 3)
        sheet.filter_column("A", "x == Su")
        sheet.set_row(2, options={"hidden": True})
    return made.getvalue()


@pytest.mark.parametrize(
    ("make", "words"), [(_filtered, "süzgeçle"), (lambda: biff(TABLE, hidden=[3]), "gizli")]
)
def test_hidden_rows_are_read_and_told(make: Callable[[], bytes], words: str) -> None:
    found = recognised(make(), INCOME, NOTHING)

    assert len(found.rows) == 2
    assert f"1 satır {words}" in found.notes[0]
    assert "3" in found.notes[0]


def test_hidden_columns_are_read_and_told() -> None:
    columns = '<cols><col min="3" max="3" width="9" hidden="1"/></cols>'
    found = recognised(packed_xlsx(sheet_xml(TABLE, before=columns)), INCOME, NOTHING)

    assert found.notes == ["Gizli sütunlar da okundu: C."]
    assert figures_of(found, INCOME)[0]["count"] == 3


def test_days_since_1904() -> None:
    lines: list[list[Value]] = [["Gelir türü", "Gerçekleşme", "Tarih"], ["Su", 5.5, None]]
    sheet = sheet_xml(filled(lines)).replace("<c/>", '<c s="1"><v>43890</v></c>')
    content = packed_xlsx(
        sheet, workbook='<workbookPr date1904="1"/>',
        styles='<xf numFmtId="0"/><xf numFmtId="14"/>',
    )  # fmt: skip

    assert recognised(content, INCOME, NOTHING).rows[0].cells["day"] == "2024-03-01"


def test_a_workbook_whose_computing_is_switched_off_is_told() -> None:
    content = packed_xlsx(sheet_xml(TABLE), workbook='<calcPr calcMode="manual"/>')

    assert "F9" in book(content).notes[0]


def test_a_box_drawn_over_the_cells_may_say_thousands() -> None:
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    drawing = (
        "<wsDr xmlns:a='a'><a:p><a:r><a:t>(Bin </a:t></a:r><a:r><a:t>TL)</a:t></a:r></a:p></wsDr>"
    )
    content = packed_xlsx(
        sheet_xml(TABLE),
        more={
            "xl/worksheets/_rels/sheet1.xml.rels": "<Relationships xmlns='x'><Relationship Id='d' "
            f"Type='{relations}/drawing' Target='../drawings/drawing1.xml'/></Relationships>",
            "xl/drawings/drawing1.xml": drawing,
        },
    )

    assert recognised(content, INCOME, NOTHING).asks_scale


@pytest.mark.parametrize("write", [by_xlsxwriter, by_openpyxl, by_biff, by_ods, by_page])
def test_a_name_says_nothing_of_a_file(write: Callable[[Grid], bytes]) -> None:
    """Bytes are all that the reader gets; this is what the tests above rest on."""
    assert book(write(TABLE)).sheets[0].rows.keys() == {1, 2, 3}
