"""Cards about the report on the first page, for those who see every section."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from reports.core import registry
from reports.enums import SectionState
from reports.models import Report, Section
from reports.publish.versions import publish_report


def test_the_day_of_publishing_is_that_of_the_clock_on_the_wall(
    browser: Callable[[str], Client], report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    Section.objects.update(state=SectionState.ACCEPTED)
    late = datetime(2025, 3, 31, 22, 30, tzinfo=UTC)  # half past one of the next day in Kars
    with monkeypatch.context() as at_night:
        at_night.setattr(registry, "rules", tuple)
        at_night.setattr(timezone, "now", lambda: late)
        assert publish_report(report).published_at == late

    cards = browser("publisher").get("/yonetim/").context["cards"]
    assert next(card for card in cards if card.title == "Son yayım").note == "01.04.2025"
