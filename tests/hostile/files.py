"""Files that try to take their reader down, each made small on purpose."""

from __future__ import annotations

import io
import zipfile

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
SPACE = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
HEADING = '<row r="1"><c r="A1" t="inlineStr"><is><t>ad</t></is></c></row>'


def workbook(*rows: list[object], far: str = "") -> bytes:
    """A workbook as any program writes it; `far`: a cell with a value far out."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    if far:
        sheet[far] = "x"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_sheet(xml: str) -> bytes:
    """A workbook whose sheet is replaced."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["ad"]))) as source,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for item in source.infolist():
            target.writestr(item.filename, xml if item.filename == SHEET else source.read(item))
    return content.getvalue()


def filled(rows: str) -> str:
    return f"{SPACE}<sheetData>{rows}</sheetData></worksheet>"


HOSTILE: dict[str, tuple[bytes, str, str]] = {
    "a cell at the far end": (workbook(["ad"], far="XFD1048576"), "xlsx", "1048576. satır"),
    "more rows than are read": (with_sheet(filled("<row><c><v>1</v></c></row>" * 20_002)), "xlsx",
                                "en çok 20000 satır"),
    "a heading of 2000 cells": (with_sheet(filled(f"<row>{'<c><v>1</v></c>' * 2000}</row>")),
                                "xlsx", "en çok 200 sütun"),
    "a heading of 200000 names": (",".join(map(str, range(200_000))).encode(), "csv",
                                  "en çok 200 sütun"),
    "a bomb": (with_sheet(" " * (101 * 2**20)), "xlsx", "100 MB sınırını"),
    "definitions": (with_sheet('<!DOCTYPE x [<!ENTITY a "b">]>' + filled("")), "xlsx", "DOCTYPE"),
    "no workbook": (b"PK\x03\x04 nothing", "xlsx", "açılamadı"),
    "an endless cell": (b"ad\n" + b"x" * 200_000, "csv", "çok uzun"),
    "another encoding": ("ad\nş".encode("utf-16"), "csv", "UTF-8 değil"),
    "a line too wide": (b"ad;soyad\na;b;c\n", "csv", "2. satırında 3 hücre"),
    "nothing": (b"", "csv", "sütun adları yok"),
}  # fmt: skip
