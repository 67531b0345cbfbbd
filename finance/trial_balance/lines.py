"""Lines of one entry sheet out of the mapped accounts: which are taken, held back, or lacking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from finance.enums import AccountTarget
from finance.models import EconomicCode, ExpenditureLine, RevenueLine, StatementOfActivities
from finance.models.accounts import CODE_KINDS
from kars_portal.lib.numbers import format_decimal
from reports.collect.recognising.recognise import Row
from reports.collect.sheets import Sheet
from reports.models import YearRow

from .mapping import Posting

MODELS: Final[Mapping[str, type[YearRow]]] = {
    AccountTarget.EXPENDITURE: ExpenditureLine,
    AccountTarget.REVENUE: RevenueLine,
    AccountTarget.ACTIVITIES: StatementOfActivities,
}
"""Table of the mapping → rows that it fills."""
LEVELS: Final = 4


@dataclass
class Line:
    """A row of the table as the trial balance has it; `amounts` by column, in lira."""

    code: str
    row: int
    """The first row of the file that goes into it."""
    amounts: dict[str, Decimal] = field(default_factory=dict)
    accounts: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)

    def add(self, posting: Posting) -> None:
        """Count an account in."""
        column = posting.rule.column
        self.amounts[column] = self.amounts.get(column, Decimal()) + posting.amount
        self.accounts.append(posting.account.code)
        self.row = min(self.row, posting.account.row)
        for said, new in ((self.doubts, posting.doubts), (self.blocks, posting.blocks)):
            said += [text for text in new if text not in said]


@dataclass
class Lines:
    """What a trial balance says of one table."""

    taken: list[Line] = field(default_factory=list)
    doubtful: list[Line] = field(default_factory=list)
    """Taken only by whoever says so."""
    held: list[Line] = field(default_factory=list)
    """Never taken as they are."""
    lacking: list[Line] = field(default_factory=list)
    """The table has no such line."""

    def rows(self, name: str, *, with_doubts: bool) -> list[Row]:
        """As the sheet's rows are given to it; `name` is the column of the row's key."""
        lines = [*self.taken, *(self.doubtful if with_doubts else ())]
        return [
            Row(
                line.row,
                {name: line.code}
                | {key: format_decimal(v, grouping=False) for key, v in line.amounts.items()},
            )
            for line in sorted(lines, key=lambda line: line.row)
        ]


@dataclass(frozen=True)
class _Codes:
    """Economic codes of a table: of its lines, of last year's, of the year's list."""

    stored: frozenset[str]
    offered: frozenset[str]
    defined: frozenset[str]
    level: int
    """Level at which lines that the table lacks are made; 0: none is made."""

    def place(self, code: str) -> tuple[str, str]:
        """The line in which a code counts, and why there is none: one of both is empty."""
        parts = code.split(".")
        above = [".".join(parts[:end]) for end in range(len(parts), 0, -1)]
        for known in (self.stored, self.offered):
            if found := next((c for c in above if c in known), ""):
                return found, ""
        if self._has_below(code):
            return "", _("tablodaki satırlar bu hesaptan daha ayrıntılı")
        if not self.level:
            return "", _("tabloda bu kodun satırı yok")
        made = ".".join(parts[: self.level])
        if made not in self.defined:
            return "", _("«%(code)s» ekonomik kodu tanımlı değil ya da yürürlükte değil") % {
                "code": made
            }
        if self._has_below(made):
            return "", _("tabloda %(code)s kodunun altında satırlar var") % {"code": made}
        return made, ""

    def _has_below(self, code: str) -> bool:
        return any(known.startswith(f"{code}.") for known in self.stored | self.offered)


def lines_of(sheet: Sheet, target: str, postings: Iterable[Posting], level: int) -> Lines:
    """Put the postings of a table into its lines."""
    name = sheet.names[0].key
    rows = sheet.rows()
    stored = frozenset(row.cells.get(name, "") for row in rows)
    offered = frozenset(row.cells.get(name, "") for row in sheet.offers(rows))
    kind = CODE_KINDS.get(target)
    defined: Collection[str] = ()
    if kind is not None and level:
        codes = EconomicCode.objects.filter(kind=kind)
        defined = {code.code for code in codes if code.is_valid_in(sheet.year)}
    known = _Codes(stored, offered, frozenset(defined), level)
    placed: dict[str, Line] = {}
    lacking: dict[tuple[str, str], Line] = {}
    for posting in postings:
        code, why = known.place(posting.row) if posting.row else ("", "")
        if code:
            line = placed.setdefault(code, Line(code, posting.account.row))
        else:
            # Without a code in its details the account itself is told.
            key = (posting.row or posting.account.code, why)
            line = lacking.setdefault(key, Line(key[0], posting.account.row))
            if why and why not in line.blocks:
                line.blocks.append(why)
        line.add(posting)
    found = Lines(lacking=sorted(lacking.values(), key=lambda line: line.row))
    for line in sorted(placed.values(), key=lambda line: line.row):
        if line.blocks:
            found.held.append(line)
        elif line.doubts:
            found.doubtful.append(line)
        else:
            found.taken.append(line)
    return found
