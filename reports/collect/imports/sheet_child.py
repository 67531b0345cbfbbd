"""Reads a table out of a spreadsheet or a text file; runs in a confined process only.

What is read is bounded here by counting, and by the system in `kars_portal.lib.confined`. A sheet
is read cell by cell as its file lists them, what a file says of its own size is never believed.
Imports nothing of Django.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import WorkSheetParser

from kars_portal.lib.texts import unguarded

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELLS = 500_000
MAX_UNPACKED = 100 * 2**20
MAX_MEMBERS = 2000
_BATCH = 200
_PIECE = 2**20

UNREADABLE = (
    zipfile.BadZipFile, zlib.error, ParseError, NotImplementedError, RuntimeError, ValueError,
    LookupError, TypeError, AttributeError, EOFError, OSError,
)  # fmt: skip
"""What `zipfile` and openpyxl raise for bytes that are no workbook, or a spoilt one."""

Said = dict[str, object]
Cells = list[object]


class _Refused(Exception):
    """The file is not read any further; `why` is for the portal, which says it in words."""

    def __init__(self, why: str, **more: object) -> None:
        super().__init__(why)
        self.said: Said = {"state": why, **more}


def read(content: bytes, kind: str) -> Iterator[Said]:
    """The table: `header`, then `rows` and the `lines` on which they stand, then `state` read.

    Any other `state` says why there is none, or none to its end.
    """
    try:
        yield from _told(_sheet(content) if kind == "xlsx" else _text(content, kind))
    except _Refused as refused:
        yield refused.said
    except UNREADABLE:
        yield {"state": "spoilt"}
    except (MemoryError, RecursionError):
        yield {"state": "too_much"}


def _told(lines: Iterator[tuple[int, Cells]]) -> Iterator[Said]:
    """The lines in batches, bounded in number and width, without what is empty at the end."""
    header = _trimmed(next(lines, (1, []))[1])
    if not header:
        raise _Refused("no_header")
    _bound_width(1, header)
    yield {"header": [_plain(cell) for cell in header]}
    rows: list[Cells] = []
    numbers: list[int] = []
    cells = 0
    for number, line in lines:
        found = _trimmed(line)
        if not found:
            continue
        if number > MAX_ROWS + 1:
            raise _Refused("rows", line=number, most=MAX_ROWS)
        _bound_width(number, found)
        cells += len(found)
        if cells > MAX_CELLS:
            raise _Refused("cells", line=number, most=MAX_CELLS)
        rows.append([_plain(cell) for cell in found])
        numbers.append(number)
        if len(rows) == _BATCH:
            yield {"rows": rows, "lines": numbers}
            rows, numbers = [], []
    yield {"rows": rows, "lines": numbers}
    yield {"state": "read"}


def _trimmed(cells: Cells) -> Cells:
    end = len(cells)
    while end and cells[end - 1] in (None, ""):
        end -= 1
    return cells[:end]


def _bound_width(number: int, cells: Cells) -> None:
    if len(cells) > MAX_COLUMNS:
        raise _Refused("columns", line=number, found=len(cells), most=MAX_COLUMNS)


def _plain(value: object) -> object:
    """A cell as JSON carries it; what JSON has no kind for says its own."""
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, timedelta):
        return {"text": str(value)}
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


# -- workbooks ------------------------------------------------------------------------------------


def _sheet(content: bytes) -> Iterator[tuple[int, Cells]]:
    _look_into(content)
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheet = book.active
    if not isinstance(sheet, ReadOnlyWorksheet):
        raise _Refused("no_sheet")
    # What its own reading of rows uses, without its filling up to the size that the file claims.
    of_book, of_sheet = vars(book), vars(sheet)
    with of_book["_archive"].open(of_sheet["_worksheet_path"]) as source:
        parser = WorkSheetParser(
            source,
            of_sheet["_shared_strings"],
            data_only=True,
            epoch=book.epoch,
            date_formats=of_book["_date_formats"],
            timedelta_formats=of_book["_timedelta_formats"],
        )
        yield from _filled(parser)


def _filled(parser: WorkSheetParser) -> Iterator[tuple[int, Cells]]:
    """The rows that have a value, the first one in any case; a cell far out is named."""
    expected = 1
    for number, cells in parser.parse():
        there = [cell for cell in cells if cell["value"] not in (None, "")]
        if expected == 1 and number > 1:
            yield 1, []
        expected = number + 1
        if not there and number > 1:
            continue
        last = max((cell["column"] for cell in there), default=0)
        if last > MAX_COLUMNS:
            place = f"{get_column_letter(min(last, 18278))}{number}"
            raise _Refused("columns", line=number, found=last, most=MAX_COLUMNS, place=place)
        row: Cells = [None] * last
        for cell in there:
            row[cell["column"] - 1] = cell["value"]
        yield number, row


def _look_into(content: bytes) -> None:
    """Nothing is opened that unpacks to more than it may, or that brings definitions of its own."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS or sum(item.file_size for item in members) > MAX_UNPACKED:
            raise _Refused("unpacked", most=MAX_UNPACKED // 2**20)
        for item in members:
            if item.filename.endswith(".svg"):  # a picture; nobody reads it here
                continue
            before = b""
            with archive.open(item) as file:
                while piece := file.read(_PIECE):
                    if _has_definitions(before + piece):
                        raise _Refused("definitions")
                    before = piece[-32:]


def _has_definitions(piece: bytes) -> bool:
    """A document type: entities that stand for others, or for files. No spreadsheet writes one."""
    text = piece.replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in text or b"<!ENTITY" in text


# -- texts ----------------------------------------------------------------------------------------


def _text(content: bytes, kind: str) -> Iterator[tuple[int, Cells]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _Refused("encoding", line=content[: error.start].count(b"\n") + 1) from error
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter="\t" if kind == "tsv" else delimiter
    )
    width = 0
    start = 1
    try:
        for cells in filter(None, reader):  # a line without any cell is no row
            width = width or len(cells)
            if len(cells) > width:
                raise _Refused("width", line=start, found=len(cells), wanted=width)
            yield start, [unguarded(cell) for cell in cells]
            start += 1
    except csv.Error as error:
        raise _Refused("quotes", line=start) from error
