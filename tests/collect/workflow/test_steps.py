"""Every step of a section: who may take it, in which state, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from departments.models import Facility
from reports.collect.workflow import steps
from reports.collect.workflow.actions import (
    WorkflowError,
    accept_section,
    approve_section,
    ask_to_unlock,
    comment,
    extend_deadline,
    reopen_section,
    return_section,
    submit_section,
    withdraw_section,
)
from reports.enums import ReportState, SectionEventKind, SectionState
from reports.models import Report, Section, SectionEvent

from .people import EVERYBODY, fresh

pytestmark = pytest.mark.postgresql("each step locks its section and adds an event")

State = SectionState
Kind = SectionEventKind

REASON = "Örnek gerekçe."
EVERYONE = (*EVERYBODY, "boss")


def _extend(section: Section, *, by: Any, note: str = REASON) -> Any:
    return extend_deadline(
        section, by=by, due_on=timezone.localdate() + timedelta(days=7), note=note
    )


Call = Callable[..., Any]

# step, the function, who may, in which states (with approval where it matters), what follows
STEPS: tuple[tuple[str, Call, set[str], set[State], State | None, Kind], ...] = (
    (
        "submit",
        submit_section,
        {"editor", "head", "boss"},
        {State.EMPTY, State.DRAFT, State.RETURNED, State.REOPENED},
        State.SUBMITTED,
        Kind.SUBMITTED,
    ),
    (
        "approve",
        approve_section,
        {"head", "boss"},
        {State.SUBMITTED},
        State.SUBMITTED,
        Kind.APPROVED,
    ),
    (
        "withdraw",
        withdraw_section,
        {"editor", "head", "boss"},
        {State.SUBMITTED},
        State.DRAFT,
        Kind.WITHDRAWN,
    ),
    (
        "accept",
        accept_section,
        {"reviewer", "boss"},
        {State.SUBMITTED},
        State.ACCEPTED,
        Kind.ACCEPTED,
    ),
    (
        "return",
        lambda section, *, by, note=REASON: return_section(section, by=by, note=note),
        {"finance", "reviewer", "boss"},
        {State.SUBMITTED, State.ACCEPTED},
        State.RETURNED,
        Kind.RETURNED,
    ),
    (
        "extend",
        _extend,
        {"finance", "boss"},
        {State.EMPTY, State.DRAFT, State.SUBMITTED, State.RETURNED, State.REOPENED},
        None,
        Kind.EXTENDED,
    ),
    (
        "ask",
        lambda section, *, by, note=REASON: ask_to_unlock(section, by=by, note=note),
        {"editor", "head", "boss"},
        {State.SEALED},
        State.SEALED,
        Kind.UNLOCK_ASKED,
    ),
    (
        "reopen",
        lambda section, *, by, note=REASON: reopen_section(section, by=by, note=note),
        {"finance", "publisher", "boss"},
        {State.SEALED},
        State.REOPENED,
        Kind.REOPENED,
    ),
    (
        "comment",
        lambda section, *, by, note=REASON: comment(section, by=by, note=note),
        {"editor", "head", "finance", "reviewer", "publisher", "auditor", "boss"},
        set(State),
        None,
        Kind.COMMENTED,
    ),
)
NAMES = [line[0] for line in STEPS]


def _step(name: str) -> tuple[Call, set[str], set[State], State | None, Kind]:
    return next(line[1:] for line in STEPS if line[0] == name)


def _prepared(name: str, state: State, stands: Callable[..., Section]) -> Section:
    """The state, approved unless the step is the approval."""
    return stands(state, approved=name != "approve")


def test_the_table_of_this_test_names_every_step() -> None:
    assert [step.name for step in steps.STEPS] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_step_is_for_its_people_and_refused_to_all_others(
    name: str, people: dict[str, User], stands: Callable[..., Section]
) -> None:
    call, allowed, states, after, kind = _step(name)
    for person in EVERYONE:
        section = _prepared(name, min(states), stands)
        before = SectionEvent.objects.count()
        user = fresh(people[person])
        if person in allowed:
            call(section, by=user)
            section.refresh_from_db()
            assert section.state == (after or min(states)), person
            event = SectionEvent.objects.latest("pk")
            assert (event.kind, event.by, event.section) == (kind, user, section)
        else:
            with pytest.raises(PermissionDenied):
                call(section, by=user)
            section.refresh_from_db()
            assert section.state == min(states)
            assert SectionEvent.objects.count() == before


@pytest.mark.parametrize("name", NAMES)
def test_a_step_is_possible_in_its_states_only(
    name: str, people: dict[str, User], stands: Callable[..., Section]
) -> None:
    call, _allowed, states, _after, _kind = _step(name)
    for state in State:
        section = _prepared(name, state, stands)
        if state in states:
            call(section, by=fresh(people["boss"]))
            continue
        with pytest.raises(WorkflowError, match=str(state.label)):
            call(section, by=fresh(people["boss"]))
        section.refresh_from_db()
        assert section.state == state


@pytest.mark.parametrize("name", ["return", "extend", "ask", "reopen", "comment"])
@pytest.mark.parametrize("note", ["", "   \n"])
def test_a_step_that_has_to_be_explained_is_refused_without_a_note(
    name: str, note: str, people: dict[str, User], stands: Callable[..., Section]
) -> None:
    call, _allowed, states, _after, _kind = _step(name)
    section = _prepared(name, min(states), stands)

    with pytest.raises(WorkflowError, match="yazılmalıdır"):
        call(section, by=fresh(people["boss"]), note=note)

    section.refresh_from_db()
    assert section.state == min(states)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("person", EVERYONE)
def test_what_is_offered_is_what_succeeds(
    person: str, state: State, people: dict[str, User], stands: Callable[..., Section]
) -> None:
    user = fresh(people[person])
    for approved in (False, True):
        section = stands(state, approved=approved)
        offered = {step.name for step in steps.offered(user, section)}
        for name in NAMES:
            section = stands(state, approved=approved)
            try:
                _step(name)[0](section, by=fresh(user))
                possible = True
            except (PermissionDenied, WorkflowError):
                possible = False
            if name == "ask" and "reopen" in offered:
                assert name not in offered  # whoever may open it need not ask
            else:
                assert (name in offered) == possible, name


def test_a_delivery_by_the_head_is_approved_at_once(
    people: dict[str, User], section: Section
) -> None:
    assert submit_section(section, by=fresh(people["head"])).approved


def test_a_delivery_by_an_editor_waits_for_the_head(
    people: dict[str, User], section: Section
) -> None:
    submit_section(section, by=fresh(people["editor"]))

    with pytest.raises(WorkflowError, match="önce müdür onaylamalıdır"):
        accept_section(section, by=fresh(people["reviewer"]))
    approve_section(section, by=fresh(people["head"]))

    assert accept_section(section, by=fresh(people["reviewer"])).stage == State.ACCEPTED


def test_nobody_accepts_what_he_or_she_edited_last(
    people: dict[str, User], stands: Callable[..., Section]
) -> None:
    section = stands(State.SUBMITTED, approved=True, by=people["boss"])

    with pytest.raises(WorkflowError, match="dört göz"):
        accept_section(section, by=fresh(people["boss"]))

    assert accept_section(section, by=fresh(people["reviewer"])).stage == State.ACCEPTED


def test_a_section_of_nobody_is_for_those_who_compile(
    people: dict[str, User], shared: Section
) -> None:
    with pytest.raises(PermissionDenied):
        submit_section(shared, by=fresh(people["editor"]))

    assert submit_section(shared, by=fresh(people["finance"])).stage == State.SUBMITTED


def test_an_open_error_stops_the_delivery_and_is_named(
    people: dict[str, User], shared: Section, report: Report
) -> None:
    Facility.objects.create(
        year=report.year, name="Örnek Garaj", area=100, closed_area=40, open_area=100
    )

    with pytest.raises(WorkflowError, match=r"1 açık hata var(.|\n)*Örnek Garaj"):
        submit_section(shared, by=fresh(people["finance"]))

    shared.refresh_from_db()
    assert shared.stage == State.EMPTY


def test_an_error_elsewhere_does_not_stop_a_delivery(
    people: dict[str, User], section: Section, report: Report
) -> None:
    Facility.objects.create(
        year=report.year, name="Örnek Garaj", area=100, closed_area=40, open_area=100
    )

    assert submit_section(section, by=fresh(people["head"])).stage == State.SUBMITTED


def test_a_due_date_only_moves_forward(people: dict[str, User], section: Section) -> None:
    today = timezone.localdate()
    extend_deadline(section, by=None, due_on=today + timedelta(days=10), note=REASON)

    for day in (today + timedelta(days=10), today, None):
        with pytest.raises(WorkflowError, match="sonra olmalıdır"):
            extend_deadline(section, by=None, due_on=day, note=REASON)
    Section.objects.filter(pk=section.pk).update(due_on=date(2020, 1, 1))
    with pytest.raises(WorkflowError, match="bugünden önce"):
        extend_deadline(section, by=None, due_on=date(2020, 2, 1), note=REASON)

    event = SectionEvent.objects.latest("pk")
    assert event.note == f"belirsiz → {today + timedelta(days=10):%d.%m.%Y}. {REASON}"


@pytest.mark.parametrize("name", ["return", "reopen"])
def test_while_the_report_is_frozen_nothing_is_opened(
    name: str, people: dict[str, User], stands: Callable[..., Section], report: Report
) -> None:
    call, _allowed, states, _after, _kind = _step(name)
    Report.objects.update(state=ReportState.FROZEN)
    section = _prepared(name, min(states), stands)

    assert name not in {s.name for s in steps.offered(people["boss"], section, frozen=True)}
    with pytest.raises(WorkflowError, match="dondurulmuş"):
        call(section, by=fresh(people["boss"]))


def test_a_note_keeps_its_place_and_whom_it_names(
    people: dict[str, User], stands: Callable[..., Section]
) -> None:
    section = stands(State.SUBMITTED)
    return_section(
        section,
        by=fresh(people["reviewer"]),
        note="  Toplam tutmuyor.  ",
        place=("departments.activities", "fen-isleri-1", "title"),
    )
    event = SectionEvent.objects.latest("pk")
    assert (event.note, event.dataset, event.row, event.column) == (
        "Toplam tutmuyor.",
        "departments.activities",
        "fen-isleri-1",
        "title",
    )

    comment(
        section,
        by=fresh(people["reviewer"]),
        note=REASON,
        mentions=[people["editor"], people["other"]],
    )
    assert list(SectionEvent.objects.latest("pk").mentions.all()) == [people["editor"]]
