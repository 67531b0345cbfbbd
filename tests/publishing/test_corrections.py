"""Corrections: opened with a reason, carried by sections and versions, closed or withdrawn once."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from departments.models import Activity, Department
from reports.enums import SectionState
from reports.models import AuditEntry, Correction, FrozenReport, Publication, Report, Section
from reports.publishing import (
    PublishError,
    freeze_report,
    open_correction,
    publish_report,
    unfreeze_report,
    withdraw_correction,
)
from reports.workflow.sections import (
    WorkflowError,
    accept_section,
    edited,
    reopen_section,
    return_section,
    submit_section,
)
from tests.workflow.people import EVERYBODY, fresh

State = SectionState
REASON = "Örnek: bir faaliyet rapora yazılmamıştır."
OTHER = "Örnek: bir cümledeki yazım yanlışı düzeltilir."
HELD = "Düzeltme silinemez"


def _open(report: Report, kind: str = "figure", **options: Any) -> Correction:
    return open_correction(report, kind=kind, reason=options.pop("reason", REASON), **options)


def _change(report: Report, section: Section, correction: Correction) -> None:
    """A section is opened, an activity is added, the section is accepted again."""
    reopen_section(section, by=None, correction=correction)
    department = Department.objects.get(code="fen-isleri")
    activity = Activity.objects.create(year=report.year, department=department, no=1, title="Örnek")
    edited(None, activity)
    _accept(section)


def _accept(section: Section) -> None:
    submit_section(section, by=None)
    accept_section(section, by=None)


# -- opening -----------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [*EVERYBODY, "boss"])
def test_only_publishers_open_and_withdraw(
    person: str, published: Report, people: dict[str, User]
) -> None:
    by = fresh(people[person])
    if person in ("publisher", "boss"):
        correction = _open(published, by=by)
        assert (correction.opened_by, correction.mark) == (by, "2024/1")
        assert withdraw_correction(correction, reason=OTHER, by=by).withdrawn_by == by
        return
    with pytest.raises(PermissionDenied):
        _open(published, by=by)
    assert not Correction.objects.exists()
    correction = _open(published)
    with pytest.raises(PermissionDenied):
        withdraw_correction(correction, reason=OTHER, by=by)
    correction.refresh_from_db()
    assert correction.is_open


def test_the_public_learns_the_role_not_the_name(
    published: Report, people: dict[str, User]
) -> None:
    assert _open(published, by=fresh(people["publisher"])).opened_as == "Yayımlayan"
    assert _open(published).opened_as == "Portal yönetimi"


@pytest.mark.parametrize("reason", ["", "   ", "yanlış", " kısa   bir   gerekçe "])
def test_a_reason_says_something(reason: str, published: Report) -> None:
    with pytest.raises(ValidationError) as refused:
        _open(published, reason=reason)

    assert set(refused.value.error_dict) == {"reason"}
    assert not Correction.objects.exists()


def test_a_class_that_is_none_is_refused(published: Report) -> None:
    with pytest.raises(ValidationError):
        _open(published, kind="silme")


def test_nothing_is_corrected_before_the_first_version(report: Report) -> None:
    with pytest.raises(PublishError, match="yayımlanmış sürümü yok"):
        _open(report)


def test_numbers_go_on_within_the_year_whatever_became_of_a_correction(published: Report) -> None:
    first = _open(published, basis="Örnek bulgu  7 ")
    withdraw_correction(first, reason=OTHER)

    second = _open(published)

    assert [(c.number, c.is_open) for c in (first, second)] == [(1, True), (2, True)]
    assert Correction.objects.get(number=1).withdrawn_for == OTHER
    assert (first.basis, first.base.version, str(second)) == ("Örnek bulgu 7", 1, "Düzeltme 2024/2")


def test_opening_is_recorded_and_told_to_those_who_act(
    published: Report,
    people: dict[str, User],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        correction = _open(published, by=fresh(people["publisher"]))

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
    gone = _open(published)
    withdraw_correction(gone, reason=OTHER)
    with pytest.raises(WorkflowError, match="Düzeltme 2024/1 sonuçlanmış"):
        reopen_section(section, by=fresh(people["finance"]), correction=gone)
    section.refresh_from_db()
    assert section.stage == State.SEALED

    correction = _open(published)
    reopen_section(section, by=fresh(people["finance"]), correction=correction, note="Tablo 3")

    section.refresh_from_db()
    assert section.reopened_for == f"Düzeltme 2024/2 (rakam düzeltmesi): {REASON} — Tablo 3"
    assert section.correction == correction


def test_a_correction_of_another_year_opens_nothing(published: Report, section: Section) -> None:
    correction = _open(published)
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
    from reports.models import FiscalYear

    return FiscalYear.objects.create(year=2023)


def test_returned_after_it_was_accepted_a_section_keeps_its_correction(
    published: Report, section: Section
) -> None:
    _change(published, section, _open(published))

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
    first, second = _open(published), _open(published, "text", reason=OTHER)
    _change(published, section, first)
    frozen = freeze_report(published)
    later = _open(published, reason="Örnek: dondurulduktan sonra bulunmuştur.")

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
    correction = _open(published)
    _change(published, section, correction)
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
    correction = _open(published)

    with pytest.raises(PublishError, match="gerekçe yazılmalıdır"):
        withdraw_correction(correction, reason="  ")

    correction.refresh_from_db()
    assert correction.is_open


def test_it_waits_for_the_sections_that_are_open_under_it(
    published: Report, section: Section
) -> None:
    correction = _open(published)
    reopen_section(section, by=None, correction=correction)

    with pytest.raises(PublishError, match=r"1 bölüm üzerinde çalışılıyor(.|\n)*III\.B\.1/fen"):
        withdraw_correction(correction, reason=OTHER)

    _accept(section)
    withdraw_correction(correction, reason=OTHER)
    section.refresh_from_db()
    assert section.stage == State.SEALED


def test_the_last_one_is_not_withdrawn_over_a_change(published: Report, section: Section) -> None:
    correction = _open(published)
    _change(published, section, correction)

    with pytest.raises(PublishError, match="rapor değişmiş"):
        withdraw_correction(correction, reason=OTHER)

    other = _open(published, reason=OTHER)
    withdraw_correction(correction, reason=OTHER)
    section.refresh_from_db()
    assert section.stage == State.ACCEPTED
    publication = publish_report(published)
    assert list(publication.corrections.all()) == [other]


def test_the_last_one_answers_for_what_was_opened_under_another(
    published: Report, section: Section
) -> None:
    first, last = _open(published), _open(published, reason=OTHER)
    _change(published, section, first)
    withdraw_correction(first, reason=OTHER)

    with pytest.raises(PublishError, match="rapor değişmiş"):
        withdraw_correction(last, reason=OTHER)
    return_section(section, by=None, note="Bir kez daha bakılmalı")
    with pytest.raises(PublishError, match="1 bölüm üzerinde çalışılıyor"):
        withdraw_correction(last, reason=OTHER)


# -- what the database holds -------------------------------------------------------------------


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_correction SET kind = 'text'",
        "UPDATE reports_correction SET reason = 'x'",
        "UPDATE reports_correction SET number = 9",
        "UPDATE reports_correction SET basis = 'x'",
        "UPDATE reports_correction SET opened_as = 'x'",
        "UPDATE reports_correction SET opened_at = '2020-01-01 00:00:00+00:00'",
        "DELETE FROM reports_correction",
    ],
)
def test_what_a_correction_is_stays(statement: str, published: Report) -> None:
    _open(published)
    before = list(Correction.objects.values())

    with pytest.raises(DatabaseError, match=HELD), transaction.atomic():
        _sql(statement)

    assert list(Correction.objects.values()) == before


@pytest.mark.parametrize("outcome", ["published", "withdrawn"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_correction SET publication_id = NULL, withdrawn_at = NULL",
        "UPDATE reports_correction SET withdrawn_for = 'başka'",
        "UPDATE reports_correction SET publication_id = "
        "(SELECT id FROM reports_publication WHERE version = 1)",
    ],
)
def test_the_outcome_is_set_once(
    statement: str, outcome: str, published: Report, section: Section
) -> None:
    correction = _open(published)
    if outcome == "withdrawn":
        withdraw_correction(correction, reason=OTHER)
    else:
        _change(published, section, correction)
        publish_report(published)
    before = list(Correction.objects.values())

    with pytest.raises(DatabaseError, match=HELD), transaction.atomic():
        _sql(statement)

    assert list(Correction.objects.values()) == before


def test_a_correction_has_one_outcome(published: Report) -> None:
    _open(published)

    with pytest.raises(DatabaseError), transaction.atomic():
        _sql(
            "UPDATE reports_correction SET withdrawn_at = opened_at, withdrawn_for = 'x', "
            "publication_id = base_id"
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        _sql("UPDATE reports_correction SET withdrawn_at = opened_at")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_the_table_is_not_emptied(published: Report) -> None:
    _open(published)
    connection.check_constraints()

    with pytest.raises(DatabaseError, match=HELD), transaction.atomic():
        _sql("TRUNCATE reports_correction CASCADE")
