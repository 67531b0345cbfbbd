"""What a change of figures does to the sections that they stand in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from departments.models import Activity, Department
from performance.models import Indicator
from reports.collect.workflow.actions import edited
from reports.enums import SectionEventKind, SectionState
from reports.models import Report, Section, SectionEvent

from .people import fresh

pytestmark = pytest.mark.postgresql("a change locks its section")

State = SectionState
Stands = Callable[..., Section]


@pytest.fixture
def activity(report: Report) -> Activity:
    return Activity.objects.create(
        year=report.year, department=Department.objects.get(code="fen-isleri"), no=1, title="Örnek"
    )


def test_the_first_change_starts_the_section(
    people: dict[str, User], section: Section, activity: Activity
) -> None:
    edited(fresh(people["editor"]), activity)

    section.refresh_from_db()
    assert section.stage == State.DRAFT
    assert section.last_edited_by == people["editor"]
    assert section.last_edited_at is not None
    started = SectionEvent.objects.get(section=section, kind=SectionEventKind.STARTED)
    assert started.by == people["editor"]


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, State.REOPENED])
def test_a_later_change_names_the_editor_and_nothing_else(
    state: State, people: dict[str, User], stands: Stands, activity: Activity
) -> None:
    section = stands(state)
    events = SectionEvent.objects.count()

    edited(fresh(people["head"]), activity)

    section.refresh_from_db()
    assert (section.stage, section.last_edited_by) == (state, people["head"])
    assert SectionEvent.objects.count() == events


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ACCEPTED, State.SEALED])
def test_a_section_that_was_delivered_meanwhile_refuses_the_change(
    state: State, people: dict[str, User], stands: Stands, activity: Activity
) -> None:
    """The page was shown while the section was open; it is not any more."""
    user = fresh(people["editor"])
    stands(state)

    with pytest.raises(PermissionDenied, match=str(state.label)):
        edited(user, activity)


def test_a_command_notes_its_change_in_any_state(stands: Stands, activity: Activity) -> None:
    section = stands(State.ACCEPTED, approved=True)

    edited(None, activity)

    section.refresh_from_db()
    assert section.stage == State.ACCEPTED
    assert section.last_edited_by is None


# -- what the years share ----------------------------------------------------------------------


def test_a_shared_record_sends_an_accepted_section_back_to_be_looked_at(
    people: dict[str, User], card: Indicator, results: Callable[[State], Section]
) -> None:
    section = results(State.ACCEPTED)

    edited(fresh(people["finance"]), card)

    section.refresh_from_db()
    assert (section.stage, section.approved) == (State.SUBMITTED, False)
    assert section.last_edited_by == people["finance"]
    event = SectionEvent.objects.get(section=section)
    assert event.kind == SectionEventKind.RECHECKED
    assert str(card) in event.note


@pytest.mark.parametrize("state", [State.EMPTY, State.DRAFT, State.RETURNED, State.SEALED])
def test_other_states_stay(
    state: State, people: dict[str, User], card: Indicator, results: Callable[[State], Section]
) -> None:
    section = results(state)

    edited(fresh(people["finance"]), card)

    section.refresh_from_db()
    assert section.stage == state
    assert not SectionEvent.objects.filter(section=section).exists()


def test_a_delivery_that_waits_loses_its_approval(
    people: dict[str, User], card: Indicator, results: Callable[[State], Section]
) -> None:
    section = results(State.SUBMITTED)
    Section.objects.filter(pk=section.pk).update(approved=True)

    edited(fresh(people["finance"]), card)

    section.refresh_from_db()
    assert (section.stage, section.approved) == (State.SUBMITTED, False)
