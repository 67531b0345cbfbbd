"""The page is tried with the year and the people of the calendar itself."""

from __future__ import annotations

from tests.collect.calendar.conftest import fen, keeper, park, person, report, signed_in

__all__ = [
    "fen",
    "keeper",
    "park",
    "person",
    "report",
    "signed_in",
]
