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
from shutil import copyfile
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from tests import once
from tests.leash import leashed

from .signing_in import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


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
    """A portal with the 2024 report on a database and a port of its own, and its job worker."""
    name = f"{once.stem()}_browser_{os.getpid()}_{data.name}".lower()
    database = once.of_postgresql(name)
    template = once.migrated(run_folder)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    env = once.environment(data, database) | {"KARS_SITE_URL": url}
    portal = Portal(url, env, {})
    processes: list[subprocess.Popen[bytes]] = []
    try:
        if database:
            once.on_the_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        else:
            copyfile(template, data / "db.sqlite3")
        (data / "static").symlink_to(once.static_files(run_folder))
        more = ["--publish"] if published else []
        portal.manage("load_report", "fixtures/2024", *more, "--verbosity", "0")
        portal.manage("create_demo_users")
        portal.manage("create_demo_duties")
        accounts = json.loads((data / "demo-accounts.json").read_text("utf-8"))
        secrets = accounts.pop("totp")
        commands = (
            ["-m", "gunicorn", "kars_portal.wsgi", "--bind", f"127.0.0.1:{port}",
             "--worker-class", "gthread", "--threads", "4", "--log-level", "warning"],
            ["manage.py", "db_worker", "--verbosity", "0"],
        )  # fmt: skip
        for command in commands:
            processes.append(
                subprocess.Popen(
                    leashed(sys.executable, *command),
                    cwd=once.ROOT,
                    env=env,
                    start_new_session=True,
                )
            )
        _wait(f"{url}/saglik", processes[0])
        yield Portal(url, env, accounts, secrets)
    finally:
        for process in processes:
            _end(process)
        if database:
            once.on_the_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory, run_folder: Path) -> Iterator[Portal]:
    """Started once; tests that change something use their own rows and versions."""
    with running(tmp_path_factory.mktemp("portal"), run_folder) as portal:
        yield portal


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
