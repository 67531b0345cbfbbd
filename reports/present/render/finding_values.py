"""Both values of a finding and their difference, spelled for people with their unit."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from kars_portal.lib.numbers import (
    NumberFormatError,
    format_decimal,
    parse_decimal,
    plain,
    round_half_up,
)
from reports.core.documents import FindingValue
from reports.core.registry import Column, Kind
from reports.core.tables import Table, UnknownFigure

MOST_PLACES = 6
PRINTED_PLACES = 3
"""More decimals than this were computed, not printed."""
NO_UNITS = {"sayı", "Sayı"}
"""Counts whose unit says no more than that."""

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")

# Families in which the second value was computed; in the others it stands somewhere else.
_COMPUTED = {"footing", "cross-footing", "parts", "ratio", "share", "budget", "performance"}


def values_of(
    finding: FindingValue, table: Table | None, stated_unit: str = ""
) -> tuple[tuple[str, str], ...]:
    """Labels and values of a figure or date; texts, and what else rules note as the values of a
    text, are said by the message only.

    `stated_unit` is the unit of a printed figure that has no place in a table.
    """
    column = _column(finding, table, stated_unit)
    if column is None or not (column.kind.is_numeric or column.kind is Kind.DATE):
        return ()
    unit = _unit(finding, table, column)
    stated, computed = _number(finding.stated, column), _number(finding.computed, column)
    second = _second(finding, table)
    shown = [
        (_("Yazan"), _spelled(finding.stated, stated, None, column, unit)),
        (second, _spelled(finding.computed, computed, stated, column, unit)),
    ]
    if stated is not None and computed is not None:
        shown.append((_("Fark"), _difference(stated - computed, column, unit)))
    elif stated is not None or all(text in finding.message for _label, text in shown):
        return ()
    return tuple((label, text) for label, text in shown if text)


def _second(finding: FindingValue, table: Table | None) -> str:
    """What the second value is called: computed only where the table itself shows it."""
    if finding.family not in _COMPUTED:
        return _("Karşılaştırılan")
    if finding.row and table is not None and not _stands(finding, table):
        return _("Öteki rakamlara göre")
    return _("Hesaplanan")


def _stands(finding: FindingValue, table: Table) -> bool:
    """Whether the table has the second value at the place of the finding."""
    try:
        there, second = table.number(finding.row, finding.column), parse_decimal(finding.computed)
    except (UnknownFigure, NumberFormatError):
        return False
    return there is not None and round_half_up(there, _places(second)) == second


def _column(finding: FindingValue, table: Table | None, stated_unit: str) -> Column | None:
    if table is not None and finding.column in table.index:
        return table.columns[table.index[finding.column]]
    return Column("", "", Kind.DECIMAL, unit=stated_unit) if finding.source else None


def _unit(finding: FindingValue, table: Table | None, column: Column) -> str:
    """The column's unit, else that of the row, else the table's."""
    if table is None or column.unit or column.kind in {Kind.MONEY, Kind.PERCENT}:
        return column.unit
    if "unit" in table.index:
        try:
            unit = str(table.value(finding.row, "unit") or "")
        except UnknownFigure:
            return ""
        return "" if unit in NO_UNITS else unit
    return table.unit


def _number(text: str, column: Column) -> Decimal | None:
    if not column.kind.is_numeric:
        return None
    try:
        return parse_decimal(text)
    except NumberFormatError:
        return None


def _spelled(
    text: str, number: Decimal | None, beside: Decimal | None, column: Column, unit: str
) -> str:
    """A value with its unit: as it was written, or precise enough to differ from `beside`."""
    if number is None:
        return _DAY.sub(r"\3.\2.\1", text)
    if beside is None:
        places = _places(number) if _places(number) <= PRINTED_PLACES else 2
        return _with_unit(format_decimal(number, places), column, unit)
    places = max(2, _places(beside))
    while places < MOST_PLACES and number != beside and round_half_up(number, places) == beside:
        places += 1
    return _with_unit(_rounded(number, places, column), column, unit)


def _rounded(number: Decimal, places: int, column: Column) -> str:
    if column.kind is Kind.MONEY:
        return format_decimal(number, places)
    return format_decimal(plain(round_half_up(number, places)))


def _difference(number: Decimal, column: Column, unit: str) -> str:
    places = 2
    while places < MOST_PLACES and number and not round_half_up(number, places):
        places += 1
    sign = "−" if number < 0 else "+"
    text = f"{sign}{_rounded(abs(number), places, column)}"
    if unit == "%" or column.kind is Kind.PERCENT:
        return f"{text} puan"
    return _with_unit(text, column, unit)


def _with_unit(text: str, column: Column, unit: str) -> str:
    if unit == "%" or column.kind is Kind.PERCENT:
        return f"%{text}"
    if unit in {"TRY", "TL"} or column.kind is Kind.MONEY:
        return f"{text} TL"
    return f"{text} {unit}".strip()


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
