"""What was filled in: the rows of a worksheet as rows of the entry sheet, each with its id.

A cell that still says what was written there is taken as it was. Everything else goes through the
recogniser's readers; what has two readings is refused where nobody has chosen one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from kars_portal.lib import numbers
from reports.collect.imports.widgets import TurkishDecimalWidget
from reports.collect.reading.cells import Cell
from reports.collect.recognising.figures import Problem, read_column
from reports.collect.recognising.recognise import Chosen, Row
from reports.collect.recognising.targets import Target
from reports.collect.recognising.texts import read_text
from reports.collect.sheets import GridColumn, Sheet
from reports.collect.sheets.typed import Base
from reports.core.registry import Kind

from .cells import code_of, is_same
from .manifest import RowMark
from .reading import FoundRow, WorkbookSheet

_SHARE = (
    "«{value}» yüzde sütununda 0 ile 1 arasında; %{value} mi, oran mı olduğu bilinemiyor. Hücre "
    "biçimi yüzde yapılıp değer yeniden yazılmalıdır."
)
_TWO_WAYS = (
    "«{value}» metin olarak yazılmış ve iki türlü okunabilir. Hücreye sayı olarak, binlik ayırıcı "
    "kullanmadan yazılmalıdır."
)
_LOCKED = "Hücre kilitli; değeri burada değiştirilmez. Eski değeri geri yazılmalıdır{was}."


def rows_for(
    found: WorkbookSheet, sheet: Sheet, chosen: Chosen | None = None
) -> tuple[list[Row], list[Problem]]:
    """The rows that were filled in, and whatever can't be taken, each with its place.

    Rows of which every cell is as it was stand among them too. `chosen` settles figures that have
    two readings.
    """
    return _Filled(found, sheet, chosen or Chosen()).read()


def base_of(found: WorkbookSheet, sheet: Sheet) -> Base:
    """What the workbook showed when it was made, as a save compares with it.

    Offers are told from stored rows by what stands now: a row that was offered then may be stored
    meanwhile, with nothing in it that the workbook showed.
    """
    names = _Ids(sheet)
    base = Base()
    for mark in (*(row.mark for row in found.rows if row.mark), *found.absent):
        name = names.of(mark)
        if name in names.offers:
            base.offers[name] = mark.key
        else:
            base.rows[name] = dict(mark.cells)
    return base


class _Ids:
    """Which row of today a row of the workbook is: by its id, else by its key."""

    def __init__(self, sheet: Sheet) -> None:
        stored = sheet.rows()
        offered = sheet.offers(stored)
        self.stored = {row.id for row in stored}
        self.offers = {row.id: row for row in offered}
        self._by_key = {row.key: row.id for row in (*offered, *stored) if row.key}

    def of(self, mark: RowMark) -> str:
        if mark.id in self.stored or mark.id in self.offers:
            return mark.id
        return self._by_key.get(mark.key, mark.id)


class _Filled:
    def __init__(self, found: WorkbookSheet, sheet: Sheet, chosen: Chosen) -> None:
        self.found = found
        self.sheet = sheet
        self.chosen = chosen
        self.ids = _Ids(sheet)
        self.problems = list(found.problems)
        self.cells: dict[int, dict[str, str]] = {row.number: {} for row in found.rows}

    def read(self) -> tuple[list[Row], list[Problem]]:
        for key in self.found.columns:
            column = self.sheet.by_key.get(key)
            if column is None or not column.is_input:
                self._gone(key)
            else:
                self._column(column)
        rows = [
            Row(row.number, self.cells[row.number], self.ids.of(row.mark) if row.mark else "")
            for row in self.found.rows
        ]
        self.problems.sort(key=lambda problem: (problem.row, problem.address))
        return rows, self.problems

    def _gone(self, key: str) -> None:
        """Nothing is lost in silence of a column that the table had when the file was made."""
        for row in self.found.rows:
            cell = row.cells.get(key)
            if cell is not None and not (row.mark and row.mark.cells.get(key)):
                text = (
                    f"«{key}» sütunu tabloda artık yok; değer alınmadı. Çalışma kitabı portaldan "
                    "yeniden indirilmelidir."
                )
                self._refuse(cell, key, str(cell.value), text)

    def _column(self, column: GridColumn) -> None:
        changed: dict[int, FoundRow] = {}
        for row in self.found.rows:
            cell, mark = row.cells.get(column.key), row.mark
            if mark is None:
                changed[row.number] = row
            elif column.key in mark.computed:
                continue
            elif is_same(column, mark.cells.get(column.key, ""), cell):
                self.cells[row.number][column.key] = spelled(column, mark.cells.get(column.key, ""))
            elif column.key in mark.locked:
                self._locked(row, column, mark.cells.get(column.key, ""))
            else:
                changed[row.number] = row
        if column.is_number and not column.options:
            for target, rows in self._by_unit(column, changed.values()):
                self._figures(target, rows)
        else:
            self._texts(column, changed.values())

    def _locked(self, row: FoundRow, column: GridColumn, was: str) -> None:
        cell = row.cells.get(column.key)
        shown = column.text(was)
        address = cell.address if cell is not None else str(row.number)
        value = "" if cell is None or cell.value is None else str(cell.value)
        text = _LOCKED.format(was=f": «{shown}»" if shown else "")
        self.problems.append(Problem(row.number, address, column.key, value, text))

    # -- figures ----------------------------------------------------------------------------

    def _by_unit(
        self, column: GridColumn, rows: Iterable[FoundRow]
    ) -> Iterable[tuple[Target, list[FoundRow]]]:
        """A figure is read in its own unit, which may stand in another cell of the row."""
        found: dict[str, list[FoundRow]] = defaultdict(list)
        for row in rows:
            cells = {
                **(row.mark.cells if row.mark else {}),
                **{key: str(cell.value) for key, cell in row.cells.items() if cell.value},
            }
            reader = self.sheet.column_for(column.key, cells).reader
            own = reader.unit if isinstance(reader, TurkishDecimalWidget) else ""
            found["%" if column.kind is Kind.PERCENT else own or column.unit].append(row)
        for unit, members in found.items():
            yield replace(target_of(column), unit=unit), members

    def _figures(self, target: Target, rows: Sequence[FoundRow]) -> None:
        cells = {row.number: row.cells.get(target.key) for row in rows}
        read = read_column(
            target,
            cells,
            way=self.chosen.ways.get(target.key),
            is_share=self.chosen.shares.get(target.key),
            has_formats=self.found.has_formats,
        )
        self.problems += read.problems
        for number, value in read.values.items():
            cell = cells[number]
            if read.asks_share and read.is_share is None and value and _is_bare(cell):
                shown = numbers.format_decimal(value, grouping=False)
                self._refuse(cell, target.key, shown, _SHARE.format(value=shown))
                continue
            self.cells[number][target.key] = (
                "" if value is None else numbers.format_decimal(value, grouping=False)
            )
        for number in {n for reading in read.readings for n in reading.values}:
            cell = cells[number]
            if cell is not None:
                text = str(cell.value)
                self._refuse(cell, target.key, text, _TWO_WAYS.format(value=text))

    # -- texts ------------------------------------------------------------------------------

    def _texts(self, column: GridColumn, rows: Iterable[FoundRow]) -> None:
        target = target_of(column)
        for row in rows:
            cell = row.cells.get(column.key)
            said = read_text(target, cell)
            if said.wrong and cell is not None:
                shown = cell.formula if cell.value is None else str(cell.value)
                self._refuse(cell, column.key, shown, said.wrong)
            else:
                text = code_of(column, said.text) if column.options else said.text
                self.cells[row.number][column.key] = text

    def _refuse(self, cell: Cell | None, key: str, value: str, text: str) -> None:
        if cell is not None:
            self.problems.append(Problem(cell.row, cell.address, key, value, text))


def target_of(column: GridColumn) -> Target:
    """An entered column as the recogniser's readers know it."""
    reader = column.reader
    return Target(
        column.key,
        column.title,
        is_figure=column.is_number,
        places=reader.places if isinstance(reader, TurkishDecimalWidget) else None,
        unit="%" if column.kind is Kind.PERCENT else column.unit,
        is_name=column.is_key,
        is_date=column.kind is Kind.DATE,
        takes_number=column.kind is not Kind.CODE,
    )


def spelled(column: GridColumn, exact: str) -> str:
    """An exact spelling as a row of a file spells it."""
    if exact and column.is_number and not column.options:
        return numbers.format_decimal(Decimal(exact), grouping=False)
    return exact


def _is_bare(cell: Cell | None) -> bool:
    """A number that does not say that it is a percentage."""
    return cell is not None and "%" not in cell.format and "%" not in str(cell.value)
