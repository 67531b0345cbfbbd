"""Rows that add others up without being called a total: set aside, or at least told.

What a row is called decides less than what it says: «Müdürlük genel toplamı (adet)» is a total
where its figures are the sums of the rows above it, and taken as a row it would count them twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from kars_portal.lib.turkish import search_key

from .figures import FigureColumn
from .rows import RowKind, SheetRow
from .units import plain_words

_WORDS: Final = re.compile(r"\b(?:toplam|yekun|icmal)[a-z]*\b|\b(?:top|total|tumu|hepsi)\b|^genel$")
_FEWEST: Final = 2
"""Rows that a sum adds up at least."""


def sums(
    data: Sequence[SheetRow],
    aside: Sequence[SheetRow],
    columns: Mapping[str, FigureColumn],
    known: frozenset[str],
) -> Iterator[tuple[SheetRow, bool]]:
    """Rows whose figures are all the sums of those above; True: the row is called a total, too.

    `known` are names of rows that the table has: nobody takes them for a sum.
    """
    settled = [c for c in columns.values() if not c.readings and c.target.unit != "%"]
    ends = sorted(r.number for r in aside if r.kind in (RowKind.TOTAL, RowKind.GROUP))
    rows = rows_since = 0
    # Of all rows, and of those since the last total or heading.
    sum_of_all: dict[str, Decimal] = {c.target.key: Decimal() for c in settled}
    sum_since = dict(sum_of_all)
    for row in data:
        while ends and ends[0] < row.number:
            ends.pop(0)
            sum_since, rows_since = dict.fromkeys(sum_since, Decimal()), 0
        said = {c.target.key: c.values.get(row.number) or Decimal() for c in settled}
        counted = sum(value != 0 for value in said.values())
        blocks = ((rows, sum_of_all), (rows_since, sum_since))
        adds = [n for n, block in blocks if n >= _FEWEST and block == said]
        if counted and adds and search_key(row.name) not in known:
            label = plain_words(row.name)
            is_called = not label or _WORDS.search(label) is not None
            if is_called or max(adds) > _FEWEST or counted > 1:
                yield row, is_called
            if is_called:
                sum_since, rows_since = dict.fromkeys(sum_since, Decimal()), 0
                continue
        for key, value in said.items():
            sum_of_all[key] += value
            sum_since[key] += value
        rows += 1
        rows_since += 1
