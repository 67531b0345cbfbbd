"""An indicator keeps its line through the years: renamed, split, merged, ended."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from performance.enums import SuccessionKind
from performance.histories import last_year, past_results
from performance.models import (
    Goal,
    Indicator,
    IndicatorResult,
    IndicatorSuccession,
    Objective,
    StrategicPlan,
)
from reports.models import FiscalYear
from tests.departments.office import add, address, sentences

from .conftest import MakeIndicator

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("constraints of the chain")]

D = Decimal


def step(before: Indicator, after: Indicator | None, **values: object) -> IndicatorSuccession:
    found = {"year": 2024, "kind": SuccessionKind.RENAMED, **values}
    row = IndicatorSuccession(predecessor=before, successor=after, **found)
    row.full_clean()
    row.save()
    return row


@pytest.fixture
def three(indicator: MakeIndicator) -> tuple[Indicator, Indicator, Indicator]:
    return indicator("1.1.1"), indicator("1.1.2"), indicator("1.1.3")


def result(indicator: Indicator, year: int, actual: str) -> None:
    found, _ = FiscalYear.objects.get_or_create(year=year)
    IndicatorResult.objects.create(year=found, indicator=indicator, actual=D(actual))


def line(indicator: Indicator, before: int) -> list[tuple[int, str, Decimal | None]]:
    return [(p.year, p.indicator.code, p.value) for p in past_results(indicator, before)]


def test_a_chain_may_not_lead_back(three: tuple[Indicator, Indicator, Indicator]) -> None:
    first, second, third = three
    step(first, second)
    step(second, third)

    for before, after in ((third, first), (second, first), (first, first)):
        with pytest.raises(ValidationError, match="döngü"):
            step(before, after)
    # A diamond is none: split, then merged again.
    step(first, third, kind=SuccessionKind.SPLIT)


def test_a_step_stands_once_and_its_successor_fits_its_kind(
    three: tuple[Indicator, Indicator, Indicator],
) -> None:
    first, second, third = three
    step(first, second, kind=SuccessionKind.SPLIT)
    step(first, third, kind=SuccessionKind.SPLIT)

    with pytest.raises(ValidationError, match="zaten kayıtlı"):
        step(first, third, year=2023)
    for successor, kind in ((second, SuccessionKind.ENDED), (None, SuccessionKind.MERGED)):
        with pytest.raises(ValidationError, match="boş bırakılmalı"):
            step(third, successor, kind=kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorSuccession.objects.create(
            predecessor=third, successor=None, year=2024, kind=SuccessionKind.MERGED
        )


def test_the_line_leads_through_names_and_plans(
    indicator: MakeIndicator, plan: StrategicPlan
) -> None:
    following = StrategicPlan.objects.create(
        code="2025_2029", title="Örnek Sonraki Plan", first_year=2025, last_year=2029
    )
    goal = Goal.objects.create(plan=following, code="1", title="Örnek")
    objective = Objective.objects.create(goal=goal, code="1.1", title="Örnek")
    present = Indicator.objects.create(objective=objective, code="1.1.1", name="Örnek")
    oldest, old = indicator("1.1.5"), indicator("1.1.6")
    step(oldest, old, year=2023)
    step(old, present, year=2025)
    for year, actual in ((2021, "1"), (2022, "2")):
        result(oldest, year, actual)
    # Went on beside the new one for a year: that is not the line any more.
    result(oldest, 2023, "99")
    result(old, 2023, "3")
    result(old, 2024, "4")
    result(present, 2025, "5")

    assert line(present, 2026) == [
        (2025, "1.1.1", D(5)),
        (2024, "1.1.6", D(4)),
        (2023, "1.1.6", D(3)),
        (2022, "1.1.5", D(2)),
        (2021, "1.1.5", D(1)),
    ]
    assert [p.value for p in last_year(present, 2025)] == [D(4)]
    assert line(old, 2024) == [(2023, "1.1.6", D(3)), (2022, "1.1.5", D(2)), (2021, "1.1.5", D(1))]


def test_merged_indicators_are_both_shown(three: tuple[Indicator, Indicator, Indicator]) -> None:
    first, second, third = three
    step(first, third, kind=SuccessionKind.MERGED)
    step(second, third, kind=SuccessionKind.MERGED)
    result(first, 2023, "1")
    result(second, 2023, "2")

    assert [p.value for p in last_year(third, 2024)] == [D(1), D(2)]
    assert last_year(first, 2024)[0].value == D(1)


def test_a_step_is_made_in_the_office(
    admin_client: Client, three: tuple[Indicator, Indicator, Indicator]
) -> None:
    first, second, _third = three
    form = {"predecessor": first.pk, "successor": second.pk, "year": 2024, "kind": "renamed"}

    assert sentences(add(admin_client, IndicatorSuccession, **form)) == []
    back = form | {"predecessor": second.pk, "successor": first.pk}
    assert "döngü" in sentences(add(admin_client, IndicatorSuccession, **back))[0]


def test_the_list_takes_the_same_queries_for_one_row_and_for_thirty(
    admin_client: Client, indicator: MakeIndicator
) -> None:
    page = address(IndicatorSuccession, "changelist")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert admin_client.get(page).status_code == 200
        return len(caught)

    step(indicator("1.1.1"), None, kind=SuccessionKind.ENDED)
    admin_client.get(page)
    with_one = queries()
    for number in range(2, 31):
        step(indicator(f"1.1.{number}"), indicator(f"2.1.{number}"))

    assert queries() == with_one
