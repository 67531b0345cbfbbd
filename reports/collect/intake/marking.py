"""The uploaded workbook again, with the cells marked in which something is wrong."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kars_portal.lib.tokens import token
from reports.collect.reading.cells import Book, Cell, Sheet

LONGEST_COMMENT = 2000
FIRST_YEAR = 1900
"""Excel has no date before it."""
_UNFIT: re.Pattern[str] = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_DATES = {datetime: "dd.mm.yyyy hh:mm", date: "dd.mm.yyyy", time: "hh:mm"}


def marked_workbook(book: Book, marks: Mapping[str, Mapping[str, Sequence[str]]]) -> bytes:
    """All sheets of the file with their values and number formats, written anew.

    A cell in `marks` (name of the sheet → address → sentences) is coloured and says what is wrong
    with it in a comment. Formulas are written as what they show: nothing of a stranger's file is
    computed by the program that opens it.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as workbook:
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
        for cell in sheet.cells():
            self._cell(cell)
        # Of a row or a column that the file doesn't have: the cell is empty, and it is said there.
        for address in list(self.marks):
            self.page.write_blank(address, None, self._format("", is_marked=True))
            self._comment(address)

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
        text = "\n".join(dict.fromkeys(self.marks.pop(address)))[:LONGEST_COMMENT]
        self.page.write_comment(address, text, {"x_scale": 2, "y_scale": 1.5})

    def _format(self, number: str, *, is_marked: bool) -> Format:
        key = (number, is_marked)
        if key not in self.formats:
            found = {"num_format": number} if number else {}
            if is_marked:
                found |= {"bg_color": token("alarm-tint"), "font_color": token("alarm")}
            self.formats[key] = self.workbook.add_format(found)
        return self.formats[key]
