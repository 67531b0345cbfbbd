"""One grid as bytes, by every program that staff have their files from."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from html import escape

import openpyxl
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from kars_portal.lib.numbers import format_date, format_decimal
from reports.collect.reading.cells import letters

from .biff import biff
from .grid import Formula, Grid, Percentage, Value

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def typed(value: Value) -> Value:
    """A figure as programs keep it: binary, with the noise of that."""
    return float(value) if isinstance(value, Decimal) else value


def shown(value: Value) -> str:
    """A value as a Turkish program shows it."""
    match value:
        case None:
            return ""
        case Percentage(share):
            return f"%{format_decimal((share * 100).normalize())}"
        case Formula(_text, result):
            return "" if result is None else format_decimal(Decimal(str(result)))
        case Decimal():
            return format_decimal(value, 2)
        case bool():
            return "DOĞRU" if value else "YANLIŞ"
        case int():
            return format_decimal(value, grouping=False)
        case float():
            return format_decimal(Decimal(repr(value)), grouping=False)
        case date():
            return format_date(value)
    return value


# -- workbooks ------------------------------------------------------------------------------------


def by_xlsxwriter(grid: Grid, name: str = "Tablo") -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        percent = book.add_format({"num_format": "0.0%"})
        money = book.add_format({"num_format": '_-* #,##0.00\\ "₺"_-;-* #,##0.00\\ "₺"_-'})
        plain = book.add_format({"num_format": "#,##0.##"})
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for row, line in enumerate(grid.lines):
            for column, value in enumerate(line):
                match value:
                    case Percentage(share):
                        sheet.write_number(row, column, float(share), percent)
                    case Formula(text, result):
                        sheet.write_formula(row, column, text, None, result or 0)
                    case Decimal():
                        is_money = column in (1, 2)
                        sheet.write_number(row, column, float(value), money if is_money else plain)
                    case date():
                        sheet.write_datetime(row, column, value, day)
                    case str():
                        sheet.write_string(row, column, value)
                    case None:
                        continue
                    case _:
                        sheet.write(row, column, value)
        for top, left, bottom, right in grid.merged:
            value = grid.lines[top - 1][left - 1]
            sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, typed(value))
    return made.getvalue()


def by_openpyxl(grid: Grid, name: str = "Tablo") -> bytes:
    """With rich texts, which several runs make up."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row, line in enumerate(grid.lines, start=1):
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(row, column)
            match value:
                case Percentage(share):
                    cell.value, cell.number_format = float(share), "0.00%"
                case Formula(text, _result):
                    cell.value = text
                case str() if len(value) > 3 and not value.startswith("="):
                    cell.value = CellRichText(value[:2], TextBlock(InlineFont(b=True), value[2:]))
                case None:
                    continue
                case date():
                    cell.value, cell.number_format = value, "dd/mm/yyyy"
                case _:
                    cell.value = value
    for top, left, bottom, right in grid.merged:
        sheet.merge_cells(None, top, left, bottom, right)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def sheet_xml(grid: Grid, space: str = _MAIN, before: str = "", after: str = "") -> str:
    """A worksheet as a program writes it that leaves out what may be left out."""
    rows = []
    for line in grid.lines:
        cells = []
        for value in line:
            match value:
                case None:
                    cells.append("<c/>")
                case str():
                    cells.append(f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>')
                case Percentage(share):
                    cells.append(f'<c s="1"><v>{share}</v></c>')
                case Formula(text, result):
                    kept = "" if result is None else f"<v>{result}</v>"
                    cells.append(f"<c><f>{escape(text[1:])}</f>{kept}</c>")
                case bool():
                    cells.append(f'<c t="b"><v>{int(value)}</v></c>')
                case date():
                    cells.append(f'<c t="d"><v>{value.isoformat()}T00:00:00</v></c>')
                case _:
                    cells.append(f"<c><v>{typed(value)!r}</v></c>")
        rows.append(f"<row>{''.join(cells)}</row>")
    merged = "".join(
        f'<mergeCell ref="{letters(left)}{top}:{letters(right)}{bottom}"/>'
        for top, left, bottom, right in grid.merged
    )
    merges = f"<mergeCells>{merged}</mergeCells>" if merged else ""
    return (
        f'<worksheet xmlns="{space}">{before}<sheetData>{"".join(rows)}</sheetData>'
        f"{merges}{after}</worksheet>"
    )


def packed_xlsx(
    sheet: str,
    *,
    strict: bool = False,
    workbook: str = "",
    styles: str = '<xf numFmtId="0"/><xf numFmtId="10"/>',
    formats: str = "",
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A workbook by hand, around one worksheet."""
    space = _STRICT if strict else _MAIN
    relations = _STRICT_RELATIONS if strict else _RELATIONS
    types = "http://schemas.openxmlformats.org/package/2006/"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{types}content-types"><Override PartName='
        '"/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{types}relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{relations}">{workbook}<sheets>'
        '<sheet name="Tablo" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{types}relationships">'
        f'<Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{relations}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{space}"><numFmts>{formats}</numFmts>'
        f"<cellXfs>{styles}</cellXfs></styleSheet>",
        "xl/worksheets/sheet1.xml": sheet,
        **(more or {}),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def by_hand(grid: Grid) -> bytes:
    """Too small a dimension, texts inline, no addresses."""
    return packed_xlsx(sheet_xml(grid, before='<dimension ref="A1"/>'))


def by_hand_strict(grid: Grid) -> bytes:
    return packed_xlsx(sheet_xml(grid, _STRICT), strict=True)


def by_biff(grid: Grid) -> bytes:
    return biff(grid)


def by_xml_2003(grid: Grid) -> bytes:
    starts = {(m[0] - 1, m[1] - 1): m for m in grid.merged}
    rows = []
    for row, line in enumerate(grid.lines):
        cells = []
        for column, value in enumerate(line):
            if value is None:
                continue
            across = ""
            if (row, column) in starts:
                top, left, bottom, right = starts[row, column]
                across = f' ss:MergeAcross="{right - left}" ss:MergeDown="{bottom - top}"'
            place = f'<Cell ss:Index="{column + 1}"{across}'
            match value:
                case str():
                    data = f'><Data ss:Type="String">{escape(value)}</Data></Cell>'
                case Percentage(share):
                    data = f' ss:StyleID="y"><Data ss:Type="Number">{share}</Data></Cell>'
                case date():
                    data = (
                        f'><Data ss:Type="DateTime">{value.isoformat()}T00:00:00.000</Data></Cell>'
                    )
                case Formula(text, result):
                    kept = "" if result is None else f'<Data ss:Type="Number">{result}</Data>'
                    data = f' ss:Formula="{escape(text)}">{kept}</Cell>'
                case _:
                    data = f'><Data ss:Type="Number">{typed(value)!r}</Data></Cell>'
            cells.append(place + data)
        rows.append(f'<Row ss:Index="{row + 1}">{"".join(cells)}</Row>')
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="y">'
        '<NumberFormat ss:Format="Percent"/></Style></Styles><Worksheet ss:Name="Tablo"><Table>'
        f"{''.join(rows)}</Table></Worksheet></Workbook>"
    ).encode()


def by_ods(grid: Grid, manifest: str = "") -> bytes:
    starts = {(m[0] - 1, m[1] - 1): m for m in grid.merged}
    rows = []
    for row, line in enumerate(grid.lines):
        cells = []
        for column, value in enumerate(line):
            span = ""
            if (row, column) in starts:
                top, left, bottom, right = starts[row, column]
                span = (
                    f' table:number-columns-spanned="{right - left + 1}"'
                    f' table:number-rows-spanned="{bottom - top + 1}"'
                )
            cells.append(_ods_cell(value, span))
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    rows.append(
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text", "style")
    )
    content = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet><table:table "
        f'table:name="Tablo">{"".join(rows)}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest or "<manifest/>")
    return made.getvalue()


def _ods_cell(value: Value, span: str) -> str:
    text = f"<text:p>{escape(shown(value))}</text:p>"
    match value:
        case None:
            return "<table:table-cell/>"
        case str():
            kind = 'office:value-type="string"'
            text = "".join(f"<text:p>{escape(part)}</text:p>" for part in value.split("\n"))
        case Percentage(share):
            kind = f'office:value-type="percentage" office:value="{share}"'
        case Formula(formula, result):
            kept = "" if result is None else f'office:value-type="float" office:value="{result}"'
            kind = f'table:formula="of:{escape(formula)}" {kept}'
            text = "" if result is None else text
        case date():
            kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
        case _:
            kind = f'office:value-type="float" office:value="{typed(value)!r}"'
    return f"<table:table-cell {kind}{span}>{text}</table:table-cell>"


# -- pages and texts ------------------------------------------------------------------------------


def by_page(grid: Grid, before: str = "") -> bytes:
    """A report of a web program, named ".xls"."""
    starts = {(m[0] - 1, m[1] - 1): m for m in grid.merged}
    covered = {
        (row, column)
        for top, left, bottom, right in grid.merged
        for row in range(top - 1, bottom)
        for column in range(left - 1, right)
    }
    rows = []
    for row, line in enumerate(grid.lines):
        cells = []
        for column, value in enumerate(line):
            span = ""
            if (row, column) in starts:
                top, left, bottom, right = starts[row, column]
                span = f" colspan={right - left + 1} rowspan={bottom - top + 1}"
            elif (row, column) in covered:
                continue
            text = escape(shown(value)).replace("\n", "<br>") or "&nbsp;"
            cells.append(f"<td{span}>{text}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        f"<style>td {{ color: black }}</style></head><body>{before}<table border=1>"
        f"{''.join(rows)}</table></body></html>"
    ).encode()


def text(grid: Grid, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    made = io.StringIO()
    writer = csv.writer(made, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([shown(value) for value in line] for line in grid.lines)
    return made.getvalue().encode(encoding, errors="replace")


WRITERS: Mapping[str, Callable[[Grid], bytes]] = {
    "xlsx by xlsxwriter": by_xlsxwriter,
    "xlsx by openpyxl": by_openpyxl,
    "xlsx by hand": by_hand,
    "strict xlsx": by_hand_strict,
    "xls": by_biff,
    "XML 2003": by_xml_2003,
    "ODS": by_ods,
    "page": by_page,
    "CSV for Excel": text,
    "CSV in cp1254": lambda grid: text(grid, ";", "cp1254"),
    "CSV in ISO-8859-9": lambda grid: text(grid, ";", "iso-8859-9"),
    "CSV with commas": lambda grid: text(grid, ",", "utf-8"),
    "TSV in UTF-16": lambda grid: text(grid, "\t", "utf-16"),
}
"""Programs, each of which writes every layout."""
