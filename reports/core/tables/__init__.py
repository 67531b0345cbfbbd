"""Tables as values: the one form in which every reader of the portal gets a table.

Knows columns, rows and totals; doesn't know where rows come from (`reports.core.materialising`).
"""

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
