"""A small year that is being collected: two directorates, a shared table, everybody at work."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from departments.models import Department, SectionAssignment
from performance.models import Goal, Indicator, Objective, StrategicPlan
from reports.collect import checking
from reports.enums import SectionState
from reports.models import Report, Section

from .people import found_people, make_people
from .small_year import make_year


@pytest.fixture
def report(small_year: bool, db: None) -> Report:
    checking.refresh()
    if not small_year:
        make_year()
    return Report.objects.select_related("year").get(pk=2024)


@pytest.fixture
def people(small_year: bool, report: Report) -> dict[str, User]:
    return found_people() if small_year else make_people()


@pytest.fixture
def section(people: dict[str, User]) -> Section:
    """The unit report of «fen-isleri»."""
    return Section.objects.get(code="III.B.1/fen-isleri")


@pytest.fixture
def shared(people: dict[str, User]) -> Section:
    """A section that no directorate answers for."""
    return Section.objects.get(code="I.C.1")


@pytest.fixture
def stands(section: Section) -> Callable[..., Section]:
    """Puts the section into a state, without the steps that lead there."""

    def put(state: SectionState, *, approved: bool = False, by: User | None = None) -> Section:
        Section.objects.filter(pk=section.pk).update(
            state=state, approved=approved, last_edited_by=by, due_on=None
        )
        section.refresh_from_db()
        return section

    return put


@pytest.fixture
def assignment(section: Section) -> SectionAssignment:
    return SectionAssignment.objects.get(section=section)


@pytest.fixture
def card(section: Section, report: Report) -> Indicator:
    """An indicator of «fen-isleri»; its results stand in that directorate's section."""
    plan = StrategicPlan.objects.create(
        code="ornek", title="Örnek Plan", first_year=2020, last_year=2024
    )
    goal = Goal.objects.create(plan=plan, code="1", title="Örnek amaç")
    objective = Objective.objects.create(goal=goal, code="1.1", title="Örnek hedef")
    return Indicator.objects.create(
        objective=objective,
        code="1.1.1",
        name="Örnek gösterge",
        department=Department.objects.get(code="fen-isleri"),
    )


@pytest.fixture
def results(report: Report) -> Callable[[SectionState], Section]:
    def make(state: SectionState) -> Section:
        return Section.objects.create(
            year=report.year, code="III.B.2/fen-isleri", title="Sonuçlar", state=state
        )

    return make
