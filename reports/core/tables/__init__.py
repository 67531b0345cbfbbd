"""Tables as values: the one form in which every reader of the portal gets a table."""

from .values import RATIO_PLACES, TOTAL_ROW, Row, Table, UnknownFigure, Value, as_decimal

__all__ = [
    "RATIO_PLACES",
    "TOTAL_ROW",
    "Row",
    "Table",
    "UnknownFigure",
    "Value",
    "as_decimal",
]
