"""My desk: what a directorate owes, what waits for a person, earlier years; never another's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from departments.models import Activity, Department, FigureGroup, KeyFigure, SectionAssignment
from reports.collect import checking
from reports.collect.owed import Filled, Item, filled
from reports.collect.workflow.actions import (
    ask_to_unlock,
    comment,
    open_sections,
    reopen_section,
    return_section,
    submit_section,
)
from reports.enums import EntryState, SectionState
from reports.models import FiscalYear, Narrative, Report, Section
from reports.office.desk.desk import Card, MyDesk
from tests.collect.workflow.people import fresh
from tests.office.findings.helper import text

State = SectionState
Browser = Callable[[str], Client]
DESK = "/yonetim/"


def _desk(client: Client, query: str = "") -> MyDesk:
    found: MyDesk = client.get(f"{DESK}{query}").context["desk"]
    return found


def _cards(desk: MyDesk) -> list[Card]:
    return [card for unit in desk.units for card in unit.cards]


def _queues(desk: MyDesk) -> dict[str, list[str]]:
    return {queue.title: [w.section.code for w in queue.waiting] for queue in desk.queues}


def _item(card: Card, title: str) -> Item:
    return next(item for item in card.items if item.title == title)


# -- what is owed ------------------------------------------------------------------------------


@pytest.mark.postgresql("order, and rows found across tables")
def test_the_desk_shows_the_sections_of_the_own_directorate(
    browser: Browser, section: Section, assignment: SectionAssignment, people: dict[str, User]
) -> None:
    assignment.owner = people["head"]
    assignment.save()
    Section.objects.filter(pk=section.pk).update(due_on=timezone.localdate() + timedelta(days=12))
    client = browser("editor")

    (card,) = _cards(_desk(client))

    assert card.section == section
    page = text(client.get(DESK))
    for shown in ("Fen İşleri Müdürlüğü", "Başlanmadı", "12 gün kaldı", "Örnek Head"):
        assert shown in page
    assert "Zabıta" not in page
    assert "PDF" not in page
    assert [step.label for step in card.steps] == ["Teslim et"]


def test_a_late_section_says_so(browser: Browser, section: Section) -> None:
    Section.objects.filter(pk=section.pk).update(due_on=timezone.localdate() - timedelta(days=3))

    assert "3 gün gecikti" in text(browser("editor").get(DESK))


def test_each_item_stands_beside_last_year(browser: Browser, report: Report) -> None:
    department = Department.objects.get(code="fen-isleri")
    before = FiscalYear.objects.create(year=2023)
    Narrative.objects.create(year=before, section="III.B.1/fen-isleri", body="Örnek metin.")
    for year, values in ((before, (1, 2)), (report.year, (3, None))):
        group = FigureGroup.objects.create(
            year=year, department=department, code="ornek", title="Örnek liste"
        )
        for no, value in enumerate(values, start=1):
            KeyFigure.objects.create(group=group, no=no, label=f"Örnek {no}", value=value)
    client = browser("editor")

    (card,) = _cards(_desk(client))

    figures = _item(card, "Örnek liste")
    assert (figures.filled, figures.expected, figures.last_rows) == (1, 2, 2)
    assert figures.address
    assert client.get(figures.address).status_code == 200
    words = _item(card, "Bölüm metni")
    assert (words.filled, words.expected, words.last_rows) == (0, 1, 1)
    assert words.address.endswith("/metin/2024/III.B.1/fen-isleri/")
    assert client.get(words.address).status_code == 200
    assert 0 < card.filled.percent < 100


def test_links_lead_only_where_something_can_be_entered(
    browser: Browser, stands: Callable[..., Section]
) -> None:
    stands(State.SUBMITTED)

    (card,) = _cards(_desk(browser("editor")))

    assert _item(card, "Bölüm metni").address == ""
    assert [step.label for step in card.steps] == ["Teslimi geri al"]


def test_open_findings_are_counted_with_a_link(
    browser: Browser, lists: Any, desk_rules: None
) -> None:
    checking.refresh()
    client = browser("editor")

    (card,) = _cards(_desk(client))

    assert (card.line.standing.errors, card.line.standing.warnings) == (1, 0)
    assert f'href="{card.section.get_absolute_url()}#bulgular"' in text(client.get(DESK))


def test_notes_since_the_delivery_stand_on_the_desk(
    browser: Browser, section: Section, people: dict[str, User]
) -> None:
    submit_section(section, by=fresh(people["head"]))
    return_section(section, by=fresh(people["reviewer"]), note="Toplam tutmuyor")

    page = text(browser("editor").get(DESK))

    assert "Toplam tutmuyor" in page
    assert "Notlar karşılanıp bölüm yeniden teslim edilmelidir." in page


def test_earlier_years_are_one_click_away(
    browser: Browser, report: Report, people: dict[str, User]
) -> None:
    year = FiscalYear.objects.create(year=2023)
    Report.objects.create(year=year, institution="Örnek", title="2023")
    open_sections(year, loaded=True)
    client = browser("editor")

    assert _desk(client).year == 2024
    assert _desk(client).years == (2024, 2023)
    (card,) = _cards(_desk(client, "?yil=2023"))
    assert (card.section.year_id, card.section.state) == (2023, State.ACCEPTED)
    for nonsense in ("1999", "abc", "2023%27"):
        assert _desk(client, f"?yil={nonsense}").year == 2024


def test_without_a_duty_the_desk_says_so(browser: Browser, people: dict[str, User]) -> None:
    people["editor"].memberships.all().delete()

    page = text(browser("editor").get(DESK))

    assert "Bu hesabın sorumlu olduğu bir bölüm yok." in page
    assert "Fen İşleri" not in page


@pytest.mark.parametrize(
    "person", ["finance", "reviewer", "publisher", "signatory", "auditor", "boss"]
)
def test_those_who_see_everything_see_the_report(browser: Browser, person: str) -> None:
    response = browser(person).get(DESK)

    assert _cards(response.context["desk"]) == []
    assert [card.title for card in response.context["cards"]]


# -- what waits --------------------------------------------------------------------------------


@pytest.mark.postgresql("order, and rows found across tables")
def test_deliveries_wait_for_approval_then_for_acceptance(
    browser: Browser, section: Section, people: dict[str, User], stands: Callable[..., Section]
) -> None:
    submit_section(section, by=fresh(people["editor"]))
    approval, acceptance = "Onay bekleyen teslimler", "Kabul bekleyen bölümler"
    assert _queues(_desk(browser("head"))) == {approval: [section.code]}
    assert _queues(_desk(browser("reviewer"))) == {}
    assert _queues(_desk(browser("otherhead"))) == {}

    stands(State.SUBMITTED, approved=True)
    assert _queues(_desk(browser("head"))) == {}
    assert _queues(_desk(browser("reviewer"))) == {acceptance: [section.code]}


def test_what_one_edited_oneself_waits_for_somebody_else(
    browser: Browser, people: dict[str, User], stands: Callable[..., Section]
) -> None:
    stands(State.SUBMITTED, approved=True, by=people["reviewer"])

    assert _queues(_desk(browser("reviewer"))) == {}


def test_asked_unlocks_wait_until_the_section_is_opened(
    browser: Browser, people: dict[str, User], stands: Callable[..., Section]
) -> None:
    section = stands(State.SEALED)
    title = "Mühür kaldırma istekleri"
    assert title not in _queues(_desk(browser("finance")))

    ask_to_unlock(section, by=fresh(people["editor"]), note="Bir rakam yanlış")
    desk = _desk(browser("finance"))
    assert _queues(desk) == {title: [section.code]}
    assert "Bir rakam yanlış" in desk.queues[0].waiting[0].note
    assert title not in _queues(_desk(browser("editor")))

    reopen_section(section, by=fresh(people["finance"]), note="Düzeltilecek")
    assert _queues(_desk(browser("finance"))) == {}


@pytest.mark.postgresql("order, and rows found across tables")
def test_notes_that_name_somebody_wait_at_that_desk(
    browser: Browser, section: Section, people: dict[str, User]
) -> None:
    comment(section, by=fresh(people["reviewer"]), note="Bakılmalı", mentions=[people["finance"]])

    assert _queues(_desk(browser("finance"))) == {"Bu hesabın anıldığı notlar": [section.code]}
    assert _queues(_desk(browser("auditor"))) == {}


# -- how much is there -------------------------------------------------------------------------


def _made(done: int, expected: int) -> Item:
    return Item("sheet", "Örnek", "", done, expected, done, 0, state=EntryState.ENTERED)


def test_what_nobody_has_looked_at_counts_nothing_and_a_word_counts_all() -> None:
    """A table whose names went on from last year looked full."""
    full = _made(4, 4)
    assert full.is_complete
    for state in (EntryState.EMPTY, EntryState.CARRIED):
        assert not replace(full, state=state).is_complete
        assert filled([replace(full, state=state)]).percent == 0
    assert filled([replace(_made(0, 4), state=EntryState.CONFIRMED)]).percent == 100


def test_items_weigh_the_same_and_a_hundred_means_all() -> None:
    assert filled([]).percent == 0
    assert filled([_made(0, 0)]) == Filled(0, 0)
    assert filled([_made(1, 1), _made(0, 1000)]).percent == 50
    assert filled([_made(999, 1000)]).percent == 99
    assert filled([_made(1000, 1000), _made(0, 0)]).percent == 100
    # More than last year does not make up for what is missing elsewhere.
    assert filled([_made(20, 10), _made(5, 10)]).percent == 75


# -- cost --------------------------------------------------------------------------------------


def test_thirty_sections_ask_for_no_more_queries_than_one(
    browser: Browser, report: Report, section: Section, assignment: SectionAssignment
) -> None:
    Activity.objects.create(year=report.year, department=assignment.department, no=1, title="Örnek")
    client = browser("editor")
    client.get(DESK)

    def queries() -> int:
        checking.latest(report)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(DESK)
        return len(captured)

    one = queries()
    for number in range(29):
        extra = Section.objects.create(
            year=report.year, code=f"III.B.1/ornek-{number}", title=f"Örnek {number}"
        )
        SectionAssignment.objects.create(section=extra, department=assignment.department)
    assert len(_cards(_desk(client))) == 30

    assert queries() <= one


def test_thirty_waiting_sections_ask_for_no_more_queries_than_one(
    browser: Browser, report: Report, section: Section, people: dict[str, User]
) -> None:
    submit_section(section, by=fresh(people["head"]))
    client = browser("reviewer")
    client.get(DESK)

    def queries() -> int:
        checking.latest(report)
        with CaptureQueriesContext(connection) as captured:
            client.get(DESK)
        return len(captured)

    one = queries()
    for number in range(29):
        Section.objects.create(
            year=report.year,
            code=f"III.B.1/ornek-{number}",
            title=f"Örnek {number}",
            state=State.SUBMITTED,
            approved=True,
        )
    assert len(_desk(client).queues[0].waiting) == 30

    assert queries() <= one
