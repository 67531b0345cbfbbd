"""Publishing and the steps of sections at once: no deadlock, and neither passes over the other.

The order in which rows are locked is told in `reports.publish.versions`.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from departments.models import Activity, Department, Facility
from performance.models import Indicator
from reports.collect.workflow.actions import (
    WorkflowError,
    accept_section,
    edited,
    reopen_section,
    return_section,
    submit_section,
)
from reports.core import registry
from reports.enums import CorrectionKind, SectionState
from reports.models import Correction, FiscalYear, Report, Section, Waiver
from reports.publish.versions import (
    PublishError,
    freeze_report,
    open_correction,
    waive_finding,
    withdraw_correction,
)
from reports.publish.versions.from_commands import correct_and_publish
from tests.collect.workflow.at_once import in_another_session, together, waiting, while_first
from tests.collect.workflow.people import fresh
from tests.office.findings.helper import RULES, finding

State = SectionState
REASON = "Örnek: bir faaliyet rapora yazılmamıştır."

pytestmark = [*together, pytest.mark.postgresql("locks of two sessions")]


def _accepted_again(section: Section, correction: Correction) -> None:
    reopen_section(section, by=None, correction=correction)
    submit_section(section, by=None)
    accept_section(section, by=None)


def _first_section() -> Section:
    return Section.objects.select_for_update().order_by("pk")[0]


def test_a_freeze_and_the_opening_of_a_section_do_not_wait_for_each_other(
    published: Report, section: Section
) -> None:
    correction = open_correction(published, kind="figure", reason=REASON)

    with transaction.atomic():
        # The freeze comes as far as the sections, another of which is being worked on.
        assert _first_section() != section
        freezing, frozen = waiting(lambda: freeze_report(published))
        opening, opened = in_another_session(
            lambda: reopen_section(section, by=None, correction=correction)
        )
        opening.join(timeout=3)
    opening.join(timeout=20)
    freezing.join(timeout=20)

    assert [type(answer) for answer in opened] == [Section], opened
    assert [type(answer) for answer in frozen] == [PublishError], frozen
    assert "kabul edilmedi" in str(frozen[0])


def test_a_withdrawal_and_the_opening_of_a_section_do_not_wait_for_each_other(
    published: Report, section: Section, shared: Section
) -> None:
    correction = open_correction(published, kind="figure", reason=REASON)
    _accepted_again(shared, correction)

    with transaction.atomic():
        Section.objects.select_for_update().get(pk=shared.pk)
        withdrawing, withdrawn = waiting(lambda: withdraw_correction(correction, reason=REASON))
        opening, opened = in_another_session(
            lambda: reopen_section(section, by=None, correction=correction)
        )
        opening.join(timeout=3)
    opening.join(timeout=20)
    withdrawing.join(timeout=20)

    section.refresh_from_db()
    correction.refresh_from_db()
    # Whichever came first, the other was told.
    assert correction.is_open == (section.stage == State.REOPENED), (withdrawn, opened)
    told = opened[0] if section.stage == State.SEALED else withdrawn[0]
    assert isinstance(told, WorkflowError | PublishError)


@pytest.mark.parametrize("others", [False, True])
def test_a_correction_is_not_withdrawn_over_a_section_that_is_opened_at_that_moment(
    others: bool, published: Report, section: Section
) -> None:
    correction = open_correction(published, kind="figure", reason=REASON)
    if others:
        open_correction(published, kind="text", reason=REASON)

    _done, (answer,) = while_first(
        lambda: reopen_section(section, by=None, correction=correction),
        lambda: withdraw_correction(correction, reason=REASON),
    )

    assert isinstance(answer, PublishError)
    assert "1 bölüm üzerinde çalışılıyor" in str(answer)
    correction.refresh_from_db()
    assert correction.is_open


@pytest.mark.parametrize("others", [False, True])
def test_a_correction_is_not_withdrawn_over_a_section_that_is_returned_at_that_moment(
    others: bool, published: Report, section: Section
) -> None:
    correction = open_correction(published, kind="figure", reason=REASON)
    if others:
        open_correction(published, kind="text", reason=REASON)
    _accepted_again(section, correction)

    _done, (answer,) = while_first(
        lambda: return_section(section, by=None, note=REASON),
        lambda: withdraw_correction(correction, reason=REASON),
    )

    assert isinstance(answer, PublishError)
    assert "1 bölüm üzerinde çalışılıyor" in str(answer)
    correction.refresh_from_db()
    assert correction.is_open


def test_no_section_is_opened_under_a_correction_that_is_withdrawn_at_that_moment(
    published: Report, section: Section
) -> None:
    correction = open_correction(published, kind="figure", reason=REASON)

    _done, (answer,) = while_first(
        lambda: withdraw_correction(correction, reason=REASON),
        lambda: reopen_section(section, by=None, correction=correction),
    )

    assert isinstance(answer, WorkflowError)
    assert "sonuçlanmış" in str(answer)
    section.refresh_from_db()
    assert section.stage == State.SEALED


def test_a_freeze_and_a_sheet_that_is_saved_do_not_wait_for_each_other(
    people: dict[str, User], report: Report, section: Section
) -> None:
    department = Department.objects.get(code="fen-isleri")

    with transaction.atomic():
        # As a sheet does it: the section first, then rows of the year.
        Section.objects.select_for_update().get(pk=section.pk)
        freezing, frozen = waiting(lambda: freeze_report(report))
        activity = Activity.objects.create(
            year=report.year, department=department, no=1, title="Örnek"
        )
        edited(fresh(people["editor"]), activity)
    freezing.join(timeout=20)

    assert Activity.objects.count() == 1
    assert [type(answer) for answer in frozen] == [PublishError], frozen
    assert "kabul edilmedi" in str(frozen[0])


def test_the_command_opens_no_correction_behind_a_freeze(
    published: Report, section: Section
) -> None:
    correction = open_correction(published, kind="figure", reason=REASON)
    reopen_section(section, by=None, correction=correction)
    department = Department.objects.get(code="fen-isleri")
    edited(
        None,
        Activity.objects.create(year=published.year, department=department, no=1, title="Örnek"),
    )
    submit_section(section, by=None)
    accept_section(section, by=None)

    _frozen, (answer,) = while_first(
        lambda: freeze_report(published),
        lambda: correct_and_publish(
            published,
            kind=CorrectionKind.TEXT.value,
            reason="Örnek: bir başka gerekçe yazılmıştır.",
        ),
    )

    assert isinstance(answer, PublishError)
    assert "Rapor dondurulmuş" in str(answer)
    assert Correction.objects.get() == correction


def test_a_change_in_two_sections_holds_them_in_the_order_of_all(
    report: Report, section: Section, card: Indicator, results: Callable[[State], Section]
) -> None:
    lower = results(State.ACCEPTED)  # the card's, with results that the years share
    other = FiscalYear.objects.create(year=2025)
    higher = Section.objects.create(year=other, code=section.code, title="Faaliyetler")
    assert higher.pk > lower.pk
    department = Department.objects.get(code="fen-isleri")
    activity = Activity.objects.create(year=other, department=department, no=1, title="Örnek")

    with transaction.atomic():
        Section.objects.select_for_update().get(pk=lower.pk)
        changing, answers = waiting(lambda: edited(None, activity, card))
        # Who waits for the lower one does not hold the higher one.
        Section.objects.select_for_update(nowait=True).get(pk=higher.pk)
    changing.join(timeout=20)

    assert answers == [None]
    higher.refresh_from_db()
    lower.refresh_from_db()
    assert (higher.stage, lower.stage) == (State.DRAFT, State.SUBMITTED)


def test_of_two_who_accept_a_finding_one_is_told(
    people: dict[str, User], report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "rules", lambda: RULES)
    Facility.objects.create(year=report.year, name="Garaj", area=100, closed_area=140)
    mark = finding(report).mark

    first, (answer,) = while_first(
        lambda: waive_finding(report, mark, reason=REASON, by=fresh(people["reviewer"])),
        lambda: waive_finding(report, mark, reason=REASON, by=fresh(people["publisher"])),
    )

    assert isinstance(answer, ValidationError)
    assert answer.messages == ["Bu bulgu zaten kabul edilmiş."]
    assert Waiver.objects.get() == first
