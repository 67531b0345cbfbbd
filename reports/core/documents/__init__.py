"""The whole report as one value: built from rows, frozen for the public, read by every renderer."""

from reports.core.building import build_document, reconcile

from .canonical import canonical_json, document_hash, from_json
from .model import (
    ChartBlock,
    ChartValue,
    CheckedFamily,
    DeclarationBlock,
    Document,
    FindingValue,
    Header,
    HeadlineValue,
    Node,
    ProseBlock,
    Reconciliation,
    StatedValue,
    TableBlock,
)

__all__ = [
    "ChartBlock",
    "ChartValue",
    "CheckedFamily",
    "DeclarationBlock",
    "Document",
    "FindingValue",
    "Header",
    "HeadlineValue",
    "Node",
    "ProseBlock",
    "Reconciliation",
    "StatedValue",
    "TableBlock",
    "build_document",
    "canonical_json",
    "document_hash",
    "from_json",
    "reconcile",
]
