"""Two people at once: one of them comes first, and the other sees what has happened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from departments.models import Activity, Department
from reports.collect.workflow.actions import (
    WorkflowError,
    accept_section,
    edited,
    return_section,
    submit_section,
)
from reports.core import registry
from reports.enums import ReportState, SectionEventKind, SectionState
from reports.models import Correction, Publication, Report, Section, SectionEvent
from reports.publish.versions import (
    PublishError,
    freeze_report,
    open_correction,
    publish_report,
    withdraw_correction,
)

from .at_once import together, while_first
from .people import fresh

State = SectionState
REASON = "Örnek gerekçe."

pytestmark = [*together, pytest.mark.postgresql("two sessions at once")]


@pytest.fixture(autouse=True)
def no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "rules", tuple)


def test_a_section_is_accepted_or_returned_not_both(
    people: dict[str, User], stands: Callable[..., Section]
) -> None:
    section = stands(State.SUBMITTED, approved=True)

    _done, (answer,) = while_first(
        lambda: accept_section(section, by=fresh(people["reviewer"])),
        lambda: accept_section(section, by=fresh(people["boss"])),
    )

    assert isinstance(answer, WorkflowError)
    assert "Kabul edildi" in str(answer)
    kinds = SectionEvent.objects.filter(section=section, kind=SectionEventKind.ACCEPTED)
    assert kinds.count() == 1


def test_a_change_that_comes_after_the_delivery_is_refused(
    people: dict[str, User], section: Section, report: Report
) -> None:
    department = Department.objects.get(code="fen-isleri")
    editor = fresh(people["editor"])

    def change() -> None:
        with transaction.atomic():
            activity = Activity.objects.create(
                year=report.year, department=department, no=1, title="Örnek"
            )
            edited(editor, activity)

    _done, (answer,) = while_first(
        lambda: submit_section(section, by=fresh(people["head"])), change
    )

    assert isinstance(answer, PermissionDenied)
    assert "Teslim edildi" in str(answer)
    assert not Activity.objects.exists()


def test_the_report_is_not_frozen_over_a_return(
    people: dict[str, User], stands: Callable[..., Section], report: Report
) -> None:
    Section.objects.update(state=State.ACCEPTED)
    section = stands(State.ACCEPTED)

    _done, (answer,) = while_first(
        lambda: return_section(section, by=fresh(people["reviewer"]), note=REASON),
        lambda: freeze_report(report, by=fresh(people["publisher"])),
    )

    assert isinstance(answer, PublishError)
    report.refresh_from_db()
    assert report.state == ReportState.COLLECTING
    assert not Section.objects.filter(state=State.SEALED).exists()


def test_a_return_does_not_slip_into_a_freeze(
    people: dict[str, User], stands: Callable[..., Section], report: Report
) -> None:
    Section.objects.update(state=State.ACCEPTED)
    section = stands(State.ACCEPTED)

    frozen, (answer,) = while_first(
        lambda: freeze_report(report, by=fresh(people["publisher"])),
        lambda: return_section(section, by=fresh(people["reviewer"]), note=REASON),
    )

    assert frozen.sha256
    assert isinstance(answer, WorkflowError)
    section.refresh_from_db()
    assert section.stage == State.SEALED


@pytest.fixture
def corrected(people: dict[str, User], report: Report) -> Report:
    """Published, and changed since under a correction whose sections are accepted again."""
    Section.objects.update(state=State.ACCEPTED)
    publish_report(report)
    department = Department.objects.get(code="fen-isleri")
    Activity.objects.create(year=report.year, department=department, no=1, title="Örnek")
    open_correction(report, kind="figure", reason="Örnek: bir faaliyet unutulmuştur.")
    return report


def test_of_two_publishers_one_publishes_the_corrections(
    people: dict[str, User], corrected: Report
) -> None:
    second, (answer,) = while_first(
        lambda: publish_report(corrected, by=fresh(people["publisher"])),
        lambda: publish_report(corrected, by=fresh(people["boss"])),
    )

    assert isinstance(answer, PublishError)
    assert "düzeltme açılmalıdır" in str(answer)
    assert Publication.objects.count() == 2
    assert Correction.objects.get().publication == second


def test_a_correction_is_published_or_withdrawn_not_both(
    people: dict[str, User], corrected: Report
) -> None:
    correction = Correction.objects.get()

    _second, (answer,) = while_first(
        lambda: publish_report(corrected, by=fresh(people["publisher"])),
        lambda: withdraw_correction(correction, reason=REASON, by=fresh(people["boss"])),
    )

    assert isinstance(answer, PublishError)
    assert "sonuçlanmış" in str(answer)
    correction.refresh_from_db()
    assert correction.withdrawn_at is None


def test_two_corrections_opened_at_once_have_two_numbers(
    people: dict[str, User], corrected: Report
) -> None:
    def opened(by: str) -> Correction:
        reason = "Örnek: bir başka yanlış bulunmuştur."
        return open_correction(corrected, kind="text", reason=reason, by=fresh(people[by]))

    second, (third,) = while_first(lambda: opened("publisher"), lambda: opened("boss"))

    assert (second.number, third.number) == (2, 3)
