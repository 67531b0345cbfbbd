"""Reads a worksheet of an Excel workbook, cell by cell, as the sheet lists them.

The size that a sheet claims is never believed, in either direction, and nothing is filled up to it.
Nothing of Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from lxml import etree
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from .cells import Cell, CellValue, ErrorValue, Merged, figure, letters
from .formats import is_date, is_duration
from .looks import PLAIN, Look, Seen
from .packages import Package
from .xlsx_looks import is_struck_string

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HEADER_CODE = re.compile(r'&"[^"]*"|&[0-9]+|&[A-Za-z]')
_MOST_COLUMNS = 500
_COLUMNS = {letters(column): column for column in range(1, 257)}
_NUMBERS = frozenset({int, float})
_PARTS = ("row", "mergeCell", "col", "autoFilter", "oddHeader", "oddFooter")


_STRUCK = Look(is_struck=True)


@dataclass(frozen=True)
class Ground:
    """What all sheets of a workbook share."""

    strings: Sequence[str]
    formats: Sequence[str]
    looks: Sequence[Look]
    struck: frozenset[int]
    """Shared texts that are struck through."""
    is_1904: bool
    is_uncomputed: bool
    """Whether the writing program left the computing to whoever opens the file."""


class XlsxSheet:
    """A worksheet; what it shows besides its cells is known after they are read."""

    def __init__(self, package: Package, part: str, ground: Ground) -> None:
        self._package = package
        self._part = part
        self._ground = ground
        self._dates = {
            style
            for style, format_ in enumerate(ground.formats)
            if is_date(format_) or is_duration(format_)
        }
        self.merged: list[Merged] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: set[int] = set()
        self.is_filtered = False
        self.about: list[str] = []
        self.seen = Seen()

    def cells(self) -> Iterator[Cell]:
        """Cells with a value or a formula. Raises ValueError for a spoilt sheet."""
        row = 0
        for element in self._package.elements(self._part, *_PARTS):
            match element.tag.rpartition("}")[2]:
                case "row":
                    row = _number(element.get("r")) or row + 1
                    found = list(self._cells_of(element, row)) if len(element) else []
                    if found and element.get("hidden") in ("1", "true"):
                        self.hidden_rows.append(row)
                    yield from found
                case "mergeCell":
                    self.merged += _range(str(element.get("ref", "")))
                case "col":
                    if element.get("hidden") in ("1", "true"):
                        first = _number(element.get("min"))
                        last = min(_number(element.get("max")), first + _MOST_COLUMNS)
                        self.hidden_columns.update(range(first, last + 1))
                case "autoFilter":
                    self.is_filtered = True
                case "oddHeader" | "oddFooter":
                    text = _HEADER_CODE.sub(" ", element.text or "").strip()
                    self.about += [text] if text else []

    def _cells_of(self, line: etree._Element, row: int) -> Iterator[Cell]:
        formats, styles = self._ground.formats, len(self._ground.formats)
        looks, struck = self._ground.looks, self._ground.struck
        place, since = "", 0
        for element in line:
            own = element.get("r")
            place, since = (own, 0) if own else (place, since + 1)
            if not len(element):
                continue  # most of a sheet that claims every row
            column = (_column(place) if place else 0) + since
            style = _number(element.get("s"))
            value, formula = self._read(element, style)
            if value is None and not formula:
                continue
            if style < len(looks) and looks[style] is not PLAIN:
                self.seen.take(row, column, looks[style])
            kind = element.get("t")
            if (kind == "s" and struck and _shared(element) in struck) or (
                kind == "inlineStr" and any(is_struck_string(part) for part in element)
            ):
                self.seen.take(row, column, _STRUCK)
            is_number = style and style < styles and type(value) in _NUMBERS
            yield Cell(row, column, value, formats[style] if is_number else "", formula)

    def _read(self, element: etree._Element, style: int) -> tuple[CellValue, str]:
        """Value and formula."""
        kind = element.get("t", "n")
        formula, text, value = "", None, None
        for part in element:
            tag = str(part.tag)
            if tag.endswith("}v"):
                text = part.text or ""
            elif tag.endswith("}f"):
                formula = "=" + (part.text or "")
            elif tag.endswith("}is"):
                value = string_of(part)
        if text is None or (kind == "n" and not text.strip()):
            return value, formula
        found = self._value(kind, text, style)
        if formula and self._ground.is_uncomputed and found == 0 and kind == "n":
            return None, formula
        return found, formula

    def _value(self, kind: str, text: str, style: int) -> CellValue:
        match kind:
            case "n":
                number = figure(text)
                if style in self._dates and isinstance(number, int | float):
                    return self._date(number, self._ground.formats[style])
                return number
            case "s":
                return self._ground.strings[int(text)]
            case "b":
                return text.strip() == "1"
            case "e":
                return ErrorValue(text)
            case "d":
                return _iso(text)
        return unescaped(text)

    def _date(self, number: float, format_: str) -> CellValue:
        epoch = MAC_EPOCH if self._ground.is_1904 else WINDOWS_EPOCH
        try:
            found = from_excel(number, epoch, timedelta=is_duration(format_))
        except (ValueError, OverflowError):
            return ErrorValue("#TARİH!")
        if isinstance(found, timedelta):
            return str(found)
        return found.date() if isinstance(found, datetime) and found.time() == time() else found


def _shared(cell: etree._Element) -> int:
    """The place of a cell's shared text."""
    value = cell.find("{*}v")
    text = (value.text or "") if value is not None else ""
    return int(text) if text.isdecimal() else -1


def string_of(element: etree._Element) -> str:
    """The text of a cell, of all its runs; how it is pronounced is left out."""
    pieces: list[str] = []
    for part in element:
        match str(part.tag).rpartition("}")[2]:
            case "t":
                pieces.append(part.text or "")
            case "r":
                pieces += [text.text or "" for text in part.iterfind("{*}t")]
    return unescaped("".join(pieces))


def unescaped(text: str) -> str:
    """The text as it is meant: "_x000D_" spells a sign that XML has no place for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(_sign, text).replace("\r\n", "\n").replace("\r", "\n")


def _sign(match: re.Match[str]) -> str:
    sign = chr(int(match[1], 16))
    return sign if sign.isprintable() or sign in "\t\n\r" else ""


def _iso(text: str) -> CellValue:
    try:
        found = datetime.fromisoformat(text.strip().rstrip("Z")[:19])
    except ValueError:
        return ErrorValue("#TARİH!")
    return found.date() if found.time() == time() else found


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def _column(address: str) -> int:
    """The number of an address's column. Raises ValueError."""
    name = address.rstrip("0123456789")
    column = _COLUMNS.get(name, 0)
    if column:
        return column
    for sign in name[:4]:
        column = column * 26 + ord(sign) - 64
    if not 0 < column < 10**6 or not "A" <= min(name) <= max(name) <= "Z" or len(name) > 3:
        raise ValueError(f"not an address: {address[:20]}")
    return column


def _range(text: str) -> Iterator[Merged]:
    first, _colon, last = text.replace("$", "").partition(":")
    corners = [
        (_number(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), place) for place in (first, last)
    ]
    if all(row for row, _place in corners):
        (top, left), (bottom, right) = corners
        yield Merged(top, _column(left), bottom, _column(right))
