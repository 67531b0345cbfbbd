"""The four states of a table are shown and counted alike on desk, section page and board."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from departments.models import Department, Facility, SectionAssignment, Software, Vehicle
from reports.collect.sheets import sheets_of
from reports.collect.sheets.unchanged import confirm
from reports.core import registry
from reports.enums import EntryState, SectionState
from reports.models import FiscalYear, Report, Section
from tests.collect.workflow.people import fresh
from tests.office.findings.helper import text

Browser = Callable[[str], Client]
States = tuple[tuple[EntryState, int], ...]
BOARD = "/yonetim/pano/"


@pytest.fixture
def tables(
    report: Report, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> list[Section]:
    """Vehicles are entered, facilities are not; names of programs went on from last year."""
    monkeypatch.setattr(registry, "rules", tuple)
    before = FiscalYear.objects.create(year=2023)
    fen = Department.objects.get(code="fen-isleri")
    Section.objects.create(
        year=report.year, code="I.C.3", title="Bilgi kaynakları", state=SectionState.DRAFT
    )
    sections = list(Section.objects.filter(code__in=("I.C.1", "I.C.3")).order_by("code"))
    for section in sections:
        SectionAssignment.objects.update_or_create(section=section, defaults={"department": fen})
    Facility.objects.create(year=before, name="Garaj", area=100, position=1)
    for year in (before, report.year):
        Vehicle.objects.create(year=year, name="Kamyon", owned=6, position=1)
        Software.objects.create(year=year, name="Örnek program", position=1)
    return sections


def _states(browser: Browser, section: Section) -> dict[str, States]:
    """What each page counts, and that it says so in words."""
    own, finance = browser("editor"), browser("finance")
    desk, page = own.get("/yonetim/"), own.get(section.get_absolute_url())
    board = finance.get(BOARD)
    card = next(c for u in desk.context["desk"].units for c in u.cards if c.section == section)
    line = next(ln for g in board.context["groups"] for ln in g.lines if ln.section == section)
    found = {
        "desk": card.line.states,
        "section": page.context["line"].states,
        "board": line.states,
    }
    words = "Tablolar: " + " · ".join(f"{n} {state.label}" for state, n in line.states)
    for name, response in (("desk", desk), ("section", page), ("board", board)):
        assert words in text(response), name
    # Each table says it itself, in the same words, on both pages that list them.
    for items in (card.items, page.context["items"]):
        counted = [item.state for item in items if item.kind == "sheet" and item.is_counted]
        assert sorted(counted) == sorted(s for s, number in line.states for _ in range(number))
    return found


def _alike(browser: Browser, section: Section) -> dict[EntryState, int]:
    found = _states(browser, section)
    assert found["desk"] == found["section"] == found["board"]
    return dict(found["board"])


def test_desk_section_and_board_tell_the_four_states_alike(
    browser: Browser, tables: list[Section], people: dict[str, User]
) -> None:
    building, programs = tables

    assert _alike(browser, building) == {EntryState.EMPTY: 1, EntryState.ENTERED: 1}
    assert _alike(browser, programs) == {EntryState.CARRIED: 1}

    sheet = next(found for found in sheets_of(programs) if found.key == "yazilim")
    confirm(sheet, fresh(people["editor"]))
    assert _alike(browser, programs) == {EntryState.CONFIRMED: 1}
