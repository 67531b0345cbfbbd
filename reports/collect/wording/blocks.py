"""What a Word file says, as the two processes tell it to each other: paragraphs, tables, notes.

Imports nothing of Django.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, cast

Kind: TypeAlias = Literal["text", "heading", "bullet", "number"]

BOLD: Final = 1
ITALIC: Final = 2

SpanSaid: TypeAlias = tuple[str, int, str, int]
CellSaid: TypeAlias = tuple[int, int, int, int, str]


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one look. `note`: the number of the footnote that is named here, 0 for none.

    A line break within a paragraph is a "\\n".
    """

    text: str
    is_bold: bool = False
    is_italic: bool = False
    href: str = ""
    note: int = 0

    def said(self) -> SpanSaid:
        look = BOLD * self.is_bold | ITALIC * self.is_italic
        return (self.text, look, self.href, self.note)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, a heading or an item of a list. `level`: of the heading or the list, from 0."""

    spans: tuple[Span, ...]
    kind: Kind = "text"
    level: int = 0
    list_id: str = ""
    """Which list an item belongs to; Word goes on counting in it after other paragraphs."""

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell with its place, from 1, and how many rows and columns it covers."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table of the file; `heading_rows` are those that it marks as repeated on each page."""

    cells: tuple[WordCell, ...]
    heading_rows: int = 0
    caption: str = ""
    """The paragraph right above, where it is short: most often the table's title."""

    @property
    def height(self) -> int:
        return max((cell.row + cell.rows - 1 for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        return max((cell.column + cell.columns - 1 for cell in self.cells), default=0)


Block: TypeAlias = Paragraph | WordTable


@dataclass
class Word:
    """All of a file. `notes` are the footnotes by their number; `aside` counts what was left out or
    decided while reading, by a name of `sentences.ASIDE`.
    """

    blocks: list[Block] = field(default_factory=list)
    notes: dict[int, Paragraph] = field(default_factory=dict)
    aside: dict[str, int] = field(default_factory=dict)

    @property
    def tables(self) -> list[WordTable]:
        return [block for block in self.blocks if isinstance(block, WordTable)]


# -- between the processes ------------------------------------------------------------------------


def paragraph_said(paragraph: Paragraph) -> list[object]:
    """A paragraph as JSON carries it."""
    spans = [list(span.said()) for span in paragraph.spans]
    return [paragraph.kind, paragraph.level, paragraph.list_id, spans]


def paragraph_of(said: Sequence[object]) -> Paragraph:
    """The paragraph that was told so."""
    kind, level, list_id, spans = cast("tuple[Kind, int, str, Sequence[SpanSaid]]", said)
    return Paragraph(
        tuple(
            Span(text, bool(look & BOLD), bool(look & ITALIC), href, note)
            for text, look, href, note in spans
        ),
        kind,
        level,
        list_id,
    )


def table_said(table: WordTable) -> dict[str, object]:
    """A table as JSON carries it."""
    cells = [[c.row, c.column, c.rows, c.columns, c.text] for c in table.cells]
    return {"cells": cells, "heading": table.heading_rows, "caption": table.caption}


def table_of(said: Mapping[str, object]) -> WordTable:
    """The table that was told so."""
    cells = cast("Sequence[CellSaid]", said["cells"])
    heading = cast("int", said["heading"])
    return WordTable(tuple(WordCell(*cell) for cell in cells), heading, str(said["caption"]))
