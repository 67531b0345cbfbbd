"""An Excel 97–2003 workbook as bytes, for tests: no library that writes it is kept up."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import date

from .grid import Formula, Grid, Percentage, Value

_GENERAL, _PERCENT, _MONEY, _DATE = range(15, 19)
"""Styles of cells; fifteen others come first in every workbook."""
_FORMATS = (0, 10, 4, 14)
_EPOCH = date(1899, 12, 30)


def biff(grid: Grid, name: str = "Tablo", hidden: Sequence[int] = ()) -> bytes:
    """A workbook of one sheet, without the container: programs of old wrote it so."""
    sheet = _sheet(grid, hidden)
    label = name.encode("utf-16-le")
    before = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 6))
    before += _record(0x0042, struct.pack("<H", 1200))
    font = "Arial".encode("utf-16-le")
    before += _record(
        0x0031, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 5, 1) + font
    ) * 5  # fmt: skip
    for number in range(15):
        before += _record(0x00E0, _style(0, is_cell=False, font=min(number, 3)))
    for format_ in _FORMATS:
        before += _record(0x00E0, _style(format_, is_cell=True))
    after = _record(0x000A, b"")
    head = 4 + 8 + len(label)
    offset = len(before) + head + len(after)
    bound = struct.pack("<IBBBB", offset, 0, 0, len(name), 1) + label
    return before + _record(0x0085, bound) + after + sheet


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _style(format_: int, *, is_cell: bool, font: int = 0) -> bytes:
    return struct.pack(
        "<HHHBBBBIIH", font, format_, 1 if is_cell else 0xFFF5, 0x20, 0, 0, 0, 0, 0, 0x20C0
    )


def _sheet(grid: Grid, hidden: Sequence[int]) -> bytes:
    made = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    for row in hidden:
        made += _record(0x0208, struct.pack("<HHHHHHI", row - 1, 0, 8, 255, 0, 0, 0x0120))
    for row, line in enumerate(grid.lines):
        for column, value in enumerate(line):
            made += _cell(row, column, value)
    corners = [
        struct.pack("<HHHH", top - 1, bottom - 1, left - 1, right - 1)
        for top, left, bottom, right in grid.merged
    ]
    if corners:
        made += _record(0x00E5, struct.pack("<H", len(corners)) + b"".join(corners))
    return made + _record(0x000A, b"")


def _cell(row: int, column: int, value: Value) -> bytes:
    match value:
        case None:
            return b""
        case str():
            text = value.encode("utf-16-le")
            head = struct.pack("<HHHHB", row, column, _GENERAL, len(text) // 2, 1)
            return _record(0x0204, head + text)
        case bool():
            return _record(0x0205, struct.pack("<HHHBB", row, column, _GENERAL, value, 0))
        case Percentage(share):
            return _record(0x0203, struct.pack("<HHHd", row, column, _PERCENT, float(share)))
        case Formula(_text, result):
            flags = 3 if result is None else 0
            tokens = struct.pack("<H", 3) + b"\x1e\x00\x00"
            body = struct.pack("<HHHdHI", row, column, _GENERAL, result or 0.0, flags, 0)
            return _record(0x0006, body + tokens)
        case date():
            days = float((value - _EPOCH).days)
            return _record(0x0203, struct.pack("<HHHd", row, column, _DATE, days))
    return _record(0x0203, struct.pack("<HHHd", row, column, _MONEY, float(value)))
