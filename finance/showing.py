"""What a trial balance would do to each table, as the page shows it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from finance.trial_balance.intake import Place, TableLook
from finance.trial_balance.lines import Line, Lines
from finance.trial_balance.mapping import Group
from kars_portal.lib.numbers import format_money
from reports.collect.intake.preview import Preview
from reports.collect.intake.taking import latest
from reports.collect.sheets import Sheet
from reports.models import Intake
from reports.office.intake.showing import ShownTrouble, shortened, troubles_of

MOST_ACCOUNTS = 5
"""Accounts of a line that are named; of the others the number is told."""


@dataclass(frozen=True)
class ShownLine:
    """A line that is not taken as it is, with its amounts and why."""

    code: str
    row: int
    amounts: tuple[tuple[str, str], ...]
    accounts: str
    more: int
    why: tuple[str, ...]


@dataclass(frozen=True)
class ShownGroup:
    """Accounts of a main account that go into no table, with their amounts in words."""

    name: str
    count: int
    debit: str
    credit: str
    balance: str
    note: str
    verified: bool


@dataclass(frozen=True)
class ShownTable:
    """One table of the preview."""

    target: str
    place: Place
    lines: Lines
    preview: Preview
    changes: Sequence[object]
    more_changes: int
    doubtful: tuple[ShownLine, ...]
    held: tuple[ShownLine, ...]
    lacking: tuple[ShownLine, ...]
    troubles: Sequence[object]
    more_troubles: int
    accepted: bool
    can_be_taken: bool

    @property
    def title(self) -> str:
        return self.place.sheet.title

    @property
    def section(self) -> str:
        return f"{self.place.sheet.section.code} {self.place.sheet.section.title}"

    @property
    def href(self) -> str:
        return self.place.sheet.address


def shown_tables(tables: Iterable[TableLook], accepted: Collection[str]) -> list[ShownTable]:
    """All tables in their order."""
    return [_shown(table, table.place.target in accepted) for table in tables]


def _shown(table: TableLook, accepted: bool) -> ShownTable:
    sheet = table.place.sheet
    changes, more_changes = shortened(table.preview.changes)
    found: list[ShownTrouble] = troubles_of(table.preview, sheet)
    troubles, more_troubles = shortened(found)
    lines = table.lines
    return ShownTable(
        table.place.target,
        table.place,
        lines,
        table.preview,
        changes,
        more_changes,
        tuple(_line(line, sheet) for line in lines.doubtful),
        tuple(_line(line, sheet) for line in lines.held),
        tuple(_line(line, sheet) for line in lines.lacking),
        troubles,
        more_troubles,
        accepted,
        table.can_be_taken,
    )


def _line(line: Line, sheet: Sheet) -> ShownLine:
    amounts = tuple((sheet.by_key[k].title, format_money(v)) for k, v in line.amounts.items())
    return ShownLine(
        sheet.names[0].text(line.code),
        line.row,
        amounts,
        ", ".join(line.accounts[:MOST_ACCOUNTS]),
        max(0, len(line.accounts) - MOST_ACCOUNTS),
        (*line.blocks, *line.doubts),
    )


def shown_groups(groups: Iterable[Group]) -> list[ShownGroup]:
    """All groups: a chart of accounts has no more main accounts than a page shows."""
    return [
        ShownGroup(
            f"{group.code} {group.name}".strip(),
            group.count,
            format_money(group.debit),
            format_money(group.credit),
            format_money(group.balance),
            group.note,
            group.verified,
        )
        for group in groups
    ]


def recent(places: Iterable[Place]) -> list[tuple[Intake, str]]:
    """The last file that was taken into each table, and where it is taken back."""
    found = []
    for place in places:
        done = latest(place.sheet)
        if done is not None:
            section = place.sheet.section
            args = [section.year_id, section.code, place.sheet.key, done.pk]
            found.append((done, reverse("admin:sheet_taken", args=args)))
    return found
