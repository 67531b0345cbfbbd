"""Mails of the steps: to the people of the directorate, once each, never to who took the step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import transaction
from django.utils import timezone

from departments.models import Membership, SectionAssignment
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
from reports.collect.workflow.notices import send, together
from reports.core import registry
from reports.enums import SectionState
from reports.models import Report, Section
from reports.publish.versions import freeze_report, unfreeze_report

from .people import fresh

State = SectionState
Stands = Callable[..., Section]
REASON = "Örnek gerekçe."
Committed = Callable[..., Any]


def _sent() -> list[str]:
    """Who got a mail, in order; somebody with two mails stands twice."""
    return sorted(address for message in mail.outbox for address in message.to)


DIRECTORATE = ["editor@ornek.test", "head@ornek.test"]


@pytest.mark.parametrize(
    ("step", "state", "by"),
    [
        (lambda s, by: return_section(s, by=by, note=REASON), State.SUBMITTED, "reviewer"),
        (lambda s, by: accept_section(s, by=by), State.SUBMITTED, "reviewer"),
        (lambda s, by: reopen_section(s, by=by, note=REASON), State.SEALED, "finance"),
        (
            lambda s, by: extend_deadline(
                s, by=by, due_on=timezone.localdate() + timedelta(days=5), note=REASON
            ),
            State.DRAFT,
            "finance",
        ),
    ],
    ids=["return", "accept", "reopen", "extend"],
)
def test_the_directorate_is_told_once_each(
    step: Any,
    state: State,
    by: str,
    people: dict[str, User],
    stands: Stands,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    section = stands(state, approved=True)

    with django_capture_on_commit_callbacks(execute=True):
        step(section, fresh(people[by]))

    assert _sent() == DIRECTORATE
    body = str(mail.outbox[0].body)
    assert section.get_absolute_url() in body
    assert section.title in mail.outbox[0].subject
    assert "\n" not in mail.outbox[0].subject


def test_whoever_takes_the_step_gets_no_mail(
    people: dict[str, User], stands: Stands, django_capture_on_commit_callbacks: Committed
) -> None:
    section = stands(State.SUBMITTED)

    with django_capture_on_commit_callbacks(execute=True):
        approve_section(section, by=fresh(people["head"]))

    assert _sent() == ["editor@ornek.test"]


def test_owner_and_deputy_are_not_told_twice(
    people: dict[str, User],
    stands: Stands,
    assignment: SectionAssignment,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    assignment.owner, assignment.deputy = people["editor"], people["head"]
    assignment.save()
    section = stands(State.SUBMITTED, approved=True)

    with django_capture_on_commit_callbacks(execute=True):
        accept_section(section, by=fresh(people["reviewer"]))

    assert _sent() == DIRECTORATE


def test_a_delivery_is_told_to_those_who_approve_it(
    people: dict[str, User], section: Section, django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        submit_section(section, by=fresh(people["editor"]))

    assert _sent() == ["head@ornek.test"]


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (lambda s, by: withdraw_section(s, by=by), State.SUBMITTED),
        (lambda s, by: ask_to_unlock(s, by=by, note=REASON), State.SEALED),
        (lambda s, by: submit_section(s, by=by), State.DRAFT),
    ],
    ids=["withdraw", "ask", "submit"],
)
def test_a_step_of_the_head_alone_tells_nobody(
    step: Any,
    state: State,
    people: dict[str, User],
    stands: Stands,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    section = stands(state)

    with django_capture_on_commit_callbacks(execute=True):
        step(section, fresh(people["head"]))

    assert _sent() == []


def test_those_who_are_mentioned_are_told_if_they_may_see_the_section(
    people: dict[str, User], section: Section, django_capture_on_commit_callbacks: Committed
) -> None:
    mentioned = [people[name] for name in ("editor", "other", "signatory", "auditor", "reviewer")]

    with django_capture_on_commit_callbacks(execute=True):
        comment(section, by=fresh(people["reviewer"]), note=REASON, mentions=mentioned)

    # Not the other directorate, not the signatory, not the author.
    assert _sent() == ["auditor@ornek.test", "editor@ornek.test"]
    assert REASON in str(mail.outbox[0].body)


def test_people_who_left_are_not_told(
    people: dict[str, User], stands: Stands, django_capture_on_commit_callbacks: Committed
) -> None:
    User.objects.filter(pk=people["head"].pk).update(is_active=False)
    Membership.objects.filter(user=people["editor"]).update(
        valid_to=timezone.localdate() - timedelta(days=1)
    )
    section = stands(State.SUBMITTED, approved=True)

    with django_capture_on_commit_callbacks(execute=True):
        accept_section(section, by=fresh(people["reviewer"]))

    assert _sent() == []


@pytest.mark.postgresql("commit, rollback and savepoints")
def test_nothing_is_sent_before_the_commit_nor_after_a_rollback(
    people: dict[str, User], stands: Stands, django_capture_on_commit_callbacks: Committed
) -> None:
    section = stands(State.SUBMITTED, approved=True)

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        accept_section(section, by=fresh(people["reviewer"]))
        assert _sent() == []
        transaction.set_rollback(True)

    assert _sent() == []
    section.refresh_from_db()
    assert section.stage == State.SUBMITTED


@pytest.mark.postgresql("commit, rollback and savepoints")
def test_what_happens_together_is_one_mail(
    people: dict[str, User], report: Report, django_capture_on_commit_callbacks: Committed
) -> None:
    Section.objects.update(state=State.SUBMITTED, approved=True)
    reviewer = fresh(people["reviewer"])

    with django_capture_on_commit_callbacks(execute=True), together():
        for section in Section.objects.all():
            accept_section(section, by=reviewer)
        comment(
            Section.objects.get(code="III.B.1/fen-isleri"),
            by=reviewer,
            note=REASON,
            mentions=[people["editor"]],
        )

    assert _sent() == [*DIRECTORATE, "other@ornek.test", "otherhead@ornek.test"]
    body = next(str(m.body) for m in mail.outbox if m.to == ["editor@ornek.test"])
    assert "Fen İşleri" in body
    assert REASON in body
    assert "Zabıta" not in body


@transaction.atomic
def _accept_and_fail(section: Section, reviewer: User) -> None:
    with together():
        accept_section(section, by=reviewer)
        accept_section(section, by=reviewer)


@pytest.mark.postgresql("commit, rollback and savepoints")
def test_an_error_inside_sends_nothing(
    people: dict[str, User], stands: Stands, django_capture_on_commit_callbacks: Committed
) -> None:
    section = stands(State.SUBMITTED, approved=True)

    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(WorkflowError):
            _accept_and_fail(section, fresh(people["reviewer"]))
        # What comes after it is told as ever.
        accept_section(section, by=fresh(people["reviewer"]))

    assert _sent() == DIRECTORATE


def test_freezing_and_taking_back_send_no_flood(
    people: dict[str, User],
    report: Report,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    monkeypatch.setattr(registry, "rules", tuple)
    Section.objects.update(state=State.ACCEPTED)

    with django_capture_on_commit_callbacks(execute=True):
        freeze_report(report, by=fresh(people["publisher"]))
        unfreeze_report(report, by=fresh(people["publisher"]), reason=REASON)

    assert _sent() == []


def test_a_mail_server_that_is_away_undoes_nothing(
    people: dict[str, User],
    stands: Stands,
    settings: Any,
    django_capture_on_commit_callbacks: Committed,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    section = stands(State.SUBMITTED, approved=True)

    with django_capture_on_commit_callbacks(execute=True):
        accept_section(section, by=fresh(people["reviewer"]))

    section.refresh_from_db()
    assert section.stage == State.ACCEPTED
    assert "mail could not be sent" in caplog.text


def test_people_without_an_address_are_passed_over(people: dict[str, User]) -> None:
    people["head"].email = ""

    assert send([(people["head"], "Konu", "Metin"), (people["editor"], "Konu", "Metin")]) == 1
    assert _sent() == ["editor@ornek.test"]
