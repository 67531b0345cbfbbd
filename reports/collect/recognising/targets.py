"""What a table asks for: its columns, as the recogniser looks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kars_portal.lib.turkish import search_key

ROW_KEY = "#"
"""Key of the column in which files made by the portal name their rows."""


@dataclass(frozen=True)
class Target:
    """A column of a table of the report.

    `names` are all ways to write it: title, title with unit, the field's name in files, other words
    that people use. `places`: decimals at most, 0 for counts, None where any number is kept.
    `is_figure` False: text, a code, a date. A `is_computed` column is known, and never taken.
    """

    key: str
    title: str
    names: tuple[str, ...] = ()
    is_figure: bool = False
    places: int | None = None
    unit: str = ""
    is_name: bool = False
    """One of the columns that say which row it is."""
    is_key: bool = False
    """The portal's own name of a row, in files that it made."""
    is_computed: bool = False
    is_date: bool = False
    takes_number: bool = False
    """A column of text in which whole numbers are usual: a year, a house number."""
    withheld: frozenset[str] = frozenset()
    """What stands in the portal's files in place of a figure that is not published."""

    def spellings(self) -> set[str]:
        """Every way to write it, folded."""
        return {search_key(name) for name in (self.title, self.key, *self.names) if name} - {""}


@dataclass(frozen=True)
class Table:
    """A table of the report, as the recogniser needs to know it."""

    title: str
    targets: tuple[Target, ...]
    row_names: frozenset[str] = frozenset()
    """Folded names of the rows that the table has already."""
    row_keys: frozenset[str] = frozenset()
    """Their keys, as the portal's own files name them."""
    year: int | None = None
    """Of the report; a column of another year is none of the table's."""
    is_numbered: bool = False
    """New rows may come without a name: the table numbers them."""

    asks: bool = True
    """Whether a person can be asked about a row that may be none; else it is taken, and told."""

    @property
    def names(self) -> list[Target]:
        return [target for target in self.targets if target.is_name]

    def target(self, key: str) -> Target:
        return next(target for target in self.targets if target.key == key)


def by_key(targets: Sequence[Target]) -> dict[str, list[Target]]:
    """Folded way to write → the columns that may be meant by it."""
    found: dict[str, list[Target]] = {}
    for target in targets:
        for key in target.spellings():
            found.setdefault(key, []).append(target)
    return found
