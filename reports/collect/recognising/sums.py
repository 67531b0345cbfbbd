"""Rows that add others up without being called a total: set aside, asked about, or at least told.

What a row is called decides less than what it says: «Müdürlük genel toplamı (adet)» is a total
where its figures are the sums of the rows beside it, and taken as a row it would count them twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from .rows import SheetRow
from .units import plain_words

_WORDS: Final = re.compile(r"\b(?:toplam|yekun|icmal)[a-z]*\b|\b(?:top|total|tumu|hepsi)\b|^genel$")
_TOTALS: Final = re.compile(r"\b(?:toplam|yekun|icmal)")
_FEWEST: Final = 2
"""Rows that a sum adds up at least."""
_TELLING: Final = 5
"""Digits of a row's figures from which on nobody believes that they are such a sum by chance."""
_SUBSETS: Final = 6
"""Sets of columns in which rows say something; a table has few."""

Figures = Mapping[str, Mapping[int, Decimal | None]]
"""Key of a column → row → figure."""


@dataclass(frozen=True)
class Sum:
    """A row whose figures are all the sums of the `count` rows above it, or below."""

    row: SheetRow
    count: int
    is_above: bool
    is_called: bool
    """Its name calls it a total, too."""
    is_telling: bool
    """It can hardly be by chance."""


def sums(data: Sequence[SheetRow], columns: Figures, ends: Sequence[int]) -> Iterator[Sum]:
    """Rows that are sums of at least two rows right above or below them that say a figure.

    `ends` are rows of the file that divide others: totals and headings between them.
    """
    above = _Looking(data, columns, ends).found(is_above=True)
    below = _Looking(data[::-1], columns, ends).found(is_above=False)
    for row in data:
        if found := above.get(row.number) or below.get(row.number):
            yield found


def is_called_total(name: str) -> bool:
    """Whether a name says that the row adds up others, wherever it says so."""
    return _TOTALS.search(plain_words(name)) is not None


class _Looking:
    """The rows in one direction, and the sums of those passed.

    A sum of rows that follow each other is the difference of two sums from the beginning: whether
    there is one is looked up, however many rows there are.
    """

    def __init__(self, data: Sequence[SheetRow], columns: Figures, ends: Sequence[int]) -> None:
        self.data = data
        self.columns = columns
        self.ends = sorted(ends)
        keys = list(columns)
        said = {
            tuple(k for k in keys if columns[k].get(row.number) is not None): None for row in data
        }
        self.subsets = [subset for subset in said if subset][:_SUBSETS]

    def found(self, *, is_above: bool) -> dict[int, Sum]:
        """Row → of which rows it is the sum. First among all rows, then without those found."""
        all_rows = self._pass(self.data, is_above=is_above)
        leaves = [row for row in self.data if row.number not in all_rows]
        if len(leaves) == len(self.data):
            return all_rows
        again = self._pass(leaves, is_above=is_above)
        return {**again, **all_rows}

    def _pass(self, rows: Sequence[SheetRow], *, is_above: bool) -> dict[int, Sum]:
        totals = {key: Decimal() for key in self.columns}
        known: dict[tuple[str, ...], dict[tuple[Decimal, ...], tuple[int, int]]] = {
            subset: {tuple(Decimal() for _ in subset): (0, 0)} for subset in self.subsets
        }
        counted = 0
        found: dict[int, Sum] = {}
        for place, row in enumerate(rows):
            own = {key: values.get(row.number) for key, values in self.columns.items()}
            subset = tuple(key for key, value in own.items() if value is not None)
            said = [own[key] or Decimal() for key in subset]
            if subset in known and any(said):
                wanted = tuple(totals[key] - value for key, value in zip(subset, said, strict=True))
                begin, before = known[subset].get(wanted, (-1, 0))
                if begin >= 0 and counted - before >= _FEWEST:
                    first = rows[begin]
                    made = self._sum(row, place - begin, said, first, is_above=is_above)
                    if made is not None:
                        found[row.number] = made
            for key, value in own.items():
                totals[key] += value or Decimal()
            counted += any(own.values())
            for some, sums_ in known.items():
                # The latest wins: the fewest rows that add up so.
                sums_[tuple(totals[key] for key in some)] = (place + 1, counted)
        return found

    def _sum(
        self, row: SheetRow, count: int, said: list[Decimal], first: SheetRow, *, is_above: bool
    ) -> Sum | None:
        label = plain_words(row.name)
        is_called = not label or _WORDS.search(label) is not None
        digits = sum(len(v.normalize().as_tuple().digits) for v in said if v)
        several = sum(map(bool, said)) > 1
        is_telling = digits >= _TELLING
        # Small figures add up to each other by chance; not those of all rows up to an end.
        is_whole = count > _FEWEST or several or self._is_end(first, is_above=is_above)
        if not (is_called or is_telling or is_whole):
            return None
        return Sum(row, count, is_above, is_called, is_telling)

    def _is_end(self, first: SheetRow, *, is_above: bool) -> bool:
        """Whether the added rows begin where the table does, or at a heading or total."""
        if first is self.data[0]:
            return True
        beside = first.number - 1 if is_above else first.number + 1
        return beside in self.ends
