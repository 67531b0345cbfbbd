"""Files of one published dataset (CSV, Excel, JSON, Table Schema), and all of them in one ZIP.

CSV and JSON carry figures in exact spelling (`1234567.89`, `2024-12-31`, missing is empty or null);
Excel carries them as numbers and dates that can be added up.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypedDict

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kars_portal.lib.numbers import exact
from kars_portal.lib.texts import guarded, plain
from reports.core.documents.canonical import SUPPRESSED
from reports.core.registry import Column, Kind
from reports.core.tables import SMALL, WITHHELD, Suppressed, Table, Value
from reports.present.editions import Edition
from reports.present.standing import standing

from . import findings, spreadsheets

ROW = "row"

AnyCell = Cell | MergedCell

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "excel.csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json; charset=utf-8",
}

SCHEMA_TYPES = {
    Kind.TEXT: "string",
    Kind.CODE: "string",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "number",
    Kind.MONEY: "number",
    Kind.PERCENT: "number",
    Kind.DATE: "date",
    Kind.BOOLEAN: "boolean",
}

NUMBER_FORMATS = {
    Kind.INTEGER: "#,##0",
    Kind.DECIMAL: "#,##0.##",
    Kind.MONEY: "#,##0.00",
    Kind.PERCENT: "#,##0.0",
    Kind.DATE: "dd.mm.yyyy",
}


def spelled(value: Value) -> str:
    """A cell in exact spelling; missing is empty, and a text is none that a program computes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(value) if isinstance(value, str) else exact(value)


def as_csv(table: Table) -> bytes:
    """UTF-8, comma, one heading line with the columns' keys; the row's key comes first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([ROW, *(column.key for column in table.columns)])
    writer.writerows([row.key, *map(spelled, row.cells)] for row in table.rows)
    return out.getvalue().encode("utf-8")


def as_json(table: Table, edition: Edition) -> bytes:
    """The table, its columns, where it comes from; decimals are strings, so they stay exact."""
    content = {
        "id": table.id,
        "slug": table.slug,
        "title": table.title,
        "description": table.description,
        "year": edition.year,
        "version": edition.version,
        "sha256": edition.sha256,
        **standing(edition),
        "section": table.section,
        "basis": table.basis,
        "unit": table.unit,
        "note": table.note,
        "figure_status": edition.document.header.figure_status,
        "columns": [_column(column) for column in table.columns],
        "rows": [_record(row.key, row.cells, table.columns) for row in table.rows],
        "total": None
        if table.total is None
        else _record(table.total.key, table.total.cells, table.columns),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _column(column: Column) -> dict[str, str]:
    return {
        "key": column.key,
        "title": column.title,
        "kind": column.kind.value,
        "unit": column.unit,
        "description": column.description,
        "formula": column.formula,
        "total": column.total.value,
    }


def _record(key: str, cells: tuple[Value, ...], columns: tuple[Column, ...]) -> dict[str, object]:
    record: dict[str, object] = {ROW: key}
    for column, cell in zip(columns, cells, strict=True):
        record[column.key] = _plain(cell)
    return record


def _plain(cell: Value) -> object:
    """A cell as JSON has it; a count that is withheld is an object, never a text or number."""
    if isinstance(cell, Suppressed):
        return {SUPPRESSED: str(cell)}
    return exact(cell) if isinstance(cell, Decimal | date) else cell


class TableSchema(TypedDict):
    """Frictionless Table Schema, as far as it is used."""

    fields: list[dict[str, object]]
    primaryKey: list[str]
    missingValues: list[str]
    figure_status: str


def table_schema(table: Table, figure_status: str) -> TableSchema:
    """Frictionless Table Schema of the CSV file; `figure_status` is `provisional` until the final
    account is closed, then `final`.
    """
    fields: list[dict[str, object]] = [
        {
            "name": ROW,
            "type": "string",
            "title": "Satır anahtarı",
            "description": "Satırın değişmeyen adı; adreslerde ve metinlerde bu ad kullanılır.",
            "constraints": {"required": True, "unique": True},
        }
    ]
    for position, column in enumerate(table.columns):
        field: dict[str, object] = {
            "name": column.key,
            "type": _schema_type(table, position, column),
            "title": column.title,
        }
        if column.description:
            field["description"] = column.description
        if unit := column.unit or (table.unit if column.kind.is_numeric else ""):
            field["unit"] = unit
        fields.append(field)
    return {
        "fields": fields,
        "primaryKey": [ROW],
        "missingValues": ["", *_signs(table)],
        "figure_status": figure_status,
    }


def _signs(table: Table) -> list[str]:
    """What stands in the file in place of counts that are withheld."""
    lines = table.rows if table.total is None else (*table.rows, table.total)
    there = {cell for row in lines for cell in row.cells if isinstance(cell, Suppressed)}
    return [str(sign) for sign in (SMALL, WITHHELD) if sign in there]


def _schema_type(table: Table, position: int, column: Column) -> str:
    """The column's type; a date column with a text in it (a printed impossible date) is text."""
    if column.kind is Kind.DATE and any(isinstance(r.cells[position], str) for r in table.rows):
        return "string"
    return SCHEMA_TYPES[column.kind]


def schema_json(table: Table, edition: Edition) -> bytes:
    """The Table Schema as a file."""
    schema = table_schema(table, edition.document.header.figure_status)
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


# Excel ----------------------------------------------------------------------------------------


def as_xlsx(table: Table, edition: Edition) -> bytes:
    """A sheet with numbers that are numbers, and a sheet that says what they are."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _fill(book.create_sheet("Veri"), table)
    _explain(book.create_sheet("Açıklama"), table, edition)
    made = (edition.published_at or datetime(edition.year, 12, 31, tzinfo=UTC)).astimezone(UTC)
    book.properties.creator = plain(edition.document.header.institution)
    book.properties.title = plain(table.title)
    book.properties.created = book.properties.modified = made.replace(tzinfo=None)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, table: Table) -> None:
    bold = Font(bold=True)
    lines = spreadsheets.lines(table)
    kinds = [*(column.kind for column in table.columns), Kind.TEXT]
    for position, title in enumerate(spreadsheets.headings(table), start=1):
        head = sheet.cell(1, position)
        _write(head, title, Kind.TEXT)
        head.font = bold
        head.alignment = Alignment(wrap_text=True, vertical="top")
        texts = [len(spelled(line[position - 1])) for line in lines[: len(table.rows)]]
        width = max([12, *(min(length + 2, 60) for length in texts)])
        sheet.column_dimensions[get_column_letter(position)].width = width
    for number, cells in enumerate(lines, start=2):
        for position, (kind, value) in enumerate(zip(kinds, cells, strict=True), start=1):
            cell = sheet.cell(number, position)
            _write(cell, value, kind)
            if number > len(table.rows) + 1:
                cell.font = bold
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(kinds))}{len(table.rows) + 1}"


def _write(cell: AnyCell, value: Value, kind: Kind) -> None:
    if value is None:
        return
    if isinstance(value, str):
        cell.value = plain(value)
        cell.data_type = "s"  # a text that starts with "=" stays a text
        return
    cell.value = value
    if kind in NUMBER_FORMATS:
        cell.number_format = NUMBER_FORMATS[kind]


def _explain(sheet: Worksheet, table: Table, edition: Edition) -> None:
    for number, (label, value) in enumerate(spreadsheets.explained(table, edition), start=1):
        _write(sheet.cell(number, 1), label, Kind.TEXT)
        sheet.cell(number, 1).font = Font(bold=True)
        _write(sheet.cell(number, 2), value, Kind.DATE if isinstance(value, date) else Kind.TEXT)
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 90


# All datasets ---------------------------------------------------------------------------------


def as_zip(edition: Edition, stands: Mapping[str, object] | None = None) -> bytes:
    """Every dataset as CSV, the findings where the version was checked, and one
    `datapackage.json` (Frictionless) that describes them.

    `stands` (`standing.standing`) adds the version's standing to the description. The data inside a
    PDF is made without: what was signed does not change when a newer version comes.
    """
    header = edition.document.header
    tables = [table for table in edition.document.tables.values() if table.rows]
    was_checked = edition.document.checks.rules > 0
    package = {
        "profile": "tabular-data-package",
        "name": f"faaliyet-raporu-{header.year}-s{edition.version}",
        "title": f"{header.institution} {header.year} faaliyet raporu verileri",
        "version": str(edition.version),
        "sha256": edition.sha256,
        "figure_status": header.figure_status,
        "created": edition.published_at.isoformat() if edition.published_at else "",
        **(stands or {}),
        "resources": [
            {
                "name": table.slug,
                "path": f"veri/{table.slug}.csv",
                "title": table.title,
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "schema": table_schema(table, header.figure_status),
            }
            for table in tables
        ]
        + [findings.resource()] * was_checked,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        files = [("datapackage.json", json.dumps(package, ensure_ascii=False, indent=2).encode())]
        files += [(f"veri/{table.slug}.csv", as_csv(table)) for table in tables]
        if was_checked:
            files.append((f"{findings.NAME}.csv", findings.as_csv(edition)))
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()
