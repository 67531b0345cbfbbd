"""Remarks about a text: written about a passage, answered, settled, seen by those they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from reports.collect.workflow.notes import open_notes
from reports.models import Narrative, Section, TextRemark
from tests.collect.workflow.people import EVERYBODY
from tests.office.findings.helper import text

from .conftest import Browser

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

CODE = "III.B.1/fen-isleri"


def page(name: str = "text_remarks", code: str = CODE) -> str:
    return reverse(f"admin:{name}", args=[2024, code])


def said(client: Client, note: str, **more: Any) -> Response:
    return client.post(page(), {"not": note, **more})


@pytest.fixture
def asked(browser: Browser, written: Narrative) -> TextRemark:
    """The reviewer's remark about a word of the text."""
    said(browser("reviewer"), "Hangi söz?", parca="Şimdiki")
    return TextRemark.objects.get()


@pytest.mark.parametrize("person", EVERYBODY)
def test_remarks_are_for_who_may_see_the_section(
    browser: Browser, written: Narrative, person: str
) -> None:
    answer = said(browser(person), "Bir not.")

    hidden = person in ("other", "otherhead", "signatory")
    assert answer.status_code == 404 if hidden else answer.status_code in (302, 403)
    assert TextRemark.objects.exists() is (answer.status_code == 302)
    if person in ("editor", "head", "reviewer"):
        assert answer.status_code == 302


def test_strangers_sign_in_first(written: Narrative, client: Client) -> None:
    assert said(client, "x").headers["Location"].startswith("/yonetim/login/")


def test_a_remark_stands_beside_the_text_with_its_passage(
    browser: Browser, asked: TextRemark
) -> None:
    shown = text(browser("editor").get(page("text_desk")))

    assert "Hangi söz?" in shown
    assert "Örnek Reviewer" in shown
    assert "artık böyle geçmiyor" not in shown
    Narrative.objects.update(body="Bambaşka.")
    assert "artık böyle geçmiyor" in text(browser("editor").get(page("text_desk")))


def test_those_who_are_named_get_a_mail_and_others_none(
    browser: Browser, written: Narrative, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        said(browser("reviewer"), "@ornek-editor bakar mı? @ornek-other da, @yok da.")

    assert [message.to for message in mail.outbox] == [["editor@ornek.test"]]


def test_an_answer_reaches_who_asked_and_settles_the_thread(
    browser: Browser, asked: TextRemark, section: Section,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    assert [note.note for note in open_notes(section)] == ["Hangi söz?"]
    with django_capture_on_commit_callbacks(execute=True):
        said(browser("editor"), "Açıklandı.", yanitlanan=asked.pk, karsilandi="on")

    assert [message.to for message in mail.outbox] == [["reviewer@ornek.test"]]
    assert open_notes(section) == []
    shown = browser("reviewer").get(page("text_desk"))
    assert "Karşılandı; yeniden aç" in text(shown)

    said(browser("reviewer"), "Yetmedi.", yanitlanan=asked.pk)
    assert [note.note for note in open_notes(section)] == ["Hangi söz?"]


def test_a_remark_of_another_text_cannot_be_answered_from_here(
    browser: Browser, asked: TextRemark
) -> None:
    other = reverse("admin:text_remarks", args=[2024, "III.B.1/zabita"])
    browser("boss").post(other, {"not": "x", "yanitlanan": asked.pk})

    assert TextRemark.objects.count() == 1


@pytest.mark.parametrize("note", ["", "   "])
def test_an_empty_remark_is_refused(browser: Browser, written: Narrative, note: str) -> None:
    client = browser("editor")
    said(client, note)

    assert not TextRemark.objects.exists()
    assert "yazılmalıdır" in text(client.get(page("text_desk")))


def test_what_was_said_stays_on_record(asked: TextRemark) -> None:
    for change in (
        lambda: TextRemark.objects.update(passage="Başka"),
        lambda: TextRemark.objects.all().delete(),
    ):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            change()


def test_markup_in_a_remark_runs_nowhere(browser: Browser, written: Narrative) -> None:
    hostile = '"><script>alert(1)</script>'
    said(browser("editor"), hostile, parca=hostile)

    assert "<script>alert(1)" not in browser("editor").get(page("text_desk")).content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_asks_the_same_whatever_is_said(
    browser: Browser, written: Narrative, number: int, django_assert_max_num_queries: Any,
    people: dict[str, User],
) -> None:  # fmt: skip
    client = browser("editor")
    for place in range(number):
        said(client, f"Not {place}")
    client.get(page("text_desk"))
    with django_assert_max_num_queries(40):
        client.get(page("text_desk"))
