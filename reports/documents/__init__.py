"""The whole report as one value: built from rows, frozen for the public, read by every renderer."""

from .build import build_document
from .canonical import canonical_json, document_hash, from_json
from .model import (
    ChartBlock,
    ChartValue,
    DeclarationBlock,
    Document,
    Header,
    HeadlineValue,
    Node,
    ProseBlock,
    StatedValue,
    TableBlock,
)

__all__ = [
    "ChartBlock",
    "ChartValue",
    "DeclarationBlock",
    "Document",
    "Header",
    "HeadlineValue",
    "Node",
    "ProseBlock",
    "StatedValue",
    "TableBlock",
    "build_document",
    "canonical_json",
    "document_hash",
    "from_json",
]
