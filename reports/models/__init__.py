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
from .calendar import Milestone, MilestoneRule, ReminderLog
from .correction import Correction
from .council import CouncilDocument, CouncilQuestion, CouncilRecord, Delivery
from .declaration import Declaration
from .exact_count import ExactCount
from .intake import ColumnName, Intake, IntakeJob
from .legal import Confirmable, StatementText
from .preview import PreviewLink, PreviewUse
from .publication import PdfExport, Publication
from .reference import ReferenceNumber
from .report import Narrative, OutlineSection, Report, StatedFigure
from .signing import FrozenSignature, SignaturePolicy, SignatureUpload, SignedFile
from .trail import AuditEntry
from .waiver import Waiver
from .workflow import FrozenReport, Section, SectionEvent, TextRemark

__all__ = [
    "AuditEntry",
    "ColumnName",
    "Confirmable",
    "Correction",
    "CouncilDocument",
    "CouncilQuestion",
    "CouncilRecord",
    "Declaration",
    "Delivery",
    "ExactCount",
    "FiscalYear",
    "FrozenReport",
    "FrozenSignature",
    "Intake",
    "IntakeJob",
    "Milestone",
    "MilestoneRule",
    "MoneyField",
    "Narrative",
    "OutlineSection",
    "PdfExport",
    "PreviewLink",
    "PreviewUse",
    "Publication",
    "QuantityField",
    "ReferenceNumber",
    "ReminderLog",
    "Report",
    "Section",
    "SectionEvent",
    "SignaturePolicy",
    "SignatureUpload",
    "SignedFile",
    "StatedFigure",
    "StatementText",
    "TextRemark",
    "Waiver",
    "YearRow",
    "code_validator",
    "not_negative",
    "unique_in_year",
]
