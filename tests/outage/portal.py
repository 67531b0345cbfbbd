"""The portal as `bin/serve` runs it, its database, and readers who never stop asking."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from tests import once, prepared
from tests.leash import leashed

PAGES = (
    "/",
    "/hakkinda/",
    "/2024/",
    "/2024/v1/",
    "/2024/icindekiler/",
    "/2024/veri/gider-ekonomik",
    "/2024/v1/veri/araclar.csv",
    "/2024/v1/mutabakat/",
    "/duyurular.atom",
)
UNREAD = "/2024/v1/hedefler/"
ENQUEUE = """
INSERT INTO django_tasks_database_dbtaskresult (
    id, status, enqueued_at, args_kwargs, priority, task_path, worker_ids, queue_name,
    backend_name, run_after, exception_class_path, traceback
) VALUES (
    '{id}', 'READY', '2026-01-01 00:00:00+00', '{{"args": [0], "kwargs": {{}}}}', 0,
    'reports.present.pdf.jobs.make_pdf', '[]', 'default', 'default',
    '9999-01-01 00:00:00{zone}', '', ''
)
"""
"""A job for a print that is no longer there: it is looked for, and that is all."""
STATES = "SELECT status FROM django_tasks_database_dbtaskresult"
FORGET = "DELETE FROM django_tasks_database_dbtaskresult"
AWAY = "Veritabanına ulaşılamıyor"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Served:
    """A portal that runs, and what it says on standard error."""

    port: int
    env: dict[str, str]
    process: subprocess.Popen[bytes]
    log: Path
    asked: Counter[int] = field(default_factory=Counter)

    def ask(self, address: str, method: str = "GET", body: str = "", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        try:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, address, body or None, given)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.headers), answer.read().decode("utf-8"))
        finally:
            connection.close()

    def said(self) -> str:
        return self.log.read_text("utf-8")

    @property
    def file(self) -> Path:
        """The database on SQLite."""
        return Path(self.env["KARS_DATA_DIR"]) / "db.sqlite3"

    def sql(self, *statements: str) -> list[str]:
        """Run statements from outside; gives the first column of what the last one finds."""
        if url := self.env.get("DATABASE_URL"):
            with psycopg.connect(url, autocommit=True) as session:
                for statement in statements:
                    found = session.execute(statement)
                return [str(row[0]) for row in found] if found.description else []
        with closing(sqlite3.connect(self.file, isolation_level=None, timeout=30)) as other:
            for statement in statements:
                rows = other.execute(statement).fetchall()
        return [str(row[0]) for row in rows]

    def enqueue(self) -> None:
        self.sql(FORGET, self.job())

    def job(self) -> str:
        """The statement that has a job wait."""
        on_a_server = "DATABASE_URL" in self.env
        return ENQUEUE.format(id=uuid4().hex, zone="+00" if on_a_server else "")

    def job_is_done(self) -> bool:
        return until(lambda: self.sql(STATES) == ["SUCCESSFUL"])

    @contextmanager
    def read_throughout(self) -> Iterator[None]:
        """Citizens read what they have read before, all the time; not one of them is refused."""
        for address in PAGES:
            assert self.ask(address).status in {200, 302}, address
        over = threading.Event()
        answers: list[tuple[str, int | str]] = []

        def read() -> None:
            while not over.is_set():
                for address in PAGES:
                    try:
                        answers.append((address, self.ask(address).status))
                    except OSError as error:
                        answers.append((address, repr(error)))
                    time.sleep(0.1)

        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        try:
            yield
        finally:
            over.set()
            for reader in readers:
                reader.join()
        refused = [(address, status) for address, status in answers if status not in {200, 302}]
        assert len(answers) >= 2 * len(PAGES)
        assert refused == []

    def worker(self) -> int:
        """The process that works on jobs."""
        return processes(self.process.pid, "db_worker")[-1]


def processes(root: int, word: str) -> list[int]:
    """Descendants of a process whose command line holds a word."""
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    inside = {root}
    found = []
    for _round in rows:
        more = {int(pid) for pid, parent, *_rest in rows if int(parent) in inside} - inside
        if not more:
            break
        inside |= more
    for pid, _parent, *rest in rows:
        if int(pid) in inside and rest and re.search(rf"python\S* .*{word}", rest[0]):
            found.append(int(pid))
    return found


def until(condition: Callable[[], bool], seconds: float = 90) -> bool:
    """Whether it came true; as long as a slow machine may take."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(data: Path, database: str = "") -> Iterator[Served]:
    """`bin/serve` on a data folder that is prepared."""
    port = free_port()
    env = once.environment(data, database) | {
        "DJANGO_SETTINGS_MODULE": "tests.outage.settings",
        "WEB_CONCURRENCY": "1",
    }
    log = data / "serve.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            leashed("bin/serve", "--port", str(port)),
            cwd=once.ROOT, env=env, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    served = Served(port, env, process, log)
    try:
        ready = lambda: "Ctrl-C" in served.said() or process.poll() is not None  # noqa: E731
        assert until(ready, 240), served.said()
        assert process.poll() is None, served.said()
        # Nobody waits for the PDF of the report, which takes longer than all that is tried here.
        served.sql(FORGET)
        os.kill(served.worker(), signal.SIGKILL)
        yield served
    finally:
        started = processes(process.pid, "")
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            for pid in (process.pid, *started):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


class Cluster:
    """A PostgreSQL server of the test's own, on a port and a folder of its own."""

    def __init__(self) -> None:
        homes = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
        if not homes:
            pytest.skip("no programs of a PostgreSQL server on this machine")
        self.bin = homes[-1].parent
        self.folder = Path(tempfile.mkdtemp(prefix="kars-outage-"))
        self.port = free_port()
        # The server refuses to run as root.
        self.other = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]
        if os.geteuid() == 0:
            shutil.chown(self.folder, "nobody", "nogroup")
        else:
            self.other = []
        self._run("initdb", "-D", str(self.data), "-U", "kars", "-A", "trust", "--no-sync")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*self.other, str(self.bin / program), *arguments],
            cwd=self.folder, check=True, stdout=subprocess.DEVNULL, env={"LC_ALL": "C.UTF-8"},
        )  # fmt: skip

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off -k {self.folder}"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop")

    def url(self, name: str) -> str:
        return f"postgres://kars@127.0.0.1:{self.port}/{name}"

    def take_over(self, database: str) -> str:
        """A copy of a database of the server under test."""
        source = urlsplit(database)
        dump = self.folder / "dump.sql"
        with dump.open("wb") as out:
            subprocess.run(
                [str(self.bin / "pg_dump"), "--no-owner", "--no-privileges", source.geturl()],
                check=True, stdout=out,
            )  # fmt: skip
        psql = str(self.bin / "psql")
        common = ["-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "kars"]
        for more in (["-d", "postgres", "-c", "CREATE DATABASE kars"],
                     ["-d", "kars", "-v", "ON_ERROR_STOP=1", "-f", str(dump)]):  # fmt: skip
            subprocess.run([psql, *common, *more], check=True, stdout=subprocess.DEVNULL)
        return self.url("kars")

    def remove(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def prepared_data(run_folder: Path, data: Path) -> str:
    """A data folder with the published report; gives the database's address on PostgreSQL."""
    name = f"{once.stem()}_outage_{os.getpid()}".lower()
    database = once.of_postgresql(name)
    prepared.copy(run_folder, data, name if database else "")
    return database
