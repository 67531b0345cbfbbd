"""Processes that lay out parts: a few at a time, none left behind."""

from __future__ import annotations

import gc
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
import weakref
from functools import partial
from pathlib import Path

import pytest

from reports.present.pdf.engine import RenderError
from reports.present.pdf.renderer import ROOT
from reports.present.pdf.workers import run


def note(folder: Path, name: str) -> str:
    """Leave a mark while this runs, and say how many others were there."""
    mark = folder / name
    mark.touch()
    time.sleep(0.2)
    others = len(list(folder.iterdir()))
    mark.unlink()
    return f"{os.getpid()}:{others}"


def come_to_an_end(mark: Path) -> str:
    """After a minute."""
    time.sleep(60)
    mark.touch()
    return ""


def kill_this_process() -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


def fail() -> str:
    raise RenderError("PDF üretilemedi: deneme")


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return state.rsplit(")", 1)[1].split()[0] != "Z"


def test_tasks_run_in_processes_of_their_own_two_at_a_time(tmp_path: Path) -> None:
    begun: list[int] = []
    found = dict(run([partial(note, tmp_path, str(n)) for n in range(4)], 2, begun.append))
    assert begun == sorted(found) == [0, 1, 2, 3]
    processes, others = zip(*(result.split(":") for result in found.values()), strict=True)
    assert len(set(processes)) == 4
    assert str(os.getpid()) not in processes
    assert max(map(int, others)) == 2


def test_one_process_is_this_one(tmp_path: Path) -> None:
    [(place, result)] = run([partial(note, tmp_path, "a")], 1, lambda _place: None)
    assert (place, result) == (0, f"{os.getpid()}:1")


@pytest.mark.parametrize(("task", "message"), [(kill_this_process, "-9"), (fail, "deneme")])
def test_fault_ends_the_others(task: object, message: str, tmp_path: Path) -> None:
    """Nobody waits for them to come to their end."""
    end = tmp_path / "end"
    tasks = [partial(come_to_an_end, end), task]
    with pytest.raises(RenderError, match=message):
        list(run(tasks, 2, lambda _place: None))  # type: ignore[arg-type]
    assert multiprocessing.active_children() == []
    assert not end.exists()


def test_killed_parent_takes_its_children_with_it() -> None:
    code = (
        "import os, time\n"
        "from reports.present.pdf.workers import run\n"
        "def task():\n"
        "    os.write(1, f'{os.getpid()}\\n'.encode())\n"
        "    time.sleep(120)\n"
        "list(run([task, task], 2, lambda place: None))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        # Both may write at the same moment, and the line of one end up inside that of the other.
        lines = [parent.stdout.readline() for _ in range(2)]
        children = [int(number) for number in re.findall(r"\d+", "".join(lines))]
        assert len(children) == 2
        assert all(map(is_running, children))
        parent.kill()
    deadline = time.monotonic() + 30
    while any(map(is_running, children)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(is_running, children))


class Circle:
    """Held by nothing but itself."""

    def __init__(self) -> None:
        self.whole = self


def test_in_one_process_a_task_finds_nothing_left_of_the_one_before() -> None:
    """But what was there before all of them is not searched: it waits for its own collection."""
    before = weakref.ref(Circle())
    left: list[weakref.ref[Circle]] = []

    def task() -> list[bool]:
        gone = [reference() is None for reference in left]
        left.append(weakref.ref(Circle()))
        return gone

    gc.disable()
    try:
        results = [result for _place, result in run([task, task, task], 1, lambda _place: None)]
        untouched = before() is not None
    finally:
        gc.enable()

    assert results == [[], [True], [True, True]]
    assert untouched
    assert gc.get_freeze_count() == 0
    gc.collect()
    assert before() is None


def test_who_has_frozen_objects_keeps_them_frozen() -> None:
    gc.freeze()
    try:
        list(run([int, int], 1, lambda _place: None))
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
