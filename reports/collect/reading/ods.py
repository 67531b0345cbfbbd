"""Reads OpenDocument spreadsheets (.ods), as LibreOffice writes them. Nothing of Django.

A repeated row or cell is read once for each repetition only where it has a value: a sheet says of
its empty end that a million rows repeat.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

from lxml import etree

from .bounds import Counter, Refused
from .cells import Cell, CellValue, ErrorValue, Merged, Said, figure
from .looks import SMALLEST, Look, Seen, is_white
from .telling import tell_look, tell_sheet

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_LENGTH = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,4})?)(?:cm|in|pt|mm)")
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_BESIDE = re.compile(r"[^\W\d_][^\d\"]*$|[%₺$€]$")
"""The unit that a number is shown with: its format stands elsewhere in the file."""
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def read(content: bytes, counter: Counter) -> Iterator[Said]:
    """Every sheet, in the order of the tabs."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as source:
        hidden_styles: set[str] = set()
        looks: dict[str, Look] = {}
        sheet: _Sheet | None = None
        found = False
        for event, element in etree.iterparse(
            source, events=("start", "end"), resolve_entities=False, no_network=True,
            load_dtd=False, huge_tree=False,
        ):  # fmt: skip
            if event == "start":
                if element.tag == f"{_TABLE}table" and sheet is None:
                    sheet = _Sheet(str(element.get(f"{_TABLE}name", "")))
                    sheet.looks = looks
                    sheet.is_hidden = element.get(f"{_TABLE}style-name") in hidden_styles
                    sheet.element = element
                continue
            if element.tag == f"{_STYLE}style":
                look = _look(element)
                if not look.is_plain:
                    looks[str(element.get(f"{_STYLE}name"))] = look
                if _hides(element):
                    hidden_styles.add(str(element.get(f"{_STYLE}name")))
            elif sheet is None:
                continue
            elif element.tag == f"{_TABLE}table-column":
                sheet.take_column(element)
            elif element.tag == f"{_TABLE}table-row":
                sheet.take_row(element, counter)
                element.clear()
            elif element is sheet.element and element is not None:
                yield from tell_sheet(
                    sheet.name, iter(sheet.cells), counter, is_hidden=sheet.is_hidden
                )
                yield tell_look(
                    sheet.merged, sheet.hidden_rows, sheet.hidden_columns,
                    is_filtered=sheet.is_filtered, seen=sheet.seen,
                )  # fmt: skip
                element.clear()
                sheet, found = None, True
        if not found:
            raise Refused("no_sheet")


def _hides(style: etree._Element) -> bool:
    return any(
        properties.get(f"{_TABLE}display") == "false"
        for properties in style.iter(f"{_STYLE}table-properties")
    )


def _look(style: etree._Element) -> Look:
    """How a style shows its cells; what it takes from another one is not looked up."""
    is_struck = is_tiny = is_pale = False
    is_bare, indent = True, 0
    for part in style:
        if part.tag == f"{_STYLE}text-properties":
            line = part.get(f"{_STYLE}text-line-through-style", "none")
            kind = part.get(f"{_STYLE}text-line-through-type", line)
            is_struck = "none" not in (line, kind)
            size = str(part.get(f"{_FO}font-size", "")).removesuffix("pt")
            is_tiny = size.replace(".", "", 1).isdecimal() and float(size) < SMALLEST
            is_pale = is_white(part.get(f"{_FO}color"))
        elif part.tag == f"{_STYLE}table-cell-properties":
            is_bare = part.get(f"{_FO}background-color", "transparent") == "transparent"
        elif part.tag == f"{_STYLE}paragraph-properties":
            found = _LENGTH.match(str(part.get(f"{_FO}margin-left", "")))
            indent = int(float(found[1]) * 10) if found else 0
    return Look(is_struck, is_tiny or (is_pale and is_bare), indent)


class _Sheet:
    """A sheet while it is read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_hidden = False
        self.is_filtered = False
        self.element: etree._Element | None = None
        self.cells: list[Cell] = []
        self.merged: list[Merged] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.looks: dict[str, Look] = {}
        self.seen = Seen()
        self.row = 0
        self.column = 0

    def take_column(self, element: etree._Element) -> None:
        times = _times(element, "columns")
        if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            self.hidden_columns += range(self.column + 1, self.column + 1 + min(times, 500))
        self.column += times

    def take_row(self, element: etree._Element, counter: Counter) -> None:
        times = _times(element, "rows")
        read = list(self._cells_of(element, counter))
        cells, looks = [cell for cell, _look in read], [look for _cell, look in read]
        visibility = element.get(f"{_TABLE}visibility")
        if visibility in ("collapse", "filter") and cells:
            self.hidden_rows += range(self.row + 1, self.row + 1 + min(times, counter.bounds.rows))
            self.is_filtered = self.is_filtered or visibility == "filter"
        if cells:
            for step in range(times):
                row = self.row + 1 + step
                # Before they are kept: a repetition is one attribute of the file.
                if row > counter.bounds.rows or len(self.cells) > counter.bounds.cells:
                    counter.cell(self.name, row, cells[0].column, cells[0].value)
                    raise Refused("cells", most=counter.bounds.cells, address=cells[0].address)
                for cell, look in zip(cells, looks, strict=True):
                    if look is not None:
                        self.seen.take(row, cell.column, look)
                self.cells += [Cell(row, c.column, c.value, c.format, c.formula) for c in cells]
        self.row += times

    def _cells_of(
        self, row: etree._Element, counter: Counter
    ) -> Iterator[tuple[Cell, Look | None]]:
        column = 0
        for element in row:
            if element.tag not in _CELLS:
                continue
            times = _times(element, "columns")
            formula = str(element.get(f"{_TABLE}formula", ""))
            value, format_ = _value(element)
            is_covered = element.tag == _CELLS[1]
            if (value not in (None, "") or formula) and not is_covered:
                if column + times > counter.bounds.columns:
                    counter.cell(self.name, self.row + 1, column + times, value)
                look = self.looks.get(str(element.get(f"{_TABLE}style-name")))
                for step in range(times):
                    yield Cell(self.row + 1, column + 1 + step, value, format_, formula), look
            across = _number(element.get(f"{_TABLE}number-columns-spanned"))
            down = _number(element.get(f"{_TABLE}number-rows-spanned"))
            if across > 1 or down > 1:
                first = (self.row + 1, column + 1)
                self.merged.append(Merged(*first, self.row + down, column + across))
            column += times


def _times(element: etree._Element, what: str) -> int:
    return _number(element.get(f"{_TABLE}number-{what}-repeated"))


def _number(text: str | None) -> int:
    return max(int(text), 1) if text and text.isdecimal() and len(text) < 9 else 1


def _value(element: etree._Element) -> tuple[CellValue, str]:
    kind = element.get(f"{_OFFICE}value-type")
    shown = _shown(element)
    if element.get(f"{_CALC}value-type") == "error":
        return ErrorValue(shown or "#HATA!"), ""
    match kind:
        case "float" | "percentage" | "currency":
            number = figure(str(element.get(f"{_OFFICE}value", "")))
            currency = str(element.get(f"{_OFFICE}currency", ""))
            match kind:
                case "percentage":
                    return number, "0.00%"
                case "currency":
                    return number, f"#,##0.00 [${currency}]"
            beside = _BESIDE.search(shown)
            return number, f'General "{beside[0]}"' if beside else ""
        case "date":
            return _date(str(element.get(f"{_OFFICE}date-value", ""))), ""
        case "boolean":
            return element.get(f"{_OFFICE}boolean-value") == "true", ""
        case "time":
            return shown, ""
        case "string":
            kept = element.get(f"{_OFFICE}string-value")
            return (shown if kept is None else str(kept)), ""
    return (shown or None), ""


def _shown(element: etree._Element) -> str:
    """The paragraphs of a cell, without what comments say."""
    return "\n".join(_words(part) for part in element if part.tag == f"{_TEXT}p")


def _words(element: etree._Element) -> str:
    pieces = [element.text or ""]
    for part in element:
        if part.tag == f"{_TEXT}s":
            pieces.append(" " * min(_number(part.get(f"{_TEXT}c")), 1000))
        elif part.tag == f"{_TEXT}tab":
            pieces.append("\t")
        elif part.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        elif isinstance(part.tag, str):
            pieces.append(_words(part))
        pieces.append(part.tail or "")
    return "".join(pieces)


def _date(text: str) -> CellValue:
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text[:19])
    except ValueError:
        return ErrorValue("#TARİH!")
