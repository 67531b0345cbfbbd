"""Figures that stand in merged cells: one figure for several rows or columns is nobody's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from reports.collect.reading.cells import Cell, Merged, Sheet

from .figures import Problem
from .rows import down
from .targets import Target


def merged_figures(
    sheet: Sheet, rows: Sequence[int], taken: Mapping[int, Target]
) -> Iterator[Problem]:
    """What is refused in `rows`, which are in their order."""
    figures = {column: target for column, target in taken.items() if target.is_figure}
    for merged in down(sheet.merged):
        target = figures.get(merged.first_column)
        place = bisect_right(rows, merged.first_row)
        reaches = place < len(rows) and rows[place] <= merged.last_row
        if target is None or not reaches or place == 0 or rows[place - 1] != merged.first_row:
            continue
        text = (
            f"Hücre {merged.last_row}. satıra kadar birleştirilmiş; her satırın kendi değeri "
            "ayrı hücreye yazılmalıdır."
        )
        yield from _problem(sheet, merged, target, text)
    known = set(rows)
    for merged in sheet.merged:
        over = [c for c in figures if merged.first_column <= c <= merged.last_column]
        if len(over) < 2 or merged.first_row not in known:
            continue
        text = (
            f"Hücre {len(over)} sütuna birden birleştirilmiş; her sütunun kendi değeri ayrı "
            "hücreye yazılmalıdır."
        )
        yield from _problem(sheet, merged, figures[min(over)], text)


def _problem(sheet: Sheet, merged: Merged, target: Target, text: str) -> Iterator[Problem]:
    cells: list[Cell] = sheet.rows.get(merged.first_row, [])
    for cell in cells:
        if cell.column == merged.first_column:
            yield Problem(cell.row, cell.address, target.key, str(cell.value), text)
