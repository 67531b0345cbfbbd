"""The whole portal as it runs for people: real database, gunicorn, job worker, Chromium.

Not Django's live server: publications resist the flush between its tests, and a person meets
gunicorn with collected static files.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from tests import once, prepared
from tests.leash import leashed

from .signing_in import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


FORGET = "from django_tasks_db.models import DBTaskResult; DBTaskResult.objects.all().delete()"
TELL = """
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from reports.models import PdfExport
print("now", timezone.now())
for row in PdfExport.objects.order_by("pk").values():
    print("export", row)
for job in DBTaskResult.objects.order_by("enqueued_at"):
    print("job", job.task_path, job.args_kwargs, job.status, job.enqueued_at, job.started_at,
          job.finished_at, job.run_after, job.worker_ids, job.traceback)
"""


@dataclass(frozen=True)
class Portal:
    """A running portal with the published 2024 report."""

    url: str
    env: dict[str, str]
    accounts: dict[str, str]
    """Passwords of the demo accounts."""
    secrets: dict[str, str] = field(default_factory=dict)
    """What the phones of those who need a code hold."""
    sessions: dict[str, list[Any]] = field(default_factory=dict)
    """Cookies of those who are signed in."""

    def manage(self, *arguments: str) -> str:
        return once.manage(self.env, *arguments)

    @property
    def worker_log(self) -> Path:
        """What the job worker has said."""
        return Path(self.env["KARS_DATA_DIR"]) / "worker.log"

    def jobs(self) -> str:
        """How the exports and the jobs stand and what their worker says, for a test that waited
        for them in vain.
        """
        rows = self.manage("shell", "-v0", "-c", TELL)
        log = self.worker_log.read_text("utf-8") if self.worker_log.exists() else "(none)"
        return f"{rows}\nworker's log:\n{log[-4000:]}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        assert process.poll() is None, "gunicorn stopped"
        try:
            with urlopen(url, timeout=60):
                return
        except OSError:  # not there yet, or too busy to answer
            time.sleep(0.2)
    pytest.fail(f"{url} does not answer")


def _end(process: subprocess.Popen[bytes]) -> None:
    """With all that it has started: the PDF that the worker is at is nobody's any more."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def running(data: Path, run_folder: Path, *, published: bool = True) -> Iterator[Portal]:
    """A portal with the 2024 report on a database and a port of its own.

    Nobody works on its jobs (`working`): freezing and publishing ask for a PDF, which takes longer
    to make than all that most tests do.
    """
    name = f"{once.stem()}_browser_{os.getpid()}_{data.name}".lower()
    database = once.of_postgresql(name)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    env = once.environment(data, database) | {"KARS_SITE_URL": url}
    server: subprocess.Popen[bytes] | None = None
    try:
        prepared.copy(run_folder, data, name if database else "", published=published)
        (data / "static").symlink_to(once.static_files(run_folder))
        accounts = json.loads((data / "demo-accounts.json").read_text("utf-8"))
        secrets = accounts.pop("totp")
        server = _start(
            env, "-m", "gunicorn", "kars_portal.wsgi", "--bind", f"127.0.0.1:{port}",
            "--worker-class", "gthread", "--threads", "4", "--log-level", "warning",
        )  # fmt: skip
        _wait(f"{url}/saglik", server)
        yield Portal(url, env, accounts, secrets)
    finally:
        if server is not None:
            _end(server)
        if database:
            once.on_the_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _start(
    env: dict[str, str], *arguments: str, log: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        leashed(sys.executable, *arguments),
        cwd=once.ROOT,
        env=env,
        start_new_session=True,
        stdout=log,
        stderr=log,
    )


@contextmanager
def working(portal: Portal) -> Iterator[None]:
    """The portal's job worker, at the jobs that are asked for from now on: what waits already,
    nobody waits for.
    """
    portal.manage("shell", "-v0", "-c", FORGET)
    with portal.worker_log.open("ab") as log:
        worker = _start(portal.env, "manage.py", "db_worker", "--verbosity", "1", log=log)
    try:
        yield
        assert worker.poll() is None, f"the worker stopped\n{portal.jobs()}"
    finally:
        _end(worker)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory, run_folder: Path) -> Iterator[Portal]:
    """Started once; tests that change something use their own rows and versions."""
    with running(tmp_path_factory.mktemp("portal"), run_folder) as portal:
        yield portal


@pytest.fixture
def worker(portal: Portal) -> Iterator[None]:
    """For tests of what is made in the background."""
    with working(portal):
        yield


@contextmanager
def window(chromium: Browser, portal: Portal) -> Iterator[Page]:
    """A new window on a portal; an uncaught error in a page's script fails the test."""
    context = chromium.new_context(
        base_url=portal.url,
        locale="tr-TR",
        timezone_id="Europe/Istanbul",
        accept_downloads=True,
        viewport={"width": 1280, "height": 900},
    )
    context.set_default_timeout(20_000)
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def page(chromium: Browser, portal: Portal) -> Iterator[Page]:
    """A new window on the portal."""
    with window(chromium, portal) as page:
        yield page


@pytest.fixture
def staff(page: Page, portal: Portal) -> Page:
    """The same window, signed in as the superuser of the demo accounts."""
    return sign_in(page, portal)
