"""One published year for all tests of the site."""

from __future__ import annotations

import pytest

from reports.models import Publication

from . import sample


@pytest.fixture
def published(db: None) -> Publication:
    """The sample report of 2024, version 1."""
    return sample.publish()
