"""Which tests a run takes: all of them on SQLite, those that may come out differently on
PostgreSQL, the fast ones in `bin/check`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from . import sweep

NEEDS_DATABASE = {"chromium", "db", "django_db_setup", "transactional_db"}
OWN_PROCESSES = "tests/crash/"
"""Tests that open the database in processes of their own."""

SLOW = (
    "tests/benchmarks/",
    "tests/browser/",
    "tests/docs/test_new_table.py",
    "tests/hostile/",
    "tests/lib/test_on_use.py",
    "tests/lib/test_stylesheets.py",
    "tests/present/pdf/",
    "tests/publish/signing/",
    "tests/publish/verification/",
    "tests/year2024/",
    "tests/collect/messy/",
    "tests/collect/opening/of_2024/",
    "tests/collect/packages/test_alone.py",
    "tests/collect/reading/",
    "tests/collect/wording/",
    "tests/present/word/",
    "tests/test_scheduling.py",
)
"""Places whose tests open no database either, but write documents, sign, or start processes."""


def opens_a_database(item: pytest.Item) -> bool:
    return (
        item.get_closest_marker("django_db") is not None
        or bool(NEEDS_DATABASE & set(getattr(item, "fixturenames", ())))
        or item.nodeid.startswith(OWN_PROCESSES)
    )


def is_for_postgresql(item: pytest.Item) -> bool:
    """Marked `postgresql(why)`; in the sweep whatever opens a database."""
    if not opens_a_database(item):
        return False
    mark = item.get_closest_marker("postgresql")
    if mark is not None and (len(mark.args) != 1 or not str(mark.args[0]).strip()):
        raise pytest.UsageError(f"{item.nodeid}: say what may come out differently on PostgreSQL")
    return mark is not None or sweep.EXHAUSTIVE


def is_fast(item: pytest.Item) -> bool:
    return not opens_a_database(item) and not item.nodeid.startswith(SLOW)


def note(items: list[pytest.Item]) -> None:
    """For `bin/test`, which asks whether a second run on PostgreSQL would have anything to do."""
    if place := os.environ.get("TESTS_CHOSEN"):
        Path(place).write_text(f"{sum(map(is_for_postgresql, items))}\n", "utf-8")
