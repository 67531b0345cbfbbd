"""A published table as office programs open it: its lines, CSV for Excel, ODS.

All of them carry what the page shows (titles with units, the line of totals) and, last, the key of
each row, by which the same file is taken back into an entry sheet.
"""

from __future__ import annotations

import csv
import io
from datetime import date

from kars_portal.lib.numbers import exact, format_date
from kars_portal.lib.ods import OdsSheet, spreadsheet
from kars_portal.lib.texts import guarded, plain
from reports.core.registry import Column, Kind
from reports.core.tables import Table, Value
from reports.enums import FigureStatus
from reports.present.editions import Edition

KEY_TITLE = "Satır anahtarı"
TOTAL_KEY = "Toplam"
"""Stands in place of a key in the line of totals."""
BOM = "\ufeff"


def headings(table: Table) -> list[str]:
    """Titles with their units, and the key's."""
    return [*(_heading(table, column) for column in table.columns), KEY_TITLE]


def _heading(table: Table, column: Column) -> str:
    unit = column.unit or (table.unit if column.kind.is_numeric else "")
    return f"{column.title} ({unit})" if unit else column.title


def lines(table: Table) -> list[tuple[Value, ...]]:
    """The rows, then the totals if there are any; the key is the last cell."""
    found = [(*row.cells, row.key) for row in table.rows]
    return found if table.total is None else [*found, (*table.total.cells, TOTAL_KEY)]


def explained(table: Table, edition: Edition) -> list[tuple[str, Value]]:
    """What a table is and where it comes from, for a second sheet."""
    header = edition.document.header
    published = edition.published_at.date() if edition.published_at else None
    found: list[tuple[str, Value]] = [
        ("Tablo", table.title),
        ("Kurum", header.institution),
        ("Yıl", header.year),
        ("Sürüm", edition.version),
        ("Yayım tarihi", published),
        ("Rakamların niteliği", str(FigureStatus(header.figure_status).label)),
        ("Belgenin SHA-256 özeti", edition.sha256),
        ("Tablonun kimliği", table.id),
        ("Birim", table.unit),
        ("Dayanak", table.basis),
        ("Açıklama", table.description),
        ("Not", table.note),
    ]
    found += [
        (f"Sütun: {column.title}", column.description or column.formula or None)
        for column in table.columns
        if column.description or column.formula
    ]
    return [(label, value) for label, value in found if value not in (None, "")]


def as_excel_csv(table: Table) -> bytes:
    """UTF-8 with its mark and semicolons, figures and dates in Turkish spelling: opened by a double
    click it is a table.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(guarded, headings(table)))
    writer.writerows([turkish(value) for value in line] for line in lines(table))
    return (BOM + out.getvalue()).encode("utf-8")


def turkish(value: Value) -> str:
    """A cell as a Turkish Excel reads it: 1234567,89, 31.12.2024, evet; missing is empty."""
    match value:
        case None:
            return ""
        case bool():
            return "evet" if value else "hayır"
        case str():
            return guarded(plain(value))
        case date():
            return format_date(value)
    return exact(value).replace(".", ",")


def as_ods(table: Table, edition: Edition) -> bytes:
    """A sheet with the table, and one that says what it is."""
    rows = [headings(table), *lines(table)]
    bold = {0} if table.total is None else {0, len(rows) - 1}
    money = frozenset(n for n, column in enumerate(table.columns) if column.kind is Kind.MONEY)
    explaining = explained(table, edition)
    return spreadsheet(
        [
            OdsSheet("Veri", rows, money, frozenset(bold)),
            OdsSheet("Açıklama", explaining, bold=frozenset()),
        ],
        title=table.title,
        creator=edition.document.header.institution,
    )
