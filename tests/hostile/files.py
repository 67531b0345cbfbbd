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


HOSTILE: dict[str, tuple[bytes, str]] = {
    "a cell at the far end": (workbook(["ad"], far="XFD1048576"), "XFD1048576 hücresinde"),
    "more rows than are read": (with_sheet(filled("<row><c><v>1</v></c></row>" * 20_002)),
                                "en çok 20000 satır"),
    "a heading of 2000 cells": (with_sheet(filled(f"<row>{'<c><v>1</v></c>' * 2000}</row>")),
                                "en çok 200 sütun"),
    "a heading of 200000 names": (",".join(map(str, range(200_000))).encode(),
                                  "en çok 200 sütun"),
    "a bomb": (with_sheet(" " * (151 * 2**20)), "150 MB sınırını"),
    "definitions": (with_sheet('<!DOCTYPE x [<!ENTITY a "b">]>' + filled("")), "DOCTYPE"),
    "no workbook": (b"PK\x03\x04 nothing", "bozuk ya da eksik"),
    "an endless cell": (b"ad\n" + b"x" * 200_000, "hücre çok uzun"),
    "an open quote": (b'ad;soyad\n"a;b\n', "bir tırnak kapanmıyor"),
    "letters of another language": ("ad\nпример".encode("cp1251"), "kodlaması anlaşılamadı"),
    "nothing": (b"", "Dosya boş"),
}  # fmt: skip
