"""Files are taken into the small year that the sheets are tried with."""

from __future__ import annotations

from tests.collect.sheets.conftest import (
    assignment,
    browser,
    colleague,
    desk_rules,
    editor,
    garage,
    people,
    report,
    section,
    shared,
    stands,
    vehicles,
)

__all__ = [
    "assignment",
    "browser",
    "colleague",
    "desk_rules",
    "editor",
    "garage",
    "people",
    "report",
    "section",
    "shared",
    "stands",
    "vehicles",
]
