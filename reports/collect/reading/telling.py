"""What a reader of one format says of its sheets, in bounded portions. Nothing of Django."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType, NoneType

from .bounds import Counter
from .cells import Cell, Merged, Said, spelled, tidied
from .looks import Seen

_PORTION = 2000
_MOST_MERGED = 20_000
_PLAIN = (int, float, NoneType)
"""What JSON spells as it is."""


def tell_sheet(
    name: str, cells: Iterable[Cell], counter: Counter, *, is_hidden: bool = False
) -> Iterator[Said]:
    """The sheet's name, then its cells; cells without value and formula are left out."""
    counter.sheet()
    yield {"sheet": name, "hidden": is_hidden}
    portion: list[list[object]] = []
    count = counter.cell
    for cell in cells:
        value, format_, formula = cell.value, cell.format, cell.formula
        if (value is None or value == "") and not formula:
            continue
        count(name, cell.row, cell.column, value)
        said: object = value
        if isinstance(value, str):
            said = tidied(value)
        elif not isinstance(value, _PLAIN):
            said = spelled(value)
        if formula:
            portion.append([cell.row, cell.column, said, format_, formula])
        elif format_:
            portion.append([cell.row, cell.column, said, format_])
        else:
            portion.append([cell.row, cell.column, said])
        if len(portion) == _PORTION:
            yield {"cells": portion}
            portion = []
    if portion:
        yield {"cells": portion}


def tell_look(
    merged: Iterable[Merged] = (),
    rows: Iterable[int] = (),
    columns: Iterable[int] = (),
    *,
    is_filtered: bool = False,
    about: Iterable[str] = (),
    widths: Mapping[int, int] = MappingProxyType({}),
    seen: Seen | None = None,
) -> Said:
    """How the sheet told last is shown. `about`: words around the cells, a page's heading;
    `widths`: row → cells that it is divided into, empty ones too.
    """
    look = {
        "merged": [
            [m.first_row, m.first_column, m.last_row, m.last_column]
            for m in itertools.islice(merged, _MOST_MERGED)
        ],
        "hidden_rows": sorted(rows),
        "hidden_columns": sorted(columns),
        "filtered": is_filtered,
        "about": list(about),
        "widths": list(widths.items()),
        **(seen or Seen()).said(),
    }
    return {"look": look}
