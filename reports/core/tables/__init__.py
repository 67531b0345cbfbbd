"""Tables as values: the one form in which every reader of the portal gets a table.

Knows columns, rows and totals; doesn't know where rows come from (`reports.core.materialising`).
"""

from .values import (
    RATIO_PLACES,
    SMALL,
    TOTAL_ROW,
    WITHHELD,
    Row,
    Suppressed,
    Table,
    UnknownFigure,
    Value,
    as_decimal,
)

__all__ = [
    "RATIO_PLACES",
    "SMALL",
    "TOTAL_ROW",
    "WITHHELD",
    "Row",
    "Suppressed",
    "Table",
    "UnknownFigure",
    "Value",
    "as_decimal",
]
