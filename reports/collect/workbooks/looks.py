"""How the cells of a workbook look: one place for its colours, lines and number formats."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kars_portal.lib.tokens import token
from reports.collect.imports.widgets import TurkishDecimalWidget
from reports.collect.sheets import GridColumn
from reports.core.registry import Kind

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

WHOLE = "#,##0"
FORMATS = {
    Kind.INTEGER: WHOLE,
    Kind.DECIMAL: "#,##0.00####",
    Kind.MONEY: "#,##0.00",
    Kind.PERCENT: "0.00####%",
    Kind.DATE: "dd.mm.yyyy",
}
SHARE = "0.0%"
"""Of a percentage that is computed: as the portal shows it."""
TEXT = "@"
"""A code stays a code and a text a text, whatever it looks like."""

MOST = 10**15
FIRST_DAY, LAST_DAY = date(1900, 3, 1), date(2100, 12, 31)

ENTRY, GIVEN, COMPUTED, LAST = "entry", "given", "computed", "last"


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._known: dict[str, Format] = {}

    def _made(self, name: str, **properties: str | int) -> Format:
        if name not in self._known:
            base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
            self._known[name] = self._book.add_format({**base, **properties})
        return self._known[name]

    def cell(self, role: str, column: GridColumn) -> Format:
        """A cell of a table: entered, given, computed, or last year's."""
        look: dict[str, str | int] = {
            "border": 1,
            "border_color": token("line-mild"),
            "num_format": number_format(role, column),
            "indent": 1,
            "align": "left",
        }
        if column.is_number or column.kind is Kind.DATE:
            look["align"] = "right"
        else:
            look["text_wrap"] = 1
        match role:
            case "entry":
                look |= {"locked": 0, "bg_color": token("caution-tint")}
            case "last":
                look |= {"bg_color": token("accent-wash"), "font_color": token("muted")}
            case "computed":
                look |= {"bg_color": token("accent-tint"), "italic": 1}
        return self._made(f"{role}:{look['num_format']}:{look.get('align')}", **look)

    @property
    def whole(self) -> Format:
        """Over a format with decimals, where the figure has none."""
        return self._book.add_format({"num_format": WHOLE})

    def heading(self, role: str) -> Format:
        look: dict[str, str | int] = {
            "bold": 1,
            "text_wrap": 1,
            "valign": "vcenter",
            "align": "center",
            "border": 1,
            "border_color": token("line-mild"),
            "bg_color": token("accent"),
            "font_color": token("on-accent"),
        }
        if role == LAST:
            look |= {
                "bold": 0,
                "bg_color": token("accent-wash"),
                "font_color": token("muted"),
            }
        elif role == COMPUTED:
            look |= {"bg_color": token("accent-tint"), "font_color": token("ink")}
        return self._made(f"heading:{role}", **look)

    def total(self, column: GridColumn | None, role: str = COMPUTED) -> Format:
        look: dict[str, str | int] = {
            "bold": 1,
            "border": 1,
            "top": 2,
            "indent": 1,
            "align": "left",
            "border_color": token("line-mild"),
            "bg_color": token("accent-tint"),
        }
        if role == LAST:
            look |= {"bg_color": token("accent-wash"), "font_color": token("muted")}
        if column is not None and column.is_number:
            look |= {"num_format": number_format(role, column), "align": "right"}
        return self._made(f"total:{role}:{look.get('num_format')}", **look)

    @property
    def title(self) -> Format:
        return self._made("title", font_size=16, bold=1, font_color=token("accent"))

    @property
    def subtitle(self) -> Format:
        return self._made("subtitle", bold=1, text_wrap=1)

    @property
    def text(self) -> Format:
        return self._made("text", text_wrap=1)

    @property
    def quiet(self) -> Format:
        return self._made("quiet", text_wrap=1, font_color=token("muted"))

    @property
    def link(self) -> Format:
        return self._made("link", text_wrap=1, underline=1, font_color=token("accent"))

    @property
    def hidden(self) -> Format:
        return self._made("hidden", num_format=TEXT, font_color=token("white"))

    def swatch(self, role: str) -> Format:
        """A sample of a colour, for the legend."""
        tint = {ENTRY: "caution-tint", LAST: "accent-wash", COMPUTED: "accent-tint"}[role]
        return self._made(
            f"swatch:{role}",
            border=1,
            border_color=token("line-mild"),
            bg_color=token(tint),
            italic=int(role == COMPUTED),
            font_color=token("muted" if role == LAST else "ink"),
        )


def number_format(role: str, column: GridColumn) -> str:
    if role != ENTRY and column.kind is Kind.PERCENT and not column.is_input:
        return SHARE
    return FORMATS.get(column.kind, TEXT)


def validation(column: GridColumn, options: str) -> dict[str, object] | None:
    """What a cell of a column takes, as Excel asks it; `options` is the range of its list."""
    if options:
        return {
            "validate": "list",
            "source": options,
            "error_title": "Listeden seçilmeli",
            "error_message": "Değer hücrenin listesinden seçilmelidir.",
        }
    if column.kind is Kind.DATE:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": FIRST_DAY,
            "maximum": LAST_DAY,
            "error_title": "Tarih yazılmalı",
            "error_message": "Gün, ay ve yıl yazılmalıdır: 31.12.2025.",
        }
    if not column.is_number:
        return None
    reader = column.reader
    is_positive = isinstance(reader, TurkishDecimalWidget) and bool(reader.never_negative)
    is_whole = column.kind is Kind.INTEGER
    what = "Tam sayı yazılmalıdır" if is_whole else "Sayı yazılmalıdır"
    end = "; eksi olamaz." if is_positive else "."
    return {
        "validate": "integer" if is_whole else "decimal",
        "criteria": "between",
        "minimum": 0 if is_positive else -MOST,
        "maximum": MOST,
        "error_title": "Sayı yazılmalı",
        "error_message": f"{what}{end} Bilinmeyen değer boş bırakılır.",
    }
