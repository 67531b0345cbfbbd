"""On SQLite whoever writes keeps all others waiting: nothing that takes long is done meanwhile.

No clock: every story of tests/benchmarks/lock_stories.py is played through the real pages on the
2024 report, and what runs while the lock is held is listened to. How long it lasts is measured by
tests/benchmarks/locks.py.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from reports.core.documents.canonical import canonical_json
from reports.ground.rehearsal import rehearsed
from reports.models import FiscalYear
from tests import once, prepared
from tests.benchmarks.lock_stories import BY_COMMAND, IN_THE_OFFICE, costly
from tests.holding import locks
from tests.site import sample

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows")

Told = dict[str, Any]


@pytest.fixture(scope="session")
def told(run_folder: Path) -> dict[str, Told]:
    """What came of every story; played once."""
    loaded, empty = Path(prepared._loaded(run_folder)), once.migrated(run_folder)
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.lock_stories", "--listen",
         str(loaded / "db.sqlite3"), empty],
        cwd=once.ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {item["name"]: item for item in found}


@pytest.mark.parametrize("name", [*IN_THE_OFFICE, *BY_COMMAND])
def test_nothing_costly_is_done_while_others_wait(told: dict[str, Told], name: str) -> None:
    story = told[name]

    assert story["answer"] == "done"
    assert story["wrote"] > 0
    assert story["costly"] == []


@pytest.mark.django_db(transaction=True)
def test_what_is_done_under_the_lock_is_heard_and_what_is_rehearsed_is_not() -> None:
    def act() -> None:
        canonical_json(sample.document())
        FiscalYear.objects.create(year=2030 + FiscalYear.objects.count())

    known = costly()
    with locks(listens=True) as plain, transaction.atomic():
        act()
    with locks(listens=True) as apart:
        rehearsed(act)()

    assert "canonical_json" in {known.get(code) for code in plain.seen}
    assert "canonical_json" not in {known.get(code) for code in apart.seen}
    assert (len(plain.seconds), len(apart.seconds)) == (1, 1)
    assert FiscalYear.objects.count() == 2
