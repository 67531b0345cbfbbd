"""The history of a section as a story: steps and changes in one line of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from departments.models import Activity, Contract, Department
from reports.collect.audit import Channel, recording
from reports.collect.workflow.actions import comment, submit_section
from reports.models import FiscalYear, Section, StatedFigure
from reports.office.sections.story import PER_PAGE, story
from tests.collect.workflow.people import fresh
from tests.office.findings.helper import text

pytestmark = pytest.mark.postgresql("moments are compared and grouped")

Browser = Callable[[str], Client]
By = Callable[[str], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def clock(report: object) -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2030-02-03 09:00+03:00", tick=False) as travelled:
        yield travelled


@pytest.fixture
def by(people: dict[str, User]) -> By:
    """What is written inside is written by that person."""

    def signed_in(name: str) -> AbstractContextManager[Any]:
        request = RequestFactory().post("/")
        request.user = people[name]
        return recording(channel=Channel.FORM, request=request, reason="", by="")

    return signed_in


def _activity(section: Section, no: int, *, department: str = "fen-isleri") -> Activity:
    return Activity.objects.create(
        year=section.year,
        department=Department.objects.get(code=department),
        no=no,
        title=f"Örnek {no}",
    )


def _sentences(section: Section, user: User | None = None) -> list[tuple[str, str]]:
    return [(entry.who, entry.what) for entry in story(section, user)[:]]


def test_changes_within_an_hour_are_one_sentence(
    section: Section, by: By, clock: time_machine.Traveller
) -> None:
    with by("editor"):
        first, second = _activity(section, 1), _activity(section, 2)
    clock.move_to("2030-02-03 10:10+03:00")
    with by("editor"):
        first.title, first.summary = "Başka", "Özet"
        first.save()
        clock.move_to("2030-02-03 10:50+03:00")
        second.title = "Başka 2"
        second.save()
    clock.move_to("2030-02-03 11:00+03:00")
    with by("head"):
        second.delete()

    found = _sentences(section)

    assert found[:3] == [
        ("Örnek Head", "1 satır sildi: Faaliyetler (1)"),
        ("Örnek Editor", "3 hücre değiştirdi: Faaliyetler (3)"),
        ("Örnek Editor", "2 satır ekledi: Faaliyetler (2)"),
    ]
    assert found[-1][1] == "açıldı"
    entry = story(section)[1]
    assert ("Örnek 1", "Başka") in {
        (change.before, change.after) for line in entry.changes for change in line.changes
    }


def test_a_step_in_between_parts_the_sentences(
    section: Section,
    by: By,
    people: dict[str, User],
    clock: time_machine.Traveller,
) -> None:
    with by("editor"):
        _activity(section, 1)
    clock.shift(60)
    comment(section, by=fresh(people["head"]), note="Bakıldı")
    clock.shift(60)
    with by("editor"):
        _activity(section, 2)
    clock.shift(60)
    submit_section(section, by=fresh(people["head"]))

    assert [what for _who, what in _sentences(section)][:4] == [
        "teslim edildi",
        "1 satır ekledi: Faaliyetler (1)",
        "not yazıldı",
        "1 satır ekledi: Faaliyetler (1)",
    ]


def test_other_sections_and_years_have_stories_of_their_own(section: Section, by: By) -> None:
    other = FiscalYear.objects.create(year=2023)
    with by("editor"):
        _activity(section, 1, department="zabita")
        Activity.objects.create(
            year=other, department=Department.objects.get(code="fen-isleri"), no=1, title="Önceki"
        )
        gone = _activity(section, 2, department="zabita")
        gone.delete()

    assert [what for _who, what in _sentences(section)] == ["açıldı"]
    zabita = Section.objects.get(code="III.B.1/zabita")
    assert _sentences(zabita)[0] == (
        "Örnek Editor",
        "2 satır ekledi, 1 satır sildi: Faaliyetler (3)",
    )


def test_lines_are_told_under_what_they_belong_to(section: Section, by: By) -> None:
    contract = Contract.objects.create(
        year=section.year,
        department=Department.objects.get(code="fen-isleri"),
        code="yol",
        title="Yol yapımı",
        kind="works",
    )
    with by("editor"):
        contract.items.create(no=1, description="Asfalt")

    assert _sentences(section)[0][1] == "1 satır ekledi: Yol yapımı (1)"


def test_tables_that_one_may_not_see_are_left_out(
    shared: Section, by: By, people: dict[str, User]
) -> None:
    section = Section.objects.create(year=shared.year, code="EK", title="Ekler")
    with by("boss"):
        StatedFigure.objects.create(year=shared.year, key="ornek", label="Örnek", value="1")

    assert len(_sentences(section, fresh(people["reviewer"]))) == 1
    assert len(_sentences(section, fresh(people["editor"]))) == 0


def test_a_long_story_has_pages(browser: Browser, section: Section) -> None:
    for number in range(PER_PAGE + 5):
        comment(section, by=None, note=f"Örnek {number}")
    client = browser("editor")
    address = f"{section.get_absolute_url()}gecmis/"

    first, second = client.get(address), client.get(f"{address}?sayfa=2")

    assert len(first.context["page"].object_list) == PER_PAGE
    assert f"Örnek {PER_PAGE + 4}" in text(first)
    # The oldest are the five first notes and the opening.
    assert [e.what for e in second.context["page"].object_list][-1] == "açıldı"
    assert len(second.context["page"].object_list) == 6


def test_many_changes_ask_for_no_more_queries(
    section: Section, by: By, clock: time_machine.Traveller
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            list(story(section)[:10])
        return len(captured)

    with by("editor"):
        _activity(section, 1).delete()
        _activity(section, 2)
    queries()
    few = queries()
    with by("editor"):
        for number in range(3, 33):
            _activity(section, number).delete()
            _activity(section, number)
            clock.shift(3600)

    assert queries() <= few
