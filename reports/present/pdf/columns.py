"""Fit a table to paper: which way up the page lies, how wide each column is, where to cut.

Fixed widths make the layout a quarter faster than letting the renderer measure every cell, and look
better: long texts get the room that short figures do not need.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil
from pathlib import Path

from fontTools.ttLib import TTFont

from kars_portal.lib.tokens import millimetres, points
from reports.present.render import TableView
from reports.present.render.blocks import CellView, RowView, TableNote

FONT = Path(__file__).resolve().parents[2] / "static" / "fonts" / "SourceSans3-Regular.ttf"

# Size of the text block: A4 without the margins that the stylesheet reads from the same tokens.
_SHORT_MM = 210.0
_LONG_MM = 297.0
PORTRAIT_MM = _SHORT_MM - 2 * millimetres("page-side")
LANDSCAPE_MM = _LONG_MM - 2 * millimetres("wide-side")
PORTRAIT_HEIGHT_MM = _LONG_MM - millimetres("page-top") - millimetres("page-foot")
LANDSCAPE_HEIGHT_MM = _SHORT_MM - millimetres("wide-top") - millimetres("wide-foot")

# Font sizes of table cells (.print-table and .print-table--dense) and the cell's side padding.
NORMAL_PT = points("print-table")
DENSE_PT = points("print-note")
PADDING_MM = 2 * millimetres("print-cell-inline")
MM_PER_PT = 25.4 / 72
BOLD = 1.08
"""Headings and totals are semibold, which runs wider than the measured regular."""

GUTTER_MM = millimetres("print-gutter")
HALF_SHARE = 48
"""Percent of the page that a table takes which fits into one of two columns."""

# Text columns are not squeezed below this, so that words do not stand alone in their lines.
TEXT_FLOOR_MM = 16.0
LONG_TEXT_FLOOR_MM = 44.0
EASY_HEADING_MM = 34.0
SAMPLE_ROWS = 60
WRAPPED = 1.1
"""Lines end at words, so a wrapped text takes more than its width."""
UNBROKEN_KINDS = {"code", "integer", "decimal", "money", "percent", "date", "boolean"}


@dataclass(frozen=True)
class Slice:
    """A table, or some columns of it, with the width of each column in thousandths of its own."""

    view: TableView
    widths: tuple[int, ...]
    table_width: int
    landscape: bool
    dense: bool
    part: int = 1

    @property
    def column_classes(self) -> tuple[str, ...]:
        """Class names of the columns; `document` writes a rule for each."""
        return tuple(f"w-{width}" for width in self.widths)

    @property
    def classes(self) -> str:
        """Class names of the whole part, for the print stylesheet."""
        names = [f"print-table--{self.table_width}"]
        names += ["print-table--dense"] * self.dense
        names += ["print-table--continued"] * (self.part > 1)
        return " ".join(names)

    @property
    def is_narrow(self) -> bool:
        """Whether it fits into one of two columns of an upright page."""
        return self.table_width == HALF_SHARE and not self.landscape and self.part == 1

    @property
    def height_mm(self) -> float:
        """Rough height: enough to compare layouts, not to place anything."""
        size = DENSE_PT if self.dense else NORMAL_PT
        room = (LANDSCAPE_MM if self.landscape else PORTRAIT_MM) * self.table_width / 100
        inner = [max(5.0, room * width / 1000 - PADDING_MM) for width in self.widths]
        lines = sum(
            max(
                ceil(measure(cell.text, size) * WRAPPED / width)
                for cell, width in zip(row.cells, inner, strict=True)
            )
            or 1
            for row in self.view.rows
        )
        return 14.0 + lines * size * 1.3 * MM_PER_PT + len(self.view.rows) * 1.8

    @property
    def pages(self) -> float:
        """Rough number of pages."""
        return self.height_mm / (LANDSCAPE_HEIGHT_MM if self.landscape else PORTRAIT_HEIGHT_MM)


@dataclass(frozen=True)
class _Need:
    """What one column asks for, in mm.

    `least` breaks no figure and no word, `wish` suits its texts, `ease` its heading as well.
    """

    least: float
    wish: float
    ease: float


@lru_cache(maxsize=1)
def _advances() -> dict[int, float]:
    """Advance width of every character of the print font, in em."""
    with TTFont(FONT, lazy=True) as font:
        glyphs = font.getBestCmap()
        metrics = font["hmtx"].metrics
        em = font["head"].unitsPerEm
        return {code: metrics[name][0] / em for code, name in glyphs.items()}


@lru_cache(maxsize=50_000)
def measure(text: str, size_pt: float) -> float:
    """Width of a line of text in mm."""
    advances = _advances()
    return sum(advances.get(ord(letter), 0.6) for letter in text) * size_pt * MM_PER_PT


def fit(view: TableView) -> tuple[Slice, ...]:
    """Upright if the columns fit, else smaller, else landscape, else cut into parts.

    A long table turns to landscape as well where that saves a fifth of its pages, or spares it the
    small type without more pages.
    """
    rows = _sample(view)
    possible = []
    for landscape, size in (
        (False, NORMAL_PT),
        (False, DENSE_PT),
        (True, NORMAL_PT),
        (True, DENSE_PT),
    ):
        needs = _needs(view, rows, size)
        room = LANDSCAPE_MM if landscape else PORTRAIT_MM
        if sum(need.least for need in needs) <= room:
            widths, share = _distribute(needs, room)
            possible.append(Slice(view, widths, share, landscape, size == DENSE_PT))
    if not possible:
        return _cut(view, rows)
    chosen = possible[0]
    if not chosen.landscape and chosen.pages > 1:
        turned = next((slice_ for slice_ in possible if slice_.landscape), chosen)
        if turned.pages < (1.1 if chosen.dense else 0.8) * chosen.pages:
            chosen = turned
    return (chosen,)


def _cut(view: TableView, rows: Sequence[RowView]) -> tuple[Slice, ...]:
    """Parts of a table that is too wide for any page.

    Each repeats the column that names the row.
    """
    needs = _needs(view, rows, DENSE_PT)
    key = _naming_columns(view)
    groups = _even_groups(needs, key, LANDSCAPE_MM, PORTRAIT_MM)
    slices = []
    for number, group in enumerate(groups, start=1):
        columns = [*key, *group]
        widths, share = _distribute([needs[i] for i in columns], LANDSCAPE_MM)
        part = _take(view, columns, first=number == 1, last=number == len(groups))
        part = replace(part, title=f"{view.title} ({number}/{len(groups)})")
        slices.append(Slice(part, widths, share, True, True, number))
    return tuple(slices)


def column_parts(view: TableView, room: float, size: float) -> tuple[tuple[int, ...], ...]:
    """Places of the columns in each part that a page with so much room takes; one part if it can.

    Every part begins with the column that names the row. For who lays the table out by himself: no
    widths are given. `room` is in mm, `size` of the type in points.
    """
    needs = _needs(view, _sample(view), size)
    if sum(need.least for need in needs) <= room:
        return (tuple(range(len(needs))),)
    key = _naming_columns(view)
    return tuple((*key, *group) for group in _even_groups(needs, key, room, room / 2))


def _even_groups(
    needs: Sequence[_Need], key: Sequence[int], room: float, least: float
) -> list[list[int]]:
    """The last part would hold what was left over: narrower parts of the same number are even."""
    groups = _groups(needs, key, room)
    while room > least and len(even := _groups(needs, key, room - 5.0)) == len(groups):
        room, groups = room - 5.0, even
    return groups


def _groups(needs: Sequence[_Need], key: Sequence[int], room: float) -> list[list[int]]:
    """Columns beside the naming ones in as many parts as the room asks for."""
    fixed = sum(needs[i].wish for i in key)
    groups: list[list[int]] = [[]]
    used = fixed
    for position, need in enumerate(needs):
        if position in key:
            continue
        if groups[-1] and used + need.least > room:
            groups.append([])
            used = fixed
        groups[-1].append(position)
        used += need.least
    return groups


def _naming_columns(view: TableView) -> list[int]:
    """The row's heading and, where it stands first, the code before it."""
    cells = view.rows[0].cells if view.rows else ()
    header = next((i for i, cell in enumerate(cells) if cell.is_header), 0)
    first_is_code = header > 0 and view.heads[0].kind == "code"
    return [0, header] if first_is_code and len(view.heads[0].key) < 5 else [header]


def _take(view: TableView, columns: Sequence[int], *, first: bool, last: bool) -> TableView:
    def cells(row: RowView) -> RowView:
        return replace(row, cells=tuple(row.cells[i] for i in columns))

    shown = {row.cells[i].mark for row in _all_rows(view) for i in columns}
    return replace(
        view,
        notes=_notes_of(view, shown, last=last),
        anchor=view.anchor if first else "",
        heads=tuple(view.heads[i] for i in columns),
        rows=tuple(cells(row) for row in view.rows),
        total=cells(view.total) if view.total else None,
        note=view.note if last else "",
        basis=view.basis if last else "",
    )


def _all_rows(view: TableView) -> tuple[RowView, ...]:
    return (*view.rows, view.total) if view.total else view.rows


def _notes_of(view: TableView, shown: set[str], *, last: bool) -> tuple[TableNote, ...]:
    """Notes about the cells of a part; those about the whole table go with the last part."""
    return tuple(note for note in view.notes if (note.mark in shown if note.mark else last))


def _sample(view: TableView) -> list[RowView]:
    """Evenly spread rows are enough to judge texts; figures are all looked at in `_needs`."""
    rows = list(view.rows)
    step = max(1, len(rows) // SAMPLE_ROWS)
    return rows[::step]


def _needs(view: TableView, rows: Sequence[RowView], size: float) -> list[_Need]:
    needs = []
    for position, head in enumerate(view.heads):
        title = f"{head.title} ({head.unit})" if head.unit else head.title
        heading = min(measure(title, size) * BOLD + PADDING_MM, EASY_HEADING_MM)
        word = max((measure(word, size) * BOLD for word in title.split()), default=0.0)
        every = [_printed(row.cells[position]) for row in view.rows]
        if view.total:
            every.append(_printed(view.total.cells[position]))
        if head.kind in UNBROKEN_KINDS:
            widest = max((measure(text, size) * BOLD for text in every), default=0.0)
            least = max(word, widest) + PADDING_MM
            needs.append(_Need(least, least, max(least, heading)))
            continue
        words = (measure(word, size) * 1.03 for text in every for word in text.split())
        least = max(word, min(max(words, default=0.0), 45.0)) + PADDING_MM
        filled = (row.cells[position] for row in rows if not row.cells[position].is_missing)
        widths = sorted(measure(cell.text, size) for cell in filled) or [0.0]
        usual = widths[int(len(widths) * 0.9)] if len(widths) > 1 else widths[0]
        longest = widths[-1]
        floor = LONG_TEXT_FLOOR_MM if longest > 3 * LONG_TEXT_FLOOR_MM else TEXT_FLOOR_MM
        wish = max(least, (usual + sum(widths) / len(widths)) / 2 + PADDING_MM)
        least = max(least, min(floor, longest + PADDING_MM))
        one_line = longest + PADDING_MM if longest < 70 else wish
        wish = max(least, wish, one_line)
        needs.append(_Need(least, wish, max(wish, heading)))
    return needs


def _printed(cell: CellView) -> str:
    """What stands in a cell, with room for the mark of its note."""
    return cell.text + cell.mark


def _distribute(needs: Sequence[_Need], room: float) -> tuple[tuple[int, ...], int]:
    """Widths in thousandths of the table, and the table's width in percent of the page."""
    spare = room - sum(need.least for need in needs)
    wants = [max(0.0, need.wish - need.least) for need in needs]
    wanted = sum(wants)
    if wanted > spare:
        damped = [want**0.8 for want in wants]
        total = sum(damped)
        widths = [
            need.least + spare * want / total for need, want in zip(needs, damped, strict=True)
        ]
        share = 100
    else:
        rest = spare - wanted
        eases = [need.ease - need.wish for need in needs]
        fraction = min(1.0, rest / sum(eases)) if sum(eases) else 0.0
        widths = [need.wish + ease * fraction for need, ease in zip(needs, eases, strict=True)]
        # A narrow table is not stretched over the whole page: eyes would lose the line.
        natural = sum(widths) + 6.0 * len(widths)
        share = 100 if natural > 0.8 * room else max(50, -(-int(natural / room * 100) // 10) * 10)
        if natural <= (PORTRAIT_MM - GUTTER_MM) / 2:
            share = HALF_SHARE
    return _thousandths(widths), share


def _thousandths(widths: Sequence[float]) -> tuple[int, ...]:
    """Whole thousandths that sum to 1000; the last column takes what rounding leaves."""
    total = sum(widths) or 1.0
    whole = [int(width / total * 1000) for width in widths]
    whole[-1] += 1000 - sum(whole)
    return tuple(whole)
