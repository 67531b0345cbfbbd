"""Tests that share something costly run in one process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from .scheduling import BY_FILE, FIRST, PLACES, group_of

ROOT = Path(__file__).resolve().parents[1]
TESTS = "import pytest\n\n@pytest.mark.parametrize('no', range(4))\ndef test(no): pass\n"


def test_a_group_stays_in_one_process(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    files = (
        "tests/browser/test_a.py",
        "tests/browser/test_b.py",
        "tests/lib/test_c.py",
        "tests/present/pdf/test_d.py",
    )
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(TESTS)

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-n", "2", "--dist", "loadgroup",
         "-p", "tests.scheduling", "-p", "no:django", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    workers: dict[str, set[str]] = {}
    for worker, file in re.findall(r"\[(gw\d)\] \[ *\d+%\] PASSED (\S+?)::", done.stdout):
        workers.setdefault(file, set()).add(worker)
    assert set(workers) == set(files)
    assert len(workers[files[0]] | workers[files[1]]) == 1
    assert len(workers[files[3]]) == 1


def test_every_place_exists_and_every_group_has_its_turn() -> None:
    assert [place for place in (*PLACES, *BY_FILE) if not (ROOT / place).exists()] == []
    assert set(FIRST) == {group for group in PLACES.values() if group}


def test_a_file_may_have_another_group_than_its_folder() -> None:
    assert group_of("tests/browser/test_desk.py::test_x") == "portal"
    assert group_of("tests/browser/test_versions.py::test_x") == "versions"
    assert group_of("tests/present/pdf/test_jobs.py::test_x[1]") == "tests/present/pdf/test_jobs.py"
    for alone in ("tests/browser/test_sheets.py::test_x", "tests/lib/test_turkish.py::test_y"):
        assert group_of(alone) == alone
