"""The small year of the workflow, made once for each module of tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from departments.models import Department
from reports.collect.workflow.actions import open_sections
from reports.models import FiscalYear, OutlineSection, Report
from tests import lasting

from .people import make_people

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="module")
def small_year(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[bool]:
    """Whether year and people are there already; tests that commit make their own."""
    if not lasting.may_last(request):
        yield False
        return
    with lasting.rows(django_db_blocker):
        make_year()
        make_people()
        yield True


def make_year() -> None:
    """Two directorates and a shared table; everything is empty."""
    year = FiscalYear.objects.create(year=2024)
    OutlineSection.objects.create(code="I.C.1", number="1", title="Fiziksel Yapı", position=1)
    OutlineSection.objects.create(code="III.B.1", number="1", title="Faaliyetler", position=2)
    for position, (code, name) in enumerate(
        (("fen-isleri", "Fen İşleri Müdürlüğü"), ("zabita", "Zabıta Müdürlüğü")), start=1
    ):
        Department.objects.create(code=code, name=name, position=position)
    Report.objects.create(
        year=year, institution="Örnek Belediyesi", title="2024 Yılı Faaliyet Raporu"
    )
    open_sections(year)
