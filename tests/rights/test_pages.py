"""Who may open the office's pages beside those of the tables, and press what stands on them.

    +  an answer        -  refused (403)        0  as if it did not exist (404)
    L  sign in first    x  not by this method (405)

The pages of the second factor are part of signing in: they send a visitor who has not begun to the
front page of the office. An empty form names no step, which no section knows (404).

«POST» sends an empty form: whoever may act is told what is missing or nothing changes; whoever may
not is refused. What each step of a section asks is tested in tests/collect/workflow.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from departments.models import FreeTable
from performance.models import Indicator, IndicatorEvidence
from reports.collect.checking import latest
from reports.ground.marks import mark_of
from reports.models import (
    CouncilDocument,
    CouncilRecord,
    Delivery,
    Intake,
    Milestone,
    Narrative,
    PdfExport,
    Publication,
    Report,
    Section,
)

from .actors import ACTORS, WRONG_DEPARTMENT
from .expected import PAGES
from .painting import painted_if, painted_person

# Asked elsewhere: signing in and out, autocompletes (test_lists), links to the public site.
ELSEWHERE = {"login", "logout", "autocomplete", "view_on_site"}
MODEL_PAGES = (
    "changelist", "add", "change", "delete", "import", "process_import", "export", "history",
)  # fmt: skip

LINES = [" ".join(line.split()) for line in PAGES.splitlines() if line]


def arguments(kind: str) -> list[Any]:
    """The place that a line of the table is about."""
    report = Report.objects.select_related("year").get(year_id=2024)
    if kind == "":
        return []
    if kind == "own":
        return [2024, "III.B.1/fen-isleri"]
    made: dict[str, Any] = {
        "reports": lambda: ["reports"],
        "finance": lambda: ["finance"],
        "auth": lambda: ["auth"],
        "csv": lambda: ["csv"],
        "xlsx": lambda: ["xlsx"],
        "wrong": lambda: [2024, f"III.B.1/{WRONG_DEPARTMENT}"],
        "money": lambda: [2024, "III.A.1"],
        "fen": lambda: [2024, "fen-isleri"],
        "zabita": lambda: [2024, WRONG_DEPARTMENT],
        "vehicles": lambda: [2024, "I.C.1", "araclar"],
        "fen_upload": lambda: [2024, "fen-isleri", "0" * 32],
        "fen_taken": lambda: [2024, "fen-isleri", taken_of_fen()],
        "cars": lambda: ["departments.vehicle"],
        "upload": lambda: [2024, "I.C.1", "araclar", "0" * 32],
        "balance": lambda: [2024, "0" * 32],
        "taken": lambda: [2024, "I.C.1", "araclar", taken()],
        "job": lambda: [2024, "I.C.1", "araclar", "0" * 32],
        "finding": lambda: [2024, own_finding(report)],
        "people": lambda: [2024, mark_of("figures.elderly_care", "kanser-hastasi", "value")],
        "year": lambda: [2024],
        "version": lambda: [2024, 1],
        "facility": lambda: ["departments.facility", first("departments.Facility")],
        "milestone": lambda: [Milestone.objects.values_list("pk", flat=True)[0]],
        "declaration": lambda: [first("reports.Declaration")],
        "report": lambda: [report.pk],
        "publication": lambda: [Publication.objects.values_list("pk", flat=True)[0]],
        "export": lambda: [PdfExport.objects.values_list("pk", flat=True)[0]],
        "indicator": lambda: [2024, Indicator.objects.get(department__isnull=False).pk],
        "evidence": lambda: [IndicatorEvidence.objects.values_list("pk", flat=True)[0]],
        "table": lambda: [FreeTable.objects.filter(department__code="zabita")[0].pk],
        "text": lambda: [own_text()],
        "fen_slug": lambda: [2024, slug(report, "III.B.1/fen-isleri")],
        "wrong_slug": lambda: [2024, slug(report, f"III.B.1/{WRONG_DEPARTMENT}")],
        "session": lambda: [CouncilRecord.objects.values_list("pk", flat=True)[0]],
        "minutes": lambda: [CouncilDocument.objects.values_list("pk", flat=True)[0]],
        "delivery": lambda: [Delivery.objects.values_list("pk", flat=True)[0]],
        "person": lambda: [User.objects.get(username="ornek-wrong").pk],
    }
    found: list[Any] = made[kind]()
    return found


def first(label: str) -> Any:
    return apps.get_model(label)._default_manager.values_list("pk", flat=True)[0]


def taken() -> int:
    """A file that somebody has taken into a table."""
    section = Section.objects.get(year_id=2024, code="I.C.1")
    known = {"section": section, "sheet": "araclar", "file_name": "örnek.xlsx"}
    return Intake.objects.get_or_create(token="1" * 32, defaults=known)[0].pk


def taken_of_fen() -> str:
    """A workbook that somebody has taken into a table of «fen-isleri»."""
    section = Section.objects.get(year_id=2024, code="III.B.1/fen-isleri")
    known = {"sheet": "faaliyetler", "file_name": "örnek.xlsx"}
    Intake.objects.get_or_create(token="2" * 32, section=section, defaults=known)
    return "2" * 32


def own_text() -> Any:
    texts = Narrative.objects.filter(year=2024, section="III.B.1/fen-isleri")
    return texts.values_list("pk", flat=True)[0]


def slug(report: Report, section: str) -> str:
    """The draft's address of a section."""
    return latest(report).document.node_by_code[section].slug


def own_finding(report: Report) -> str:
    """A finding at a table of a directorate that is not the wrong one's."""
    run = latest(report)
    return next(
        finding.mark
        for finding in run.checks.findings
        if run.section_codes.get(finding.mark, "").startswith("III.B.1/")
    )


def answer(client: Client, method: str, address: str) -> str:
    response = client.get(address) if method == "GET" else client.post(address)
    if response.streaming:
        b"".join(getattr(response, "streaming_content"))  # noqa: B009
    if response.status_code in (301, 302):
        return "L" if "/login/" in response["Location"] else "+"
    return {200: "+", 409: "+", 422: "+", 403: "-", 404: "0", 405: "x"}[response.status_code]


def parts(line: str) -> tuple[str, str, str, list[str]]:
    place, _, answers = line.partition("|")
    method, name, *kind = place.split()
    place_kind = kind[0] if kind else ""
    return method, name, "finding" if name == "finding" else place_kind, answers.split()


@pytest.mark.parametrize(
    "line", LINES, ids=[" ".join(line.split("|")[0].split()) for line in LINES]
)
def test_a_page_answers_each_person_as_the_table_says(
    line: str, browsers: dict[str, Client]
) -> None:
    method, name, kind, expected = parts(line)
    address = reverse(f"admin:{name}", args=arguments(kind))
    wanted = dict(zip(ACTORS, expected, strict=True))
    painted = painted_person(line, wanted)
    got = {}
    for actor in ACTORS:
        with painted_if(actor == painted):
            got[actor] = answer(browsers[actor], method, address)
    assert got == wanted


def test_the_table_names_every_page_of_the_office(db: None) -> None:
    of_tables = {
        f"{model._meta.app_label}_{model._meta.model_name}_{page}"
        for model in admin.site._registry
        for page in MODEL_PAGES
    }
    names = set(_names(admin.site.get_urls())) - ELSEWHERE - of_tables
    assert names == {parts(line)[1] for line in LINES}


def _names(patterns: list[Any]) -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found.extend(_names(pattern.url_patterns))
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.append(pattern.name)
    return found
