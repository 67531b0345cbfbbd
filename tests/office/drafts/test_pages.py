"""The draft on screen: each with a duty reads the own sections, nobody else anything."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from docx import Document as read_docx
from pytest_django import Settings

from reports.collect.checking import latest_or_none
from reports.models import Narrative, Section
from tests.collect.workflow.conftest import people, report, section
from tests.collect.workflow.people import EVERYBODY
from tests.office.findings.helper import text

__all__ = ["people", "report", "section"]


@pytest.fixture
def written(section: Section) -> Narrative:
    return Narrative.objects.create(year=section.year, section=section.code, body="Örnek söz.")


def slug(section: Section) -> str:
    run = latest_or_none(section.year)
    assert run is not None
    return run.document.node_by_code[section.code].slug


def page(section: Section) -> str:
    return reverse("admin:draft_section", args=[section.year_id, slug(section)])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("person", EVERYBODY)
def test_a_section_is_read_by_those_who_have_a_duty_in_it(
    people: dict[str, User], written: Narrative, section: Section, person: str
) -> None:
    answer = signed_in(people[person]).get(page(section))

    hidden = person in ("other", "otherhead", "signatory")
    assert answer.status_code == (404 if hidden else 200)
    assert ("Örnek söz." in text(answer)) is not hidden


@pytest.mark.parametrize("person", ["editor", "other", "reviewer"])
def test_the_contents_name_only_what_one_may_read(
    people: dict[str, User], written: Narrative, section: Section, person: str
) -> None:
    shown = signed_in(people[person]).get(reverse("admin:draft", args=[2024]))

    assert shown.status_code == 200
    assert (page(section) in shown.content.decode()) is (person != "other")


def test_strangers_sign_in_first(written: Narrative, section: Section, client: Client) -> None:
    for address in (page(section), reverse("admin:draft", args=[2024])):
        assert client.get(address).headers["Location"].startswith("/yonetim/login/")


def test_a_draft_says_what_it_is_and_is_kept_by_nobody(
    people: dict[str, User], written: Narrative, section: Section
) -> None:
    answer = signed_in(people["editor"]).get(page(section))

    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "TASLAK" in text(answer)
    assert "Örnek Editor" in text(answer)
    addresses = [part.split('"')[0] for part in answer.content.decode().split('href="')[1:]]
    assert not [a for a in addresses if a.startswith("/2024")], "links stay inside of the draft"


def test_a_draft_is_read_only(
    people: dict[str, User], written: Narrative, section: Section
) -> None:
    assert signed_in(people["editor"]).post(page(section)).status_code == 405


@pytest.mark.parametrize("year", [1999, 2023])
def test_a_year_without_a_report_has_no_draft(people: dict[str, User], year: int) -> None:
    assert signed_in(people["boss"]).get(reverse("admin:draft", args=[year])).status_code == 404


@pytest.mark.parametrize("person", EVERYBODY)
def test_the_word_file_is_for_those_who_may_read_the_section(
    people: dict[str, User], written: Narrative, section: Section, person: str, tmp_path: Path,
    settings: Settings,
) -> None:  # fmt: skip
    settings.DATA_DIR = tmp_path
    address = reverse("admin:draft_word", args=[2024, slug(section)])
    answer = signed_in(people[person]).get(address)

    hidden = person in ("other", "otherhead", "signatory")
    assert answer.status_code == (404 if hidden else 200)
    if not hidden:
        words = [p.text for p in read_docx(io.BytesIO(answer.content)).paragraphs]
        assert "Örnek söz." in words


def test_all_that_one_may_read_is_one_word_file_and_no_more(
    people: dict[str, User], written: Narrative, section: Section, tmp_path: Path,
    settings: Settings,
) -> None:  # fmt: skip
    settings.DATA_DIR = tmp_path
    Narrative.objects.create(year=section.year, section="III.B.1/zabita", body="Zabıtanın sözü.")
    address = reverse("admin:draft_word", args=[2024, "tamami"])

    for person, reads in (("editor", {"Örnek söz."}), ("other", {"Zabıtanın sözü."})):
        content = signed_in(people[person]).get(address).content
        words = {p.text for p in read_docx(io.BytesIO(content)).paragraphs}
        assert words & {"Örnek söz.", "Zabıtanın sözü."} == reads
