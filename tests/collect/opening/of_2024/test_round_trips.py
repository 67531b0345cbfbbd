"""What is downloaded from the office or the public site is taken back without a change."""

from __future__ import annotations

from functools import cache

import pytest
from django.contrib.auth.models import User

from departments.models import Department
from performance.models import Indicator, IndicatorResult
from reports.collect.intake.origins import refusal
from reports.collect.sheets.models import ModelSheet
from reports.collect.workflow.actions import open_sections
from reports.core import registry
from reports.core.building import build_document
from reports.core.documents import Document
from reports.core.materialising import materialise
from reports.models import FiscalYear, Report
from reports.present.editions import Edition

from . import trips
from .trips import CONDENSED, PUBLIC, Trips, book_of, grids

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql("rows are compared as the database gives them back"),
]

Years = tuple[FiscalYear, FiscalYear]

NOT_ENTERED = {
    "reports.reference_numbers": "kept once, on a form",
    "departments.departments": "kept once, on a form",
    "departments.contracts": "entered on the contracts' forms",
    "contract.": "entered on the contracts' forms",
    "items.": "entered on the contracts' forms",
    "payments.": "entered on the contracts' forms",
    "procurements.": "adds up direct procurements",
    "finance.budget_outcome": "adds up expenditure and revenue",
    "performance.mission_vision": "texts of the plan",
    "performance.goals": "counts of the plan",
    "performance.objectives": "counts of the plan",
    "performance.goal_results": "adds up the indicators",
    "performance.limits": "settings of the plan",
    "performance.indicators": "no directorate answers for an indicator in 2024",
    "tables.staff_movements": "a row is a person: published as counts",
}
"""Public tables that no sheet enters, or the beginning of their ids, each with the reason."""


@pytest.fixture
def tried(db: None) -> Trips:
    return Trips(User.objects.create_superuser("ornek"))


@cache
def _document() -> Document:
    return build_document(Report.objects.select_related("year").get(year_id=2024))


@pytest.fixture
def published(years: Years) -> Edition:
    """2024 as it would be published today, built once."""
    return Edition(_document(), {}, 1, "0" * 64, None, "", True, (1,))


def test_exports_of_the_office_change_nothing(years: Years, tried: Trips) -> None:
    trips.office(tried, years[0])

    assert not tried.wrong, "\n".join(tried.wrong[:20])
    assert tried.tried > 250
    assert tried.rows > 2500


def test_exports_of_a_year_just_opened_change_nothing(years: Years, tried: Trips) -> None:
    trips.office(tried, years[1], in_turns=True)

    assert not tried.wrong, "\n".join(tried.wrong[:20])
    assert tried.tried > 100
    assert tried.rows > 800


def test_files_of_the_public_site_change_nothing_or_are_refused_with_their_name(
    years: Years, tried: Trips, published: Edition
) -> None:
    tables = published.document.tables
    taken = trips.public(tried, years[0], tables, published)

    assert not tried.wrong, "\n".join(tried.wrong[:20])
    assert tried.tried > 250
    left = tables.keys() - taken
    assert [name for name in left if not name.startswith(tuple(NOT_ENTERED))] == []
    kinds = {type(sheet): sheet for sheet in grids(years[0])}
    for name in left:
        for form, write in PUBLIC.items():
            book = book_of(write(tables[name], published))
            said = f"«{tables[name].title}» tablosunundur"
            if "csv" in form:
                # It says what its columns are, and not of which of the tables that have the same.
                assert "tablosunundur" in refusal(kinds[ModelSheet], book), name
            else:
                assert all(said in refusal(sheet, book) for sheet in kinds.values()), name
    assert left >= CONDENSED


def test_public_files_of_a_year_just_opened_change_nothing(
    years: Years, tried: Trips, published: Edition
) -> None:
    year = years[1]
    tables = {found.id: materialise(found, year) for found in registry.datasets_for(year)}
    trips.public(tried, year, tables, published, in_turns=True)

    assert not tried.wrong, "\n".join(tried.wrong[:20])
    assert tried.tried > 100


def test_results_of_indicators_change_nothing_whoever_answers_for_them(
    years: Years, tried: Trips, published: Edition
) -> None:
    """All indicators stand in one published table; each directorate enters its own."""
    half = Indicator.objects.order_by("pk")[:80].values("pk")
    Indicator.objects.update(department=Department.objects.get(code="fen-isleri"))
    mine = Department.objects.get(code="park-bahceler")
    Indicator.objects.filter(pk__in=half).update(department=mine)
    open_sections(years[0])
    (indicators,) = [d for d in registry.static_datasets() if d.id == "performance.indicators"]
    table = materialise(indicators, years[0])
    sheets = [sheet for sheet in grids(years[0]) if sheet.key == "gostergeler"]
    exports = trips.Exports(years[0])

    for name, write in PUBLIC.items():
        content = write(table, published)
        for sheet in sheets:
            tried.take(sheet, f"office {name}", exports.file(sheet, name))
            tried.take(sheet, f"public {name}", content)

    assert not tried.wrong, "\n".join(tried.wrong[:20])
    assert len(sheets) == 2
    assert tried.rows == 8 * IndicatorResult.objects.filter(year=years[0]).count()
