"""What the template is given: the cells, rows and sums of one grid, and the page around them."""

from __future__ import annotations

from dataclasses import dataclass, field

from reports.collect.sheets.columns import GridColumn
from reports.collect.sheets.grid import Link, Sheet
from reports.collect.sheets.history import Author
from reports.collect.sheets.typed import (
    DELETE,
    KEEP,
    PROPOSED,
    choice_name,
)
from reports.enums import EntryState
from reports.office.findings.desk import AWAITED

from .findings import Mark, sentence

GRAVEST = ("error", "warning", AWAITED)


@dataclass(frozen=True)
class Theirs:
    """What somebody else stored meanwhile, and the choice between the two."""

    text: str
    author: Author | None
    name: str
    choice: str = ""


@dataclass
class PageCell:
    """One cell; `text` is what stands in the input, or what is read."""

    column: GridColumn
    id: str
    name: str
    text: str
    label: str
    is_input: bool
    was: str | None = None
    """What the input would hold if nothing had been typed."""
    value: str = ""
    """Exact spelling of a cell that is not entered, for the sums of the script."""
    last: str = ""
    formula: str = ""
    errors: list[str] = field(default_factory=list)
    notes: list[Mark] = field(default_factory=list)
    theirs: Theirs | None = None
    is_refreshed: bool = False
    before: str | None = None
    """What stood here before a block was pasted; None where none was."""
    is_wide: bool = False
    is_wanted: bool = False
    """Somebody was led here: the cell is shown and has the focus."""

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """Code, name, chosen; what is no option stands there as it was typed."""
        chosen = self.text
        codes = [code for code, _name in self.column.options]
        if chosen and chosen not in codes:
            try:
                chosen = self.column.read(chosen)
            except ValueError:
                return [*((c, n, False) for c, n in self.column.options), (chosen, chosen, True)]
        return [(code, name, code == chosen) for code, name in self.column.options]

    @property
    def severity(self) -> str:
        said = {mark.severity for mark in self.notes}
        return next((name for name in GRAVEST if name in said), "")

    @property
    def sentences(self) -> list[str]:
        return [sentence(finding) for finding in self.notes]

    @property
    def described_by(self) -> str:
        """Ids of what is said about the cell."""
        said = {
            "g": self.last,
            "e": self.errors,
            "n": self.notes,
            "c": self.theirs,
            "r": self.is_refreshed,
            "o": self.before is not None,
        }
        return " ".join(f"{self.id}-{mark}" for mark, found in said.items() if found)


@dataclass
class PageRow:
    """One row of the page."""

    id: str
    key: str
    label: str
    cells: list[PageCell]
    state: EntryState = EntryState.EMPTY
    is_stored: bool = False
    is_offer: bool = False
    is_deleted: bool = False
    is_kept: bool = False
    errors: list[str] = field(default_factory=list)
    notes: list[Mark] = field(default_factory=list)
    message: str = ""
    theirs: Theirs | None = None
    is_proposed: bool = False
    proposal: str = ""
    """The choice that was made: mine (add), theirs (leave)."""
    link: Link | None = None

    @property
    def delete_name(self) -> str:
        return f"{DELETE}.{self.id}"

    @property
    def keep_name(self) -> str:
        return f"{KEEP}.{self.id}"

    @property
    def proposed_name(self) -> str:
        return f"{PROPOSED}.{self.id}"

    @property
    def choice_name(self) -> str:
        return choice_name(self.id)

    @property
    def sentences(self) -> list[str]:
        return [sentence(finding) for finding in self.notes]

    @property
    def has_messages(self) -> bool:
        return bool(self.errors or self.notes or self.message or self.theirs or self.is_proposed)


@dataclass(frozen=True)
class Summary:
    """One line of the list of what is wrong."""

    href: str
    place: str
    sentence: str


@dataclass
class Page:
    """The whole grid."""

    sheet: Sheet
    rows: list[PageRow]
    totals: list[PageCell]
    template: PageRow | None
    base: str
    summary: list[Summary]
    conflicts: int = 0
    proposed: int = 0
    """Rows out of a pasted block of which nobody has said whether they are new."""
    vanished: list[str] = field(default_factory=list)
    is_typed: bool = False
    may_add: bool = False
    may_delete: bool = False

    @property
    def wanted(self) -> PageCell | None:
        """The cell that the address asks for, where the page has it."""
        cells = (cell for row in self.rows for cell in row.cells)
        return next((cell for cell in (*cells, *self.totals) if cell.is_wanted), None)
