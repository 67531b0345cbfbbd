"""A trial balance put over the entry sheets of a year: looked at, and taken as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.translation import gettext as _

from finance.enums import AccountTarget
from reports.collect.intake.filling import Decisions
from reports.collect.intake.preview import Preview, preview
from reports.collect.intake.taking import Refused, Upload, remember, take
from reports.collect.reading.cells import Book
from reports.collect.reading.cells import Sheet as FileSheet
from reports.collect.recognising.headings import find_heading
from reports.collect.recognising.recognise import Chosen, Recognised, recognise
from reports.collect.sheets import Sheet, sheets_for
from reports.collect.workflow import access
from reports.ground.actors import Actor, Visitor
from reports.ground.rehearsal import rehearsed
from reports.models import Intake, Section

from .checking import Checked, check
from .lines import MODELS, Lines, lines_of
from .mapping import Mapped, map_accounts
from .reading import KEY, TABLE, TrialBalance, accounts_of, names_of
from .rules import rules_of

FILE: Final = "dosya"
"""In place of a table: the file as a whole."""
TOKEN_LENGTH: Final = 32


@dataclass(frozen=True)
class Headings:
    """For which files headings that people matched by hand are remembered."""

    key: str = KEY


@dataclass(frozen=True)
class Asked:
    """What a person decides beyond the reading of the file; nothing of it is supposed.

    `level`: at which level of the economic code lines are made that a table lacks, 0 for none.
    `accepted`: tables, or the file, whose doubts are known and taken all the same.
    """

    level: int = 0
    accepted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """A table that the trial balance may fill. `closed`: why this person can't write there."""

    target: str
    sheet: Sheet
    closed: str = ""


@dataclass
class Looked:
    """A file as a trial balance."""

    book: Book
    found: Recognised
    balance: TrialBalance
    checked: Checked
    mapped: Mapped
    lacking: list[str] = field(default_factory=list)
    """Columns that the file would need."""

    @property
    def is_unread(self) -> bool:
        """Whether cells are refused or wait for a choice: sums of the others would be untrue."""
        return bool(not self.found.is_settled or self.found.problems or self.lacking)

    @property
    def is_wrong(self) -> bool:
        """Whether something has to be mended or chosen before anything is taken."""
        strays = any(stray.blocks for stray in self.balance.strays)
        return self.is_unread or strays or not self.balance.accounts

    @property
    def has_doubts(self) -> bool:
        """Whether the file as a whole does not hold."""
        of_file = any(difference.is_of_file for difference in self.checked.differences)
        return of_file or bool(self.balance.strays)


@dataclass
class TableLook:
    """What would become of one table."""

    place: Place
    lines: Lines
    found: Recognised
    preview: Preview

    @property
    def can_be_taken(self) -> bool:
        return self.preview.can_be_taken and not self.place.closed


def places_of(user: Visitor, year: int, closed_for: Callable[[Visitor, Sheet], str]) -> list[Place]:
    """The tables of a year that a person may see; whether he or she may write there."""
    targets = {model._meta.label_lower: target for target, model in MODELS.items()}
    found: dict[str, Place] = {}
    for section in Section.objects.filter(year=year, code__startswith="III.A").order_by("code"):
        if not access.may_see_section(user, section):
            continue
        for sheet in sheets_for(user, section):
            target = targets.get(sheet.row_model)
            if target and sheet.kind == "grid":
                found.setdefault(target, Place(target, sheet, closed_for(user, sheet)))
    return [found[target] for target in AccountTarget.values if target in found]


def look(book: Book, number: int | None, chosen: Chosen, year: int) -> Looked:
    """Read a file's sheet as a trial balance, and map it by the rules of a year."""
    of_file = _sheet_of(book, number, chosen.columns)
    found = recognise(book, of_file, replace(TABLE, year=year), chosen)
    balance = accounts_of(found) if found.heading else TrialBalance()
    lacking = names_of(found) if found.heading else []
    looked = Looked(book, found, balance, Checked(), Mapped(), lacking)
    if not looked.is_unread:
        looked.checked = check(balance)
        leaves = looked.checked.leaves
        looked.mapped = map_accounts(balance.accounts, leaves, rules_of(year))
    return looked


def _sheet_of(book: Book, number: int | None, known: Mapping[str, str]) -> FileSheet:
    """The chosen sheet, else the first shown one that has the heading of a trial balance."""
    if number is not None and number < len(book.sheets):
        return book.sheets[number]
    shown = book.shown or [sheet for sheet in book.sheets if sheet.rows] or book.sheets
    return next((sheet for sheet in shown if find_heading(sheet, TABLE, known)), shown[0])


def tables_of(looked: Looked, places: Sequence[Place], asked: Asked, by: Actor) -> list[TableLook]:
    """Try all tables out, and take it back. Of a file that can't be read nothing is tried."""
    if looked.is_unread:
        return []

    def tried() -> list[TableLook]:
        return [_table(looked, place, asked, by) for place in places]

    return rehearsed(tried)()


def _table(looked: Looked, place: Place, asked: Asked, by: Actor) -> TableLook:
    lines, found = _found(looked, place, asked)
    return TableLook(place, lines, found, preview(place.sheet, found, Decisions(), by))


def _found(looked: Looked, place: Place, asked: Asked) -> tuple[Lines, Recognised]:
    sheet, target = place.sheet, place.target
    lines = lines_of(sheet, target, looked.mapped.postings.get(target, ()), asked.level)
    rows = lines.rows(sheet.names[0].key, with_doubts=target in asked.accepted)
    return lines, Recognised(looked.found.sheet, looked.found.heading, rows=rows)


@dataclass(frozen=True)
class Confirmed:
    """What a person confirms: the file, what was shown of each table, and what was chosen.

    `digests`: table → mark of the rows that were shown. `names`: headings matched by hand.
    """

    upload: Upload
    digests: Mapping[str, str]
    names: Mapping[str, str]


def take_all(
    looked: Looked,
    places: Collection[Place],
    asked: Asked,
    confirmed: Confirmed,
    by: Actor,
) -> list[Intake]:
    """Take the chosen tables, all or none. A second confirmation finds what the first one did.

    Raises Refused.
    """
    return rehearsed(_take_all)(looked, places, asked, confirmed, by)


def _take_all(
    looked: Looked,
    places: Collection[Place],
    asked: Asked,
    confirmed: Confirmed,
    by: Actor,
) -> list[Intake]:
    if looked.is_wrong or (looked.has_doubts and FILE not in asked.accepted):
        raise Refused(_("Dosyada düzeltilmemiş hata ya da verilmemiş karar var; alınmadı."))
    taken = []
    for place in places:
        _lines, found = _found(looked, place, asked)
        upload = Upload(
            token_of(confirmed.upload.token, place.sheet),
            confirmed.upload.name,
            confirmed.upload.file_hash,
            confirmed.digests.get(place.target, ""),
        )
        try:
            taken.append(take(place.sheet, found, Decisions(), upload, by))
        except Refused as refused:
            raise Refused(f"{place.sheet.title}: {refused}") from refused
    remember(Headings(), confirmed.names, by)
    return taken


def token_of(token: str, sheet: Sheet) -> str:
    """The name of an upload for one of its tables: each is taken, and taken back, by itself."""
    whole = hashlib.sha256(f"{token}:{sheet.address}".encode())
    return whole.hexdigest()[:TOKEN_LENGTH]
