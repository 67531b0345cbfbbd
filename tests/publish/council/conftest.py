"""One published year, the people of a town hall, and a folder for files that is thrown away."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from reports.models import Publication
from tests.collect.workflow.conftest import people, report
from tests.office.conftest import browser
from tests.site import sample

__all__ = ["browser", "people", "report"]


@pytest.fixture(autouse=True)
def files_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return tmp_path / "evidence"


@pytest.fixture
def published(people: dict[str, User]) -> Publication:
    return sample.publish()
