"""Running numbers of new rows: asked of the database once, then counted on."""

from __future__ import annotations

from collections.abc import Callable


class Numbering:
    """The last number of each kind that rows of one save have, as far as it was asked for."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self._taken: dict[str, set[str]] = {}

    def next(self, kind: str, last: Callable[[], int | None]) -> int:
        """The number after the last one; `last` reads that from the database."""
        if kind not in self._last:
            self._last[kind] = last() or 0
        self._last[kind] += 1
        return self._last[kind]

    def seen(self, kind: str, number: int, last: Callable[[], int | None]) -> None:
        """A row has brought its own number along; the next one comes after it."""
        if kind not in self._last:
            self._last[kind] = last() or 0
        self._last[kind] = max(self._last[kind], number)

    def taken(self, kind: str, known: Callable[[], set[str]]) -> set[str]:
        """Names that rows have, to which those of new rows are added; `known` reads them."""
        if kind not in self._taken:
            self._taken[kind] = known()
        return self._taken[kind]
