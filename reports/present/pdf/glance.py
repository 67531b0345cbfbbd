"""The year in figures: the headlines of a version and what its tables say in plain sentences.

The same figures and sentences as in the citizens' summary (`reports.present.pdf.summary`), which
the apps compute from the document; each leads to its table in the print.
"""

from __future__ import annotations

from collections.abc import Iterator

from reports.core import registry
from reports.core.documents import Document
from reports.core.registry import Statement
from reports.present.render import PrintLinks

from .items import Glance, GlanceFigure, GlanceGroup, GlanceLine
from .summary import questions, with_unit

MOST_FIGURES = 9


def glance(document: Document, links: PrintLinks) -> Glance | None:
    """The year in figures; None for a version without headlines."""
    figures = tuple(
        GlanceFigure(
            item.label, with_unit(item, document), item.note, links.table(item.dataset, item.row)
        )
        for item in document.headlines[:MOST_FIGURES]
    )
    return Glance(figures, tuple(_groups(document, links))) if figures else None


def _groups(document: Document, links: PrintLinks) -> Iterator[GlanceGroup]:
    parts = registry.summary_parts()
    for question, title in questions().items():
        lines = tuple(
            GlanceLine(piece.text, document.tables[piece.dataset].title, links.table(piece.dataset))
            for part in parts
            if part.question is question
            for piece in part.build(document.tables)
            if isinstance(piece, Statement) and piece.dataset in document.tables
        )
        if lines:
            yield GlanceGroup(title, lines)
