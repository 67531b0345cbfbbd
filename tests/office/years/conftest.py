"""The wizard is tried with the year that opening itself is tried with."""

from __future__ import annotations

from tests.collect.opening.conftest import open_2025, person, rows_of_2024, signed_in, source

__all__ = [
    "open_2025",
    "person",
    "rows_of_2024",
    "signed_in",
    "source",
]
