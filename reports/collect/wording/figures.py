"""Numbers of a text that equal a figure of its section: offered as references, one by one.

Nothing is replaced that was not ticked. A figure is offered where the reference would show the
number that stands there now.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from kars_portal.lib.turkish import casefold
from reports.core.documents import Document
from reports.core.documents.format import format_cell, format_value
from reports.core.documents.model import TableBlock
from reports.core.registry import Column, Kind
from reports.core.tables import TOTAL_ROW, Row, Table

from .blocks import Paragraph, Word
from .markdown import escaped

MOST_OFFERS: Final = 200
MOST_FOR_ONE: Final = 4
"""Figures that are offered for one number; more say that the number is no sign of any."""
MOST_FIGURES: Final = 20_000
SMALLEST: Final = 10
"""Counts below it stand in any text, and are no sign of a figure."""
_YEARS: Final = range(1900, 2101)
_SENTENCE: Final = 160
NUMBER: Final = re.compile(
    r"(?<![\w.,/\-−])(%\s?)?([0-9]{1,3}(?:\.[0-9]{3}){1,6}(?:,[0-9]{1,6})?"
    r"|[0-9]{1,15}(?:,[0-9]{1,6})?)(?![0-9/]|[.,\-–][0-9])(\s?(?:TL|₺)(?!\w))?"
)
_IN_A_NAME: Final = re.compile(r"[.{}|\s]")
_NUMERIC: Final = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT})
_BLANK: Final = str.maketrans({"\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True)
class Figure:
    """A figure of the section as it is offered: its name for people, and its value as shown."""

    name: str
    dataset: str
    row: str
    column: Column
    value: Decimal

    @property
    def shown(self) -> str:
        unit = "" if self.column.kind is Kind.PERCENT else self.column.unit
        return f"{format_cell(self.value, self.column)} {unit}".strip()


@dataclass(frozen=True)
class Offer:
    """A number of the text that one figure equals. `key` is the same for the same file."""

    key: str
    block: int
    span: int
    start: int
    end: int
    before: str
    number: str
    after: str
    figure: Figure
    instead: str

    @property
    def place(self) -> tuple[int, int, int]:
        return (self.block, self.span, self.start)


@dataclass
class Offers:
    """What is offered for a text; `left` numbers had more figures than could be told apart."""

    offers: list[Offer] = field(default_factory=list)
    left: int = 0

    def chosen(self, keys: Collection[str]) -> list[Offer]:
        return [offer for offer in self.offers if offer.key in keys]


def figures_of(document: Document, section: str) -> dict[Decimal, list[Figure]]:
    """The figures of the tables that stand in a section, by their value."""
    found: dict[Decimal, list[Figure]] = defaultdict(list)
    node = document.node_by_code.get(section)
    number = 0
    for block in node.blocks if node is not None else ():
        if not isinstance(block, TableBlock):
            continue
        table = document.tables[block.dataset]
        wanted = table.selection(block.rows, block.columns)
        rows = [*wanted.rows, *([table.total] if table.total and block.rows is None else [])]
        for row in rows:
            for column in wanted.columns:
                figure = _figure(table, row, column)
                if figure is not None and number < MOST_FIGURES:
                    number += 1
                    found[figure.value.normalize()].append(figure)
    return found


def _figure(table: Table, row: Row, column: Column) -> Figure | None:
    if column.kind not in _NUMERIC or any(map(_IN_A_NAME.search, (row.key, column.key))):
        return None
    value = table.number(row.key, column.key) if row.key in table.by_key else None
    if value is None:
        return None
    name = f"{table.title} · {_row_name(table, row)} · {column.title}"
    return Figure(name, table.id, row.key, column, value)


def _row_name(table: Table, row: Row) -> str:
    if row.key == TOTAL_ROW:
        return table.total_label
    cells = table.by_key[row.key].cells
    texts = [str(c) for c, k in zip(cells, table.columns, strict=True) if k.kind is Kind.TEXT and c]
    return texts[0][:100] if texts else row.key


def offers_of(word: Word, figures: Mapping[Decimal, list[Figure]]) -> Offers:
    """The numbers of a text that equal a figure, in reading order."""
    found = Offers()
    if not figures:
        return found
    for block, paragraph in _paragraphs(word):
        for number, span in enumerate(paragraph.spans):
            if span.href or span.note:
                continue
            for match in NUMBER.finditer(span.text):
                found_here = list(fitting(match, span.text, figures))
                if len(found_here) > MOST_FOR_ONE or len(found.offers) >= MOST_OFFERS:
                    found.left += 1
                    continue
                before, after = _around(paragraph, number, match)
                for figure, start, end, instead in found_here:
                    key = f"{block}.{number}.{match.start()}.{figure.dataset}.{figure.row}." + (
                        figure.column.key
                    )
                    found.offers.append(
                        Offer(key, block, number, start, end, before, match[0].strip(), after,
                              figure, instead)
                    )  # fmt: skip
    return found


def written_with(word: Word, offers: Collection[Offer]) -> dict[tuple[int, int], str]:
    """The spans in which chosen references stand, in Markdown. Of two at one place the first."""
    by_span: dict[tuple[int, int], dict[int, Offer]] = defaultdict(dict)
    for offer in offers:
        by_span[offer.block, offer.span].setdefault(offer.start, offer)
    paragraphs = dict(_paragraphs(word))
    found = {}
    for (block, number), chosen in by_span.items():
        text, end, parts = paragraphs[block].spans[number].text, 0, []
        for start in sorted(chosen):
            offer = chosen[start]
            parts += [escaped(text[end : offer.start]), offer.instead]
            end = offer.end
        found[block, number] = "".join([*parts, escaped(text[end:])])
    return found


def doubled(offers: Collection[Offer]) -> list[Offer]:
    """Chosen ones that stand where another was chosen before."""
    seen: set[tuple[int, int, int]] = set()
    again = []
    for offer in offers:
        if offer.place in seen:
            again.append(offer)
        seen.add(offer.place)
    return again


def _paragraphs(word: Word) -> Iterator[tuple[int, Paragraph]]:
    """Paragraphs and footnotes by their place, as the writer counts them."""
    for place, block in enumerate(word.blocks):
        if isinstance(block, Paragraph):
            yield place, block
    for number, note in word.notes.items():
        yield -number, note


def fitting(
    match: re.Match[str], text: str, figures: Mapping[Decimal, list[Figure]]
) -> Iterator[tuple[Figure, int, int, str]]:
    """The figures that a number may be, each with the place and the reference to put there."""
    value = Decimal(match[2].replace(".", "").replace(",", "."))
    has_percent = bool(match[1]) or casefold(text[: match.start()]).endswith("yüzde ")
    if not has_percent and not match[3] and _says_little(match[2], value):
        return
    for figure in figures.get(value.normalize(), ()):
        if (figure.column.kind is Kind.PERCENT) != has_percent:
            continue
        if match[3] and figure.column.kind is not Kind.MONEY:
            continue
        reference = f"{figure.dataset}.{figure.row}.{figure.column.key}"
        format_, is_whole = _format(match, figure)
        start, end = match.span() if is_whole else match.span(2)
        yield figure, start, end, f"{{{{ {reference} | {format_} }}}}"


def _says_little(digits: str, value: Decimal) -> bool:
    """A small count, or what is more likely a year."""
    return value < SMALLEST or (digits.isdigit() and int(digits) in _YEARS)


def _format(match: re.Match[str], figure: Figure) -> tuple[str, bool]:
    """How the reference is written so that it shows what stands there, and whether it shows the
    sign beside the number too.
    """
    for is_whole, typed in ((True, match[0]), (False, match[2])):
        for name in ("money", "percent", "integer", "decimal"):
            shown = format_value(figure.value, name).translate(_BLANK)
            if shown == typed.translate(_BLANK).replace("% ", "%"):
                return name, is_whole
    if match[3]:
        return "money", True
    return "decimal", False


def _around(paragraph: Paragraph, number: int, match: re.Match[str]) -> tuple[str, str]:
    """The sentence before and after the number."""
    spans = [span.text for span in paragraph.spans]
    before = "".join(spans[:number]) + spans[number][: match.start()]
    after = spans[number][match.end() :] + "".join(spans[number + 1 :])
    start = max(before.rfind(". "), before.rfind("\n")) + 1
    end = after.find(". ")
    end = len(after) if end < 0 else end + 1
    return before[start:][-_SENTENCE:].lstrip(), after[:end][:_SENTENCE]
