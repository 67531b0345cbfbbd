"""Figures as people read them; one place for pages, PDF, charts' titles and prose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from kars_portal.lib import numbers
from reports.core.registry import Column, Kind
from reports.core.tables.values import Present, Value


def _number(format_: Callable[[Decimal], str]) -> Callable[[Present], str]:
    def apply(value: Present) -> str:
        if isinstance(value, bool | str | date):
            return format_text(value)
        return format_(Decimal(value))

    return apply


def format_text(value: Present) -> str:
    if isinstance(value, bool):
        return "evet" if value else "hayır"
    if isinstance(value, date):
        return numbers.format_date(value)
    return str(value)


FORMATS: dict[str, Callable[[Present], str]] = {
    "money": _number(numbers.format_money),
    "compact": _number(numbers.format_compact_money),
    "integer": _number(numbers.format_integer),
    "decimal": _number(numbers.format_decimal),
    "percent": _number(numbers.format_percent),
    "date": format_text,
    "text": format_text,
}


def format_value(value: Value, format_: str) -> str:
    """A figure in one of FORMATS; missing is "—". Raises KeyError for an unknown format."""
    if value is None:
        return numbers.MISSING
    return FORMATS[format_](value)


def format_cell(value: Value, column: Column) -> str:
    """A cell as tables print it; money without the sign, which the heading carries."""
    if value is None:
        return numbers.MISSING
    if isinstance(value, str | bool | date):
        return format_text(value)
    number = Decimal(value)
    match column.kind:
        case Kind.MONEY:
            return numbers.format_decimal(number, places=2)
        case Kind.PERCENT:
            return numbers.format_percent(number)
        case Kind.CODE:
            return str(value)
        case _:
            return numbers.format_decimal(number)
