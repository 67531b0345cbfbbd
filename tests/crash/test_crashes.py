"""Killed at any moment, a step of the report is not done or done; of two at once, one wins."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.once import migrated

from .stories import STORIES

pytestmark = pytest.mark.postgresql("what is left of a killed session")

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def template(run_folder: Path) -> str:
    return migrated(run_folder)


def run(way: str, name: str, data: Path, template: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.stories", way, name, template],
        cwd=ROOT,
        env={**os.environ, "KARS_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.mark.parametrize("name", STORIES)
def test_nothing_is_left_half_done(name: str, tmp_path: Path, template: str) -> None:
    kills = int(run("killed", name, tmp_path, template))

    assert kills > 5, "hardly a point at which it could be killed"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("freeze", "Rapor zaten dondurulmuş"),
        ("unfreeze", "Rapor dondurulmuş değil"),
        ("publish", "sürüm 1 yayımlanmış"),
        ("freeze and publish in one", "sürüm 1 yayımlanmış"),
        ("withdraw a correction", "sonuçlanmış; geri çekilemez"),
        ("publish a correction", "sürüm 2 yayımlanmış"),
    ],
)
def test_of_two_people_at_once_one_wins(
    name: str, sentence: str, tmp_path: Path, template: str
) -> None:
    assert sentence in run("at-once", name, tmp_path, template)
