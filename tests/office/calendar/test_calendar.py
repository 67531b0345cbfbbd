"""The calendar page, its file for other calendars, and the forms of rules and milestones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.collect.calendar.ics import Event, as_ics
from reports.collect.calendar.milestones import create_milestones
from reports.enums import SectionState
from reports.models import AuditEntry, Milestone, MilestoneRule, Report, Section

PAGE = "/yonetim/takvim/"
Browser = Callable[[User], Client]


@pytest.fixture
def finance(keeper: User, signed_in: Browser) -> Client:
    return signed_in(keeper)


@pytest.fixture
def milestones(report: Report) -> None:
    create_milestones(report.year)


def entries(response: Any) -> list[Any]:
    return [entry for month in response.context["months"] for entry in month.entries]


@pytest.mark.postgresql("order of dates, sums")
def test_months_hold_milestones_and_due_dates_in_order(finance: Client, milestones: None) -> None:
    with time_machine.travel(datetime(2026, 3, 20, 9, tzinfo=UTC), tick=False):
        response = finance.get(PAGE)

    months = response.context["months"]
    assert [f"{month.first:%m.%Y}" for month in months] == [
        "07.2025", "02.2026", "03.2026", "04.2026", "05.2026",
    ]  # fmt: skip
    assert [month.is_current for month in months] == [False, False, True, False, False]
    assert [entry.day for entry in entries(response)] == sorted(
        entry.day for entry in entries(response)
    )
    content = response.content.decode()
    assert "5393 s. Kanun m. 56" in content
    assert "20 gün gecikti" in content
    assert "doğrulanacak" in content
    assert "3 bölümün son teslim günü" in content


def test_a_directorate_sees_its_own_due_dates_alone(
    milestones: None, person: Callable[..., User], signed_in: Browser
) -> None:
    browser = signed_in(person("memur", role="department-editor", unit="fen"))
    response = browser.get(PAGE)

    assert [s.code for entry in entries(response) for s in entry.sections] == ["III.B.1/fen"]
    assert "Park ve Bahçeler" not in response.content.decode()
    assert "III.B.1/park" not in browser.get(f"{PAGE}takvim.ics").content.decode()


def test_a_milestone_is_marked_and_opened_again(
    finance: Client, keeper: User, milestones: None
) -> None:
    milestone = Milestone.objects.get(code="meclis")
    for day in (date(2026, 4, 7), None):
        with time_machine.travel(datetime(2026, 4, 7, 9, tzinfo=UTC), tick=False):
            finance.force_login(keeper)
            finance.post(f"{PAGE}{milestone.pk}/yapildi/")
        milestone.refresh_from_db()
        assert milestone.done_on == day
    changes = AuditEntry.objects.filter(
        object_pk=str(milestone.pk), content_type__model="milestone"
    )
    assert changes.filter(action=AuditEntry.Action.UPDATE).count() == 2


def test_the_calendar_of_a_year_is_made_by_a_button(finance: Client, report: Report) -> None:
    assert "Takvimi kurallardan oluştur" in finance.get(PAGE).content.decode()

    finance.post(f"{PAGE}{report.pk}/olustur/")

    assert Milestone.objects.filter(year=report.year).count() == MilestoneRule.objects.count()
    assert "Takvimi kurallardan oluştur" not in finance.get(PAGE).content.decode()


@pytest.mark.postgresql("order of dates, sums")
def test_due_dates_count_as_done_when_all_are_delivered(finance: Client, milestones: None) -> None:
    Section.objects.filter(code__startswith="III.B.1/").update(state=SectionState.SUBMITTED)

    found = {entry.day: entry.is_done for entry in entries(finance.get(PAGE)) if entry.sections}

    assert found == {date(2026, 2, 28): True, date(2026, 3, 15): False}


# -- the file --------------------------------------------------------------------------------------


def test_the_file_has_every_entry_as_a_whole_day(finance: Client, milestones: None) -> None:
    answer = finance.get(f"{PAGE}takvim.ics?yil=2025")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    unfolded = text.replace("\r\n ", "")
    assert (
        text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == MilestoneRule.objects.count() + 2
    )
    assert "DTSTART;VALUE=DATE:20260228\r\nDTEND;VALUE=DATE:20260301\r\n" in text
    assert "SUMMARY:Faaliyet raporunun belediye meclisine sunulması\r\n" in unfolded
    assert "DESCRIPTION:5018 s. Kanun m. 41\\; Faaliyet raporları" in unfolded
    assert unfolded.count("UID:2025-meclis@") == 1


def test_long_lines_are_folded_between_letters_and_marks_escaped() -> None:
    text = "Ğ" * 60 + "; a, b\nc\\"
    made = datetime(2026, 1, 1, tzinfo=UTC)

    content = as_ics([Event("1@x", date(2026, 1, 2), text)], name="A, B", made=made)

    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)
    unfolded = content.decode().replace("\r\n ", "")
    assert f"SUMMARY:{'Ğ' * 60}\\; a\\, b\\nc\\\\\r\n" in unfolded
    assert content.endswith(b"END:VCALENDAR\r\n")


# -- rights ----------------------------------------------------------------------------------------

ROLES = ("department-editor", "department-head", "finance-editor", "reviewer", "publisher",
         "signatory", "auditor")  # fmt: skip
READ_RULES = {"finance-editor", "reviewer", "publisher", "auditor"}


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_and_who_keeps_the_calendar(
    milestones: None, person: Callable[..., User], signed_in: Browser, role: str
) -> None:
    browser = signed_in(person("kisi", role=role, unit="park" if "department" in role else ""))
    milestone, rule = Milestone.objects.get(code="meclis"), MilestoneRule.objects.get(code="meclis")
    kept = role == "finance-editor"

    assert browser.get(PAGE).status_code == browser.get(f"{PAGE}takvim.ics").status_code == 200
    assert (f"{milestone.pk}/yapildi/" in browser.get(PAGE).content.decode()) is kept
    for address in (f"{milestone.pk}/yapildi/", "2025/olustur/"):
        assert browser.post(f"{PAGE}{address}").status_code == (302 if kept else 403)
        assert browser.get(f"{PAGE}{address}").status_code == 405
    for name, row in (("milestone", milestone), ("milestonerule", rule)):
        admin = f"/yonetim/reports/{name}/"
        assert browser.get(admin).status_code == (200 if role in READ_RULES else 403)
        assert browser.get(f"{admin}add/").status_code == (200 if kept else 403)
        change = browser.get(f"{admin}{row.pk}/change/")
        assert change.status_code == (200 if role in READ_RULES else 403)
        assert (b'name="_save"' in change.content) is kept
        assert browser.get(f"{admin}{row.pk}/delete/").status_code == 403


def test_an_unknown_visitor_signs_in_first(milestones: None, client: Client) -> None:
    for address in (PAGE, f"{PAGE}takvim.ics", f"{PAGE}1/yapildi/", f"{PAGE}2025/olustur/"):
        assert client.get(address).headers["Location"].startswith("/yonetim/login/")
        assert client.post(address).headers["Location"].startswith("/yonetim/login/")
    assert not Milestone.objects.filter(done_on__isnull=False).exists()


def test_a_rule_is_changed_in_its_form(finance: Client, milestones: None) -> None:
    rule = MilestoneRule.objects.get(code="mali-tablolar")
    values = {
        "code": rule.code, "title": rule.title, "basis": "", "topic": rule.topic, "month": 3,
        "day": 20, "year_offset": 1, "sections": "III.A  ", "valid_from": "", "valid_to": "",
        "note": "",
    }  # fmt: skip

    finance.post(f"/yonetim/reports/milestonerule/{rule.pk}/change/", values)

    rule.refresh_from_db()
    assert (rule.day, rule.sections) == (20, "III.A")
    refused = finance.post(
        f"/yonetim/reports/milestonerule/{rule.pk}/change/", {**values, "sections": "III.A,III.B"}
    )
    assert "tek boşlukla ayrılarak" in refused.content.decode()


def test_many_milestones_cost_no_more_queries(finance: Client, report: Report) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            finance.get(PAGE)
        return len(queries)

    Milestone.objects.create(year=report.year, code="a", title="A", due_on=date(2026, 1, 1))
    cost()  # the checks run for the sidebar, whose result is kept
    one = cost()
    for number in range(30):
        day = date(2026, 1, 1 + number % 28)
        Milestone.objects.create(year=report.year, code=f"m{number}", title="M", due_on=day)
        Section.objects.create(year=report.year, code=f"III.A.{number + 2}", title="B", due_on=day)
    cost()

    assert cost() == one
