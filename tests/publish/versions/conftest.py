"""The small year of the workflow's tests, published once, and its people."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from reports.core import registry
from reports.enums import SectionState
from reports.models import Report, Section
from reports.publish.versions import publish_report
from tests.collect.workflow.conftest import card, people, report, results, section, shared, stands
from tests.office.conftest import browser

__all__ = ["browser", "card", "people", "report", "results", "section", "shared", "stands"]


@pytest.fixture(autouse=True)
def no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "rules", tuple)


@pytest.fixture
def published(report: Report, people: dict[str, User]) -> Report:
    """Version 1 is out, every section is sealed."""
    Section.objects.update(state=SectionState.ACCEPTED)
    publish_report(report)
    report.refresh_from_db()
    return report
