"""Corrections: opened with a reason, carried by sections and versions, closed or withdrawn once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from performance.models import Indicator
from reports.collect.workflow.actions import WorkflowError, edited, reopen_section, return_section
from reports.enums import SectionState
from reports.models import (
    AuditEntry,
    Correction,
    FiscalYear,
    FrozenReport,
    Publication,
    Report,
    Section,
)
from reports.publish.versions import (
    PublishError,
    freeze_report,
    publish_report,
    unfreeze_report,
    withdraw_correction,
)
from tests.collect.workflow.people import EVERYBODY, fresh

from .steps import OTHER, REASON, accept, change, opened

pytestmark = pytest.mark.postgresql("locks, triggers and the numbers of a year")

State = SectionState


# -- opening -----------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [*EVERYBODY, "boss"])
def test_only_publishers_open_and_withdraw(
    person: str, published: Report, people: dict[str, User]
) -> None:
    by = fresh(people[person])
    if person in ("publisher", "boss"):
        correction = opened(published, by=by)
        assert (correction.opened_by, correction.mark) == (by, "2024/1")
        assert withdraw_correction(correction, reason=OTHER, by=by).withdrawn_by == by
        return
    with pytest.raises(PermissionDenied):
        opened(published, by=by)
    assert not Correction.objects.exists()
    correction = opened(published)
    with pytest.raises(PermissionDenied):
        withdraw_correction(correction, reason=OTHER, by=by)
    correction.refresh_from_db()
    assert correction.is_open


def test_the_public_learns_the_role_not_the_name(
    published: Report, people: dict[str, User]
) -> None:
    assert opened(published, by=fresh(people["publisher"])).opened_as == "Yayımlayan"
    assert opened(published).opened_as == "Portal yönetimi"


@pytest.mark.parametrize("reason", ["", "   ", "yanlış", " kısa   bir   gerekçe "])
def test_a_reason_says_something(reason: str, published: Report) -> None:
    with pytest.raises(ValidationError) as refused:
        opened(published, reason=reason)

    assert set(refused.value.error_dict) == {"reason"}
    assert not Correction.objects.exists()


def test_a_class_that_is_none_is_refused(published: Report) -> None:
    with pytest.raises(ValidationError):
        opened(published, kind="silme")


def test_nothing_is_corrected_before_the_first_version(report: Report) -> None:
    with pytest.raises(PublishError, match="yayımlanmış sürümü yok"):
        opened(report)


def test_numbers_go_on_within_the_year_whatever_became_of_a_correction(published: Report) -> None:
    first = opened(published, basis="Örnek bulgu  7 ")
    withdraw_correction(first, reason=OTHER)

    second = opened(published)

    assert [(c.number, c.is_open) for c in (first, second)] == [(1, True), (2, True)]
    assert Correction.objects.get(number=1).withdrawn_for == OTHER
    assert (first.basis, first.base.version, str(second)) == ("Örnek bulgu 7", 1, "Düzeltme 2024/2")


def test_opening_is_recorded_and_told_to_those_who_act(
    published: Report,
    people: dict[str, User],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        correction = opened(published, by=fresh(people["publisher"]))

    entry = AuditEntry.objects.get(content_type__model="correction")
    assert entry.object_repr == "Düzeltme 2024/1"
    told = {address for message in mail.outbox for address in message.to}
    assert told == {"finance@ornek.test", "reviewer@ornek.test"}
    assert REASON in mail.outbox[0].body
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_correction(correction, reason=OTHER)
    assert {address for message in mail.outbox for address in message.to} == {
        "finance@ornek.test",
        "publisher@ornek.test",
        "reviewer@ornek.test",
    }
    assert "geri çekildi" in mail.outbox[0].subject


# -- sections ----------------------------------------------------------------------------------


def test_a_section_of_a_published_year_is_opened_under_an_open_correction_only(
    published: Report, section: Section, people: dict[str, User]
) -> None:
    with pytest.raises(WorkflowError, match="açık bir düzeltme seçilerek"):
        reopen_section(section, by=fresh(people["finance"]), note="Bir gerekçe yazılmıştır.")
    gone = opened(published)
    withdraw_correction(gone, reason=OTHER)
    with pytest.raises(WorkflowError, match="Düzeltme 2024/1 sonuçlanmış"):
        reopen_section(section, by=fresh(people["finance"]), correction=gone)
    section.refresh_from_db()
    assert section.stage == State.SEALED

    correction = opened(published)
    reopen_section(section, by=fresh(people["finance"]), correction=correction, note="Tablo 3")

    section.refresh_from_db()
    assert section.reopened_for == f"Düzeltme 2024/2 (rakam düzeltmesi): {REASON} — Tablo 3"
    assert section.correction == correction


def test_a_correction_of_another_year_opens_nothing(published: Report, section: Section) -> None:
    correction = opened(published)
    Section.objects.filter(pk=section.pk).update(year=_other_year())
    Publication.objects.create(
        year_id=2023,
        version=1,
        document="{}",
        sha256="0" * 64,
        figure_status="final",
        published_at=published.year.publications.get().published_at,
    )
    section.refresh_from_db()

    with pytest.raises(WorkflowError, match="2023 raporu yayımlanmış"):
        reopen_section(section, by=None, correction=correction)


def _other_year() -> Any:
    return FiscalYear.objects.create(year=2023)


def test_returned_after_it_was_accepted_a_section_keeps_its_correction(
    published: Report, section: Section
) -> None:
    change(published, section, opened(published))

    return_section(section, by=None, note="Toplam yanlış")

    section.refresh_from_db()
    assert section.reopened_for == (f"Düzeltme 2024/1 (rakam düzeltmesi): {REASON} — Toplam yanlış")


# -- freezing and publishing -------------------------------------------------------------------


def test_a_published_report_is_frozen_for_a_correction_only(published: Report) -> None:
    with pytest.raises(PublishError, match=r"sürüm 1 yayımlanmış.*düzeltme açılmalıdır"):
        freeze_report(published)
    assert FrozenReport.objects.filter(publication__isnull=True).count() == 0


def test_the_next_version_publishes_all_open_corrections_and_closes_them(
    published: Report, section: Section
) -> None:
    first, second = opened(published), opened(published, "text", reason=OTHER)
    change(published, section, first)
    frozen = freeze_report(published)
    later = opened(published, reason="Örnek: dondurulduktan sonra bulunmuştur.")

    publication = publish_report(published)

    assert publication.reason == frozen.reason == f"{first.sentence}\n{second.sentence}"
    assert list(publication.corrections.order_by("number")) == [first, second]
    later.refresh_from_db()
    assert later.is_open
    with pytest.raises(PublishError, match="Düzeltme 2024/1 sonuçlanmış"):
        withdraw_correction(first, reason=OTHER)


def test_taking_a_freeze_back_leaves_its_corrections_open(
    published: Report, section: Section
) -> None:
    correction = opened(published)
    change(published, section, correction)
    freeze_report(published)
    with pytest.raises(PublishError, match="dondurulmuş; önce dondurma"):
        withdraw_correction(correction, reason=OTHER)

    unfreeze_report(published, reason=OTHER)

    correction.refresh_from_db()
    assert correction.is_open
    assert publish_report(published).version == 2
    correction.refresh_from_db()
    assert correction.publication is not None


# -- withdrawing -------------------------------------------------------------------------------


def test_withdrawing_asks_why(published: Report) -> None:
    correction = opened(published)

    with pytest.raises(PublishError, match="gerekçe yazılmalıdır"):
        withdraw_correction(correction, reason="  ")

    correction.refresh_from_db()
    assert correction.is_open


def test_it_waits_for_the_sections_that_are_open_under_it(
    published: Report, section: Section
) -> None:
    correction = opened(published)
    reopen_section(section, by=None, correction=correction)

    with pytest.raises(PublishError, match=r"1 bölüm üzerinde çalışılıyor(.|\n)*III\.B\.1/fen"):
        withdraw_correction(correction, reason=OTHER)

    accept(section)
    withdraw_correction(correction, reason=OTHER)
    section.refresh_from_db()
    assert section.stage == State.SEALED


def test_the_last_one_is_not_withdrawn_over_a_change(published: Report, section: Section) -> None:
    correction = opened(published)
    change(published, section, correction)

    with pytest.raises(PublishError, match="rapor değişmiş"):
        withdraw_correction(correction, reason=OTHER)

    other = opened(published, reason=OTHER)
    withdraw_correction(correction, reason=OTHER)
    section.refresh_from_db()
    assert section.stage == State.ACCEPTED
    publication = publish_report(published)
    assert list(publication.corrections.all()) == [other]


def test_the_last_one_answers_for_what_was_opened_under_another(
    published: Report, section: Section
) -> None:
    first, last = opened(published), opened(published, reason=OTHER)
    change(published, section, first)
    withdraw_correction(first, reason=OTHER)

    with pytest.raises(PublishError, match="rapor değişmiş"):
        withdraw_correction(last, reason=OTHER)
    return_section(section, by=None, note="Bir kez daha bakılmalı")
    with pytest.raises(PublishError, match="1 bölüm üzerinde çalışılıyor"):
        withdraw_correction(last, reason=OTHER)


def test_the_last_one_is_not_withdrawn_over_a_section_that_a_shared_record_sent_back(
    card: Indicator, results: Callable[[State], Section], report: Report
) -> None:
    section = results(State.ACCEPTED)
    Section.objects.update(state=State.ACCEPTED)
    publish_report(report)
    correction = opened(report)
    reopen_section(section, by=None, correction=correction)
    accept(section)
    last = opened(report, reason=OTHER)
    withdraw_correction(correction, reason=OTHER)
    edited(None, card)
    section.refresh_from_db()
    assert section.stage == State.SUBMITTED

    with pytest.raises(PublishError, match="1 bölüm üzerinde çalışılıyor"):
        withdraw_correction(last, reason=OTHER)

    last.refresh_from_db()
    assert last.is_open
