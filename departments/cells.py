"""Cells of free tables: kept as exact spellings, read as typed values.

A cell is stored as the one spelling that the data package uses (`1234.50`, `2024-09-30`), so that
what was entered comes out again to the last digit. What people type is read by the import widgets
and the forms; here only that one spelling is accepted.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from departments.enums import CellKind
from kars_portal.lib.texts import unwanted
from reports.core.registry import Kind
from reports.core.tables import Value

_SPELLING = {
    CellKind.INTEGER: re.compile(r"-?\d{1,18}"),
    CellKind.DECIMAL: re.compile(r"-?\d{1,18}(\.\d{1,6})?"),
    CellKind.MONEY: re.compile(r"-?\d{1,16}\.\d{2}"),
    CellKind.PERCENT: re.compile(r"-?\d{1,12}(\.\d{1,6})?"),
    CellKind.DATE: re.compile(r"\d{4}-\d{2}-\d{2}"),
}

_EXPECTED = {
    CellKind.INTEGER: "bir tam sayı değildir; binlik ayırıcı ve ondalık olmadan yazılmalıdır",
    CellKind.DECIMAL: "bir sayı değildir; ondalık en çok altı basamak olabilir",
    CellKind.MONEY: "bir tutar değildir; kuruş iki basamakla yazılmalıdır",
    CellKind.PERCENT: "bir yüzde değildir; % işareti olmadan, sayı olarak yazılmalıdır",
    CellKind.DATE: "takvimde olan bir tarih değildir; 31.12.2024 gibi yazılmalıdır",
}

MAX_TEXT = 2000


def cell_problem(kind: str, value: object, title: str) -> str | None:
    """The Turkish sentence that says why a value does not fit a column, or None when it fits."""
    if not isinstance(value, str) or not value:
        return f"«{title}» sütunundaki değer metin olarak saklanmalı, boşsa hiç yazılmamalıdır."
    wanted = CellKind(kind)
    if wanted in (CellKind.TEXT, CellKind.CODE):
        if len(value) > MAX_TEXT:
            return f"«{title}» sütunundaki metin {MAX_TEXT} karakteri aşıyor; kısaltılmalıdır."
        return unwanted(value) or None
    fits = _SPELLING[wanted].fullmatch(value) is not None
    if fits and wanted is CellKind.DATE:
        fits = _is_date(value)
    return None if fits else f"«{title}» sütunundaki «{value}» {_EXPECTED[wanted]}."


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def typed(kind: str, value: str | None) -> Value:
    """A stored cell as int, Decimal, date or text; missing is None."""
    if not value:
        return None
    match CellKind(kind):
        case CellKind.INTEGER:
            return int(value)
        case CellKind.DECIMAL | CellKind.MONEY | CellKind.PERCENT:
            return Decimal(value)
        case CellKind.DATE:
            return date.fromisoformat(value)
        case _:
            return value


def spelled(kind: str, value: Value) -> str:
    """A typed value in the stored spelling; missing is empty."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        if CellKind(kind) is CellKind.MONEY:
            value = value.quantize(Decimal("0.01"))
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def registry_kind(kind: str) -> Kind:
    """The published column kind of a cell kind; they share their names."""
    return Kind(kind)
