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
from reports.office.findings.banners import Banner, BannerItem, desk_url, finding_url
from reports.office.shared.noted import Noted, noted


@dataclass(frozen=True)
class Remark:
    """What a person wrote about a cell when the section was returned."""

    by: str
    text: str
    severity: str = "warning"


Mark = FindingValue | Remark
Marks = dict[tuple[str, str], list[Mark]]


def findings_of(sheet: Sheet, rows: Sequence[GridRow]) -> tuple[Banner | None, Marks]:
    """The banner and the findings at (row, column); column "" is the row."""
    run = latest_or_none(sheet.year)
    marks: Marks = defaultdict(list)
    if run is None:
        return None, marks
    tables = frozenset(sheet.datasets())
    about = [finding for finding in run.checks.findings if finding.dataset in tables]
    notes = [note for note in _notes(sheet) if note.dataset in tables]
    if not about and not notes:
        return None, marks
    places = sheet.places(rows)
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
            marks[row, column if column in sheet.by_key else ROW].append(finding)
    return _banner(sheet, sorted(shown, key=lambda finding: finding.severity), run), marks


def notes_of(sheet: Sheet, user: Visitor) -> tuple[Noted, ...]:
    """Notes that wait for an answer: about this sheet's table, or about the section as a whole."""
    tables = {*sheet.datasets(), ""}
    notes = [note for note in _notes(sheet) if note.dataset in tables]
    run = latest_or_none(sheet.year) if notes else None
    return noted(sheet.section, notes, run.document if run else None, user)


def _notes(sheet: Sheet) -> list[SectionEvent]:
    return open_notes(sheet.section) if sheet.section.stage.is_editable else []


def _banner(sheet: Sheet, shown: list[FindingValue], run: Run) -> Banner | None:
    if not shown:
        return None
    opened = [finding for finding in shown if not finding.is_waived]
    return Banner(
        errors=sum(1 for finding in opened if finding.blocks),
        warnings=sum(1 for finding in opened if not finding.blocks),
        open=tuple(_item(finding, run) for finding in opened),
        waived=tuple(_item(finding, run) for finding in shown if finding.is_waived),
        desk=desk_url(run.year, [*(("tablo", f.dataset) for f in shown), ("durum", "tumu")]),
    )


def _item(finding: FindingValue, run: Run) -> BannerItem:
    return BannerItem(finding, finding_url(run.year, finding.mark))


def sentence(finding: Mark) -> str:
    """A finding or a note as a cell says it."""
    if isinstance(finding, Remark):
        return _("Not (%(name)s): %(text)s") % {"name": finding.by, "text": finding.text}
    label = _("Hata") if finding.severity == "error" else _("Uyarı")
    return f"{label} {finding.code}: {finding.message}"
