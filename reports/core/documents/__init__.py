"""The whole report as one value: its form, its canonical bytes, its prose.

Read by every renderer and frozen for the public. Doesn't know how it is built of rows and checked
(`reports.core.building`).
"""

from .canonical import canonical_json, document_hash, from_json, tables_from_json
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
    "tables_from_json",
]
