"""Work in a process of its own: told, stopped, out of time, killed, and never left behind."""

from __future__ import annotations

import os
import signal
import time
from functools import partial
from pathlib import Path

import pytest
from django.db import OperationalError

from reports.ground.supervising import End, Tell, Told, supervised


def run(act: object, **changed: object) -> tuple[object, list[Told]]:
    said: list[Told] = []
    how = {"hear": said.append, "must_stop": lambda: False, "seconds": 30.0} | changed
    return supervised(act, **how), said  # type: ignore[arg-type]


def counting(tell: Tell) -> str:
    tell("reading")
    for number in range(1000):
        tell("taking", number, 1000)
    return "done"


def waiting(path: Path, tell: Tell) -> None:
    path.write_text(str(os.getpid()))
    tell("taking")
    time.sleep(60)


def gone(path: Path) -> bool:
    try:
        os.kill(int(path.read_text()), 0)
    except ProcessLookupError:
        return True
    return False


def test_it_says_how_far_it_is_and_what_came_of_it() -> None:
    ended, said = run(counting)

    assert ended.end is End.OWN  # type: ignore[attr-defined]
    assert ended.result == "done"  # type: ignore[attr-defined]
    assert [phase for phase, _done, _all in said][:2] == ["reading", "taking"]
    assert len(said) < 20


@pytest.mark.parametrize(
    ("changed", "end"), [({"must_stop": lambda: True}, End.STOPPED), ({"seconds": 0.1}, End.LATE)]
)
def test_it_is_stopped_within_seconds(tmp_path: Path, changed: dict[str, object], end: End) -> None:
    place = tmp_path / "pid"
    begin = time.monotonic()

    ended, _said = run(partial(waiting, place), **changed)

    assert ended.end is end  # type: ignore[attr-defined]
    assert time.monotonic() - begin < 10
    assert gone(place)


def test_a_killed_one_is_no_result() -> None:
    ended, _said = run(lambda _tell: os.kill(os.getpid(), signal.SIGKILL))

    assert ended.end is End.DIED  # type: ignore[attr-defined]


def test_an_error_of_the_program_is_no_result_and_an_outage_is_told() -> None:
    def wrong(_tell: Tell) -> None:
        raise ValueError("wrong")

    def away(_tell: Tell) -> None:
        raise OperationalError("database is locked")

    assert run(wrong)[0].end is End.DIED  # type: ignore[attr-defined]
    with pytest.raises(OperationalError, match="locked"):
        run(away)
