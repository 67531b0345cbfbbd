"""Spreadsheets in the open format (ODS): sheets of typed values, written with odfdo.

Texts stay texts, whatever they begin with; the same values make the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from odfdo import Cell, Column, Document, Paragraph, Row, Table

from .texts import plain

OdsValue: TypeAlias = str | int | float | bool | Decimal | date | None

HEADING, DAY, MONEY = "baslik", "gun", "para"
NARROW, WIDE = "dar", "genis"
_WIDE_FROM: Final = 24
"""Letters of the longest text from which a column is a wide one."""
_CENTIMETRES: Final = {NARROW: "3.2cm", WIDE: "9cm"}
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)
_STYLES: Final = (
    '<number:date-style style:name="n-gun"><number:day number:style="long"/>'
    "<number:text>.</number:text>"
    '<number:month number:style="long"/><number:text>.</number:text>'
    '<number:year number:style="long"/></number:date-style>',
    '<number:number-style style:name="n-para"><number:number number:decimal-places="2" '
    'number:min-integer-digits="1" number:grouping="true"/></number:number-style>',
    f'<style:style style:name="{DAY}" style:family="table-cell" style:data-style-name="n-gun"/>',
    f'<style:style style:name="{MONEY}" style:family="table-cell" style:data-style-name="n-para"/>',
    f'<style:style style:name="{HEADING}" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>',
    *(
        f'<style:style style:name="{name}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}"/></style:style>'
        for name, width in _CENTIMETRES.items()
    ),
)


@dataclass(frozen=True)
class OdsSheet:
    """A sheet: its rows in order. `money` are columns, from 0, shown with two decimals; `bold` are
    rows, from 0.
    """

    name: str
    rows: Sequence[Sequence[OdsValue]]
    money: frozenset[int] = frozenset()
    bold: frozenset[int] = field(default=frozenset({0}))


def spreadsheet(sheets: Sequence[OdsSheet], title: str = "", creator: str = "") -> bytes:
    """The file. Text cells carry no formula; a date is a date, a number exact to its last digit."""
    document = Document("spreadsheet")
    document.body.clear()
    for style in _STYLES:
        document.insert_style(style, automatic=True)
    for sheet in sheets:
        document.body.append(_table(sheet))
    document.meta.title = plain(title)
    document.meta.creator = plain(creator)
    document.meta.language = "tr-TR"
    out = io.BytesIO()
    document.save(out)
    return _undated(out.getvalue())


def _table(sheet: OdsSheet) -> Table:
    table = Table(sheet.name)
    for column in range(max(map(len, sheet.rows), default=0)):
        longest = max((len(str(row[column])) for row in sheet.rows if column < len(row)), default=0)
        table.append(Column(style=WIDE if longest > _WIDE_FROM else NARROW))
    for number, values in enumerate(sheet.rows):
        row = Row()
        row.extend_cells(
            [
                _cell(value, is_bold=number in sheet.bold, is_money=place in sheet.money)
                for place, value in enumerate(values)
            ]
        )
        table.append_row(row)
    return table


def _cell(value: OdsValue, *, is_bold: bool, is_money: bool) -> Cell:
    if isinstance(value, str):
        cell = Cell(style=HEADING if is_bold else None)
        cell.set_attribute("office:value-type", "string")
        for line in plain(value).split("\n") if value else ():
            cell.append(Paragraph(line))
        return cell
    style = HEADING if is_bold else None
    if isinstance(value, date):
        style = DAY
    elif is_money and value is not None:
        style = MONEY
    return Cell(value, style=style)


def _undated(content: bytes) -> bytes:
    """The package without the hour at which it was made."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for item in made.infolist():
            fixed = zipfile.ZipInfo(item.filename, _OLDEST)
            # The kind of the file is told by its first bytes, which are not packed.
            is_kind = item.filename == "mimetype"
            fixed.compress_type = zipfile.ZIP_STORED if is_kind else zipfile.ZIP_DEFLATED
            archive.writestr(fixed, made.read(item))
    return out.getvalue()
