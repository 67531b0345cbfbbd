"""Tables that are not entered on a grid: the sheet tells how far they are, and leads there."""

from __future__ import annotations

from reports.enums import EntryState
from reports.models import Section

from .grid import Progress, Sheet
from .reading import Reading


class FormSheet(Sheet):
    """Records that keep a form of their own; the sheet is the way there."""

    kind = "form"

    def __init__(
        self, section: Section, reading: Reading, key: str, title: str, model: str, href: str
    ) -> None:
        super().__init__(section, reading, key, title, model)
        self.href = href

    @property
    def address(self) -> str:
        return self.href

    def count(self, year: int) -> int:
        """Records of a year."""
        raise NotImplementedError

    def progress(self) -> Progress:
        rows, before = self.count(self.section.year_id), self.count(self.section.year_id - 1)
        state = EntryState.ENTERED if rows else EntryState.EMPTY
        return Progress(rows, rows or before, rows, before, state)

    def digest(self) -> str:
        return str(self.count(self.section.year_id))
