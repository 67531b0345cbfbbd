"""Records of the council stage made public while somebody still works on them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError

from reports.collect.calendar.milestones import create_milestones
from reports.models import CouncilQuestion, Milestone, Publication
from reports.publish.council.actions import publish_council_record
from tests.collect.workflow.at_once import together, while_first

from . import samples

pytestmark = [*together, pytest.mark.postgresql("locks, and what is refused at once")]


def test_no_question_is_added_to_a_record_that_is_made_public_at_that_moment(
    published: Publication,
) -> None:
    record = samples.session(published)

    _done, (answer,) = while_first(
        lambda: publish_council_record(record), lambda: samples.question(record)
    )

    assert isinstance(answer, DatabaseError)
    assert "değiştirilemez" in str(answer)
    assert not CouncilQuestion.objects.exists()


def test_a_record_is_made_public_with_the_question_that_was_being_added(
    published: Publication,
) -> None:
    record = samples.session(published)

    question, (answer,) = while_first(
        lambda: samples.question(record), lambda: publish_council_record(record)
    )

    assert answer.is_public
    assert CouncilQuestion.objects.get() == question


def test_no_question_is_taken_out_of_a_record_that_is_made_public_at_that_moment(
    published: Publication,
) -> None:
    record = samples.session(published)
    question = samples.question(record)

    _done, (answer,) = while_first(lambda: publish_council_record(record), question.delete)

    assert isinstance(answer, DatabaseError)
    assert CouncilQuestion.objects.exists()


def test_a_day_that_staff_mark_at_that_moment_stays(published: Publication) -> None:
    create_milestones(published.year)
    record = samples.session(published)
    marked = Milestone.objects.filter(rule__topic="council")

    _done, (answer,) = while_first(
        lambda: marked.update(done_on=date(2025, 4, 1)), lambda: publish_council_record(record)
    )

    assert answer.is_public
    assert marked.get().done_on == date(2025, 4, 1)
