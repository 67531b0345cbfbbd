"""Every layout by every program: the same rows come out, or the test says which do not."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from reports.collect.recognising.recognise import Chosen, Recognised

from .asking import figures_of, recognised
from .grid import INCOME, Expected
from .layouts import LAYOUTS, laid_out
from .writers import WRITERS

TEXTS = ("page", "CSV", "TSV")


def wanted_of(rows: Expected) -> list[dict[str, str | Decimal | None]]:
    return [dict(row) for row in rows]


@pytest.mark.parametrize("program", WRITERS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_rows_of_a_layout(program: str, layout: str) -> None:
    grid, wanted = laid_out(layout, random.Random(f"{program}/{layout}"))

    found: Recognised = recognised(WRITERS[program](grid), INCOME, Chosen())

    assert found.is_settled, (found.refusal, found.open_columns, found.mapping.twice)
    assert not found.problems
    assert figures_of(found, INCOME) == wanted_of(wanted)
    assert all(total.holds for total in found.totals)
