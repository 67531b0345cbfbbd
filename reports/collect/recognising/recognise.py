"""A sheet as rows of a table: what is taken, set aside, refused, and left to be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kars_portal.lib import numbers
from reports.collect.reading.cells import Book, Cell, Sheet

from .doubts import without_doubtful
from .figures import FigureColumn, read_column
from .found import Chosen, Doubt, Recognised, Row, refuse
from .headings import find_heading, heading_in, map_columns, resembling, set_apart
from .looks import check_looks
from .naming import check_names
from .own import take_withheld, with_key
from .printed import printed_in
from .rows import RowKind, SheetRow, classify
from .saying import why_no_table
from .scaling import factors_of, say_year
from .targets import Table, Target
from .texts import read_text
from .totals import PrintedTotal, printed_totals
from .years import of_year

__all__ = ["Chosen", "Doubt", "PrintedTotal", "Recognised", "Row", "recognise"]

_NOTHING = Chosen()


def recognise(
    book: Book,
    sheet: Sheet,
    table: Table,
    chosen: Chosen = _NOTHING,
) -> Recognised:
    """Read a sheet as rows of a table."""
    found = Recognised(sheet)
    found.heading = (
        heading_in(sheet, chosen.heading)
        if chosen.heading
        else find_heading(sheet, table, chosen.columns) or resembling(sheet, table)
    )
    if found.heading is None:
        found.refusal = why_no_table(sheet, table)
        return found
    filled = {c.column for c in sheet.cells() if c.row > found.heading.last_row}
    say_year(found, sheet, table)
    found.mapping = map_columns(found.heading, table, chosen.columns, filled, chosen.places)
    set_apart(found.mapping, found.heading, filled, chosen.columns, chosen.places)
    found.lacks_names = bool(table.names and not table.is_numbered) and not any(
        target.is_name or target.is_key for target in found.mapping.taken.values()
    )
    data: list[SheetRow] = []
    classified = list(classify(sheet, found.heading, found.mapping, table.row_names))
    for looked_at in of_year(classified, sheet, found.heading, found.mapping, table.year):
        row = with_key(looked_at, found.mapping, table)
        (data if row.kind is RowKind.DATA else found.aside).append(row)
    factors = factors_of(found, sheet, table, chosen)
    cells: dict[int, dict[str, str]] = {row.number: {} for row in data}
    columns: dict[str, FigureColumn] = {}
    for place, target in found.mapping.taken.items():
        of_column = {row.number: row.cells.get(place) for row in data}
        if target.is_computed:
            if target.is_figure:
                _print(found, target, of_column, chosen, factors.get(place, Decimal(1)))
            continue
        if target.is_figure:
            for number, sign in take_withheld(target, of_column).items():
                cells[number][target.key] = sign
            column = read_column(
                target,
                of_column,
                way=chosen.ways.get(target.key),
                is_share=chosen.shares.get(target.key),
                factor=factors.get(place, Decimal(1)),
                has_formats=book.has_formats,
            )
            columns[target.key] = column
            _take_figures(found, column, cells)
        else:
            for number, cell in of_column.items():
                said = read_text(target, cell)
                cells[number][target.key] = said.text
                if said.wrong and cell is not None:
                    shown = cell.formula if cell.value is None else str(cell.value)
                    refuse(found, number, cell.address, target.key, shown, said.wrong)
    data = without_doubtful(found, table, data, columns, chosen)
    found.rows = [Row(row.number, cells[row.number]) for row in data]
    check_names(found, table, data)
    check_looks(found, book, data)
    found.totals = list(
        printed_totals(
            found.aside, found.mapping, columns, chosen.ways, factors, _codes(found, table)
        )
    )
    return found


def _print(
    found: Recognised,
    target: Target,
    cells: Mapping[int, Cell | None],
    chosen: Chosen,
    factor: Decimal,
) -> None:
    for number, printed in printed_in(target, cells, chosen.ways.get(target.key), factor).items():
        found.printed.setdefault(number, {})[target.key] = printed


def _take_figures(
    found: Recognised, column: FigureColumn, cells: dict[int, dict[str, str]]
) -> None:
    found.problems += column.problems
    found.changes += column.changes
    if column.readings or (column.asks_share and column.is_share is None):
        found.open_columns.append(column)
        return
    for number, value in column.values.items():
        cells[number][column.target.key] = (
            "" if value is None else numbers.format_decimal(value, grouping=False)
        )


def _codes(found: Recognised, table: Table) -> dict[int, str]:
    """Row → its first name; a code of other codes ("01" of "01.1") adds them up."""
    first = next((target.key for target in table.names), "")
    return {row.number: row.cells.get(first, "") for row in found.rows}
