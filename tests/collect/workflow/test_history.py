"""The events of a section are only added to: Django and SQL are refused alike."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction

from reports.collect.workflow.actions import (
    comment,
    reopen_section,
    return_section,
    submit_section,
    withdraw_section,
)
from reports.collect.workflow.notes import open_notes, open_notes_of
from reports.models import Section, SectionEvent

from .people import fresh

pytestmark = pytest.mark.postgresql("triggers")

SENTENCE = "Bölümün geçmişi değiştirilemez ve silinemez."


@pytest.fixture
def event(people: dict[str, User], section: Section) -> SectionEvent:
    return comment(section, by=None, note="Örnek", mentions=[people["editor"]])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_sectionevent SET note = 'Başka'",
        "DELETE FROM reports_sectionevent",
        "UPDATE reports_sectionevent_mentions SET user_id = user_id",
        "DELETE FROM reports_sectionevent_mentions",
    ],
)
def test_sql_is_refused(event: SectionEvent, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match=SENTENCE),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_emptying_the_tables_is_refused(event: SectionEvent) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no TRUNCATE")
    with connection.cursor() as cursor:
        # Checks that wait for the end of the transaction would refuse first.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("reports_sectionevent CASCADE", "reports_sectionevent_mentions"):
        with (
            pytest.raises(DatabaseError, match=SENTENCE),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"TRUNCATE {table}")


def test_django_is_refused(event: SectionEvent, people: dict[str, User]) -> None:
    event.note = "Başka"
    with pytest.raises(DatabaseError, match=SENTENCE), transaction.atomic():
        event.save()
    with pytest.raises(DatabaseError, match=SENTENCE), transaction.atomic():
        event.mentions.clear()
    with pytest.raises(DatabaseError, match=SENTENCE), transaction.atomic():
        SectionEvent.objects.filter(pk=event.pk).delete()

    event.refresh_from_db()
    assert event.note == "Örnek"
    assert list(event.mentions.all()) == [people["editor"]]


# -- notes that wait ---------------------------------------------------------------------------


def _notes(section: Section) -> list[str]:
    return [note.note for note in open_notes(section)]


def test_notes_wait_until_the_next_delivery(people: dict[str, User], section: Section) -> None:
    head, reviewer = fresh(people["head"]), fresh(people["reviewer"])
    comment(section, by=head, note="Hazırlıkta")
    assert _notes(section) == ["Hazırlıkta"]

    submit_section(section, by=head)
    comment(section, by=reviewer, note="İncelemede")
    return_section(
        section, by=reviewer, note="Toplam", place=("departments.activities", "", "title")
    )
    assert _notes(section) == ["İncelemede", "Toplam"]
    assert open_notes(section)[1].dataset == "departments.activities"

    submit_section(section, by=head)
    assert _notes(section) == []
    withdraw_section(section, by=head)
    assert _notes(section) == []


def test_the_reason_of_a_reopening_waits_too(people: dict[str, User], section: Section) -> None:
    submit_section(section, by=fresh(people["head"]))
    Section.objects.filter(pk=section.pk).update(state="sealed")
    reopen_section(section, by=fresh(people["finance"]), note="Yanlış rakam")

    assert _notes(section) == ["Yanlış rakam"]


def test_many_sections_are_asked_at_once(
    people: dict[str, User], django_assert_num_queries: object
) -> None:
    sections = list(Section.objects.all())
    for section in sections:
        comment(section, by=None, note=section.code)

    with django_assert_num_queries(1):  # type: ignore[operator]
        found = open_notes_of(sections)
    assert {pk: [note.note for note in notes] for pk, notes in found.items()} == {
        section.pk: [section.code] for section in sections
    }
