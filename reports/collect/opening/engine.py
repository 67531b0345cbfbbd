"""Opening a year: what it would make (`plan_year`) and making it (`open_year`).

A plan writes nothing. Opening makes the same plan inside one transaction and saves it, so that a
run that stops midway leaves nothing, and a second run finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils import timezone

from reports.collect.audit import recording
from reports.collect.workflow import access
from reports.collect.workflow.actions import open_sections
from reports.collect.workflow.holding import lock_sections
from reports.core import registry
from reports.core.registry import AppKit, SectionPlan
from reports.enums import ReportState
from reports.ground.actors import Actor
from reports.ground.rehearsal import rehearsed
from reports.models import FiscalYear, Report, Section

from .parts import Choices, Decision, Opening, OpeningKit, OpeningPart
from .rows import usual

OPEN = "reports.open_year"

Progress = Callable[[str, int, int], None]


class OpeningError(Exception):
    """The year can't be opened like this; the message is Turkish and says what to do."""


@dataclass
class PartPlan:
    """What a part would make, and how many rows of it the year has already."""

    part: OpeningPart
    rows: list[Model]
    there: int

    @property
    def count(self) -> int:
        """New rows as they are counted: a table with its lines is one."""
        return sum(row._meta.label_lower == self.part.model for row in self.rows)


@dataclass
class Plan:
    """Everything that opening a year would do."""

    opening: Opening
    parts: list[PartPlan] = field(default_factory=list)
    sections: list[SectionPlan] = field(default_factory=list)
    sections_there: int = 0
    decisions: list[Decision] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Every row that is made, lines of tables too."""
        return sum(len(part.rows) for part in self.parts)

    @property
    def is_empty(self) -> bool:
        return not self.rows and not self.sections


@cache
def kits() -> tuple[OpeningKit, ...]:
    """What the apps do, with the yearly tables that they say nothing of."""
    return tuple(_whole(kit) for kit in registry.kits())


def _whole(kit: AppKit) -> OpeningKit:
    declared: OpeningKit = kit.opening or OpeningKit()
    made = {
        table.work.model: usual(table.model)
        for table in registry.yearly_tables(kit)
        if table.model not in declared.left_behind
    }
    parts = registry.with_defaults(kit, declared.parts, made, lambda part: part.model)
    return replace(declared, parts=parts)


def prepare(year: int, source: int, choices: Choices | None = None) -> Opening:
    """The opening of a year from another. Raises OpeningError where that makes no sense."""
    if not 2006 <= year <= 2100:
        raise OpeningError("Yeni yıl 2006 ile 2100 arasında olmalıdır.")
    if year <= source:
        raise OpeningError(f"Yeni yıl, kaynak yıldan ({source}) sonra olmalıdır.")
    if not Report.objects.filter(year_id=source).exists():
        raise OpeningError(f"{source} yılının raporu yok; raporu olan bir yıl seçilmelidir.")
    report = Report.objects.filter(year_id=year).first()
    if report is not None and report.state != ReportState.COLLECTING:
        raise OpeningError(
            f"{year} yılının raporu artık derlenmiyor ({report.get_state_display()}); derlemesi "
            "biten bir yıla satır eklenmez."
        )
    known = FiscalYear.objects.in_bulk([year, source])
    return Opening(
        year=known.get(year) or FiscalYear(year=year),
        source=known[source],
        today=timezone.localdate(),
        choices=choices or Choices(),
    )


# -- the plan ---------------------------------------------------------------------------------


def plan_year(opening: Opening) -> Plan:
    """What opening the year would make; nothing is written."""
    plan = Plan(opening)
    for kit in kits():
        if kit.asked(opening):
            plan.problems.update(kit.problems(opening))
    if plan.problems:
        return plan
    closed = _Closed(opening)
    for kit in kits():
        for part in kit.parts:
            rows = closed.without(part.rows(opening))
            plan.parts.append(PartPlan(part, rows, _there(part, opening)))
        plan.decisions.extend(kit.decisions(opening))
    plan.decisions.extend(closed.decisions())
    _plan_sections(plan)
    return plan


def section_code(opening: Opening, code: str) -> str:
    """The code under which a section, or a part with a text, goes on in the new year."""
    for kit in kits():
        if kit.section_code is not None:
            code = kit.section_code(opening, code)
    return code


def _there(part: OpeningPart, opening: Opening) -> int:
    model = apps.get_model(part.model)
    if model is FiscalYear:
        return int(not opening.year._state.adding)
    if not any(item.name == "year" for item in model._meta.get_fields()):
        return 0
    return int(model._default_manager.filter(year_id=opening.year.pk).count())


def _plan_sections(plan: Plan) -> None:
    year = plan.opening.year
    there = set(Section.objects.filter(year_id=year.pk).values_list("code", flat=True))
    plan.sections_there = len(there)
    declared = [kit.sections(year) for kit in registry.kits() if kit.sections is not None]
    declared += [kit.sections(plan.opening) for kit in kits()]
    for sections in declared:
        for section in sections:
            if section.code not in there:
                there.add(section.code)
                plan.sections.append(section)


class _Closed:
    """Sections of the year that are delivered or finished: no row is put into them."""

    def __init__(self, opening: Opening) -> None:
        self.scope = access.Scope(sees_all=True, compiles=True)
        self.has_sections = Section.objects.filter(year_id=opening.year.pk).exists()
        self.found: dict[int, tuple[Section, int]] = {}

    def without(self, rows: Iterable[Model]) -> list[Model]:
        if not self.has_sections:
            return list(rows)
        return [row for row in rows if not self._holds(row)]

    def _holds(self, row: Model) -> bool:
        section = access.section_of(row, self.scope)
        if section is None or section.stage.is_editable:
            return False
        _section, number = self.found.get(section.pk, (section, 0))
        self.found[section.pk] = (section, number + 1)
        return True

    def decisions(self) -> Iterable[Decision]:
        for section, number in self.found.values():
            yield Decision(
                f"«{section.code} {section.title}»: {section.get_state_display()}; geçen yıldan "
                f"gelen {number} satır eklenmedi. Gerekiyorsa bölüm iade edildikten sonra açılış "
                "yinelenmelidir."
            )


# -- making it --------------------------------------------------------------------------------


@rehearsed
def open_year(
    opening: Opening, *, by: Actor | None = None, progress: Progress | None = None
) -> Plan:
    """Make everything that the year lacks: all of it or nothing.

    Raises PermissionDenied without the right, OpeningError where an answer can't be taken.
    """
    if by is not None and not by.has_perm(OPEN):
        raise PermissionDenied("Yeni mali yıl açmak için yetki yok.")
    year, source = opening.year.pk, opening.source.pk
    with recording(reason=f"{year} yılının {source} yılından açılışı"):
        # What the years share changes too: nobody else writes, and no report is frozen meanwhile.
        lock_sections()
        # One opening at a time: a second one waits, and then finds nothing to do.
        FiscalYear.objects.select_for_update().get(pk=source)
        opening = prepare(year, source, opening.choices)
        plan = plan_year(opening)
        if plan.problems:
            raise OpeningError("\n".join(plan.problems.values()))
        total, done = plan.rows, 0
        for part in plan.parts:
            for row in part.rows:
                if progress is not None:
                    progress(part.part.title, done, total)
                row.save()
                done += 1
        if progress is not None:
            progress("Bölümler", done, total)
        made = open_sections(opening.year, by=by)
        for kit in kits():
            if kit.finish is not None:
                kit.finish(opening, made)
        if progress is not None:
            progress("", total, total)
    return plan
