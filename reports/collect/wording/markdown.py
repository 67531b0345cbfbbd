"""Paragraphs of a Word file in the portal's Markdown; nothing in them is read as markup by mistake.

Headings become those of the third to the fifth degree, which are what a section's text may have.
What Markdown would read as markup is escaped, and so is `{{`: a Word text makes no reference.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .blocks import Paragraph, Span, Word

FIRST_HEADING: Final = 3
LAST_HEADING: Final = 5
_MARKUP: Final = re.compile(r"[\\`*_\[\]<#{}]|&(?=[#A-Za-z0-9]|$)|!$")
"""Signs that mean something anywhere; what stands at the end may go on in the next span."""
_LINE_START: Final = re.compile(r"[+\-=:>|~]")
_ITEM_START: Final = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")
_SUPER: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DIGITS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NOTE: Final = re.compile(r"^([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}) ", re.MULTILINE)
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
_ITEM_KINDS: Final = ("bullet", "number")


def escaped(text: str) -> str:
    """Words that Markdown shows as they are. Line breaks stay; their lines are kept apart."""
    return "\\\n".join(_escaped_line(line) for line in text.split("\n"))


def _escaped_line(line: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", _PRIVATE.sub("", line))


def next_note(body: str) -> int:
    """The number with which footnotes go on below a text that has some of its own."""
    found = [int(match[1].translate(_DIGITS)) for match in _NOTE.finditer(body)]
    return max(found, default=0) + 1


def written(
    word: Word,
    *,
    first_note: int = 1,
    instead: Mapping[tuple[int, int], str] | None = None,
    counts: Counter[str] | None = None,
) -> str:
    """The text of a file in Markdown, without its tables.

    `instead` gives, by a block's place and a span's, Markdown that stands in the place of the
    span's own words: that with references in it. `counts` gets what was decided on the way.
    """
    return _Writer(word, first_note, instead or {}, Counter() if counts is None else counts).body()


class _Writer:
    def __init__(
        self,
        word: Word,
        first_note: int,
        instead: Mapping[tuple[int, int], str],
        counts: Counter[str],
    ) -> None:
        self.word = word
        self.first_note = first_note
        self.instead = instead
        self.counts = counts
        levels = {b.level for b in word.blocks if isinstance(b, Paragraph) and b.kind == "heading"}
        self.degrees = dict(zip(sorted(levels), range(FIRST_HEADING, 99), strict=False))

    def body(self) -> str:
        parts: list[str] = []
        items: list[tuple[int, Paragraph]] = []
        begun: set[str] = set()
        for place, block in enumerate(self.word.blocks):
            is_item = isinstance(block, Paragraph) and block.kind in _ITEM_KINDS
            if isinstance(block, Paragraph) and is_item:
                items.append((place, block))
                continue
            parts += self._list(items, begun)
            items.clear()
            if isinstance(block, Paragraph):
                parts.append(self._paragraph(place, block))
        parts += self._list(items, begun)
        parts += [self._note(number, note) for number, note in sorted(self.word.notes.items())]
        return "\n\n".join(part for part in parts if part.strip())

    def _paragraph(self, place: int, paragraph: Paragraph) -> str:
        if paragraph.kind != "heading":
            return self._words(place, paragraph)
        degree = self.degrees[paragraph.level]
        self.counts["deep"] += degree > LAST_HEADING
        flat = replace(
            paragraph,
            spans=tuple(replace(s, text=s.text.replace("\n", " ")) for s in paragraph.spans),
        )
        return f"{'#' * min(degree, LAST_HEADING)} {self._words(place, flat)}"

    def _note(self, number: int, note: Paragraph) -> str:
        words = self._words(-number, note)
        return f"{self._mark(number)} {words}" if words else ""

    def _mark(self, number: int) -> str:
        return str(number + self.first_note - 1).translate(_SUPER)

    # -- lists ----------------------------------------------------------------------------------

    def _list(self, items: Sequence[tuple[int, Paragraph]], begun: set[str]) -> list[str]:
        """The items between two other paragraphs, each list indented below its item."""
        here: set[str] = set()
        lines: list[str] = []
        open_: list[_OpenList] = []
        for place, item in items:
            while open_ and open_[-1].level > item.level:
                open_.pop()
            if item.kind == "number" and item.list_id:
                self.counts["restarts"] += item.list_id in begun and item.list_id not in here
                here.add(item.list_id)
            if open_ and open_[-1].level == item.level:
                last = open_.pop()
                open_.append(last.going_on(item))
                # A blank line parts two lists; a list of another kind or another number begins.
                lines += [""] * (open_[-1].number == 1)
            else:
                indent = open_[-1].indent + len(open_[-1].marker) + 1 if open_ else 0
                open_.append(_OpenList(item.level, item.kind, item.list_id, indent))
            before = " " * open_[-1].indent
            within = before + " " * (len(open_[-1].marker) + 1)
            words = self._words(place, item).replace("\n", "\n" + within)
            lines.append(f"{before}{open_[-1].marker} {words}")
        begun |= here
        return ["\n".join(lines)] if lines else []

    # -- words ----------------------------------------------------------------------------------

    def _words(self, place: int, paragraph: Paragraph) -> str:
        """A paragraph's words with their emphasis; without it where it can't be written down."""
        spans = _trimmed(paragraph.spans)
        pieces = [self._span(place, number, span) for number, span in enumerate(spans)]
        plain = _started("".join(pieces))
        if not any(span.is_bold or span.is_italic or span.href for span in spans):
            return plain
        for moves in (False, True):
            marked = _started("".join(_emphasised(spans, pieces, with_points=moves)))
            if _shown(marked) == _shown(plain):
                return marked
        self.counts["plain"] += 1
        return plain

    def _span(self, place: int, number: int, span: Span) -> str:
        if span.note:
            return self._mark(span.note)
        return self.instead.get((place, number), escaped(span.text))


@dataclass(frozen=True)
class _OpenList:
    """A list that goes on; `is_other`: with the other marker than the list right before it."""

    level: int
    kind: str
    list_id: str
    indent: int
    number: int = 1
    is_other: bool = False

    @property
    def marker(self) -> str:
        if self.kind == "bullet":
            return "*" if self.is_other else "-"
        return f"{self.number}{')' if self.is_other else '.'}"

    def going_on(self, item: Paragraph) -> _OpenList:
        """The list with one item more, or the one that begins with it."""
        if (item.kind, item.list_id) == (self.kind, self.list_id):
            return replace(self, number=self.number + 1)
        is_other = not self.is_other if item.kind == self.kind else False
        return _OpenList(self.level, item.kind, item.list_id, self.indent, 1, is_other)


def _trimmed(spans: Sequence[Span]) -> list[Span]:
    """The spans without blanks at the ends of lines; as many as before, so places hold."""
    found = [replace(s, text=re.sub(r" ?\n ?", "\n", s.text)) for s in spans]
    for places, strip in ((range(len(found)), "l"), (range(len(found) - 1, -1, -1), "r")):
        for place in places:
            text = found[place].text
            text = text.lstrip() if strip == "l" else text.rstrip()
            found[place] = replace(found[place], text=text)
            if text or found[place].note:
                break
    return found


def _started(text: str) -> str:
    """The same with what would begin a heading, a list or a rule at the start of a line escaped."""
    return "\n".join(_started_line(line.lstrip()) for line in text.split("\n"))


def _started_line(line: str) -> str:
    if _LINE_START.match(line):
        return f"\\{line}"
    return _ITEM_START.sub(r"\1\\\2", line, count=1) if _ITEM_START.match(line) else line


def _emphasised(
    spans: Sequence[Span], pieces: Sequence[str], *, with_points: bool
) -> Iterator[str]:
    """The pieces with marks around them; blanks, and points if asked, stay outside of the marks."""
    for span, piece in zip(spans, pieces, strict=True):
        mark = "*" * (2 * span.is_bold + span.is_italic)
        if not (mark or span.href) or not piece.strip():
            yield piece
            continue
        outside = " \n.,;:!?()" if with_points else " \n"
        start = len(piece) - len(piece.lstrip(outside))
        stripped = piece.strip(outside)
        if not stripped or stripped.endswith("\\") or "\n" in stripped:
            yield piece
            continue
        end = piece[start + len(stripped) :]
        inner = f"{mark}{stripped}{mark}"
        if span.href:
            inner = f"[{inner}](<{_address(span.href)}>)"
        yield f"{piece[:start]}{inner}{end}"


def _address(href: str) -> str:
    return href.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _shown(markdown: str) -> str:
    """The words that a paragraph shows."""
    found = (token.children for token in _reader().parse(markdown) if token.children is not None)
    return " ".join("".join(map(_shown_part, parts)) for parts in found)


def _shown_part(part: Token) -> str:
    return "\n" if part.type in ("hardbreak", "softbreak") else part.content
