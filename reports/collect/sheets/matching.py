"""Which stored or offered row a line of a file or of a pasted block means, by its names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from kars_portal.lib.turkish import search_key, slugify

from .grid import GridRow, Sheet


class Matching:
    """The rows of a sheet, found by what a line says of their names."""

    def __init__(self, sheet: Sheet, rows: Sequence[GridRow]) -> None:
        self.sheet = sheet
        self.rows = rows
        self.first = _by(rows, lambda row: first_name(sheet, row))
        self.by_name: dict[str, dict[str, list[GridRow]]] = {}
        self.keys = _by(rows, lambda row: row.key)

    def targets(self, cells: dict[str, str]) -> list[GridRow]:
        """The rows whose names are all those that a line says, none of them another one.

        Where there is none, those that lack some of these names. A line that says one name only may
        also say the key that it stands for.
        """
        exact = self._exact(cells)
        said = [column.key for column in self.sheet.names if exact.get(column.key)]
        if not said:
            return []
        names = {key: search_key(exact[key]) for key in said}

        def agrees(row: GridRow, *others: str) -> bool:
            stored = ((search_key(row.cells.get(key, "")), name) for key, name in names.items())
            return all(is_there in (name, *others) for is_there, name in stored)

        alike = self._named_like(said[0], exact[said[0]])
        found = [row for row in alike if agrees(row)] or [row for row in alike if agrees(row, "")]
        if found or len(said) > 1:
            return found
        return self.keys.get(slugify(exact[said[0]])) or []

    def _named_like(self, key: str, name: str) -> list[GridRow]:
        """Rows with a name in one of the columns of names."""
        if key not in self.by_name:
            self.by_name[key] = _by(self.rows, lambda row: search_key(row.cells.get(key, "")))
        return self.by_name[key].get(search_key(name), [])

    def _exact(self, cells: dict[str, str]) -> dict[str, str]:
        """The names of a line in their exact spelling, so that «Memur» finds its code."""
        found: dict[str, str] = {}
        for column in self.sheet.names:
            if column.key not in cells:
                continue
            raw = cells[column.key]
            try:
                found[column.key] = column.read(raw) if column.is_input else raw
            except ValueError:
                found[column.key] = raw
        return found


def says_the_same(sheet: Sheet, key: str, value: str, before: str) -> bool:
    """Whether a cell would be what it is: names are the same in another spelling."""
    column = sheet.by_key[key]
    if column in sheet.names and search_key(value) == search_key(before):
        return True  # another spelling of a name is no other name
    try:
        return column.read(value) == column.read(before)
    except ValueError:
        return value == before


def _by(rows: Sequence[GridRow], spell: Callable[[GridRow], str]) -> dict[str, list[GridRow]]:
    found: dict[str, list[GridRow]] = defaultdict(list)
    for row in rows:
        if spelled := spell(row):
            found[spelled].append(row)
    return found


def first_name(sheet: Sheet, row: GridRow) -> str:
    """The first name of a row, folded."""
    return search_key(row.cells.get(sheet.names[0].key, "")) if sheet.names else ""
