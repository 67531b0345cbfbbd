"""Files made for the tests of the reader, by libraries and by hand."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(*rows: list[object], name: str = "Tablo") -> bytes:
    """A workbook of one sheet."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return made.getvalue()


def changed(content: bytes, member: str, old: str, new: str) -> bytes:
    """A packed file in which one part reads otherwise."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name == member:
                assert old.encode() in part
                part = part.replace(old.encode(), new.encode())
            target.writestr(name, part)
    return made.getvalue()


def packed(**parts: str) -> bytes:
    """A ZIP archive; "__" in a name stands for "/", "_" for "."."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return made.getvalue()


def xml_2003(rows: str, more: str = "") -> bytes:
    """A spreadsheet as Excel 2003 writes XML."""
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="y">'
        '<NumberFormat ss:Format="Percent"/></Style></Styles>'
        f'<Worksheet ss:Name="Gelirler"><Table>{rows}</Table>{more}</Worksheet></Workbook>'
    ).encode()


def ods(rows: str) -> bytes:
    """An OpenDocument spreadsheet of one sheet."""
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text", "style")
    )
    content = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="A">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return made.getvalue()
