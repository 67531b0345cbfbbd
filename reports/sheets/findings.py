"""What the checks say about the rows of a sheet: above it, and at its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.documents import FindingValue
from reports.office.banners import Banner, BannerItem, desk_url, finding_url
from reports.office.checking import Run, latest_or_none

from .grid import ROW, GridRow, Sheet

Marks = dict[tuple[str, str], list[FindingValue]]


def findings_of(sheet: Sheet, rows: Sequence[GridRow]) -> tuple[Banner | None, Marks]:
    """The banner and the findings at (row, column); column "" is the row."""
    run = latest_or_none(sheet.year)
    marks: Marks = defaultdict(list)
    if run is None:
        return None, marks
    tables = frozenset(sheet.datasets())
    about = [finding for finding in run.checks.findings if finding.dataset in tables]
    if not about:
        return None, marks
    places = sheet.places(rows)
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


def sentence(finding: FindingValue) -> str:
    """A finding as a cell says it."""
    label = _("Hata") if finding.severity == "error" else _("Uyarı")
    return f"{label} {finding.code}: {finding.message}"
