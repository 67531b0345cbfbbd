"""The uploaded workbook again, with the cells marked in which something is wrong.

An Excel workbook (.xlsx, .xlsm) stays the person's own. Of what is in another format, and of one
that can't be marked as it is, the values are written anew.
"""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kars_portal.lib.confined import ask
from kars_portal.lib.tokens import token
from reports.collect.reading.cells import Book, Cell, Sheet
from reports.collect.reading.files import PAGE, PATIENCE_SECONDS, Reach, reading_places
from reports.ground.slots import Busy, one_of

SIGN = "Faaliyet raporu portalı:"
"""Begins every mark's comment, in any language: by it the next round knows those of this one."""
MOST_MARKED = 5000
"""Cells of a workbook that are marked."""
LONGEST_COMMENT = 2000
FIRST_YEAR = 1900
"""Excel has no date before it."""
_UNFIT: re.Pattern[str] = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NUMBER: re.Pattern[str] = re.compile(r"[A-Z]+")
_DATES = {datetime: "dd.mm.yyyy hh:mm", date: "dd.mm.yyyy", time: "hh:mm"}


Marks = Mapping[str, Mapping[str, Sequence[str]]]
"""Name of a sheet → address of a cell → sentences."""
_CHILD = "reports.collect.intake.marking_child:mark"
_ZIP = b"PK"
_LARGE = 200_000
"""Cells from which on what is written does not wait in memory."""


def marked_file(content: bytes, book: Book, marks: Marks, reach: Reach = PAGE) -> bytes:
    """The workbook with the first `MOST_MARKED` of the cells marked."""
    first = _first(marks)
    return _own(content, first, reach) or marked_workbook(book, first)


def _first(marks: Marks) -> Marks:
    left = MOST_MARKED
    found: dict[str, dict[str, Sequence[str]]] = {}
    for name, cells in marks.items():
        found[name] = dict(list(cells.items())[:left])
        left -= len(found[name])
    return found


def _own(content: bytes, marks: Marks, reach: Reach) -> bytes:
    """The person's own workbook; empty where it can't be marked as it is."""
    if not content.startswith(_ZIP):
        return b""
    order = {
        "marks": {
            name: {address: _comment(said) for address, said in cells.items()}
            for name, cells in marks.items()
        },
        "fill": token("alarm-tint").removeprefix("#").upper(),
        "font": token("alarm").removeprefix("#").upper(),
        "author": SIGN.removesuffix(":"),
        "sign": SIGN,
    }
    try:
        with one_of(reading_places(), PATIENCE_SECONDS):
            head = json.dumps(order).encode()
            answer = ask(_CHILD, head + b"\n" + content, limits=reach.limits)
    except Busy:
        return b""
    if answer.last.get("state") != "marked":
        return b""
    return b"".join(base64.b64decode(part["piece"]) for part in answer.lines[:-1])


def _comment(said: Sequence[str]) -> str:
    return "\n".join(dict.fromkeys(said))[:LONGEST_COMMENT]


def marked_workbook(book: Book, marks: Marks) -> bytes:
    """All sheets of the file with their values and number formats, written anew.

    A cell in `marks` is coloured and says what is wrong
    with it in a comment. Formulas are written as what they show: nothing of a stranger's file is
    computed by the program that opens it.
    """
    out = io.BytesIO()
    is_large = sum(len(row) for sheet in book.sheets for row in sheet.rows.values()) > _LARGE
    ways = {
        "constant_memory" if is_large else "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(out, ways) as workbook:
        taken: set[str] = set()
        shown = False
        for sheet in book.sheets:
            page = workbook.add_worksheet(_name(sheet.name, taken))
            of_sheet = marks.get(sheet.name, {})
            _Writer(workbook, page, of_sheet).write(sheet)
            if of_sheet and not shown:
                page.activate()
                shown = True
            elif sheet.is_hidden:
                page.hide()
    return out.getvalue()


def _name(name: str, taken: set[str]) -> str:
    """A name that a workbook takes: 31 characters, none of the forbidden ones, each once."""
    plain = _UNFIT.sub(" ", name).strip(" '")[:31].strip(" '") or _("Sayfa")
    found, number = plain, 1
    while found.casefold() in taken:
        number += 1
        found = f"{plain[:27]} {number}"
    taken.add(found.casefold())
    return found


class _Writer:
    def __init__(
        self, workbook: Workbook, page: Worksheet, marks: Mapping[str, Sequence[str]]
    ) -> None:
        self.workbook = workbook
        self.page = page
        self.marks = dict(marks)
        self.formats: dict[tuple[str, bool], Format] = {}

    def write(self, sheet: Sheet) -> None:
        self.page.set_column(0, max(sheet.width - 1, 0), 18)
        for column in sheet.hidden_columns:
            self.page.set_column(column - 1, column - 1, None, None, {"hidden": True})
        for row in sheet.hidden_rows:
            self.page.set_row(row - 1, None, None, {"hidden": True})
        beside = self._beside(sheet)
        # In their order: of a large sheet, a row that was left can't be written any more.
        for number in sorted(sheet.rows.keys() | beside.keys()):
            for cell in sheet.rows.get(number, ()):
                self._cell(cell)
            for address in beside.get(number, ()):
                self.page.write_blank(address, None, self._format("", is_marked=True))
                self._comment(address)

    def _beside(self, sheet: Sheet) -> dict[int, list[str]]:
        """Marks of a row or a column that the file doesn't have: the cell is empty, and it is said
        there.
        """
        filled = {c.address for row in sheet.rows.values() for c in row if c.address in self.marks}
        found: dict[int, list[str]] = {}
        for address in self.marks.keys() - filled:
            found.setdefault(int(_NUMBER.sub("", address)), []).append(address)
        return found

    def _cell(self, cell: Cell) -> None:
        kept = "" if "\n" in cell.format else cell.format
        form = self._format(kept, is_marked=cell.address in self.marks)
        row, column, value = cell.row - 1, cell.column - 1, cell.value
        match value:
            case bool():
                self.page.write_boolean(row, column, value, form)
            case int() | float():
                self.page.write_number(row, column, value, form)
            case datetime() | date() if value.year < FIRST_YEAR:
                self.page.write_string(row, column, value.isoformat(), form)
            case datetime() | date() | time():
                shown = kept or _DATES[type(value)]
                form = self._format(shown, is_marked=cell.address in self.marks)
                self.page.write_datetime(row, column, value, form)
            case _:
                text = str(value) if value is not None else cell.formula
                self.page.write_string(row, column, text[:32_767], form)
        if cell.address in self.marks:
            self._comment(cell.address)

    def _comment(self, address: str) -> None:
        text = f"{SIGN}\n{_comment(self.marks[address])}"
        self.page.write_comment(address, text, {"x_scale": 2, "y_scale": 1.5})

    def _format(self, number: str, *, is_marked: bool) -> Format:
        key = (number, is_marked)
        if key not in self.formats:
            found = {"num_format": number} if number else {}
            if is_marked:
                found |= {"bg_color": token("alarm-tint"), "font_color": token("alarm")}
            self.formats[key] = self.workbook.add_format(found)
        return self.formats[key]
