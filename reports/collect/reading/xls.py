"""Reads Excel 97–2003 workbooks (BIFF) with their number formats. Nothing of Django."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import time

from xlrd import open_workbook
from xlrd.biffh import (
    XL_CELL_BLANK,
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_EMPTY,
    XL_CELL_ERROR,
    XL_CELL_NUMBER,
    XLRDError,
    error_text_from_code,
)
from xlrd.book import Book
from xlrd.sheet import Cell as XlsCell
from xlrd.sheet import Sheet
from xlrd.xldate import XLDateError, xldate_as_datetime

from .bounds import Counter, Refused
from .cells import Cell, CellValue, ErrorValue, Merged, Said, figure
from .looks import PLAIN, SMALLEST, Look, Seen, shows_nothing
from .telling import tell_look, tell_sheet

_GENERAL = "General"
_TWIPS = 20
"""Of a point, in which heights of letters are kept."""
_FORMULAS = (0x0006, 0x0206, 0x0406)
_BEGINS = (0x0809, 0x0409, 0x0209)
_END = 0x000A
_ON_LOAD = 2


def read(content: bytes, counter: Counter) -> Iterator[Said]:
    """Every worksheet. Raises Refused for one under a password."""
    try:
        book = open_workbook(
            file_contents=content,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            # It reports what it finds odd; the standard output belongs to the answer.
            logfile=io.StringIO(),
        )
    except XLRDError as error:
        if "encrypted" in str(error).lower():
            raise Refused("password") from error
        raise Refused("damaged", what="Excel 97–2003 (.xls)") from error
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        is_hidden = sheet.visibility != 0
        formulas = _formulas(book, number)
        seen = Seen()
        cells = _cells(book, sheet, formulas, seen)
        yield from tell_sheet(sheet.name, cells, counter, is_hidden=is_hidden)
        merged = [
            Merged(first + 1, left + 1, last, right)
            for first, last, left, right in sheet.merged_cells
        ]
        rows = [row + 1 for row, told in sheet.rowinfo_map.items() if told.hidden]
        columns = [column + 1 for column, told in sheet.colinfo_map.items() if told.hidden]
        yield tell_look(merged, rows, columns, seen=seen)
        book.unload_sheet(number)


def _formulas(book: Book, number: int) -> dict[tuple[int, int], bool]:
    """Cells that compute their value, and whether that was left to whoever opens the file.

    The library gives the kept results only; a program that computes nothing keeps zeros.
    """
    inside = vars(book)
    memory, at = inside["mem"], inside["_sh_abs_posn"][number]
    found: dict[tuple[int, int], bool] = {}
    depth = 0
    while at + 4 <= len(memory):
        kind, size = struct.unpack_from("<HH", memory, at)
        if kind in _FORMULAS and size >= 16:
            row, column, _style, result, flags = struct.unpack_from("<HHHdH", memory, at + 4)
            found[row, column] = bool(flags & _ON_LOAD) and result == 0
        elif kind in _BEGINS:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                break
        at += 4 + size
    return found


def _cells(
    book: Book, sheet: Sheet, formulas: dict[tuple[int, int], bool], seen: Seen
) -> Iterator[Cell]:
    looks: dict[int, Look] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            if cell.ctype in (XL_CELL_EMPTY, XL_CELL_BLANK):
                continue
            value, format_ = _value(book, cell)
            style = int(cell.xf_index or 0)
            if style not in looks:
                looks[style] = _look(book, style)
            seen.take(row + 1, column + 1, looks[style])
            is_uncomputed = formulas.get((row, column))
            formula = "" if is_uncomputed is None else "="
            yield Cell(row + 1, column + 1, None if is_uncomputed else value, format_, formula)


def _look(book: Book, style: int) -> Look:
    """How a style shows its cells."""
    if style >= len(book.xf_list):
        return PLAIN
    told = book.xf_list[style]
    format_ = str(book.format_map[told.format_key].format_str)
    font = book.font_list[told.font_index] if told.font_index < len(book.font_list) else None
    is_struck, is_tiny, is_pale = False, False, False
    if font is not None:
        is_struck = bool(font.struck_out)
        is_tiny = 0 < font.height < SMALLEST * _TWIPS
        is_pale = book.colour_map.get(font.colour_index) == (255, 255, 255)
    is_bare = told.background is None or not told.background.fill_pattern
    is_unseen = is_tiny or shows_nothing(format_) or (is_pale and is_bare)
    return Look(
        is_struck, is_unseen, int(told.alignment.indent_level or 0) if told.alignment else 0
    )


def _value(book: Book, cell: XlsCell) -> tuple[CellValue, str]:
    if cell.ctype == XL_CELL_ERROR:
        return ErrorValue(error_text_from_code.get(int(cell.value), "#HATA!")), ""
    if cell.ctype == XL_CELL_BOOLEAN:
        return bool(cell.value), ""
    if cell.ctype == XL_CELL_DATE:
        try:
            found = xldate_as_datetime(float(cell.value), book.datemode)
        except (XLDateError, OverflowError, ValueError):
            return ErrorValue("#TARİH!"), ""
        return (found.date() if found.time() == time() else found), ""
    if cell.ctype == XL_CELL_NUMBER:
        format_ = str(book.format_map[book.xf_list[cell.xf_index or 0].format_key].format_str)
        return figure(repr(float(cell.value))), "" if format_ == _GENERAL else format_
    return str(cell.value), ""
