"""Where a declaration stands in the document: by the capacity in which the officer signs."""

from __future__ import annotations

import pytest

from reports.core.building import UNITS_SECTION, home_of
from reports.enums import DeclarationRole
from reports.models import Declaration
from reports.present.shapes import ACTIVITIES_SECTION


@pytest.mark.parametrize(
    ("role", "section"),
    [
        (DeclarationRole.PRESENTATION, "SUNUS"),
        (DeclarationRole.TOP_MANAGER, "EK"),
        (DeclarationRole.ACCOUNTING_OFFICER, "EK"),
        (DeclarationRole.SPENDING_OFFICER, "III.B.1/fen-isleri"),
    ],
)
def test_each_capacity_has_its_section(role: DeclarationRole, section: str) -> None:
    assert home_of(Declaration(key="fen-isleri", role=role)) == section


def test_the_sections_of_directorates_have_one_code() -> None:
    assert UNITS_SECTION == ACTIVITIES_SECTION
