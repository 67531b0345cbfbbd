"""A read document as paragraphs, tables and footnotes. Imports nothing of Django."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from mammoth import documents

from kars_portal.lib.texts import plain
from kars_portal.lib.turkish import casefold
from reports.collect.reading.bounds import Refused

from .blocks import Block, Paragraph, Span, WordCell, WordTable

MOST_LETTERS: Final = 400_000
MOST_CELLS: Final = 5_000
MOST_COLUMNS: Final = 40
DEEPEST: Final = 20
_DEEPEST_ITEM: Final = 8
_CAPTION: Final = 200
_TITLES: Final = ("title", "konu başlığı")
_HEADING: Final = re.compile(r"(?:heading|başlık|overskrift|titre|berschrift)\s?([1-9])")
_CONTENTS: Final = re.compile(r"(?:toc|contents|i̇çindekiler|içindekiler) ?(?:[1-9]|heading)?")
_HYPHEN: Final = "\u2011"
_SOFT: Final = "\u00ad"
_BLANKS: Final = re.compile(r"[^\S\n]+")
_SUPER: Final = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_SUB: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_RAISED: Final = re.compile(r"[0-9+\-=()]+")
_LINKED: Final = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+", re.IGNORECASE)


class Walk:
    """One walk through a document; `counts` says what was decided on the way."""

    def __init__(
        self,
        document: documents.Document,
        counts: Counter[str],
        headings: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        """`headings`: styles that stand on those of headings → their level, from 1."""
        self._document = document
        self._headings = headings
        self._notes: dict[tuple[str, str], int] = {}
        self.counts = counts
        self.letters = 0
        """Characters that are taken."""
        self.read = 0
        """Characters of the file that came by, whatever became of them."""
        self._tables = 0

    def blocks(self) -> Iterator[Block]:
        """The document's paragraphs and tables in their order."""
        before = ""
        for block in self._blocks(self._document.children, 0):
            if isinstance(block, WordTable):
                yield replace(block, caption=before)
                before = ""
            else:
                if not block.text.strip():
                    continue
                yield block
                before = block.text.strip() if len(block.text) <= _CAPTION else ""

    def notes(self) -> Iterator[tuple[int, Paragraph]]:
        """The footnotes and endnotes that the text names, by their number."""
        for (kind, name), number in list(self._notes.items()):
            try:
                note = self._document.notes.find_note(kind, name)
            except KeyError:
                continue
            spans: list[Span] = []
            for block in self._blocks(note.body, 0):
                if isinstance(block, Paragraph):
                    spans += [Span(" ")] * bool(spans) + list(block.spans)
            yield number, Paragraph(_joined(spans))

    def _blocks(self, children: Iterable[object], depth: int) -> Iterator[Block]:
        if depth > DEEPEST:
            raise Refused("nested", what="tablolar")
        for child in children:
            if isinstance(child, documents.Paragraph):
                yield from self._paragraph(child)
            elif isinstance(child, documents.Table):
                yield from self._table(child, depth)
            elif isinstance(child, documents.HasChildren):
                yield from self._blocks(child.children, depth + 1)

    # -- paragraphs -----------------------------------------------------------------------------

    def _paragraph(self, paragraph: documents.Paragraph) -> Iterator[Paragraph]:
        style = casefold(paragraph.style_name or paragraph.style_id or "")
        spans = _joined(self._spans(paragraph.children, Span("")))
        self.letters += sum(len(span.text) for span in spans)
        if self.letters > MOST_LETTERS:
            raise Refused("letters", most=f"{MOST_LETTERS:,}".replace(",", "."))
        if _CONTENTS.fullmatch(style) or style == "table of figures":
            self.counts["contents"] += any(span.text.strip() for span in spans)
            return
        heading = self._heading(style, paragraph.style_id or "")
        if heading is not None:
            plain_ = (replace(span, is_bold=False) for span in spans)
            yield Paragraph(_joined(plain_), "heading", heading)
        elif paragraph.numbering is not None:
            level = min(int(paragraph.numbering.level_index), _DEEPEST_ITEM)
            list_id = str(paragraph.alignment or "")
            is_ordered = paragraph.numbering.is_ordered
            yield Paragraph(spans, "number" if is_ordered else "bullet", level, list_id)
        else:
            yield Paragraph(spans)

    def _heading(self, style: str, style_id: str) -> int | None:
        """The level of a heading, the document's title being 0; None for any other paragraph."""
        found = _HEADING.fullmatch(style)
        if found:
            return int(found[1])
        return 0 if style in _TITLES else self._headings.get(style_id)

    def _spans(self, children: Iterable[object], look: Span) -> Iterator[Span]:
        for child in children:
            match child:
                case documents.Run():
                    yield from self._run(child, look)
                case documents.Hyperlink():
                    href = str(child.href or "").strip()
                    is_known = _LINKED.fullmatch(href) is not None and len(href) <= 500
                    self.counts["links"] += not is_known
                    yield from self._spans(
                        child.children, replace(look, href=href if is_known else look.href)
                    )
                case documents.Text():
                    self.read += 0 if child.value in (_HYPHEN, _SOFT) else len(child.value)
                    text = plain(child.value).replace(_SOFT, "")
                    yield replace(look, text=_BLANKS.sub(" ", text))
                case documents.Tab():
                    yield replace(look, text=" ")
                case documents.Break():
                    yield replace(look, text="\n" if child.break_type == "line" else " ")
                case documents.Checkbox():
                    yield replace(look, text="☒" if child.checked else "☐")
                case documents.NoteReference():
                    key = (child.note_type, child.note_id)
                    number = self._notes.setdefault(key, len(self._notes) + 1)
                    yield Span("", note=number)
                case documents.HasChildren():
                    yield from self._spans(child.children, look)

    def _run(self, run: documents.Run, look: Span) -> Iterator[Span]:
        style = casefold(run.style_name or "")
        bold = look.is_bold or run.is_bold or style in ("strong", "güçlü")
        italic = look.is_italic or run.is_italic or style in ("emphasis", "vurgu")
        within = replace(look, is_bold=bold, is_italic=italic)
        for span in self._spans(run.children, within):
            if run.vertical_alignment in ("superscript", "subscript"):
                table = _SUPER if run.vertical_alignment == "superscript" else _SUB
                if _RAISED.fullmatch(span.text):
                    span = replace(span, text=span.text.translate(table))
            yield span

    # -- tables ---------------------------------------------------------------------------------

    def _table(self, table: documents.Table, depth: int) -> Iterator[Block]:
        rows = [row for row in table.children if isinstance(row, documents.TableRow)]
        read = self.read
        if sum(len(row.children) for row in rows) > MOST_CELLS:
            raise self._too_many_cells()
        cells = list(self._cells(rows, depth))
        shape = WordTable(tuple(cells), _marked(rows))
        if shape.height < 2 or shape.width < 2:
            # A frame around words, or a list: its words are the text's.
            self.counts["as_text"] += 1
            self.read = read
            for row in rows:
                for cell in row.children:
                    yield from self._blocks(getattr(cell, "children", ()), depth + 1)
            return
        self._tables += 1
        for taken in cells:
            self.letters += len(taken.text)
        if shape.width > MOST_COLUMNS:
            raise self._too_many_columns()
        yield shape

    def _too_many_cells(self) -> Refused:
        most = f"{MOST_CELLS:,}".replace(",", ".")
        return Refused("cells", table=self._tables + 1, most=most)

    def _too_many_columns(self) -> Refused:
        return Refused("columns", table=self._tables, most=MOST_COLUMNS)

    def _cells(self, rows: list[documents.TableRow], depth: int) -> Iterator[WordCell]:
        """Cells with their places: what reaches down from above pushes those below to the right."""
        taken: dict[int, int] = {}
        for number, row in enumerate(rows, start=1):
            column = 1
            for cell in row.children:
                if not isinstance(cell, documents.TableCell):
                    continue
                while taken.get(column, 0) >= number:
                    column += 1
                width, height = max(1, min(cell.colspan, MOST_COLUMNS + 1)), max(1, cell.rowspan)
                for covered in range(column, column + width):
                    taken[covered] = number + height - 1
                text = " ".join(self._cell_text(cell.children, depth + 1)).strip()
                yield WordCell(number, column, height, width, text)
                column += width

    def _cell_text(self, children: Iterable[object], depth: int) -> Iterator[str]:
        if depth > DEEPEST:
            raise Refused("nested", what="tablolar")
        for child in children:
            if isinstance(child, documents.Paragraph):
                spans = self._spans(child.children, Span(""))
                yield "".join(span.text for span in spans).replace("\n", " ").strip()
            elif isinstance(child, documents.HasChildren):
                yield from self._cell_text(child.children, depth + 1)


def _marked(rows: list[documents.TableRow]) -> int:
    """How many rows from the top the file marks as heading."""
    marked = 0
    for row in rows:
        if not row.is_header:
            break
        marked += 1
    return marked


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Neighbours of one look as one span; Word splits words wherever it likes."""
    found: list[tuple[Span, list[str]]] = []
    for span in spans:
        if not span.text and not span.note:
            continue
        before = found[-1][0] if found else None
        if before and not span.note and not before.note and _look(before) == _look(span):
            found[-1][1].append(span.text)
        else:
            found.append((span, [span.text]))
    return tuple(replace(first, text="".join(texts)) for first, texts in found)


def _look(span: Span) -> tuple[bool, bool, str]:
    return (span.is_bold, span.is_italic, span.href)
