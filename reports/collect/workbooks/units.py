"""Directorates of a year with what they enter: sections, and the sheets of these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.collect.sheets import Reading, Sheet, sheets_of
from reports.collect.sheets.listing import may_open
from reports.collect.workflow.units import units_of
from reports.ground.actors import Visitor
from reports.models import Report, Section

GRID = "grid"


@dataclass(frozen=True)
class Directorate:
    """A directorate in one year, with its sections in the order of the report."""

    year: int
    code: str
    name: str
    institution: str
    sections: tuple[Section, ...] = ()
    reading: Reading = field(default_factory=lambda: Reading(()), compare=False, repr=False)

    def sheets(self, user: Visitor | None = None) -> list[Sheet]:
        """What is entered on grids; those that a user may open, where one is named."""
        return [sheet for sheet in self.all_sheets(user) if sheet.kind == GRID]

    def all_sheets(self, user: Visitor | None = None) -> list[Sheet]:
        """Records with forms of their own included."""
        return [
            sheet
            for section in self.sections
            for sheet in sheets_of(section, self.reading)
            if user is None or may_open(user, sheet)
        ]


def directorates(year: int, sections: Iterable[Section] | None = None) -> list[Directorate]:
    """Those that answer for sections of a year, or for some of them; read together."""
    if sections is None:
        sections = Section.objects.filter(year=year)
    found = sorted(sections, key=lambda section: (section.position, section.code))
    units = units_of(found)
    reading = Reading(found)
    report = Report.objects.filter(year=year).only("institution").first()
    own: dict[str, list[Section]] = {}
    names: dict[str, str] = {}
    for section in found:
        unit = units.get(section.pk)
        if unit is not None:
            own.setdefault(unit.code, []).append(section)
            names[unit.code] = unit.name
    return [
        Directorate(
            year,
            code,
            names[code],
            report.institution if report else "",
            tuple(members),
            reading,
        )
        for code, members in own.items()
    ]


def directorate(
    year: int, code: str, sections: Sequence[Section] | None = None
) -> Directorate | None:
    """One of them; None where it answers for no section of the year."""
    if sections is None:
        sections = list(Section.objects.filter(year=year).select_related("year"))
    units = units_of(sections)
    mine = [s for s in sections if (unit := units.get(s.pk)) is not None and unit.code == code]
    return next(iter(directorates(year, mine)), None) if mine else None
