"""A killed run leaves neither servers nor databases behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from . import postgres
from .leash import leashed

ROOT = Path(__file__).resolve().parents[1]


def is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def until(condition: Callable[[], bool]) -> bool:
    for _ in range(300):
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_a_server_ends_with_the_process_that_started_it() -> None:
    code = (
        "import subprocess, time\n"
        "from tests.leash import leashed\n"
        "child = subprocess.Popen(leashed('sleep', '120'), start_new_session=True)\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(120)\n"
    )
    with subprocess.Popen(
        leashed(sys.executable, "-c", code), cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        server = int(parent.stdout.readline())
        assert until(lambda: Path(f"/proc/{server}/comm").read_text() == "sleep\n")
        parent.kill()

    assert until(lambda: not is_running(server))


@pytest.mark.postgresql("only a server keeps the databases of a killed run")
@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's files are thrown away")
def test_databases_of_a_killed_run_go_and_those_of_a_living_one_stay() -> None:
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path="/postgres").geturl()
    stems = [urlsplit(postgres.named_after_this_run(url)).path.lstrip("/") for _ in range(2)]
    dead, living = (f"test_{stem}_gw0" for stem in stems)
    with psycopg.connect(url, autocommit=True) as session:
        for name in (dead, living):
            session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        held = postgres.alive(url, stems[1])
        try:
            dropped = postgres.drop_left_behind(url)
            assert dead in dropped
            assert living not in dropped
        finally:
            held.close()

        # The server notices the end of a session a moment later.
        assert until(lambda: living in postgres.drop_left_behind(url))
