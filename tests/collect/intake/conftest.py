"""The small year of the sheets, into which files are taken without a page."""

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
