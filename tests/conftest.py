"""What all tests share: a media folder that is thrown away, and Chromium for browser tests."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from reports.audit.triggers import ENTRIES
from reports.council import triggers as council
from reports.publishing.correction_triggers import CORRECTIONS
from reports.publishing.immutability import FROZEN, PUBLICATIONS
from reports.signing.immutability import TABLES as SIGNING
from reports.workflow.history import EVENTS, MENTIONS

from . import once, prepared, sweep
from .loops import without_a_running_loop
from .scheduling import pytest_xdist_make_scheduler

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django import DjangoDbBlocker, Settings
    from pytest_django.live_server_helper import LiveServer

__all__ = ["pytest_xdist_make_scheduler"]

# A busy machine must not fail a property.
hypothesis_settings.register_profile("kars", deadline=None)
hypothesis_settings.load_profile("kars")

CHROMIUM_FLAGS = (
    "--no-sandbox",  # Chromium refuses its sandbox to root, as which containers and CI run
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # It would look for updates and accounts; the tests never leave this machine.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


NEEDS_DATABASE = {"chromium", "db", "django_db_setup", "transactional_db"}
OWN_PROCESSES = "tests/crash/"
"""Tests that open the database in processes of their own."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever drives Chromium is marked so, and `--fast` leaves it out.

    On PostgreSQL what opens no database is left out: it was tried in the run on SQLite. What is
    marked `exhaustive` waits for the sweep (tests/sweep.py).
    """
    if not sweep.EXHAUSTIVE:
        later = [item for item in items if item.get_closest_marker("exhaustive")]
        items[:] = [item for item in items if not item.get_closest_marker("exhaustive")]
        config.hook.pytest_deselected(items=later)
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    if connection.vendor == "postgresql":
        alike = [item for item in items if not _opens_a_database(item)]
        items[:] = [item for item in items if _opens_a_database(item)]
        config.hook.pytest_deselected(items=alike)


def _opens_a_database(item: pytest.Item) -> bool:
    return (
        item.get_closest_marker("django_db") is not None
        or bool(NEEDS_DATABASE & set(getattr(item, "fixturenames", ())))
        or item.nodeid.startswith(OWN_PROCESSES)
    )


def _loop_of(item: pytest.Item) -> AbstractContextManager[None]:
    browser = "chromium" in getattr(item, "fixturenames", ())
    return nullcontext() if browser else without_a_running_loop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    with _loop_of(item):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    with _loop_of(item):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Too: with and without a running loop Django gives a thread different connections."""
    with _loop_of(item):
        yield


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, run_folder: Path
) -> Iterator[None]:
    """Django's test database is a copy of one that was migrated once in this run."""
    with once.copied(connection, once.migrated(run_folder)):
        yield


def pytest_report_header() -> str:
    """The seed, so that a failure of chance can be repeated."""
    return f"sweep: {'exhaustive' if sweep.EXHAUSTIVE else 'a part'}, TESTS_SEED={sweep.SEED}"


def pytest_unconfigure(config: pytest.Config) -> None:
    """The processes of the run have ended: nobody copies any more."""
    if connection.vendor == "postgresql" and not hasattr(config, "workerinput"):
        once.drop_migrated()
        prepared.drop()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """PostgreSQL drops no database that a session is still open on, as of a request that nobody
    waits for any more: such sessions are ended first.
    """
    yield
    if connection.vendor != "postgresql":
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def media_in_a_temporary_folder(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No test sees another one's files."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    settings.SIGNED_DIR = tmp_path_factory.mktemp("signed")
    settings.TRUST_DIR = settings.SIGNED_DIR / "no-trust"


@pytest.fixture(autouse=True)
def own_language() -> None:
    """A request leaves its language to the thread; no test begins with another one's."""
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def emptying_of_tables() -> Iterator[None]:
    """Let a test that commits empty the tables afterwards, which triggers refuse."""
    empty_tables = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
    held = (
        PUBLICATIONS, FROZEN, CORRECTIONS, ENTRIES, EVENTS, MENTIONS, *SIGNING, *council.ALL,
    )  # fmt: skip

    def teardown(case: TransactionTestCase) -> None:
        with connection.schema_editor() as editor:
            for table in held:
                table.drop(apps, editor)
        try:
            empty_tables(case)
        finally:
            with connection.schema_editor() as editor:
                for table in held:
                    table.create(apps, editor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        if connection.vendor == "postgresql":
            patch.setattr(connection.ops, "sql_flush", _deletions)
        yield


def _deletions(style: object, tables: list[str], **options: bool) -> list[str]:
    """For the few rows of a test; TRUNCATE makes a new file for each of a hundred tables.

    Any order will do: foreign keys are looked at when all of it is committed.
    """
    assert not any(options.values()), "sequences go on, and nothing is emptied by a cascade"
    return [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]  # noqa: S608


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all browser tests of a process."""
    from playwright.sync_api import sync_playwright

    program = Path(os.environ.get("KARS_TEST_CHROMIUM", "/usr/bin/chromium"))
    if not program.exists():
        pytest.fail(f"{program} is missing: bin/setup --dev installs it, or set KARS_TEST_CHROMIUM")
    # Playwright's sync API keeps an event loop running in this thread, which Django takes for
    # asynchronous code and refuses to query the database in.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_FLAGS))
        loop = asyncio._get_running_loop()
        yield browser
        # The last test of the process may have set it aside.
        asyncio._set_running_loop(loop)
        browser.close()


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A new window on the running portal; an uncaught error in a page's script fails the test."""
    context = chromium.new_context(
        base_url=live_server.url, locale="tr-TR", timezone_id="Europe/Istanbul"
    )
    context.set_default_timeout(15_000)
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors, errors
