"""Writes the worksheet of one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from kars_portal.lib.texts import plain
from reports.collect.sheets import GridColumn, GridRow
from reports.collect.workflow import access
from reports.core.registry import Kind, Total
from reports.core.tables import Value
from reports.ground.formula import FormulaError, names_in

from . import formulas
from .cells import Written, labels, written
from .layout import FIRST, HEADING, HINT, KEY, KEYS, NOTE, PLACE, TITLE, Layout, Placed
from .looks import COMPUTED, ENTRY, GIVEN, LAST, Looks, validation
from .manifest import COLUMNS, ENTERED, TOTAL
from .manifest import HEADING as HEADING_TOKEN

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WIDEST, LONG = 45, 48
A4 = 9
MOST_LINES = 12
_WIDE = 1.1
"""How much wider than a digit capitals are, which short names are made of."""
_MEAN = 1.05
"""The same for the letters of a longer text."""
_LINE = 15
"""Points."""
_NARROWEST = 60
"""Characters that the texts above a narrow table may take."""


class TableWriter:
    """One worksheet; `lists` gives the range in which the options of a column stand."""

    def __init__(
        self,
        layout: Layout,
        worksheet: Worksheet,
        looks: Looks,
        unit: str,
        lists: Callable[[tuple[str, ...]], str],
    ) -> None:
        self.layout = layout
        self.sheet = layout.sheet
        self.worksheet = worksheet
        self.looks = looks
        self.unit = unit
        self.lists = lists

    def write(self) -> None:
        self._columns()
        self._above()
        self._headings()
        for number, row in enumerate(self.layout.rows):
            self._row(FIRST + number, row, self.layout.mark.rows[number].token)
        for number in range(self.layout.new_rows):
            self._empty_row(FIRST + len(self.layout.rows) + number)
        if self.layout.has_rows:
            self._rules()
            self._totals()
        self._look()

    # -- around the table -------------------------------------------------------------------

    def _columns(self) -> None:
        self.worksheet.set_column(KEY, KEY, 14, None, {"hidden": True})
        self._widths = [self._width(item) for item in self.layout.columns]
        for item, width in zip(self.layout.columns, self._widths, strict=True):
            self.worksheet.set_column(item.place, item.place, width)

    def _width(self, item: Placed) -> float:
        column = item.column
        if column.kind is Kind.DATE:
            return 13
        if column.is_number:
            return 19 if column.kind is Kind.MONEY else 14
        if column.is_long:
            return LONG
        said = [row.cells.get(column.key, "") for row in self.layout.rows]
        if item.role == LAST:
            said = [self.layout.last(row, column) for row in self.layout.rows]
        shown = [column.text(exact) for exact in said] + ["x" * min(len(column.label), 18)]
        return min(max(map(len, shown)) * _WIDE + 4, WIDEST)

    def _above(self) -> None:
        section = self.sheet.section
        self.worksheet.write_string(TITLE, KEY, self.layout.mark.token, self.looks.hidden)
        where = f"{self.unit} · {section.year_id} · {section.code} {section.title}"
        problem = access.state_problem(section)
        hint = problem or (
            "Krem renkli hücreler doldurulur. Gri hücreler geçen yılın değerleridir, mavi hücreler "
            "hesaplanır; ikisi de kilitlidir."
        )
        notes = [self.sheet.note] if self.sheet.note else []
        if self.layout.left_out:
            titles = ", ".join(column.title for column in self.layout.left_out)
            notes.append(f"Şu sütunlar yalnız portaldadır: {titles}.")
        if not self.layout.rows and not self.layout.new_rows:
            notes.append("Bu tabloda doldurulacak satır yok.")
        self._across(TITLE, self.sheet.title, self.looks.title, 22)
        self._across(PLACE, where, self.looks.subtitle)
        self._across(HINT, hint, self.looks.text)
        self._across(NOTE, " ".join(notes), self.looks.quiet)

    def _across(self, row: int, text: str, look: Format, height: float = _LINE) -> None:
        """A text over the width of the table, with the height that it needs."""
        if not text:
            return
        last, width = KEY, 0.0
        while width < _NARROWEST or last < KEY + self.layout.width:
            width += self._widths[last - KEY] if last - KEY < len(self._widths) else 9
            last += 1
        self.worksheet.set_row(row, height * _lines_of(text, width))
        if last == KEY + 1:
            self.worksheet.write_string(row, last, plain(text), look)
        else:
            self.worksheet.merge_range(row, KEY + 1, row, last, "", look)
            self.worksheet.write_string(row, KEY + 1, plain(text), look)

    def _look(self) -> None:
        sheet = self.worksheet
        sheet.hide_gridlines(2)
        sheet.freeze_panes(FIRST, KEY + 1 + self.layout.names)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADING)
        sheet.set_footer(f"&L{self.layout.name.replace('&', '&&')}&R&P / &N")
        sheet.protect(
            "",
            {
                "format_columns": True,
                "format_rows": True,
                "insert_rows": bool(self.layout.new_rows),
                "sort": True,
                "autofilter": True,
            },
        )
        if self.layout.has_rows:
            first = next((i.place for i in self.layout.columns if i.role == ENTRY), KEY + 1)
            sheet.set_selection(FIRST, first, FIRST, first)

    # -- headings ---------------------------------------------------------------------------

    def _headings(self) -> None:
        self.worksheet.write_string(KEYS, KEY, COLUMNS, self.looks.hidden)
        self.worksheet.write_string(HEADING, KEY, HEADING_TOKEN, self.looks.hidden)
        last = f"{self.sheet.section.year_id - 1} (geçen yıl)"
        for item in self.layout.columns:
            mark = ENTERED if item.role == ENTRY else f"{item.role}:"
            self.worksheet.write_string(
                KEYS, item.place, f"{mark}{item.column.key}", self.looks.hidden
            )
            title = last if item.role == LAST else plain(item.column.label)
            self.worksheet.write_string(HEADING, item.place, title, self.looks.heading(item.role))
            comment = self._comment(item)
            if comment:
                size = {"x_scale": 1.8, "y_scale": 0.5 + len(comment) / 90, "font_size": 9}
                self.worksheet.write_comment(HEADING, item.place, comment, size)
        self.worksheet.set_row(KEYS, None, None, {"hidden": True})
        lines = max(
            (-(-len(i.column.label) // max(int(w) - 2, 1)) for i, w in self._measured()), default=1
        )
        self.worksheet.set_row(HEADING, _LINE * min(max(lines, 2), 6) + 3)

    def _measured(self) -> Iterable[tuple[Placed, float]]:
        return zip(self.layout.columns, self._widths, strict=True)

    def _comment(self, item: Placed) -> str:
        column = item.column
        if item.role == COMPUTED:
            said = [column.help, "Kendiliğinden hesaplanır; geri okunmaz."]
        elif item.role == ENTRY:
            said = [
                column.help,
                f"Birim: {column.unit}." if column.unit else "",
                "Listeden seçilir." if column.options else "",
                "Boş bırakılamaz." if column.is_required and not column.is_key else "",
            ]
        else:
            said = []
        return plain(" ".join(filter(None, said)))

    # -- rows -------------------------------------------------------------------------------

    def _row(self, number: int, row: GridRow, token: str) -> None:
        self.worksheet.write_string(number, KEY, token, self.looks.hidden)
        lines = max(self._lines(item, row, width) for item, width in self._measured())
        if lines > 1:  # a height that is set is not fitted any more, so only where it is needed
            self.worksheet.set_row(number, _LINE * min(lines, MOST_LINES))
        for item in self.layout.columns:
            column = item.column
            role = self.layout.role_of(item, row)
            look = self.looks.cell(role if self.layout.is_open or role != ENTRY else GIVEN, column)
            if role == LAST:
                self._put(number, item.place, written(column, self.layout.last(row, column)), look)
            elif role == COMPUTED:
                self._formula(number, item, row, look)
            else:
                self._put(number, item.place, written(column, row.cells.get(column.key, "")), look)

    def _lines(self, item: Placed, row: GridRow, width: float) -> int:
        """Lines that a wrapped text takes."""
        column = item.column
        if column.is_number or column.kind is Kind.DATE:
            return 1
        exact = row.cells.get(column.key, "")
        said = column.text(self.layout.last(row, column) if item.role == LAST else exact)
        return _lines_of(said, width - 2)

    def _empty_row(self, number: int) -> None:
        for item in self.layout.columns:
            look = self.looks.cell(item.role, item.column)
            if item.role == COMPUTED:
                self._formula(number, item, None, look)
            else:
                self.worksheet.write_blank(number, item.place, None, look)

    def _put(self, row: int, place: int, value: Written, look: Format) -> None:
        """A text is never a formula, whatever it begins with."""
        match value:
            case None:
                self.worksheet.write_blank(row, place, None, look)
            case str():
                short = value if len(value) <= 32_767 else value[:32_700] + " …"
                self.worksheet.write_string(row, place, short, look)
            case Decimal():
                self.worksheet.write_number(row, place, float(value), look)
            case date():
                self.worksheet.write_datetime(row, place, value, look)

    def _formula(self, number: int, item: Placed, row: GridRow | None, look: Format) -> None:
        """A live formula with the portal's result; without one only the result."""
        result: Value = None
        if row is not None and row.id in self.layout.computed.by_key:
            result = self.layout.computed.value(row.id, item.column.key)
        own = row.formulas.get(item.column.key, "") if row is not None else ""
        text = self._excel(number, item.column, own or item.column.formula, is_of_row=bool(own))
        if text:
            shown = _shown(item.column, result)
            self.worksheet.write_formula(number, item.place, text, look, shown)
        else:
            self.worksheet.write_blank(number, item.place, None, look)

    def _excel(self, number: int, column: GridColumn, formula: str, *, is_of_row: bool) -> str:
        if not formula:
            return ""
        cells: dict[str, formulas.Cell] = {}
        if is_of_row and not self._names_columns(formula):
            # A figure that is computed from other rows of the same list.
            place = self.layout.by_key[column.key].place
            for n, row in enumerate(self.layout.rows):
                cells[row.key] = formulas.Cell(xl_rowcol_to_cell(FIRST + n, place))
        else:
            for key, item in self.layout.by_key.items():
                if item.column.is_number:
                    cells[key] = formulas.Cell(
                        xl_rowcol_to_cell(number, item.place, col_abs=True),
                        self._range(item.place),
                        item.column.kind is Kind.PERCENT,
                    )
        places = 2 if column.kind is Kind.MONEY else None
        is_percent = column.kind is Kind.PERCENT
        return formulas.excel(formula, cells, places=places, is_percent=is_percent)

    def _names_columns(self, formula: str) -> bool:
        try:
            return names_in(formula) <= self.layout.by_key.keys()
        except FormulaError:
            return True

    def _range(self, place: int) -> str:
        return str(xl_range_abs(FIRST, place, self.layout.last_row, place))

    # -- below and over the rows ------------------------------------------------------------

    def _totals(self) -> None:
        """Sums of this year, and of last year where all of its rows stand here."""
        items = self.layout.columns
        if not any(item.column.total is Total.SUM and item.role != LAST for item in items):
            return
        number = self.layout.last_row + 1
        keys = {row.key for row in self.layout.rows}
        is_whole = self.layout.before.keys() <= keys
        table = self.layout.computed
        totals = dict(zip(table.index, table.total.cells, strict=True)) if table.total else {}
        self.worksheet.write_string(number, KEY, TOTAL, self.looks.hidden)
        label = "Toplam"
        for item in items:
            column = item.column
            if column.total is Total.SUM and (item.role != LAST or is_whole):
                result = totals.get(column.key) if item.role != LAST else self._total_before(column)
                look = self.looks.total(column, item.role)
                text = formulas.total(self._range(item.place))
                self.worksheet.write_formula(number, item.place, text, look, _shown(column, result))
            else:
                text = label if not column.is_number and item.role != LAST else ""
                label = "" if text else label
                look = self.looks.total(None, item.role)
                self.worksheet.write_string(number, item.place, text, look)

    def _total_before(self, column: GridColumn) -> Value:
        table = self.layout.computed_before
        return table.total.cells[table.index[column.key]] if table.total else None

    def _rules(self) -> None:
        """What Excel takes in the cells of each column, and how whole figures are shown."""
        for item in self.layout.columns:
            first, last = (FIRST, item.place), (self.layout.last_row, item.place)
            if item.column.kind is Kind.DECIMAL:
                cell = xl_rowcol_to_cell(*first)
                rule = {
                    "type": "formula",
                    "criteria": f"=AND(ISNUMBER({cell}),{cell}=INT({cell}))",
                    "format": self.looks.whole,
                }
                self.worksheet.conditional_format(*first, last[0] + 1, last[1], rule)
            if item.role != ENTRY or not self.layout.is_open:
                continue
            options = labels(item.column).values()
            asked = validation(item.column, self.lists(tuple(options)) if options else "")
            if asked is not None:
                self.worksheet.data_validation(*first, *last, asked)


def _lines_of(text: str, width: float) -> int:
    """Lines of a text in a width of so many digits, which are wider than most letters."""
    return sum(int(len(part) * _MEAN // width) + 1 for part in text.split("\n"))


def _shown(column: GridColumn, value: Value) -> float | str:
    """A result as Excel keeps it; nothing where there is none."""
    if value is None or isinstance(value, str | date):
        return ""
    return float(Decimal(value) / 100 if column.kind is Kind.PERCENT else value)
