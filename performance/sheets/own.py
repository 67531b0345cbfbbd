"""One indicator of one year as a sheet of its own, for whom its card names.

The card names who enters the figure; that is all it gives a right to. Whoever answers for the
directorate's results may enter it here as on their sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from performance.models import Indicator, StrategicPlan
from performance.work import RESULTS_SECTION, people_of, result_sections
from reports.collect.sheets import GridRow, Link, Reading
from reports.collect.workflow import access
from reports.enums import ReportState
from reports.ground.actors import Visitor
from reports.models import FiscalYear, Report, Section

from .results import Known, ResultSheet, before_of, results_of


class OwnSheet(ResultSheet):
    """The row of one indicator, whether its result is there already or not."""

    can_be_confirmed = False

    def __init__(self, section: Section, indicator: Indicator) -> None:
        year = section.year_id
        known = Known(
            (indicator,), results_of(year, [indicator.pk]), before_of(year, [indicator.pk])
        )
        super().__init__(section, Reading([section]), known)
        self.indicator = indicator
        self.key, self.title = "gosterge", str(indicator)

    @property
    def address(self) -> str:
        return reverse("admin:indicator_entry", args=[self.section.year_id, self.indicator.pk])

    def may(self, user: Visitor, action: str) -> bool:
        return self._is_named(user) or super().may(user, action)

    def is_entered_by(self, user: Visitor) -> bool:
        if self._is_named(user):
            return True
        # Nobody answers for a section that is not there yet.
        return not self.section._state.adding and super().is_entered_by(user)

    def is_seen_by(self, user: Visitor) -> bool:
        """Whether the page is there for a user: who enters the row, or sees it in its section."""
        if self._is_named(user):
            return True
        may_see = super().may(user, "view") or super().may(user, "change")
        return may_see and access.may_see_section(user, self.section)

    def _is_named(self, user: Visitor) -> bool:
        return bool(user.is_active and user.is_staff) and user.pk in people_of(self.indicator)

    def is_about(self, row: str) -> bool:
        return row == self.indicator.row_key

    def links(self, user: Visitor) -> list[Link]:
        return []

    def row_link(self, row: GridRow) -> Link | None:
        """The card stands on the page itself."""
        return None


def own_sheet(indicator: Indicator, year: int) -> OwnSheet | None:
    """The sheet of an indicator in a year; None where the year has no place for it.

    Where its directorate's section is not open yet, the sheet has one that is not stored:
    `open_lacking` stores it when something is entered.
    """
    plan = StrategicPlan.objects.in_force(FiscalYear(year=year))
    if indicator.department is None or plan is None or indicator.objective.goal.plan != plan:
        return None
    code = f"{RESULTS_SECTION}/{indicator.department.code}"
    section = Section.objects.select_related("year").filter(year=year, code=code).first()
    if section is None:
        section = next((found for found in lacking(year) if found.code == code), None)
    return OwnSheet(section, indicator) if section is not None else None


def lacking(year: int) -> Sequence[Section]:
    """Sections of results that a year under way should have and has not, not stored."""
    report = Report.objects.select_related("year").filter(pk=year).first()
    if report is None or report.state != ReportState.COLLECTING:
        return ()
    there = set(Section.objects.filter(year=year).values_list("code", flat=True))
    return [
        Section(year=report.year, code=plan.code, title=plan.title, position=plan.position)
        for plan in result_sections(report.year)
        if there and plan.code not in there
    ]
