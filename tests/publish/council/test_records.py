"""Council records and the delivery register: entered as drafts, kept once they are public."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from reports.collect.calendar.milestones import create_milestones
from reports.models import (
    AuditEntry,
    CouncilDocument,
    CouncilQuestion,
    CouncilRecord,
    Delivery,
    Milestone,
    Publication,
)
from reports.publish.council.actions import publish_council_record, publish_delivery
from reports.publish.versions import PublishError
from tests.collect.workflow.people import EVERYBODY, fresh
from tests.site import sample

from . import samples

pytestmark = pytest.mark.postgresql("triggers and constraints hold what is public")

HELD = "Yayımlanmış meclis kaydı değiştirilemez"
HELD_DELIVERY = "Yayımlanmış teslim kaydı değiştirilemez"


# -- the majority of the law -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("membership", "needed"), [(1, 1), (4, 3), (9, 7), (25, 19), (31, 24), (37, 28), (45, 34)]
)
def test_three_quarters_of_the_full_membership_are_computed(membership: int, needed: int) -> None:
    assert CouncilRecord(membership=membership).votes_needed == needed


@pytest.mark.parametrize(
    ("result", "against", "fits"),
    [
        ("sufficient", 18, True),
        ("sufficient", 19, False),
        ("insufficient", 19, True),
        ("insufficient", 18, False),
    ],
)
def test_the_result_fits_the_votes(
    published: Publication, result: str, against: int, fits: bool
) -> None:
    record = samples.session(published)
    record.result, record.votes_for, record.votes_against = result, 0, against

    if fits:
        record.full_clean()
        return
    with pytest.raises(ValidationError, match="25 üyenin 19 oyu"):
        record.full_clean()


@pytest.mark.parametrize(
    "wrong",
    [{"votes_for": 25}, {"membership": 0}, {"decision_on": date(2025, 4, 7)}],
)
def test_the_database_refuses_what_can_not_be(
    published: Publication, wrong: dict[str, Any]
) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        samples.session(published, **wrong)


# -- making public -----------------------------------------------------------------------------


@pytest.mark.parametrize("person", [*EVERYBODY, "boss"])
def test_only_publishers_make_records_public(
    person: str, published: Publication, people: dict[str, User]
) -> None:
    record, sent = samples.session(published), samples.delivery(published)
    by = fresh(people[person])

    if person in ("publisher", "boss"):
        assert publish_council_record(record, by=by).published_by == by
        assert publish_delivery(sent, by=by).is_public
        return
    with pytest.raises(PermissionDenied):
        publish_council_record(record, by=by)
    with pytest.raises(PermissionDenied):
        publish_delivery(sent, by=by)
    record.refresh_from_db()
    assert not record.is_public


def test_a_record_is_made_public_once_and_not_before_its_day(published: Publication) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    early = samples.session(published, session_on=tomorrow, decision_on=tomorrow)
    with pytest.raises(PublishError, match="henüz gelmemiş"):
        publish_council_record(early)

    record = publish_council_record(samples.session(published))
    with pytest.raises(PublishError, match="zaten yayımlanmış"):
        publish_council_record(record)
    with pytest.raises(PublishError, match="henüz gelmemiş"):
        publish_delivery(samples.delivery(published, sent_on=tomorrow))


def test_a_contradicting_result_is_not_made_public(published: Publication) -> None:
    record = samples.session(published, result="insufficient")

    with pytest.raises(PublishError, match="19 oyu"):
        publish_council_record(record)


def test_the_calendar_learns_of_the_session(published: Publication) -> None:
    create_milestones(published.year)
    step = Milestone.objects.get(year=published.year, rule__topic="council")
    other = Milestone.objects.filter(year=published.year).exclude(pk=step.pk)
    assert step.done_on is None

    publish_council_record(samples.session(published))

    step.refresh_from_db()
    assert step.done_on == date(2025, 4, 8)
    assert not other.filter(done_on__isnull=False).exists()


def test_a_day_that_staff_marked_stays(published: Publication) -> None:
    create_milestones(published.year)
    Milestone.objects.filter(rule__topic="council").update(done_on=date(2025, 4, 1))

    publish_council_record(samples.session(published))

    assert Milestone.objects.get(rule__topic="council").done_on == date(2025, 4, 1)


def test_it_is_recorded(published: Publication, people: dict[str, User]) -> None:
    publish_council_record(samples.session(published), by=fresh(people["publisher"]))

    changes = AuditEntry.objects.filter(content_type__model="councilrecord", action=1).get().changes
    assert "published_at" in str(changes)


# -- replacing ---------------------------------------------------------------------------------


def test_a_mistake_is_answered_by_a_record_that_replaces_it(published: Publication) -> None:
    old = publish_council_record(samples.session(published))
    draft = samples.session(published, replaces=old, decision_number="2025/42")
    with pytest.raises(ValidationError, match="Neyin yanlış olduğu"):
        draft.full_clean()
    draft.replaces_for = "Karar numarası yanlış yazılmıştır."
    draft.save()

    publish_council_record(draft)

    old.refresh_from_db()
    assert old.replaced_by == draft
    with pytest.raises(DatabaseError), transaction.atomic():
        samples.session(published, replaces=old)


def test_only_a_public_record_of_the_year_is_replaced(published: Publication) -> None:
    other = sample.publish(sample.document(2023))
    for old in (
        samples.session(published),
        publish_council_record(samples.session(other)),
    ):
        record = samples.session(published, replaces=old, replaces_for="Örnek")
        with pytest.raises(PublishError, match="aynı yılın"):
            publish_council_record(record)
        record.delete()


# -- what the database holds -------------------------------------------------------------------


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _everything() -> list[Any]:
    models = (CouncilRecord, CouncilQuestion, CouncilDocument, Delivery)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_councilrecord SET decision_number = 'x'",
        "UPDATE reports_councilrecord SET published_at = NULL",
        "DELETE FROM reports_councilquestion",
        "UPDATE reports_councilquestion SET answer = 'x'",
        "INSERT INTO reports_councilquestion (record_id, position, asked_by, question, "
        "answered_by, answer) SELECT record_id, 2, 'x', 'x', '', '' FROM reports_councilquestion",
        "DELETE FROM reports_councildocument",
        "UPDATE reports_councildocument SET public = NOT public",
        "UPDATE reports_delivery SET reference = 'x'",
        "DELETE FROM reports_delivery",
    ],
)
def test_a_public_record_stays_with_all_that_belongs_to_it(
    published: Publication, statement: str
) -> None:
    record = samples.session(published)
    samples.question(record)
    samples.document(record)
    publish_council_record(record)
    publish_delivery(samples.delivery(published))
    before = _everything()

    with (
        pytest.raises(DatabaseError, match=HELD_DELIVERY if "delivery" in statement else HELD),
        transaction.atomic(),
    ):
        _sql(statement)
    for item in (CouncilRecord, Delivery):
        with pytest.raises(DatabaseError), transaction.atomic():
            item.objects.all().delete()

    assert _everything() == before


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize(
    "table", ["councilrecord", "councilquestion", "councildocument", "delivery"]
)
def test_the_tables_are_not_emptied(published: Publication, table: str) -> None:
    publish_council_record(samples.session(published))
    connection.check_constraints()

    with pytest.raises(DatabaseError, match="değiştirilemez"), transaction.atomic():
        _sql(f"TRUNCATE reports_{table} CASCADE")


def test_a_question_is_not_moved_into_a_public_record(published: Publication) -> None:
    public = publish_council_record(samples.session(published))
    item = samples.question(samples.session(published))

    item.record = public
    with pytest.raises(DatabaseError, match=HELD), transaction.atomic():
        item.save()


def test_a_draft_is_changed_and_deleted_with_its_files(
    published: Publication,
    files_folder: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    record = samples.session(published)
    samples.question(record)
    samples.document(record)
    sent = samples.delivery(published, file=SimpleUploadedFile("alindi.pdf", samples.PDF))
    record.decision_number = "2025/43"
    record.save()
    assert len([path for path in files_folder.rglob("*") if path.is_file()]) == 2

    with django_capture_on_commit_callbacks(execute=True):
        record.delete()
        sent.delete()

    assert _everything() == [[], [], [], []]
    assert not [path for path in files_folder.rglob("*") if path.is_file()]


# -- files -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["tutanak.exe", "tutanak.html", "tutanak.png", "tutanak.php.pdf"])
def test_what_a_file_is_not_is_refused(
    published: Publication, files_folder: Path, name: str
) -> None:
    record = samples.session(published)

    with pytest.raises(ValidationError):
        samples.document(record, name)
    with pytest.raises(ValidationError):
        samples.delivery(published, file=SimpleUploadedFile(name, samples.PDF))
    assert not [path for path in files_folder.rglob("*") if path.is_file()]


def test_a_kept_file_has_no_address_of_its_own(published: Publication) -> None:
    item = samples.document(samples.session(published))

    assert (item.original_name, item.size) == ("tutanak.pdf", len(samples.PDF))
    with pytest.raises(ValueError, match="view only"):
        _ = item.file.url
