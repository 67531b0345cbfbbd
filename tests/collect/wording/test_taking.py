"""Two people take a Word file into one text at once: one of them saves, the other is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from reports.collect.wording.planning import Choices, Mode, Plan, plan
from reports.collect.wording.taking import Changed, take
from reports.models import Narrative, Section
from tests.collect.workflow.at_once import together, while_first
from tests.collect.workflow.conftest import people, report, section

from .made import docx, paragraph, read

__all__ = ["people", "report", "section"]

pytestmark = [*together, pytest.mark.postgresql("two sessions at once: locks, constraints")]


def saving(section: Section, text: str, by: User) -> Callable[[], str]:
    planned: Plan = plan(read(docx(paragraph(text))), "", Choices(Mode.REPLACE), {})

    def save() -> str:
        try:
            return take(section.year, section.code, planned, by).body
        except Changed:
            return "changed"

    return save


def test_the_second_of_two_finds_the_text_of_the_first(
    section: Section, people: dict[str, User]
) -> None:
    first, second = (
        saving(section, text, people[name]) for text, name in (("Bir", "editor"), ("İki", "head"))
    )

    done, answers = while_first(first, second)

    assert (done, answers) == ("Bir", ["changed"])
    assert Narrative.objects.get().body == "Bir"
