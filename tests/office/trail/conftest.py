"""The pages are tried with the rows and people that the trail itself is tried with."""

from __future__ import annotations

from tests.collect.audit.conftest import (
    as_role,
    boss,
    directorate,
    garage,
    no_second_factor,
    office,
    report,
    trail,
    year,
)

__all__ = [
    "as_role",
    "boss",
    "directorate",
    "garage",
    "no_second_factor",
    "office",
    "report",
    "trail",
    "year",
]
