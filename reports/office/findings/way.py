"""«Veriyi aç»: from a finding to the cell of the entry sheet in which it is mended.

The list only names the finding; where it leads is looked up when somebody goes there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from reports.collect.checking import Run
from reports.collect.sheets import Sheet, sheets_for
from reports.collect.sheets.grid import ROW, GridRow
from reports.core.documents import FindingValue
from reports.core.tables import TOTAL_ROW
from reports.ground.actors import Visitor
from reports.models import FiscalYear, Section
from reports.office.shared.back import BACK, with_query

FINDING = "bulgu"
"""Names the finding in the address of a sheet."""


@dataclass(frozen=True)
class Spot:
    """A row of a sheet's page and its column; column "" is the row, both empty the sheet."""

    row: str = ""
    column: str = ROW


def data_url(year: FiscalYear, mark: str) -> str:
    """Leads from a finding to its data."""
    return reverse("admin:finding_data", args=[year.pk, mark])


def sheet_url(run: Run, finding: FindingValue, user: Visitor, back: str) -> str:
    """The sheet that a finding is mended in, opened at its cell; empty where a form does it."""
    code = run.section_codes.get(finding.mark)
    section = Section.objects.filter(year=run.year, code=code).first() if code else None
    if section is None or not finding.dataset:
        return ""
    sheets = [
        sheet
        for sheet in sheets_for(user, section)
        if sheet.kind == "grid" and finding.dataset in sheet.datasets()
    ]
    if not sheets:
        return ""
    exact = (sheet for sheet in sheets if spot_of(sheet, finding, sheet.rows()).row)
    sheet = next(exact, sheets[0])
    return with_query(sheet.address, (FINDING, finding.mark), (BACK, back))


def spot_of(sheet: Sheet, finding: FindingValue, rows: Sequence[GridRow]) -> Spot:
    """Where a finding stands on a sheet's page, also in a row that is only offered."""
    column = sheet.column_of(finding.dataset, finding.column)
    column = column if column in sheet.by_key else ROW
    if finding.row == TOTAL_ROW:
        return Spot(TOTAL_ROW, column) if column else Spot()
    places = sheet.places([*rows, *sheet.offers(rows)])
    row = places.get((finding.dataset, finding.row), "")
    return Spot(row, column) if row else Spot()


def wanted_spot(run: Run | None, sheet: Sheet, mark: str, rows: Sequence[GridRow]) -> Spot | None:
    """The spot of the finding that an address names, where it belongs to the sheet's section."""
    if run is None or not mark or run.section_codes.get(mark) != sheet.section.code:
        return None
    found = next((f for f in run.checks.findings if f.mark == mark), None)
    return spot_of(sheet, found, rows) if found is not None else None
