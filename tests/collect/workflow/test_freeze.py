"""Freezing, taking it back, publishing, correcting: what becomes of the sections."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection

from departments.models import Activity, Department
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
from reports.enums import ReportState, SectionEventKind, SectionState
from reports.models import FiscalYear, FrozenReport, Publication, Report, Section, SectionEvent
from reports.publish.versions import (
    PublishError,
    freeze_report,
    open_correction,
    publish_report,
    unfreeze_report,
)
from reports.publish.versions.immutability import FROZEN

from .people import EVERYBODY, fresh

pytestmark = pytest.mark.postgresql("locks and triggers of freezing")

State = SectionState
REASON = "Örnek gerekçe."


@pytest.fixture(autouse=True)
def no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "rules", tuple)


@pytest.fixture
def accepted(people: dict[str, User], report: Report) -> Report:
    Section.objects.update(state=State.ACCEPTED)
    return report


@pytest.fixture
def published(accepted: Report) -> Report:
    publish_report(accepted)
    accepted.refresh_from_db()
    return accepted


def _activity(report: Report) -> Activity:
    department = Department.objects.get(code="fen-isleri")
    return Activity.objects.create(year=report.year, department=department, no=1, title="Örnek")


def _states() -> dict[str, str]:
    return dict(Section.objects.values_list("code", "state"))


@pytest.mark.parametrize("person", [*EVERYBODY, "boss"])
def test_freezing_is_for_publishers(person: str, people: dict[str, User], accepted: Report) -> None:
    if person in ("publisher", "boss"):
        assert freeze_report(accepted, by=fresh(people[person])).frozen_by == people[person]
        return
    with pytest.raises(PermissionDenied):
        freeze_report(accepted, by=fresh(people[person]))
    assert not FrozenReport.objects.exists()


def test_freezing_seals_every_section(accepted: Report) -> None:
    freeze_report(accepted)

    assert set(_states().values()) == {State.SEALED}
    kinds = SectionEvent.objects.filter(kind=SectionEventKind.SEALED)
    assert kinds.count() == Section.objects.count()
    accepted.refresh_from_db()
    assert accepted.state == ReportState.FROZEN


def test_a_section_that_is_not_accepted_is_named(accepted: Report) -> None:
    Section.objects.filter(code="III.B.1/zabita").update(state=State.RETURNED)

    with pytest.raises(PublishError, match=r"1 bölüm kabul edilmedi(.|\n)*Zabıta"):
        freeze_report(accepted)

    assert not FrozenReport.objects.exists()
    assert State.SEALED not in _states().values()


def test_taking_back_unseals_and_asks_why(accepted: Report, people: dict[str, User]) -> None:
    frozen = freeze_report(accepted)

    with pytest.raises(PublishError, match="gerekçe"):
        unfreeze_report(accepted, reason="  ")
    unfreeze_report(accepted, by=fresh(people["publisher"]), reason=REASON)

    assert set(_states().values()) == {State.ACCEPTED}
    frozen.refresh_from_db()
    assert (frozen.released_for, frozen.released_by) == (REASON, people["publisher"])
    accepted.refresh_from_db()
    assert accepted.state == ReportState.COLLECTING


def test_what_a_shared_record_changed_while_frozen_is_looked_at_again(
    people: dict[str, User],
    card: Indicator,
    results: Callable[[State], Section],
    accepted: Report,
) -> None:
    section = results(State.ACCEPTED)
    freeze_report(accepted)
    edited(fresh(people["finance"]), card)
    section.refresh_from_db()
    assert section.stage == State.SEALED

    unfreeze_report(accepted, reason=REASON)

    section.refresh_from_db()
    assert (section.stage, section.approved) == (State.SUBMITTED, False)
    kinds = SectionEvent.objects.filter(section=section).order_by("pk")
    assert [event.kind for event in kinds][-2:] == [
        SectionEventKind.UNSEALED,
        SectionEventKind.RECHECKED,
    ]
    assert set(_states().values()) == {State.SUBMITTED.value, State.ACCEPTED.value}
    with pytest.raises(PublishError, match="1 bölüm kabul edilmedi"):
        freeze_report(accepted)


def test_a_frozen_report_publishes_the_frozen_bytes(accepted: Report) -> None:
    frozen = freeze_report(accepted)
    Department.objects.filter(code="zabita").update(name="Örnek Yeni Ad")

    publication = publish_report(accepted)

    assert (publication.document, publication.sha256) == (frozen.document, frozen.sha256)
    frozen.refresh_from_db()
    assert frozen.publication == publication


def test_what_is_not_as_it_was_frozen_is_not_published(accepted: Report) -> None:
    frozen = freeze_report(accepted)
    # As a copy of the database without its triggers, or a damaged disk, may have it.
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in FROZEN._drop_statements()[connection.vendor]:
            cursor.execute(statement)
    FrozenReport.objects.update(document=frozen.document.replace("Örnek", "Başka"))

    with pytest.raises(PublishError, match="dondurulduğu gibi değil"):
        publish_report(accepted)

    assert not Publication.objects.exists()
    unfreeze_report(accepted, reason=REASON)
    assert publish_report(accepted).sha256 == frozen.sha256


def test_a_correction_opens_one_section_and_seals_it_again(
    published: Report, people: dict[str, User], section: Section
) -> None:
    correction = open_correction(
        published, kind="addition", reason="Bir faaliyet unutulmuş, eklenmelidir."
    )
    reopen_section(section, by=fresh(people["finance"]), correction=correction)
    section.refresh_from_db()
    assert (section.state, section.reopened_for) == (
        State.REOPENED,
        "Düzeltme 2024/1 (ekleme): Bir faaliyet unutulmuş, eklenmelidir.",
    )
    published.refresh_from_db()
    assert published.state == ReportState.PUBLISHED
    with pytest.raises(PublishError, match="1 bölüm kabul edilmedi"):
        freeze_report(published)

    editor = fresh(people["editor"])
    activity = Activity.objects.create(
        year=published.year,
        department=Department.objects.get(code="fen-isleri"),
        no=1,
        title="Örnek",
    )
    edited(editor, activity)
    submit_section(section, by=fresh(people["head"]))
    accept_section(section, by=fresh(people["reviewer"]))
    section.refresh_from_db()
    assert section.reopened_for == ""

    freeze_report(published)
    assert set(_states().values()) == {State.SEALED}
    assert publish_report(published).version == 2


def test_taking_back_a_correction_keeps_the_seals_of_the_published_version(
    published: Report, people: dict[str, User], section: Section
) -> None:
    correction = open_correction(
        published, kind="figure", reason="Bir faaliyet unutulmuş, eklenmelidir."
    )
    reopen_section(section, by=None, correction=correction)
    Activity.objects.create(
        year=published.year,
        department=Department.objects.get(code="fen-isleri"),
        no=1,
        title="Örnek",
    )
    submit_section(section, by=None)
    accept_section(section, by=None)
    freeze_report(published)

    unfreeze_report(published, reason=REASON)

    states = _states()
    assert states.pop(section.code) == State.ACCEPTED
    assert set(states.values()) == {State.SEALED}
    published.refresh_from_db()
    assert published.state == ReportState.PUBLISHED


def test_what_is_returned_after_a_version_is_out_keeps_the_reason(
    published: Report, people: dict[str, User], section: Section
) -> None:
    """Accepted again but not yet published: a further return opens it as a correction too."""
    Section.objects.filter(pk=section.pk).update(state=State.ACCEPTED)

    return_section(section, by=fresh(people["reviewer"]), note="Toplam yanlış")

    section.refresh_from_db()
    assert section.reopened_for == "Toplam yanlış"


def test_before_the_first_version_a_return_is_no_correction(
    accepted: Report, people: dict[str, User], section: Section
) -> None:
    return_section(section, by=fresh(people["reviewer"]), note="Toplam yanlış")

    section.refresh_from_db()
    assert section.reopened_for == ""


def test_sections_of_another_year_stay(accepted: Report) -> None:
    other = Section.objects.create(
        year=FiscalYear.objects.create(year=2023), code="I.C.1", title="Önceki", state=State.SEALED
    )

    freeze_report(accepted)
    unfreeze_report(accepted, reason=REASON)

    other.refresh_from_db()
    assert other.state == State.SEALED


def test_while_frozen_a_section_is_not_opened(
    accepted: Report, people: dict[str, User], section: Section
) -> None:
    freeze_report(accepted)

    with pytest.raises(WorkflowError, match="dondurulmuş"):
        reopen_section(section, by=fresh(people["finance"]), note=REASON)
