"""The whole report as one value: built from rows, frozen for the public, read by every renderer."""

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
    "canonical_json",
    "document_hash",
    "from_json",
]
