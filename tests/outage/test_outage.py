"""The database locked, gone or stopped, the worker killed: citizens read on, the office is told to
come back, and what waited is done afterwards.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests import sweep

from .portal import AWAY, FORGET, UNREAD, Cluster, Served, until

pytestmark = pytest.mark.postgresql("what the driver says of a server that is gone")
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="a file can be locked")
on_postgresql = pytest.mark.skipif(connection.vendor == "sqlite", reason="a server can be stopped")

SESSION = "sessionid=" + "a" * 32
SECONDS = sweep.times(4, 60)


def _lasts(served: Served, before: int) -> None:
    """Long enough that the worker has met it, and as long as it is tried."""
    began = time.monotonic()
    assert until(lambda: served.said().count(AWAY) > before), served.said()
    time.sleep(max(0, SECONDS - (time.monotonic() - began)))


def _is_told_to_come_back(served: Served, address: str, **asked: str) -> None:
    answer = served.ask(address, **asked)
    assert answer.status == 503, (address, answer)
    assert int(answer.headers["Retry-After"]) > 0
    assert "Portal şu anda" in answer.text


def _is_out_of_reach(served: Served) -> None:
    """What everybody meets who can't be answered from what was kept."""
    _is_told_to_come_back(served, "/yonetim/login/", Cookie=SESSION)
    _is_told_to_come_back(served, "/yonetim/", Cookie=SESSION)
    _is_told_to_come_back(served, UNREAD)
    told = served.ask("/2024/v1/surumler.json")
    assert (told.status, json.loads(told.text).keys()) == (503, {"hata"})
    assert served.ask("/saglik").status == 503
    kept = served.ask("/2024/v1/")
    assert "X-Kept-Since" in kept.headers
    assert "Content-Security-Policy" in kept.headers


@contextmanager
def _locked(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            yield other
        finally:
            other.execute("COMMIT")


@on_sqlite
def test_a_write_lock_keeps_nobody_from_reading_and_no_job_from_being_done(
    served: Served,
) -> None:
    served.sql(FORGET)
    before = served.said().count(AWAY)
    with served.read_throughout():
        with _locked(served.file) as other:
            # It is there when the lock is given back, like that of somebody who waited for it.
            other.execute(served.job())
            token = "x" * 32
            _is_told_to_come_back(
                served,
                "/yonetim/login/",
                method="POST",
                body=f"username=kimse&password=yanlis&csrfmiddlewaretoken={token}",
                Cookie=f"csrftoken={token}",
                Content_Type="application/x-www-form-urlencoded",
            )
            _lasts(served, before)
        assert served.job_is_done()
    assert served.process.poll() is None


@on_sqlite
def test_a_file_that_is_gone_for_a_while_is_not_made_anew(served: Served) -> None:
    served.enqueue()
    assert served.job_is_done()
    before = served.said().count(AWAY)
    file = served.file
    with served.read_throughout():
        # Nobody is in the middle of anything; what the journal holds goes along.
        with closing(sqlite3.connect(file)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        aside = file.with_name("aside.sqlite3")
        file.rename(aside)
        try:
            _is_out_of_reach(served)
            _lasts(served, before)
            assert not file.exists()
        finally:
            aside.rename(file)
        served.enqueue()
        assert served.job_is_done()
    assert served.ask("/yonetim/login/").status == 200


@on_postgresql
def test_a_server_that_is_stopped_is_waited_for(served: Served, cluster: Cluster) -> None:
    served.enqueue()
    assert served.job_is_done()
    before = served.said().count(AWAY)
    with served.read_throughout():
        cluster.stop()
        try:
            _is_out_of_reach(served)
            _lasts(served, before)
        finally:
            cluster.start()
        served.enqueue()
        assert served.job_is_done()
    assert served.ask("/yonetim/login/").status == 200


def test_a_killed_worker_is_started_again_and_does_what_waits(served: Served) -> None:
    with served.read_throughout():
        killed = served.worker()
        os.kill(killed, signal.SIGKILL)
        served.enqueue()
        assert served.job_is_done()
        assert served.worker() != killed
    assert "(jobs) ended" in served.said()
    assert served.process.poll() is None
