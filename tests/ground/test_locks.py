"""Locks held by processes: whatever the moment at which others come and go, one holds each."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from pytest_django import Settings

from reports.present.pdf.files import working_on
from reports.publish.signing.files import judging
from reports.publish.verification import slots

Lock = Callable[[], AbstractContextManager[bool]]
FORK = multiprocessing.get_context("fork")


@pytest.fixture(params=["working_on", "judging"])
def lock(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Lock:
    settings.MEDIA_ROOT = tmp_path
    settings.SIGNED_DIR = tmp_path / "pdf"
    return {"working_on": lambda: working_on(7), "judging": lambda: judging(7)}[request.param]


def test_who_opened_the_file_of_a_lock_that_ended_does_not_hold_the_next_one(
    lock: Lock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One opens the file, the holder ends, a third one begins; then the first one asks for it."""
    begun, third = threading.Event(), threading.Event()
    late: list[bool] = []
    ask = fcntl.flock

    def ask_late(file: int, how: int) -> None:
        if threading.current_thread().name == "late" and not begun.is_set():
            begun.set()
            assert third.wait(10)
        ask(file, how)

    def come_late() -> None:
        with lock() as mine:
            late.append(mine)

    monkeypatch.setattr(fcntl, "flock", ask_late)
    latecomer = threading.Thread(target=come_late, name="late")
    with lock() as mine:
        assert mine
        latecomer.start()
        assert begun.wait(10)
    with lock() as mine:
        assert mine
        third.set()
        latecomer.join(10)

    assert late == [False]


def take_turns(lock: Lock, place: Path, until: float) -> None:
    """Take the lock again and again; two at once leave a file that says so."""
    while time.monotonic() < until:
        with lock() as mine:
            if not mine:
                continue
            try:
                os.close(os.open(place / "held", os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                (place / "two-at-once").touch()
                continue
            (place / "turns").open("ab").write(b".")
            (place / "held").unlink(missing_ok=True)


def test_processes_that_take_turns_are_never_two_at_once(lock: Lock, tmp_path: Path) -> None:
    until = time.monotonic() + 2
    workers = [FORK.Process(target=take_turns, args=(lock, tmp_path, until)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)

    assert [worker.exitcode for worker in workers] == [0] * 4
    assert not (tmp_path / "two-at-once").exists()
    assert (tmp_path / "turns").stat().st_size > 100
    assert list((tmp_path / "pdf").iterdir()) == []


def hold(lock: Lock, held: Path) -> None:
    with lock() as mine:
        assert mine
        held.touch()
        time.sleep(60)


def test_a_killed_process_gives_its_lock_back(lock: Lock, tmp_path: Path) -> None:
    holder = FORK.Process(target=hold, args=(lock, tmp_path / "held"))
    holder.start()
    while not (tmp_path / "held").exists():
        time.sleep(0.01)
    with lock() as mine:
        assert not mine
    assert holder.pid is not None
    os.kill(holder.pid, signal.SIGKILL)
    holder.join(10)

    with lock() as mine:
        assert mine
    assert list((tmp_path / "pdf").iterdir()) == []


def test_a_place_is_taken_by_one_and_left_without_a_trace(
    settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    with slots.slot(0), slots.slot(0):
        with pytest.raises(slots.Busy), slots.slot(0):
            pass
        with pytest.raises(slots.Busy), slots.slot(0, is_long=True):
            pass
    with slots.slot(0, is_long=True), slots.slot(0):
        pass

    assert list(slots.folder().iterdir()) == []
