"""Killed at any moment, a step of the report is not done or done; of two at once, one wins."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from tests.once import migrated

from .stories import STORIES

pytestmark = pytest.mark.postgresql("what is left of a killed session")

ROOT = Path(__file__).resolve().parents[2]


Ask = Callable[[str, str], str]


@pytest.fixture(scope="module")
def teller(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Popen[str]]:
    """The warm process that every story is forked from."""
    data = tmp_path_factory.mktemp("teller")
    with Popen(
        [sys.executable, "-m", "tests.crash.stories", migrated(run_folder)],
        cwd=ROOT,
        env={**os.environ, "KARS_DATA_DIR": str(data)},
        stdin=PIPE,
        stdout=PIPE,
        text=True,
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()
        assert process.wait(timeout=60) == 0


@pytest.fixture
def ask(teller: Popen[str], tmp_path: Path) -> Ask:
    def told(way: str, name: str) -> str:
        assert teller.stdin
        assert teller.stdout
        teller.stdin.write(json.dumps([way, name, str(tmp_path)]) + "\n")
        teller.stdin.flush()
        went_well, answer = json.loads(teller.stdout.readline())
        assert went_well, answer[-3000:]
        return str(answer)

    return told


@pytest.mark.parametrize("name", STORIES)
def test_nothing_is_left_half_done(name: str, ask: Ask) -> None:
    kills = int(ask("killed", name))

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
def test_of_two_people_at_once_one_wins(name: str, sentence: str, ask: Ask) -> None:
    assert sentence in ask("at-once", name)
