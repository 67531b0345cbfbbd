"""What the checks and the people who returned it say about a sheet: above it, and at its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.collect.checking import Run, latest_or_none
from reports.collect.sheets.grid import ROW, GridRow, Sheet
from reports.collect.workflow.notes import open_notes
from reports.core.documents import FindingValue
from reports.ground.actors import Visitor
from reports.models import SectionEvent
from reports.office.findings.banners import (
    Banner,
    BannerItem,
    desk_url,
    finding_url,
    spoken,
)
from reports.office.findings.desk import AWAITED
from reports.office.shared.noted import Noted, noted


@dataclass(frozen=True)
class Remark:
    """What a person wrote about a cell when the section was returned."""

    by: str
    text: str
    severity: str = "warning"


@dataclass(frozen=True)
class Awaited:
    """A finding that only says what has not been entered yet."""

    finding: FindingValue
    severity: str = AWAITED


Mark = FindingValue | Remark | Awaited
Marks = dict[tuple[str, str], list[Mark]]


def findings_of(sheet: Sheet, rows: Sequence[GridRow]) -> tuple[Banner | None, Marks]:
    """The banner and the findings at (row, column); column "" is the row."""
    run = latest_or_none(sheet.year)
    marks: Marks = defaultdict(list)
    if run is None:
        return None, marks
    tables = frozenset(sheet.datasets())
    about = [f for f in run.checks.findings if f.dataset in tables and sheet.is_about(f.row)]
    notes = [note for note in _notes(sheet) if note.dataset in tables]
    if not about and not notes:
        return None, marks
    # What is missing stands in rows that are only offered, too.
    places = sheet.places([*rows, *sheet.offers(rows)])
    for note in notes:
        row = places.get((note.dataset, note.row))
        column = sheet.column_of(note.dataset, note.column)
        if row is not None:
            at = (row, column if column in sheet.by_key else ROW)
            marks[at].append(Remark(note.by_name, note.note))
    shown: list[FindingValue] = []
    for finding in about:
        # A row of another directorate in the same table is nobody else's business.
        if run.section_codes.get(finding.mark) != sheet.section.code:
            continue
        shown.append(finding)
        row = places.get((finding.dataset, finding.row))
        if row is not None and not finding.is_waived:
            column = sheet.column_of(finding.dataset, finding.column)
            said = Awaited(finding) if finding.mark in run.awaited else finding
            marks[row, column if column in sheet.by_key else ROW].append(said)
    return _banner(sorted(shown, key=lambda finding: finding.severity), run), marks


def notes_of(sheet: Sheet, user: Visitor) -> tuple[Noted, ...]:
    """Notes that wait for an answer: about this sheet's table, or about the section as a whole."""
    tables = {*sheet.datasets(), ""}
    notes = [note for note in _notes(sheet) if note.dataset in tables]
    run = latest_or_none(sheet.year) if notes else None
    return noted(sheet.section, notes, run.document if run else None, user)


def _notes(sheet: Sheet) -> list[SectionEvent]:
    return open_notes(sheet.section) if sheet.section.stage.is_editable else []


def _banner(shown: list[FindingValue], run: Run) -> Banner | None:
    if not shown:
        return None
    items = [BannerItem(finding, finding_url(run.year, finding.mark)) for finding in shown]
    query = [*(("tablo", f.dataset) for f in shown), ("durum", "tumu")]
    return Banner.of(run, items, desk_url(run.year, query))


def sentence(mark: Mark) -> str:
    """A finding or a note as a cell says it."""
    if isinstance(mark, Remark):
        return _("Not (%(name)s): %(text)s") % {"name": mark.by, "text": mark.text}
    if isinstance(mark, Awaited):
        return spoken(mark.finding, is_awaited=True)
    return spoken(mark, is_awaited=False)
