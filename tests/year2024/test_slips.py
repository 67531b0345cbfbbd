"""Errors that people make, planted one by one in the 2024 document, and changes that are none.

Each case is a change of rows as a package could bring it; what follows from it (totals, rates, the
tables that count other tables) is computed again by the portal's own code. A change of a published
figure has to be an error, since only an error stops the report.
"""

from __future__ import annotations

from functools import cache

import pytest

from reports.core.checks import Finding, Severity

from .built import checked, document
from .slips import Change
from .slips_figures import FIGURES
from .slips_rows import OTHERS, TWICE
from .slips_texts import HARMLESS, PROSE, STATEMENTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("report")]


@cache
def known() -> frozenset[str]:
    return frozenset(finding.mark for finding in checked().findings)


def new_findings(change: Change) -> list[Finding]:
    return [f for f in checked(change(document())).findings if f.mark not in known()]


@pytest.mark.parametrize("case", FIGURES, ids=lambda case: case.name)
def test_a_changed_figure_that_contradicts_something_stops_the_report(case: Change) -> None:
    found = new_findings(case)

    assert [f for f in found if f.severity is Severity.ERROR], [f.code for f in found]


@pytest.mark.parametrize("case", [*OTHERS, *TWICE, *PROSE, *STATEMENTS], ids=lambda c: c.name)
def test_what_else_contradicts_is_found_by_its_rule(case: Change) -> None:
    assert case.code in {f.code for f in new_findings(case)}


@pytest.mark.parametrize("case", HARMLESS, ids=lambda case: case.name)
def test_a_change_that_contradicts_nothing_raises_nothing(case: Change) -> None:
    assert [(f.code, f.message) for f in new_findings(case)] == []
