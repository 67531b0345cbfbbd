"""The pieces that prints are made of, and how they lie on upright and landscape pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe

from reports.present.render import BlockView, ProseView, TableView
from reports.present.render.findings import ReconciliationView

from .columns import Slice

# A short upright piece between two landscape tables goes with them: no page is turned twice.
SHORT_MM = 110.0

ROWS_FOR_TWO = 8
"""Rows of a narrow table from which on it is set in two columns."""

_HEADING = re.compile(r"<(/?)h([1-6])\b")


@dataclass(frozen=True)
class Heading:
    """A numbered heading; `level` is its place in bookmarks and contents."""

    anchor: str
    number: str
    title: str
    level: int
    basis: str = ""
    empty: bool = False
    type: str = "heading"


@dataclass(frozen=True)
class PrintTable:
    """A table, or one part of a table too wide for a page."""

    slice: Slice
    number: int
    type: str = "table"

    @property
    def view(self) -> TableView:
        return self.slice.view


@dataclass(frozen=True)
class Facts:
    """Narrow tables that follow each other: lists of figures, set in two columns."""

    tables: tuple[PrintTable, ...]
    type: str = "facts"


@dataclass(frozen=True)
class GlanceFigure:
    """A headline; `href` is its table in the print, empty where that is not there."""

    label: str
    text: str
    note: str
    href: str


@dataclass(frozen=True)
class GlanceLine:
    """A sentence and the table that it is from."""

    text: str
    source: str
    href: str


@dataclass(frozen=True)
class GlanceGroup:
    """The sentences under one question."""

    title: str
    lines: tuple[GlanceLine, ...]


@dataclass(frozen=True)
class Glance:
    """Two pages: figures in large type, sentences beside them."""

    figures: tuple[GlanceFigure, ...]
    groups: tuple[GlanceGroup, ...]
    type: str = "glance"


@dataclass(frozen=True)
class PrintBlock:
    """Any other block, with the heading level that titles inside it take."""

    block: BlockView
    level: int
    number: int = 0
    field: str = ""
    """Where an officer signs, as HTML; only in the declarations that the law names."""
    seal: str = ""
    """Where the institution may set its seal, as HTML; after the last declaration."""

    @property
    def type(self) -> str:
        return self.block.type


@dataclass(frozen=True)
class PrintChecks:
    """The results of the checks, as on their public page."""

    view: ReconciliationView
    type: str = "checks"


@dataclass(frozen=True)
class PrintFindings:
    """The findings about a directorate with the reasons and bases that several share."""

    view: ReconciliationView
    type: str = "findings"


@dataclass(frozen=True)
class DeclarationPlace:
    """Where the spending officer's statement goes while the version has none."""

    for_pen: bool = True
    """Whether there is room to write it, and lines to sign it on paper."""
    type: str = "declaration-place"


@dataclass(frozen=True)
class SigningPlaces:
    """Framed signature fields side by side: role and field as HTML."""

    places: tuple[tuple[str, str], ...]
    type: str = "signing"


Item = (
    Heading
    | PrintTable
    | Facts
    | Glance
    | PrintBlock
    | PrintChecks
    | PrintFindings
    | DeclarationPlace
    | SigningPlaces
)


@dataclass
class Sheet:
    """Consecutive items on pages of one orientation."""

    landscape: bool
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class IndexEntry:
    """A line of the index of tables or charts."""

    anchor: str
    number: int
    title: str


def lower_headings(html: str, level: int) -> SafeString:
    """Headings inside prose start at `level`, so that the order has no gap (PDF/UA-1 7.4.2)."""
    found = sorted({int(match) for match in re.findall(r"<h([1-6])\b", html)})
    if not found:
        return mark_safe(html)  # noqa: S308 - cleaned by reports.core.documents.prose
    target = {old: min(6, level + place) for place, old in enumerate(found)}
    shifted = _HEADING.sub(lambda m: f"<{m.group(1)}h{target[int(m.group(2))]}", html)
    return mark_safe(shifted)  # noqa: S308


def _with_facts(items: Iterable[Item]) -> Iterator[Item]:
    """Narrow tables gathered where there are rows enough for two columns."""
    narrow: list[PrintTable] = []
    for item in items:
        if isinstance(item, PrintTable) and item.slice.is_narrow:
            narrow.append(item)
            continue
        yield from _gathered(narrow)
        narrow = []
        yield item
    yield from _gathered(narrow)


def _gathered(narrow: list[PrintTable]) -> Iterator[Item]:
    rows = sum(len(item.view.rows) for item in narrow)
    if len(narrow) > 1 or rows >= ROWS_FOR_TWO:
        yield Facts(tuple(narrow))
    else:
        yield from narrow


def sheets(items: Iterable[Item]) -> list[Sheet]:
    """Group items by orientation; a heading lies the way that its first block lies."""
    items = _with_facts(items)
    runs: list[tuple[bool, list[Item]]] = []
    waiting: list[Item] = []
    for item in items:
        if isinstance(item, Heading):
            if item.level == 1 and waiting:
                runs.append((False, waiting))
                waiting = []
            waiting.append(item)
            if item.empty:
                runs.append((False, waiting))
                waiting = []
            continue
        lies = isinstance(item, PrintTable) and item.slice.landscape
        runs.append((lies, [*waiting, item]))
        waiting = []
    if waiting:
        runs.append((False, waiting))
    return _joined(_turned(runs))


def _turned(runs: list[tuple[bool, list[Item]]]) -> list[tuple[bool, list[Item]]]:
    """Short upright stretches of a chapter between landscape ones become landscape."""
    turned = list(runs)
    position = 0
    while position < len(runs):
        if runs[position][0]:
            position += 1
            continue
        end = position
        while end < len(runs) and not runs[end][0]:
            end += 1
        stretch = [item for _lies, items in runs[position:end] for item in items]
        between = position > 0 and end < len(runs)
        new_chapter = any(isinstance(item, Heading) and item.level == 1 for item in stretch)
        if between and not new_chapter and sum(map(_height, stretch)) < SHORT_MM:
            for place in range(position, end):
                turned[place] = (True, runs[place][1])
        position = end
    return turned


def _height(item: Item) -> float:
    """Rough height of an item in mm."""
    match item:
        case Heading():
            return 12.0
        case PrintTable():
            return item.slice.height_mm
        case Facts():
            return sum(table.slice.height_mm for table in item.tables) / 2
        case PrintBlock(block=ProseView(html=html)):
            return len(re.sub(r"<[^<>]+>", "", html)) / 100 * 5.0 + 4.0
        case _:
            return SHORT_MM


def _joined(runs: Iterable[tuple[bool, list[Item]]]) -> list[Sheet]:
    joined: list[Sheet] = []
    for landscape, items in runs:
        if not joined or joined[-1].landscape != landscape:
            joined.append(Sheet(landscape))
        joined[-1].items.extend(items)
    return joined
