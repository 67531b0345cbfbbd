"""What all tests share: a media folder that is thrown away, and Chromium for browser tests."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from . import choosing, emptying, once, postgres, prepared, sweep
from .collect.workflow.small_year import small_year
from .loops import without_a_running_loop
from .scheduling import pytest_xdist_make_scheduler

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django import DjangoDbBlocker, Settings
    from pytest_django.live_server_helper import LiveServer

__all__ = ["pytest_xdist_make_scheduler", "small_year"]

# A busy machine must not fail a property.
hypothesis_settings.register_profile("kars", deadline=None)
hypothesis_settings.load_profile("kars")

ALIVE = pytest.StashKey[AbstractContextManager[object]]()

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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever drives Chromium is marked so, and `--fast` leaves it out; so are the fast tests.

    On PostgreSQL only what may come out differently there is tried again. What is marked
    `exhaustive` waits for the sweep (tests/sweep.py).
    """
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        if choosing.is_fast(item):
            item.add_marker(pytest.mark.fast)
        later = item.get_closest_marker("exhaustive") is not None and not sweep.EXHAUSTIVE
        alike = connection.vendor == "postgresql" and not choosing.is_for_postgresql(item)
        (left if later or alike else kept).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left)


def pytest_collection_finish(session: pytest.Session) -> None:
    choosing.note(session.items)


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


def pytest_configure(config: pytest.Config) -> None:
    """What killed runs have left on the server goes, and this run says that it is alive."""
    if connection.vendor == "postgresql" and not hasattr(config, "workerinput"):
        url = once.of_postgresql("postgres")
        config.stash[ALIVE] = postgres.alive(url, once.stem())
        postgres.drop_left_behind(url)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The processes of the run have ended: nobody copies any more."""
    if connection.vendor == "postgresql" and not hasattr(config, "workerinput"):
        once.drop_migrated()
        prepared.drop()
        config.stash[ALIVE].__exit__(None, None, None)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a test commits is undone (tests/emptying.py).

    PostgreSQL drops no database that a session is still open on, as of a request that nobody waits
    for any more: such sessions are ended first.
    """
    with django_db_blocker.unblock():
        restore = emptying.restoring()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: restore())
        yield
    if connection.vendor != "postgresql":
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session")
def folders_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for each test, counted: pytest finds the next number by reading all the others."""
    base = tmp_path_factory.mktemp("tests")
    return (base / str(number) for number in count())


@pytest.fixture(autouse=True)
def media_in_a_temporary_folder(settings: Settings, folders_of_tests: Iterator[Path]) -> None:
    """No test sees another one's files."""
    folder = next(folders_of_tests)
    settings.MEDIA_ROOT = folder / "media"
    settings.SIGNED_DIR = folder / "signed"
    settings.MEDIA_ROOT.mkdir(parents=True)
    settings.SIGNED_DIR.mkdir()
    settings.TRUST_DIR = settings.SIGNED_DIR / "no-trust"


@pytest.fixture(autouse=True)
def own_language() -> None:
    """A request leaves its language to the thread; no test begins with another one's."""
    translation.deactivate()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all browser tests of a process."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - dear to load

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
