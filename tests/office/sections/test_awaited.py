"""What has not been entered yet is no error until the section is delivered, and is never hidden."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from departments.models import FigureGroup, KeyFigure
from reports.collect import checking
from reports.collect.checking import Counts, latest
from reports.collect.workflow.actions import WorkflowError, submit_section
from reports.core import registry
from reports.core.checks import HELD, CheckData, Finding, Held, Rule
from reports.enums import SectionState
from reports.models import Report, Section
from reports.office.shared.sight import open_error_count
from tests.collect.workflow.people import fresh
from tests.office.findings.helper import RULES, text

State = SectionState
Browser = Callable[[str], Client]
Stands = Callable[..., Section]

BOARD = "/yonetim/pano/"
FINDINGS = "/yonetim/bulgular/2024/"
PUBLISH = "/yonetim/reports/report/2024/yayimla/"
ENTERED, OPENED_AGAIN = (State.EMPTY, State.DRAFT), (State.RETURNED, State.REOPENED)
DELIVERED = (State.SUBMITTED, State.ACCEPTED)


def without_figure(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    for table in data.family("figures."):
        for row in table.rows:
            if table.value(row.key, "value") is None:
                yield rule.finding(
                    f"{table.title}: değer girilmemiş.",
                    dataset=table.id,
                    row=row.key,
                    column="value",
                )
            else:
                yield HELD


MISSING = replace(RULES[2], code="TST-009", run=without_figure, missing=True)


@pytest.fixture
def waits(report: Report, lists: dict[str, FigureGroup], monkeypatch: pytest.MonkeyPatch) -> Report:
    """The list of «fen-isleri» has a figure that is wrong and three that are not there yet."""
    monkeypatch.setattr(registry, "rules", lambda: (*RULES, MISSING))
    for number in (2, 3, 4):
        KeyFigure.objects.create(group=lists["fen-isleri"], no=number, label=f"Eksik {number}")
    checking.refresh()
    return report


def _shown(browser: Browser, section: Section) -> dict[str, Counts]:
    """What each page counts for the section."""
    own = browser("editor")
    cards = [c for u in own.get("/yonetim/").context["desk"].units for c in u.cards]
    page = own.get(section.get_absolute_url()).context
    lines = [
        line
        for group in browser("finance").get(BOARD).context["groups"]
        for line in group.lines
        if line.section == section
    ]
    listed = own.get(FINDINGS).context
    return {
        "desk": next(card.line.standing for card in cards if card.section == section),
        "section": page["listed"].counts,
        "head of section": page["line"].standing,
        "board": lines[0].standing,
        "findings": Counts(
            listed["errors"], listed["warnings"], listed["awaited"], listed["waived"]
        ),
    }


@pytest.mark.parametrize("state", [*ENTERED, *OPENED_AGAIN, *DELIVERED])
def test_every_page_counts_the_same(
    waits: Report, browser: Browser, stands: Stands, people: dict[str, User], state: State
) -> None:
    section = stands(state)
    expected = Counts(errors=1, awaited=3) if state in ENTERED else Counts(errors=4)

    assert _shown(browser, section) == dict.fromkeys(_shown(browser, section), expected)
    assert open_error_count(fresh(people["editor"])) == expected.errors
    written = browser("finance").get(f"{BOARD}disa-aktar.csv").content.decode("utf-8-sig")
    row = next(r for r in csv.DictReader(io.StringIO(written)) if r["Bölüm kodu"] == section.code)
    assert (row["Açık hata"], row["Henüz girilmeyen"]) == (
        str(expected.errors),
        str(expected.awaited),
    )
    # The gate of publishing asks for all of them, the other directorate's two included.
    assert browser("publisher").get(PUBLISH).context["error_count"] == 5
    assert len(latest(waits).checks.open_errors) == 5


def test_pages_say_what_is_not_entered_yet(
    waits: Report, browser: Browser, section: Section
) -> None:
    for person, page in (
        ("editor", "/yonetim/"),
        ("editor", section.get_absolute_url()),
        ("finance", BOARD),
    ):
        assert "3 veri henüz girilmedi" in text(browser(person).get(page)), page
    client = browser("editor")
    assert "değer girilmemiş" not in text(client.get(FINDINGS))
    awaited = client.get(FINDINGS, {"durum": "girilmedi"})
    assert "bölüm teslim edilene kadar hata sayılmaz; teslimde ve yayımda aranır" in text(awaited)
    # Three that differ in their place only: one line with its count, and all of them in it.
    assert _lines(awaited) == [("TST-009", 3)]
    assert awaited.context["number"] == 3
    assert "<details" in text(awaited)
    assert text(awaited).count('class="finding finding--awaited" id="bulgu-') == 3


def _lines(response: Any) -> list[tuple[str, int]]:
    return [
        (line.first.finding.code, len(line.items))
        for group in response.context["groups"]
        for line in group.lines
    ]


def test_a_delivery_asks_for_all_of_them(
    waits: Report, section: Section, people: dict[str, User]
) -> None:
    with pytest.raises(WorkflowError, match="4 açık hata"):
        submit_section(section, by=fresh(people["head"]))


def test_a_form_and_its_list_say_so_too(
    waits: Report, browser: Browser, lists: dict[str, FigureGroup]
) -> None:
    client = browser("editor")
    group = lists["fen-isleri"]
    form = client.get(f"/yonetim/departments/figuregroup/{group.pk}/change/")
    banner = form.context["findings_banner"]
    assert banner.counts == Counts(errors=1, awaited=3)
    assert [len(line.items) for line in banner.awaited] == [3]
    assert "Henüz girilmedi: fen-isleri listesi: değer girilmemiş." in text(form)
    assert "Hata TST-009" not in text(form)

    sheet = next(s for s in form.context["findings_banner"].open if s.is_single)
    assert sheet.first.finding.code == "TST-003"
    listing = client.get("/yonetim/departments/figuregroup/")
    assert listing.context["findings_banner"].counts == Counts(errors=1, awaited=3)


@pytest.mark.parametrize("page", ["section", "desk", "findings"])
def test_pages_ask_as_many_queries_with_thirty_findings_as_with_one(
    waits: Report, browser: Browser, section: Section, lists: dict[str, FigureGroup], page: str
) -> None:
    address = {
        "section": section.get_absolute_url(),
        "desk": "/yonetim/",
        "findings": f"{FINDINGS}?durum=tumu",
    }[page]
    client = browser("editor")

    def queries() -> int:
        checking.refresh()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    queries()
    one = queries()
    for number in range(5, 34):
        KeyFigure.objects.create(group=lists["fen-isleri"], no=number, label=f"Örnek {number}")

    assert queries() <= one
