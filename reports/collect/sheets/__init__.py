"""Entry sheets: what a section owes, table by table, each on one grid."""

from .columns import GridColumn, computed_column, model_column
from .form_sheets import FormSheet
from .grid import ROW, Cells, GridRow, Link, Progress, Refused, Sheet, Trail
from .listing import progress_of, sheets_for, sheets_of, yearly_sheets
from .models import ModelSheet, ModelTable
from .reading import Reading

__all__ = [
    "ROW",
    "Cells",
    "FormSheet",
    "GridColumn",
    "GridRow",
    "Link",
    "ModelSheet",
    "ModelTable",
    "Progress",
    "Reading",
    "Refused",
    "Sheet",
    "Trail",
    "computed_column",
    "model_column",
    "progress_of",
    "sheets_for",
    "sheets_of",
    "yearly_sheets",
]
