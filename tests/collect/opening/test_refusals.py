"""Which years are not opened, and by whom not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from reports.collect.opening import OpeningError, Plan, open_year, prepare
from reports.enums import ReportState
from reports.models import FiscalYear, Report

pytestmark = pytest.mark.django_db

Open = Callable[..., Plan]


@pytest.mark.parametrize(
    ("year", "origin", "sentence"),
    [
        (2024, 2024, "sonra olmalıdır"),
        (2023, 2024, "sonra olmalıdır"),
        (2025, 2022, "2022 yılının raporu yok"),
        (2101, 2024, "2006 ile 2100"),
    ],
)
def test_years_that_make_no_sense_are_refused(
    source: FiscalYear, year: int, origin: int, sentence: str
) -> None:
    with pytest.raises(OpeningError, match=sentence):
        prepare(year, origin)


def test_a_year_whose_report_is_finished_is_not_opened(open_2025: Open) -> None:
    open_2025()
    Report.objects.filter(year_id=2025).update(state=ReportState.PUBLISHED)

    with pytest.raises(OpeningError, match="artık derlenmiyor"):
        open_2025()


@pytest.mark.parametrize("role", ["department-editor", "department-head", "reviewer", "publisher"])
def test_only_who_has_the_right_opens_a_year(
    source: FiscalYear, person: Callable[..., User], role: str
) -> None:
    with pytest.raises(PermissionDenied):
        open_year(prepare(2025, 2024), by=person("biri", "park", role=role))
    assert not FiscalYear.objects.filter(year=2025).exists()
