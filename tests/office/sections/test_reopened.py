"""A section that a correction has opened is called so wherever its state is told."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from reports import migrations
from reports.collect.workflow.actions import (
    reopen_section,
    return_section,
    submit_section,
    withdraw_section,
)
from reports.core import registry
from reports.enums import SectionState
from reports.models import Report, Section
from reports.publish.versions import publish_report
from tests.collect.workflow.people import fresh
from tests.office.findings.helper import text
from tests.publish.versions.steps import opened

Browser = Callable[[str], Client]
NAME = "Düzeltmeye açıldı"
BOARD = "/yonetim/pano/"


@pytest.fixture
def reopened(
    report: Report, people: dict[str, User], section: Section, monkeypatch: pytest.MonkeyPatch
) -> Section:
    """A section of a published year, opened under a correction."""
    monkeypatch.setattr(registry, "rules", tuple)
    Section.objects.update(state=SectionState.ACCEPTED)
    publish_report(report)
    reopen_section(section, by=fresh(people["finance"]), correction=opened(report))
    section.refresh_from_db()
    return section


def test_desk_board_section_and_file_call_it_so(browser: Browser, reopened: Section) -> None:
    shown = {
        "desk": text(browser("editor").get("/yonetim/")),
        "section": text(browser("editor").get(reopened.get_absolute_url())),
        "board": text(browser("finance").get(BOARD)),
        "file": browser("finance").get(f"{BOARD}disa-aktar.csv").content.decode(),
    }

    for page, words in shown.items():
        assert NAME in words, page
    for page in ("desk", "section"):
        assert "İade edildi" not in shown[page], page
        assert "Düzeltme yapılıp bölüm yeniden teslim edilmelidir." in shown[page]
    assert "İade edildi" not in shown["file"]
    narrowed = browser("finance").get(BOARD, {"durum": "reopened"})
    assert [ln.section for g in narrowed.context["groups"] for ln in g.lines] == [reopened]
    assert (narrowed.context["summary"].reopened, narrowed.context["summary"].returned) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_the_mail_and_the_history_call_it_so(browser: Browser, reopened: Section) -> None:
    told = [message for message in mail.outbox if reopened.title in message.body]

    assert any("düzeltmeye açıldı" in message.body for message in told)
    assert not any("iade edildi" in message.body for message in told)
    history = text(browser("editor").get(f"{reopened.get_absolute_url()}gecmis/"))
    assert "düzeltmeye açıldı" in history
    assert "iade edildi" not in history


def test_what_is_delivered_and_taken_back_is_open_for_the_correction_again(
    reopened: Section, people: dict[str, User]
) -> None:
    editor = fresh(people["editor"])

    submit_section(reopened, by=editor)
    taken_back = withdraw_section(reopened, by=editor)
    assert taken_back.stage is SectionState.REOPENED

    submit_section(reopened, by=editor)
    sent_back = return_section(reopened, by=fresh(people["reviewer"]), note="Örnek gerekçe.")
    assert sent_back.stage is SectionState.RETURNED


@pytest.mark.postgresql("queries in SQL of our own: the last event of each section")
def test_sections_of_an_older_portal_are_told_apart(
    reopened: Section, shared: Section, people: dict[str, User]
) -> None:
    """Both were stored as returned; what happened to each says which it is."""
    Section.objects.filter(pk=shared.pk).update(state=SectionState.ACCEPTED)
    return_section(shared, by=fresh(people["reviewer"]), note="Örnek gerekçe.")
    Section.objects.filter(pk=reopened.pk).update(state=SectionState.RETURNED)
    [name] = [m.name for m in iter_modules(migrations.__path__) if m.name.endswith("_reopened")]
    migration = import_module(f"{migrations.__name__}.{name}")

    migration.tell_apart(apps, None)
    for section in (reopened, shared):
        section.refresh_from_db()
    assert (reopened.stage, shared.stage) == (SectionState.REOPENED, SectionState.RETURNED)

    migration.forget(apps, None)
    reopened.refresh_from_db()
    assert reopened.stage is SectionState.RETURNED
