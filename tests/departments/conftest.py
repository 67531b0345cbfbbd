"""The year that the directorates' tests work in."""

from __future__ import annotations

import pytest

from reports.models import FiscalYear


@pytest.fixture
def year(db: None) -> FiscalYear:
    return FiscalYear.objects.create(year=2024)
