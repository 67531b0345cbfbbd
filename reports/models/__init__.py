"""Models of the core; other apps import from here, never from a submodule."""

from .base import (
    FiscalYear,
    MoneyField,
    QuantityField,
    YearRow,
    code_validator,
    not_negative,
    unique_in_year,
)
from .publication import PdfExport, Publication
from .reference import ReferenceNumber
from .report import Declaration, Narrative, OutlineSection, Report, StatedFigure
from .waiver import Waiver

__all__ = [
    "Declaration",
    "FiscalYear",
    "MoneyField",
    "Narrative",
    "OutlineSection",
    "PdfExport",
    "Publication",
    "QuantityField",
    "ReferenceNumber",
    "Report",
    "StatedFigure",
    "Waiver",
    "YearRow",
    "code_validator",
    "not_negative",
    "unique_in_year",
]
