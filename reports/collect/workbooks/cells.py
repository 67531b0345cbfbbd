"""What of a value in exact spelling stands in a cell of the workbook, and whether it still does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

from kars_portal.lib import numbers
from kars_portal.lib.texts import plain
from reports.collect.reading.cells import Cell
from reports.collect.sheets import GridColumn
from reports.collect.sheets.columns import Options
from reports.core.registry import Kind

Written: TypeAlias = str | Decimal | date | None

LONGEST_TEXT = 32_767
"""Characters that a cell takes."""
_FIRST_DAY = date(1900, 3, 1)
"""Excel counts a day too many before it."""


def written(column: GridColumn, exact: str) -> Written:
    """A cell's value. A percentage is a share of one, as Excel keeps it; an option its label.

    A figure of more digits than Excel keeps, and a day that it has no number for, are texts.
    """
    if not exact:
        return None
    if column.options:
        return label_of(column, exact)
    if column.is_number:
        figure = Decimal(exact)
        share = figure / 100 if column.kind is Kind.PERCENT else figure
        if is_kept(share):
            return share
        return numbers.format_decimal(figure, grouping=False)
    if column.kind is Kind.DATE:
        day = date.fromisoformat(exact)
        return day if day >= _FIRST_DAY else numbers.format_date(day)
    return plain(exact).replace("\r\n", "\n")


def is_kept(figure: Decimal) -> bool:
    """Whether a file of Excel keeps every digit of a figure."""
    return Decimal(f"{float(figure):.16G}") == figure


def is_too_long(column: GridColumn, exact: str) -> bool:
    """Whether no cell takes the text."""
    return not column.is_number and len(exact) > LONGEST_TEXT


def is_same(column: GridColumn, exact: str, cell: Cell | None) -> bool:
    """Whether a cell of a file says what was written there."""
    said = written(column, exact)
    value = cell.value if cell is not None else None
    if isinstance(value, str):
        value = value.replace("\u00a0", " ").replace("\r\n", "\n").strip() or None
    if cell is None or value is None:
        return said is None and not (cell is not None and cell.formula)
    match said:
        case None:
            return False
        case Decimal():
            if isinstance(value, bool) or not isinstance(value, int | float):
                return False
            is_share = column.kind is not Kind.PERCENT or "%" in cell.format
            return is_share and Decimal(repr(value)) == said
        case date():
            day = value.date() if isinstance(value, datetime) else value
            return day == said
    return value == said.replace("\u00a0", " ").strip()


# -- options ---------------------------------------------------------------------------------------


def labels(column: GridColumn) -> Mapping[str, str]:
    """Code → what stands in the list; a name that two codes share says its code."""
    return _labels(column.options)[0]


def label_of(column: GridColumn, code: str) -> str:
    return labels(column).get(code, plain(code))


def code_of(column: GridColumn, text: str) -> str:
    """The code of what was chosen; anything else as it was typed, for the column's reader."""
    return _labels(column.options)[1].get(text, text)


@lru_cache(maxsize=64)
def _labels(options: Options) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Code → label, and label → code where it is of one code only."""
    times = Counter(name for _code, name in options)
    found = {
        code: plain(name if times[name] == 1 else f"{name} ({code})") for code, name in options
    }
    said = Counter(label.strip() for label in found.values())
    back = {label.strip(): code for code, label in found.items() if said[label.strip()] == 1}
    return MappingProxyType(found), MappingProxyType(back)
